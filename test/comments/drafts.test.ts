import { Upload } from '../../core/files/blob.entity';
import { BlobReferences } from '../../core/files/blob-references.service';
import type { Client } from '../../core/testing/client';
import { FixedClock } from '../../core/testing/fixed-clock';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { CommentDraft } from '../../modules/comments/comment-draft.entity';

// What somebody writes and has not sent, through the door. Who sees which is compared in test/access too.

type Json = Record<string, unknown>;
interface Draft {
  readonly id: string;
  readonly html: string;
  readonly version: number;
  readonly modifiedAt: string;
  readonly attachments: readonly Json[];
}

describe.each(testDatabases())('drafts on $name', (database) => {
  let host: TestHost;
  let admin: Client;
  let ada: Client;
  let ben: Client;
  let customer: Client;
  let list: string;
  let ticket: string;
  const clock = new FixedClock();

  beforeAll(async () => {
    host = await TestHost.start(database, { clock });
    admin = await host.admin();
    ada = await host.person('ada', { permissions: ['support:use'] });
    ben = await host.person('ben', { permissions: ['support:use'] });
    customer = await host.person('carl', { isInternal: false, permissions: ['help:use'] });
    const rights = { maySubmit: true, mayRead: true, mayCreate: true, mayWrite: true };
    const shareWith = {
      [ada.principalId]: rights,
      [ben.principalId]: rights,
      [customer.principalId]: { maySubmit: true },
    };
    list = (await admin.create('TaskList', { name: 'Desk', role: 'support', shareWith })).id;
  });
  beforeEach(async () => {
    const customerId = customer.principalId;
    ticket = (await ada.create('Task', { taskListId: list, title: 'Printer on fire', customerId })).id;
  });
  afterAll(() => host.drop());

  const draft = (given: Json = {}): Json => ({
    entityType: 'Task',
    entityId: ticket,
    isPrivate: false,
    html: '<p>Hello</p>',
    ...given,
  });
  const of = async (client: Client, about = ticket): Promise<Draft[]> => {
    const ids = await client.query('CommentDraft', { entityType: 'Task', entityId: about }, [{ property: 'id' }]);
    return (await client.get<Draft>('CommentDraft', ids)).list;
  };
  const refusal = (client: Client, given: Json) => client.refused('CommentDraft', { create: draft(given) });

  test('each has one of each kind for each object, whom it names included, in every browser', async () => {
    const html = '<p>Can you, <strong data-type="mention" data-id="7" data-label="Ben">@Ben</strong>?</p>';
    await ada.create('CommentDraft', draft());
    await ada.create('CommentDraft', draft({ isPrivate: true, html }));
    await ben.create('CommentDraft', draft({ html: '<p>Of Ben</p>' }));
    await customer.create('CommentDraft', draft({ html: '<p>Of Carl</p>' }));
    expect(await of(ada)).toMatchObject([
      { isPrivate: false, html: '<p>Hello</p>', version: 1, attachments: [] },
      { isPrivate: true, html, version: 1, attachments: [] },
    ]);
    expect(await of(ben)).toMatchObject([{ html: '<p>Of Ben</p>' }]);
    expect(await of(customer)).toMatchObject([{ html: '<p>Of Carl</p>' }]);
    expect(await of(admin)).toEqual([]);
    expect(await refusal(ada, {})).toMatchObject({ type: 'alreadyExists' });
    expect(await refusal(ada, { isPrivate: true })).toMatchObject({ type: 'alreadyExists' });
  });

  test('nobody else reads, changes or removes one, an administrator neither, and nobody hears of it', async () => {
    const heard = () => Promise.all([ben, customer].map(async (one) => (await one.get('CommentDraft', [])).state));
    const before = await heard();
    const { state: sinceState } = await admin.get('CommentDraft', []);
    const { id } = await ada.create('CommentDraft', draft());
    await ada.update('CommentDraft', id, { html: '<p>More</p>', version: 1 });
    expect(await heard()).toEqual(before);
    const told = await admin.call('CommentDraft/changes', { sinceState });
    expect(told).toMatchObject({ created: [], updated: [], destroyed: [] });
    for (const other of [ben, customer, admin]) {
      expect(await other.get('CommentDraft', [id])).toMatchObject({ list: [], notFound: [id] });
      expect(await of(other)).toEqual([]);
      for (const change of [{ update: { [id]: { html: 'x' } } }, { destroy: id }])
        expect(await other.refused('CommentDraft', change)).toMatchObject({ type: 'notFound' });
    }
    expect(await of(ada)).toMatchObject([{ html: '<p>More</p>' }]);
  });

  test('it is no change of its object, and neither audited, found nor exported', async () => {
    const state = (await ben.get('Task', [ticket])).state;
    const entries = (await admin.query('AuditEntry')).length;
    clock.advance(60);
    const { id } = await ada.create('CommentDraft', draft({ html: '<p>zebrafish</p>' }));
    await ada.update('CommentDraft', id, { html: '<p>zebrafish again</p>', version: 1 });
    expect((await ben.get('Task', [ticket])).state).toBe(state);
    const searched = await ada.call('Search/query', { filter: { text: 'zebrafish', types: null }, limit: 10 });
    expect(searched['list']).toEqual([]);
    const seen = await of(ada);
    await ada.create('Comment', {
      ...draft({ html: '<p>quagga</p>' }),
      draft: { id, version: seen[0]!.version },
    });
    const all = await admin.get<{ type: string; changes: readonly Json[] }>(
      'AuditEntry',
      await admin.query('AuditEntry'),
    );
    // The comment and what it does to the ticket are; nothing of the draft is.
    expect(all.list.length).toBeGreaterThan(entries);
    expect(all.list.filter(({ type }) => type === 'CommentDraft')).toEqual([]);
    expect(JSON.stringify(all.list)).not.toMatch(/zebrafish|"draft"/);
    const { status, bytes } = await ada.post('/export', {
      type: 'CommentDraft',
      format: 'csv',
      columns: [{ property: 'html', title: 'Text' }],
    });
    expect([status, bytes.toString()]).toEqual([400, expect.stringContaining('CommentDraft cannot be exported')]);
  });

  test('an edit of another text than the one that is kept is refused, and nothing is lost', async () => {
    const { id } = await ada.create('CommentDraft', draft());
    await ada.update('CommentDraft', id, { html: '<p>First tab</p>', version: 1 });
    const stale = { update: { [id]: { html: '<p>Second tab</p>', version: 1 } } };
    expect(await ada.refused('CommentDraft', stale)).toMatchObject({
      type: 'invalidProperties',
      properties: ['version'],
      description: expect.stringContaining('changed elsewhere') as string,
    });
    expect(await of(ada)).toMatchObject([{ html: '<p>First tab</p>', version: 2 }]);
    clock.advance(60);
    await ada.update('CommentDraft', id, { html: '<p>Both</p>', version: 2 });
    const [now] = await of(ada);
    expect(now).toMatchObject({ html: '<p>Both</p>', version: 3 });
    expect(now!.modifiedAt).toBe(`${clock.now().toISOString().slice(0, 19)}Z`);
    // Of several at once exactly one is first.
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((html) => ada.refused('CommentDraft', { update: { [id]: { html, version: 3 } } })),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(await of(ada)).toMatchObject([{ version: 4 }]);
  });

  test('it goes when it is sent; one that was changed elsewhere, or is another’s, stays', async () => {
    const mine = await ada.create('CommentDraft', draft());
    const other = await ben.create('CommentDraft', draft());
    const send = (given: Json) => ada.create('Comment', { ...draft(), draft: given });
    await ada.update('CommentDraft', mine.id, { html: '<p>Changed</p>', version: 1 });
    for (const given of [
      { id: mine.id, version: 1 },
      { id: other.id, version: 1 },
      { id: '999999', version: 1 },
    ])
      await send(given);
    expect([await of(ada), await of(ben)]).toMatchObject([[{ html: '<p>Changed</p>' }], [{ id: other.id }]]);
    for (const wrong of [7, 'x', { id: mine.id }, { id: 'x', version: 1 }]) {
      const error = await ada.refused('Comment', { create: { ...draft(), draft: wrong } });
      expect(error).toMatchObject({ properties: ['draft'] });
    }
    // What is refused is still there to be written on.
    const refused = { ...draft({ html: '' }), draft: { id: mine.id, version: 2 } };
    expect(await ada.refused('Comment', { create: refused })).toMatchObject({ properties: ['text'] });
    expect(await of(ada)).toHaveLength(1);
    const sent = await send({ id: mine.id, version: 2 });
    expect(await of(ada)).toEqual([]);
    expect((await ada.get('Comment', [sent.id])).list[0]).not.toHaveProperty('draft');
  });

  test('whoever may no longer write there keeps the text and is told so; unknown and hidden objects answer alike', async () => {
    const note = await ben.create('CommentDraft', draft({ isPrivate: true }));
    const { shareWith } = (await admin.get<{ shareWith: Json }>('TaskList', [list])).list[0]!;
    const share = (rights: unknown) => admin.update('TaskList', list, { [`shareWith/${ben.principalId}`]: rights });
    const write = () => ben.refused('CommentDraft', { update: { [note.id]: { html: '<p>On</p>' } } });
    await share(null);
    expect(await write()).toMatchObject({ properties: ['entityId'], description: 'entityId is no such object' });
    expect(await refusal(ben, {})).toEqual(await refusal(ben, { entityId: '999999' }));
    expect(await of(ben)).toMatchObject([{ id: note.id, html: '<p>Hello</p>' }]);
    await admin.update('TaskList', list, { shareWith });
    expect(await write()).toBeNull();

    expect(await refusal(customer, { isPrivate: true })).toMatchObject({ type: 'forbidden' });
    expect(await refusal(ada, { entityType: 'TaskList', entityId: list })).toMatchObject({
      properties: ['entityType'],
    });
    expect(await refusal(ada, { entityType: 'Nothing' })).toMatchObject({ properties: ['entityType'] });
    // A ticket that moves or gets another responsible takes nothing from who writes about it.
    const other = (await admin.create('TaskList', { name: 'Other', role: 'support', shareWith })).id;
    await ada.update('Task', ticket, { taskListId: other, responsibleId: ada.principalId });
    expect(await of(ben)).toHaveLength(1);
    expect(await write()).toBeNull();
  });

  test('it goes with its object, and with whoever writes it', async () => {
    const rows = () => host.database.manager.countBy(CommentDraft, { entityId: Number(ticket) });
    for (const one of [ada, ben]) await one.create('CommentDraft', draft());
    const eve = await host.person('eve', { isAdmin: true });
    const { id } = await eve.create('CommentDraft', draft({ isPrivate: true }));
    expect(await rows()).toBe(3);
    expect(await admin.refused('User', { destroy: eve.principalId })).toBeNull();
    expect(await rows()).toBe(2);
    const { state } = await ada.get('CommentDraft', []);
    const [mine] = await of(ada);
    expect(await admin.refused('Task', { destroy: ticket })).toBeNull();
    expect(await rows()).toBe(0);
    expect(await ada.call('CommentDraft/changes', { sinceState: state })).toMatchObject({ destroyed: [mine!.id] });
    expect((await ada.get('CommentDraft', [id])).notFound).toEqual([id]);
  });

  test('its files stay as long as it does, and only those that one may read get in', async () => {
    const blobId = await ada.upload(Buffer.from(`drawing ${ticket}`));
    const file = { blobId, name: 'drawing.png', type: 'image/png', isInline: true, cid: 'x@inline' };
    const { id } = await ada.create('CommentDraft', draft({ attachments: [file] }));
    const size = Buffer.from(`drawing ${ticket}`).length;
    expect(await of(ada)).toMatchObject([{ attachments: [{ ...file, size }] }]);
    expect(await refusal(ben, { attachments: [file] })).toEqual(
      await refusal(ben, { attachments: [{ ...file, blobId: `B${'0'.repeat(64)}` }] }),
    );
    await host.database.transaction(() => host.database.manager.delete(Upload, { blobId }));
    const unnamed = () => host.database.transaction(() => host.get(BlobReferences).unnamed([blobId]));
    expect(await unnamed()).toEqual([]);
    const answers = async () => [
      (await ada.download(blobId)).status,
      (await ben.download(blobId)).status,
      (await admin.download(blobId)).status,
    ];
    expect(await answers()).toEqual([200, 404, 404]);
    await ada.update('CommentDraft', id, { html: '<p>On</p>', attachments: [file], version: 1 });
    expect(await of(ada)).toMatchObject([{ attachments: [{ blobId, size }] }]);
    // Sent, it is the comment that keeps it.
    const sent = { ...draft({ isPrivate: true }), attachments: [file], draft: { id, version: 2 } };
    const comment = await ada.create('Comment', sent);
    expect([await of(ada), await unnamed(), (await ada.download(blobId)).status]).toEqual([[], [], 200]);
    expect(await admin.refused('Task', { destroy: ticket })).toBeNull();
    expect(await unnamed()).toEqual([blobId]);
    expect((await ada.get('Comment', [comment.id])).list).toEqual([]);
  });

  test('a long text is kept whole; one that is too long, or one draft too many, is refused in words', async () => {
    const long = `<p>${'word '.repeat(12_000)}</p>`;
    const { id } = await ada.create('CommentDraft', draft({ html: long }));
    expect((await of(ada))[0]!.html).toBe(long);
    const tooLong = { update: { [id]: { html: 'x'.repeat(1_000_001) } } };
    expect(await ada.refused('CommentDraft', tooLong)).toMatchObject({
      properties: ['html'],
      description: 'html must have at most 1000000 characters',
    });
    const rows = Array.from({ length: 500 }, (_, n) => ({
      ...{ userId: Number(ben.principalId), entityType: 'Task', entityId: 1_000_000 + n, isPrivate: false },
      ...{ html: '', files: [], version: 1, modifiedAt: new Date() },
    }));
    await host.database.transaction(() => host.database.manager.insert(CommentDraft, rows));
    expect(await refusal(ben, {})).toMatchObject({ type: 'overQuota', description: expect.stringContaining('500') });
  });
});
