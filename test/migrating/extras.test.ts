import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Records } from '../../core/jmap/records';
import type { Client } from '../../core/testing/client';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { type Options, optionsOf } from '../../modules/tickets-to-support/options';
import { Undoing } from '../../modules/tickets-to-support/undoing.service';
import { LegacyDatabase } from './legacy-database';
import { SHAPES } from './shapes/model';
import { ShapeWriter } from './shapes/write-shape';

// Custom fields, comments and words of mails from run to run: nothing twice, what changes there, what changes here.

// What the API answers; its shape is what the tests prove.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- because a cast at every property reads worse
type Json = Record<string, any>;

const TEMPLATES = `CREATE TABLE ti_templates (id int, name varchar(100), content text, autoreply tinyint, default_template tinyint,
    ticket_created_for_client tinyint, ticket_mail_for_agent tinyint, ticket_claim_notification tinyint);
  INSERT INTO ti_templates VALUES (1, 'Answer', 'Dear sir\r\n{MESSAGE}\r\nSee {LINK}\r\n{NAME}', 0, 1, 0, 0, 0),
    (2, 'Got it', 'Number {TICKET_NUMBER}: {ticket:subject}', 1, 0, 0, 0, 0), (3, 'For you', '{MESSAGE}', 0, 0, 1, 0, 0),
    (4, 'New one', '{MESSAGE}', 0, 0, 0, 1, 0), (5, 'Claimed', '{AGENT}', 0, 0, 0, 0, 1), (6, 'Greeting', 'Good day', 0, 0, 0, 0, 0);`;

const LATER = `ALTER TABLE core_customfields_field ADD suffix varchar(20) NULL;
  INSERT INTO core_customfields_field VALUES
    (50, 1, 'Agreed', 'Agreed', 'YesNo', 50, 0, '', 0, 0, '', 0, '{}', NULL), (51, 1, 'Team', 'Team', 'Group', 51, 0, '', 0, 0, '', 0, '{}', NULL),
    (52, 1, 'Papers', 'Papers', 'Attachments', 52, 0, '', 0, 0, '', 0, '{}', NULL),
    (53, 1, 'Why', 'Why', 'TextArea', 53, 0, 'Agreed = 1 OR (Floor is empty)', 1, 0, '', 0, '{}', NULL),
    (54, 1, 'Odd', 'Odd', 'Text', 54, 0, 'Nonsense = x', 0, 1, '', 0, '', NULL),
    (55, 1, 'Size', 'Size', 'Number', 55, 0, '', 0, 0, '', 0, '{"numberDecimals":1,"default":"3"}', 'cm'),
    (56, 1, 'Galaxy', 'Galaxy', 'Planet', 56, 0, '', 0, 0, '', 0, 'no JSON', NULL),
    (57, 1, 'priority', 'prio', 'Text', 57, 0, '', 0, 0, '', 0, '{}', NULL),
    (58, 1, 'Ünïcode', 'uni', 'Text', 58, 0, '', 0, 0, '', 0, '{}', NULL), (59, 1, '中文', 'zh', 'Text', 59, 0, '', 0, 0, '', 0, '{}', NULL);
  UPDATE core_customfields_field_set SET \`filter\` = '{"typeId":[2],"mood":1}' WHERE id = 2;
  ALTER TABLE ti_tickets_custom_fields ADD Agreed tinyint NULL, ADD Team int NULL, ADD Why text NULL, ADD Odd text NULL, ADD Size double NULL,
    ADD Galaxy text NULL, ADD prio text NULL, ADD uni text NULL, ADD zh text NULL, ADD lost text NULL;
  UPDATE ti_tickets_custom_fields SET Agreed = -1, Team = 4, Odd = 'y', Size = 2.57, Galaxy = 'Mars', prio = 'p', uni = 'u', zh = 'zh', lost = 'z' WHERE id = 1;`;

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `what tickets have beside themselves into $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    const signal = new AbortController().signal;
    let host: TestHost;
    let admin: Client;
    let anna: Client;
    let carl: Client;
    let old: LegacyDatabase;
    let reports: string;
    let own: string;

    const run = async (more: Partial<Options> = {}): Promise<string[]> => {
      const options = { ...optionsOf({ from: old.url, name: 'desk' }, reports), ...more };
      const { report } = await host.get(Migration).run(options, { signal, hear: () => undefined });
      expect(report.unexplained).toEqual([]);
      const text = await readFile(
        join(reports, (await readdir(reports)).sort().at(-1)!, 'discrepancies.jsonl'),
        'utf8',
      );
      return text.split('\n').filter((line) => line !== '');
    };
    const undo = (): Promise<number> => host.get(Undoing).run('desk', signal);
    const taskOf = async (id: number): Promise<string> => {
      const [row] = await host.database.manager.query<{ objectId: number }[]>(
        "SELECT objectId FROM tickets_to_support_row WHERE source = 'desk' AND sourceTable = 'ti_tickets' AND sourceId = ?",
        [id],
      );
      return String(row!.objectId);
    };
    const customOf = async (id: number, by = admin): Promise<Json> =>
      (await by.get<Json>('Task', [await taskOf(id)], ['customFields'])).list[0]!['customFields'] as Json;
    const fields = async (): Promise<Map<string, Json>> =>
      new Map((await admin.get<Json>('CustomField', null)).list.map((field) => [field['key'] as string, field]));
    const sets = async (): Promise<Map<string, Json>> =>
      new Map((await admin.get<Json>('CustomFieldSet', null)).list.map((set) => [set['name'] as string, set]));
    const found = async (text: string, by = anna): Promise<string[]> =>
      ((await by.call('Search/query', { filter: { text } }))['list'] as Json[]).map(({ id }) => id as string);
    const letters = async (): Promise<Json> => (await admin.get<Json>('SupportLetterSettings', ['singleton'])).list[0]!;
    /** As the host gives values: nobody has worked on the ticket. */
    const give = (id: number, customFields: Json): Promise<void> =>
      host.database.transaction(() => host.get(Records).update('Task', id, {}, { customFields }));
    const counts = async (): Promise<number[]> =>
      Promise.all(
        ['core_custom_field', 'core_custom_value', 'core_custom_index', 'comments_comment', 'core_change'].map(
          async (table) => {
            const [row] = await host.database.manager.query<{ n: unknown }[]>(
              ['SELECT COUNT(*) AS n FROM', table].join(' '),
            );
            return Number(row!.n);
          },
        ),
      );

    beforeAll(async () => {
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      host = await TestHost.start(database, { installsAll: true });
      admin = await host.admin();
      anna = await host.person('anna', { email: 'anna@example.org' });
      carl = await host.person('carl', { email: 'carl@example.net', isInternal: false });
      const { id: fieldSetId } = await admin.create('CustomFieldSet', { type: 'Task', name: 'Ours' });
      own = (
        await admin.create('CustomField', { fieldSetId, key: 'serialNumber', name: 'Serial number', kind: 'text' })
      ).id;
      old = await LegacyDatabase.fresh();
      await new ShapeWriter(old, SHAPES[0]!).write();
      await old.run(TEMPLATES);
      await old.run(
        "INSERT INTO ti_types (id, name, description, acl_id) VALUES (3, 'C', '', 51), (4, 'D', '', 51), (5, 'E', '', 51)",
      );
    });
    afterAll(async () => {
      await host.drop();
      await old.drop();
      await rm(reports, { recursive: true, force: true });
    });

    test('a field of the same name that is here stays what it is; the other has a name of its own, and it is told', async () => {
      const said = await run();
      const all = await fields();
      expect(all.get('serialNumber')).toMatchObject({ id: own, name: 'Serial number' });
      expect(all.get('serialNumber2')).toMatchObject({ name: 'Serial number (desk)', kind: 'text' });
      expect(said.filter((line) => line.includes('Another field is called so'))).toHaveLength(1);
      expect(await customOf(1)).toMatchObject({ serialNumber2: 'SN-1', floor: '62' });
      expect(await customOf(1)).not.toHaveProperty('serialNumber');
      // Required fields are asked for in the types that came along, and nowhere else.
      const [desk, contract] = [(await sets()).get('Gerät')!, (await sets()).get('Contract')!];
      expect([desk['showWhen'], contract['showWhen']]).toEqual([
        expect.stringMatching(/^taskListId >= \d+ AND taskListId <= \d+$/),
        expect.stringMatching(/^taskListId >= \d+ AND taskListId <= \d+$/),
      ]);
      const { id: taskListId } = (await admin.get<Json>('TaskList', null)).list.find(({ name }) => name === 'Support')!;
      await admin.create('Task', { title: 'Ours', taskListId });
      const { id: brought } = (await admin.get<Json>('TaskList', null)).list.find(({ name }) => name === 'Störung')!;
      expect(await admin.refused('Task', { create: { title: 'Ours', taskListId: brought } })).toMatchObject({
        description: 'customFields/serialNumber2 is required',
      });
    });

    test('agents are shown the values and find them, customers are not', async () => {
      expect(await customOf(1, anna)).toMatchObject({ serialNumber2: 'SN-1' });
      expect(await customOf(1, carl)).toEqual({});
      expect(await found('Générale')).toContain(await taskOf(1));
      expect(await found('Générale', carl)).toEqual([]);
      expect(await found('Called', carl)).toEqual([]);
      expect(await anna.query('Task', { customFields: { price: { equals: 12.5 } } })).toEqual([await taskOf(1)]);
    });

    test('a second run does nothing twice', async () => {
      const before = await counts();
      await run();
      expect(await counts()).toEqual(before);
    });

    test('words of mails take the place of those that nobody has chosen, and follow until somebody has', async () => {
      expect(await letters()).toMatchObject({
        answerText: 'Dear sir\n{text}\nSee {link}\n{agent}',
        confirmationText: 'Number {number}: {subject}',
      });
      const { list: replies } = await admin.get<Json>('CannedReply', null);
      expect(replies.map(({ name }) => name as string)).toEqual(['Greeting']);
      await old.run("UPDATE ti_templates SET content = 'Hello\n{MESSAGE}' WHERE id = 1");
      await admin.update('SupportLetterSettings', 'singleton', { confirmationText: 'Ours' });
      const said = await run();
      expect(await letters()).toMatchObject({ answerText: 'Hello\n{text}', confirmationText: 'Ours' });
      for (const part of ['Support has words of its own', 'Support has no mail of its own for this'])
        expect(said.filter((line) => line.includes(part)).length).toBe(part.includes('words') ? 1 : 3);
    });

    test('what changes there is taken over: values, choices, new fields, comments, and which types have them', async () => {
      // As a rule that nobody gave by hand: it must stay.
      await give(Number(await taskOf(1)), { ...(await customOf(1)), serialNumber: 'Mine' });
      await old.run(`INSERT INTO cf_select_options VALUES (68, 18, 'Roof', 68);
        UPDATE cf_ti_tickets SET col_11 = 'SN-9', col_18 = 'Roof', col_14 = NULL WHERE model_id = 1;
        ALTER TABLE cf_ti_tickets ADD col_40 varchar(50) NULL;
        INSERT INTO cf_fields (id, category_id, name, datatype, sort_index, max_length) VALUES (40, 1, 'Later', 'Text', 40, 50);
        UPDATE cf_ti_tickets SET col_40 = 'came later' WHERE model_id = 3;
        UPDATE co_comments SET comments = 'Said otherwise' WHERE id = 2;
        INSERT INTO co_comments VALUES (3, 3, 20, 2, 1600000000, 1600000000, 'A later one', 0);
        INSERT INTO cf_enabled_categories VALUES (1, 'GO\\\\Tickets\\\\Model\\\\Ticket', 2);`);
      await run();
      const one = await customOf(1);
      expect(one).toMatchObject({ serialNumber2: 'SN-9', serialNumber: 'Mine', floor: '68' });
      expect(one).not.toHaveProperty('price');
      expect(one).not.toHaveProperty('twice');
      expect(await customOf(3)).toMatchObject({ later: 'came later' });
      const { options } = (await fields()).get('floor')!['options'] as { options: Json[] };
      expect(options.map(({ text }) => text as string)).toEqual(['Ground', 'Fünfter', 'Roof']);
      expect((await sets()).get('Contract')!['showWhen']).toBe((await sets()).get('Gerät')!['showWhen']);
      expect(await found('SN-9')).toEqual([await taskOf(1)]);
      expect(await found('SN-1')).toEqual([]);
      const thread = await admin.get<Json>(
        'Comment',
        await admin.query('Comment', { entityType: 'Task', entityId: await taskOf(3) }),
      );
      const notes = thread.list.filter(({ isPrivate }) => isPrivate === true).map(({ text }) => text as string);
      expect(notes.sort()).toEqual(['A later one', 'Said otherwise']);
    });

    test('undone, fields that others use stay, and are taken up again', async () => {
      const before = await fields();
      const { id: taskListId } = (await admin.get<Json>('TaskList', null)).list.find(({ name }) => name === 'Support')!;
      const other = await admin.create('Task', { title: 'Ours', taskListId });
      await give(Number(other.id), { place: '71', price: 1 });
      await undo();
      expect([...(await fields()).keys()].sort()).toEqual(['place', 'price', 'serialNumber', 'twice']);
      expect([...(await sets()).keys()].sort()).toEqual(['Gerät', 'Ours']);
      expect(await letters()).toMatchObject({ answerText: '{text}\n\n{signature}', confirmationText: 'Ours' });
      await run();
      const again = await fields();
      for (const key of ['place', 'price', 'twice']) expect(again.get(key)!['id']).toBe(before.get(key)!['id']);
      expect([...again.keys()].sort()).toEqual([...before.keys()].sort());
      expect(await customOf(1)).toMatchObject({ place: '72', serialNumber2: 'SN-9' });
      await admin.call('Task/set', { destroy: [other.id] });
    });

    test('a field that was deleted here stays deleted, and what was worked on here stays as it is', async () => {
      const { id } = (await fields()).get('notes')!;
      await admin.call('CustomField/set', { destroy: [id], onDestroyRemoveValues: true });
      await admin.update('Task', await taskOf(2), { customFields: { serialNumber2: 'Ours' } });
      await old.run("UPDATE cf_ti_tickets SET col_11 = 'Theirs' WHERE model_id = 2");
      const said = (await run()).join('\n');
      expect((await fields()).has('notes')).toBe(false);
      expect(said).toContain('The field was deleted here since');
      expect(await customOf(2)).toEqual({ serialNumber2: 'Ours' });
      expect(said).toContain('The ticket was worked on here');
    });

    test('kinds and rules that came after 6.2, and those that nothing here is like', async () => {
      const later = await LegacyDatabase.fresh();
      try {
        await new ShapeWriter(later, SHAPES.find(({ name }) => name === '6.5')!).write();
        await later.run(LATER);
        const said = (await run({ from: later.url, name: 'later' })).map((line) => JSON.parse(line) as Json);
        const all = [...(await fields()).values()];
        const { list } = await admin.get<Json>('Task', await admin.query('Task', { text: 'Gerät défaut' }));
        const task = list.find(({ customFields }) => 'galaxy' in (customFields as Json))!;
        expect(task['customFields']).toMatchObject({
          agreed: '-1',
          team: 'Hélpers',
          size: 2.6,
          galaxy: 'Mars',
          fieldPriority: 'p',
          unicode: 'u',
          field59: 'zh',
          odd: 'y',
        });
        const field = (key: string): Json => all.find((one) => one['key'] === key)!;
        expect(field('agreed')['options']).toEqual({
          options: [
            { value: '1', text: 'Yes' },
            { value: '-1', text: 'No' },
          ],
        });
        const { key: floor } = all.findLast(({ name }) => /^Floor\b/.test(name as string))!;
        expect(field('why')['hiddenWhen']).toBe(`agreed = 1 OR ( ${floor as string} is empty )`);
        expect(field('odd')).toMatchObject({ requiredWhen: '', required: false });
        expect(field('fieldPriority')).toMatchObject({ name: 'priority' });
        const told = said.map(({ table, id, column, fate }) => [table, id, column, fate].join(' '));
        expect(told).toEqual(
          expect.arrayContaining([
            'core_customfields_field 52  noPlace',
            'core_customfields_field 54 required_condition noPlace',
            'core_customfields_field 55 options.default noPlace',
            'core_customfields_field 55 suffix noPlace',
            'core_customfields_field 56 datatype changed',
            'core_customfields_field_set 2 filter noPlace',
            'ti_tickets_custom_fields 1 Size changed',
            'ti_tickets_custom_fields 1  noPlace',
          ]),
        );
      } finally {
        await later.drop();
      }
    });
  },
);
