import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Migration } from '../../modules/tickets-to-support/migration.service';
import { optionsOf } from '../../modules/tickets-to-support/options';
import { COLUMNS, reasonOf } from '../../modules/tickets-to-support/source/group-office.columns';
import { hasDump, LegacyDatabase } from './legacy-database';

/** It is told of whenever it holds something. */
const TOLD = 'told';

/** Each column of the tables of a desk → what becomes of it: where it is here, from what it follows, or that it is told of. */
const FATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ti_tickets: {
    id: 'remembered',
    ticket_number: 'legacyNumber',
    ticket_verifier: 'verifier',
    priority: 'priority',
    status_id: 'progress and statusId',
    type_id: 'taskListId',
    user_id: 'customerId',
    agent_id: 'responsibleId',
    contact_id: 'customerId',
    company: 'fact company',
    company_id: 'fact company, when the other is empty',
    first_name: 'customerName, fact name',
    middle_name: 'customerName, fact name',
    last_name: 'customerName, fact name',
    email: 'customerEmail, fact email',
    phone: 'fact phone',
    subject: 'title',
    ctime: 'createdAt',
    mtime: 'modifiedAt',
    muser_id: 'fact modifiedBy',
    files_folder_id: 'files',
    unseen: 'progress, isUnread',
    group_id: 'fact group',
    order_id: 'fact orderId',
    last_response_time: 'worked out',
    cc_addresses: 'cc',
    cuser_id: 'createdById',
    due_date: 'due',
    due_reminder_sent: 'nobody is reminded',
    last_agent_response_time: 'worked out',
    last_contact_response_time: 'worked out',
  },
  ti_messages: {
    id: 'remembered',
    ticket_id: 'entityId',
    status_id: 'history',
    type_id: 'history',
    has_status: 'history',
    has_type: 'history',
    content: 'text',
    attachments: 'files',
    is_note: 'isPrivate',
    user_id: 'authorId',
    ctime: 'createdAt',
    mtime: 'told of when it is later',
    rate_id: 'the columns that follow',
    rate_amount: 'work',
    rate_hours: 'work',
    rate_name: 'work',
    rate_cost_code: 'work',
    template_id: 'told of by the message',
  },
  ti_types: {
    id: 'remembered',
    name: 'name',
    description: 'description',
    user_id: TOLD,
    acl_id: 'shareWith',
    show_statuses: 'statuses',
    show_from_others: 'told of by the type',
    files_folder_id: 'files of tickets',
    email_on_new: TOLD,
    email_to_agent: TOLD,
    custom_sender_field: 'senderName',
    sender_name: 'senderName',
    sender_email: TOLD,
    publish_on_site: TOLD,
    type_group_id: 'groupingId',
    email_account_id: TOLD,
    enable_templates: TOLD,
    new_ticket: TOLD,
    new_ticket_msg: TOLD,
    assigned_to: TOLD,
    assigned_to_msg: TOLD,
    notify_agent: TOLD,
    notify_agent_msg: TOLD,
    search_cache_acl_id: 'who works on the tickets, once more',
    email_on_new_msg: TOLD,
  },
  ti_settings: {
    id: 'the one row',
    from_email: TOLD,
    from_name: 'senderName of types without their own',
    use_alternative_url: TOLD,
    alternative_url: TOLD,
    subject: TOLD,
    default_type: TOLD,
    logo: TOLD,
    customer_message: TOLD,
    response_message: TOLD,
    notify_contact: TOLD,
    language: TOLD,
    expire_days: TOLD,
    never_close_status_id: TOLD,
    disable_reminder_assigned: TOLD,
    disable_reminder_unanswered: TOLD,
    enable_external_page: TOLD,
    allow_anonymous: TOLD,
    external_page_css: TOLD,
    leave_type_blank_by_default: TOLD,
    new_ticket: TOLD,
    new_ticket_msg: TOLD,
    assigned_to: TOLD,
    assigned_to_msg: TOLD,
    notify_agent: TOLD,
    notify_agent_msg: TOLD,
    notify_due_date: TOLD,
    notify_due_date_msg: TOLD,
    manager_reopen_ticket_only: TOLD,
    show_close_confirm: TOLD,
  },
  ti_rates: { id: 'the row', name: TOLD, amount: TOLD, company_id: TOLD, cost_code: TOLD },
  ti_templates: {
    id: 'remembered',
    name: 'CannedReply name',
    content: 'CannedReply text, or a mail to customers',
    user_id: TOLD,
    autoreply: 'confirmationText',
    default_template: 'answerText',
    ticket_created_for_client: 'told of by the template',
    ticket_mail_for_agent: 'told of by the template',
    ticket_claim_notification: 'told of by the template',
  },
  ti_type_groups: { id: 'remembered', name: 'TaskListGrouping name', sort_index: 'sortOrder' },
  ti_statuses: { id: 'remembered', name: 'TaskStatus name', user_id: TOLD, type_id: 'which list has it' },
  ti_groups: { id: 'the row', name: 'fact group', acl_id: TOLD, company_id: TOLD },
};

/** Columns whose values are read as numbers of something, or as times. */
const NUMBERS =
  /(^|_)(id|time|verifier|priority|unseen|amount|hours|index|days|status|type)$|^(ctime|mtime|is_note|due_date|has_)/;

test('what becomes of each column is known', () => {
  expect(Object.keys(COLUMNS).sort()).toEqual(Object.keys(FATES).sort());
  for (const [table, columns] of Object.entries(FATES)) {
    expect([table, Object.keys(COLUMNS[table]!).sort()]).toEqual([table, Object.keys(columns).sort()]);
    for (const [column, fate] of Object.entries(columns))
      expect([table, column, reasonOf(table, column) !== null]).toEqual([table, column, fate === TOLD]);
  }
});

const reason = missingReason('MariaDB');
const describeThere = reason === null ? describe : describe.skip;

// What is read does not depend on where it goes.
describeThere.each(testDatabases().slice(0, 1))(
  `columns without place, for $name${reason === null ? '' : ' [skipped without MariaDB]'}`,
  (database) => {
    let host: TestHost;
    let reports: string;

    const told = async (old: LegacyDatabase, isDryRun = true): Promise<string[]> => {
      const options = { ...optionsOf({ from: old.url, name: 'columns' }, reports), isDryRun };
      await host.get(Migration).run(options, { signal: new AbortController().signal, hear: () => undefined });
      const text = await readFile(
        join(reports, (await readdir(reports)).sort().at(-1)!, 'discrepancies.jsonl'),
        'utf8',
      );
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { table: string; column: string | null; fate: string })
        .filter(({ fate }) => fate === 'noPlace')
        .map(({ table, column }) => `${table}.${column ?? ''}`);
    };

    /** A database with one row in each table; in each column stands a value, or what stands there when nobody has chosen. */
    const write = async (value: (column: string) => unknown): Promise<LegacyDatabase> => {
      const old = await LegacyDatabase.fresh();
      await old.run('CREATE TABLE go_users (id int, username varchar(50), email varchar(100))');
      for (const [table, columns] of Object.entries(FATES)) {
        const names = [...Object.keys(columns), 'of_tomorrow'];
        const typed = names.map((name) => `\`${name}\` ${NUMBERS.test(name) ? 'double' : 'varchar(100)'} NULL`);
        await old.run(`CREATE TABLE ${table} (${typed.join(', ')})`);
        await old.run(`INSERT INTO ${table} VALUES (?)`, [names.map((name) => (name === 'id' ? 1 : value(name)))]);
      }
      return old;
    };

    beforeAll(async () => {
      reports = await mkdtemp(join(tmpdir(), 'groupware-reports-'));
      host = await TestHost.start(database, { installsAll: true });
    });
    afterAll(async () => {
      await host.drop();
      await rm(reports, { recursive: true, force: true });
    });

    test('each that holds something is told of, also one that nobody knows yet', async () => {
      const old = await write((column) =>
        NUMBERS.test(column) ? 7 : column === 'custom_sender_field' ? '1' : '7 things',
      );
      try {
        const found = await told(old);
        for (const [table, columns] of Object.entries(FATES)) {
          const due = Object.keys(columns).filter((column) => columns[column] === TOLD);
          for (const column of [...due, 'of_tomorrow']) expect(found).toContain(`${table}.${column}`);
        }
      } finally {
        await old.drop();
      }
    });

    test('none that holds what it holds when nobody has chosen', async () => {
      const usual = (column: string): unknown =>
        column === 'subject'
          ? '{SUBJECT}'
          : NUMBERS.test(column)
            ? 0
            : column === 'name'
              ? 'x'
              : column.endsWith('_msg')
                ? null
                : '0';
      const old = await write(usual);
      try {
        expect((await told(old)).filter((column) => column !== 'ti_rates.name')).toEqual([]);
      } finally {
        await old.drop();
      }
    });

    (hasDump ? test : test.skip)('a real database has no others', async () => {
      const old = await LegacyDatabase.ofDump();
      try {
        for (const table of Object.keys(FATES)) {
          const columns = await old.rows<{ Field: string }>(`SHOW COLUMNS FROM ${table}`);
          for (const { Field } of columns) expect(Object.keys(FATES[table]!)).toContain(Field);
        }
        const found = await told(old, false);
        const { list: fields } = await (await host.admin()).get('CustomField', null);
        expect(fields).toEqual([
          expect.objectContaining({ name: 'Custom', kind: 'text', hint: 'Some help text for this field' }),
        ]);
        expect(found).toEqual(expect.arrayContaining(['ti_settings.from_email', 'ti_types.publish_on_site']));
        expect(found).not.toContain('ti_settings.subject');
      } finally {
        await old.drop();
      }
    });
  },
);
