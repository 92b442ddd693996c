import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../core/testing/client';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { type Options, optionsOf } from '../../modules/tickets-to-support/options';
import type { Report } from '../../modules/tickets-to-support/report/report';
import { Undoing } from '../../modules/tickets-to-support/undoing.service';
import { LegacyDatabase } from './legacy-database';
import { SHAPES, type Shape } from './shapes/model';
import { ShapeWriter } from './shapes/write-shape';

// One small desk, in the tables of each version: what it becomes here is the same.

// What the API answers; its shape is what the tests prove.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- because a cast at every property reads worse
type Json = Record<string, any>;

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

describeThere.each(testDatabases())(
  `one desk of every version into $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    const signal = new AbortController().signal;
    let host: TestHost;
    let admin: Client;
    let old: LegacyDatabase | undefined;
    let reports: string;
    let first: Json | undefined;

    const run = async (more: Partial<Options> = {}): Promise<Report> => {
      const options = { ...optionsOf({ from: old!.url, name: 'desk' }, reports), ...more };
      return (await host.get(Migration).run(options, { signal, hear: () => undefined })).report;
    };
    const rows = (statement: string): Promise<Json[]> => host.database.manager.query<Json[]>(statement);
    const told = async (): Promise<Json[]> => {
      const newest = (await readdir(reports)).sort().at(-1)!;
      const text = await readFile(join(reports, newest, 'discrepancies.jsonl'), 'utf8');
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Json);
    };
    const write = async (shape: Shape): Promise<void> => {
      old = await LegacyDatabase.fresh();
      await new ShapeWriter(old, shape).write();
    };
    const taskOf = async (id: number): Promise<string> => {
      const [row] = await rows(
        `SELECT objectId FROM tickets_to_support_row WHERE source = 'desk' AND sourceTable = 'ti_tickets' AND sourceId = ${String(id)}`,
      );
      return String(row!['objectId']);
    };
    const all = async (type: string): Promise<Json[]> => (await admin.get<Json>(type, null)).list;

    /** All that the desk has become, by names instead of ids. */
    const desk = async (): Promise<Json> => {
      const people = new Map((await all('Principal')).map(({ id, name }) => [id as string, name as string]));
      const lists = (await all('TaskList')).filter(({ name }) => name !== 'Support');
      const statuses = new Map((await all('TaskStatus')).map(({ id, name }) => [id as string, name as string]));
      const sets = await all('CustomFieldSet');
      const tickets: Json[] = [];
      for (const sourceId of [1, 2, 3]) {
        const id = await taskOf(sourceId);
        const task = (await admin.get<Json>('Task', [id])).list[0]!;
        const said = (
          await admin.get<Json>('Comment', await admin.query('Comment', { entityType: 'Task', entityId: id }))
        ).list;
        const custom = { ...(task['customFields'] as Json) };
        for (const key of ['technician', 'owner']) if (key in custom) custom[key] = people.get(custom[key] as string);
        const [facts] = await rows(`SELECT facts FROM support_legacy_ticket WHERE taskId = ${id}`);
        const links = await rows(
          `SELECT toType, description FROM core_link WHERE fromType = 'Task' AND fromId = ${id}`,
        );
        tickets.push({
          ...{ title: task['title'], number: task['legacyNumber'], progress: task['progress'], due: task['due'] },
          ...{
            priority: task['priority'],
            createdAt: task['createdAt'],
            modifiedAt: task['modifiedAt'],
            cc: task['cc'],
          },
          ...{ customer: [task['customerName'], task['customerEmail']], isUnread: task['isUnread'] },
          list: lists.find((list) => list['id'] === task['taskListId'])!['name'],
          status: statuses.get(task['statusId'] as string) ?? null,
          responsible: people.get(task['responsibleId'] as string) ?? null,
          facts: JSON.parse(facts!['facts'] as string) as Json,
          custom,
          links: links.map(({ toType, description }) => [toType, description]).sort(),
          thread: said
            .sort((a, b) => Number(a['id']) - Number(b['id']))
            .map((one) => [one['text'], one['isPrivate'], one['authorName'], one['authorRole'], one['createdAt']]),
        });
      }
      const namesOf = (condition: string): string =>
        condition.replace(
          /\d+/g,
          (id) => (lists.find((list) => list['id'] === id)?.['name'] as string | undefined) ?? id,
        );
      return {
        tickets,
        lists: lists.map(({ name, description, shareWith }) => ({
          ...{ name, description },
          shareWith: Object.fromEntries(
            Object.entries(shareWith as Json)
              .map(([id, rights]) => [(people.get(id) ?? '').replace(/ \(desk\)$/, ''), rights as unknown] as const)
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
        })),
        sets: sets.map(({ name, showWhen, forCustomers }) => [name, namesOf(showWhen as string), forCustomers]),
        fields: (await all('CustomField'))
          .map(({ id: _, fieldSetId, ...field }) => ({
            ...field,
            set: sets.find(({ id }) => id === fieldSetId)!['name'] as string,
          }))
          .sort((a: Json, b: Json) => a['sortOrder'] - b['sortOrder']),
      };
    };

    beforeAll(async () => {
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      host = await TestHost.start(database, { installsAll: true });
      admin = await host.admin();
      for (const [name, email] of [
        ['anna', 'anna@example.org'],
        ['carl', 'carl@example.net'],
      ] as const)
        await host.person(name, { email });
    });
    afterAll(async () => {
      await host.drop();
      await rm(reports, { recursive: true, force: true });
    });
    afterEach(async () => {
      await host
        .get(Undoing)
        .run('desk', signal)
        .catch(() => undefined);
      await old?.drop();
      old = undefined;
    });

    test('a dry run makes no fields, and tells the same of them', async () => {
      await write(SHAPES[0]!);
      const reasonsOf = async (): Promise<string[]> => (await told()).map(({ reason: why }) => why as string).sort();
      expect((await run({ isDryRun: true })).unexplained).toEqual([]);
      const dry = await reasonsOf();
      expect([await all('CustomFieldSet'), await all('CustomField')]).toEqual([[], []]);
      await run();
      expect(await reasonsOf()).toEqual(dry);
    });

    test.each(SHAPES)('$name: read as all others, and gone again when it is undone', async (shape) => {
      await write(shape);
      const report = await run();
      expect(report.unexplained).toEqual([]);
      const said = await told();
      // Text is stored rightly in some; links are compared as such.
      const isCompared = (one: Json): boolean => !/wrong character set|^Links? /.test(one['reason'] as string);
      const now = {
        ...(await desk()),
        told: said
          .filter(isCompared)
          .map(({ fate, reason: why }) => `${fate as string} ${why as string}`)
          .sort(),
      };
      first ??= now;
      expect(now).toEqual(first);
      await host.get(Undoing).run('desk', signal);
      for (const type of ['CustomField', 'CustomFieldSet', 'Comment', 'Task'])
        expect([type, await all(type)]).toEqual([type, []]);
      expect(await rows('SELECT * FROM core_custom_value')).toEqual([]);
      expect(
        await rows("SELECT * FROM tickets_to_support_row WHERE type NOT IN ('User', 'Contact', 'Group', '') "),
      ).toEqual([]);
    });

    test('each kind of field has its values, and what cannot be used is told of', async () => {
      expect(first!['tickets'][0]['custom']).toEqual({
        serialNumber: 'SN-1',
        notes: 'One\nzwei für',
        formatted: '<p>Für <b>you</b></p>',
        price: 12.5,
        insured: true,
        bought: '2017-02-28',
        seen: '2017-03-01T12:30:00Z',
        floor: '62',
        colours: ['63', '64'],
        place: '72',
        technician: 'Anna',
        owner: 'Con Täct',
        supplier: 'Société Générale',
        twice: 25,
      });
      expect(first!['tickets'][1]['custom']).toEqual({
        serialNumber: 'SN-2é',
        floor: '61',
        colours: ['65'],
        place: '71',
        numberOfContract: 'C-7',
      });
      expect(first!['tickets'][2]['custom']).toEqual({ price: 3, twice: 6 });
      expect(first!['told']).toEqual(
        expect.arrayContaining([
          'broken The value is no such day',
          'broken What was chosen is not offered any more',
          'broken The user is not there any more, or nobody here',
          'noPlace A field that only shows a text or a heading has no kind here',
          'noPlace An encrypted field is not taken over: what it holds can be read there alone',
          'noPlace Rates are kept where hours were billed by them, not by themselves',
        ]),
      );
      expect(first!['sets']).toEqual([
        ['Gerät', 'taskListId in (Störung, Sales)', false],
        ['Contract', 'taskListId in (Sales)', false],
      ]);
      const field = (key: string): Json => (first!['fields'] as Json[]).find((one) => one['key'] === key)!;
      expect(field('serialNumber')).toMatchObject({
        name: 'Serial number',
        kind: 'text',
        required: true,
        hint: 'On the bäck',
      });
      expect(field('place')['options']).toEqual({
        options: [
          { value: '71', text: 'Building' },
          { value: '72', text: 'Building / Küche' },
        ],
      });
      expect(field('twice')).toMatchObject({ kind: 'function', options: { formula: 'price * 2' } });
      expect(field('numberOfContract')).toMatchObject({ requiredWhen: 'floor = "61" AND price is empty' });
    });

    test('comments beside the messages are private notes, with author and time', () => {
      expect(first!['tickets'][0]['thread']).toEqual([
        ['Called, no answer: später', true, 'Anna', 'agent', '2017-07-14T02:40:05Z'],
        ['Zoë is at the café', false, 'Carl', 'customer', '2017-07-14T02:40:10Z'],
        ['Between us', true, 'Anna', 'agent', '2017-07-14T02:40:20Z'],
      ]);
      expect(first!['tickets'][0]['facts']).toMatchObject({ company: 'Société Générale' });
    });
  },
);
