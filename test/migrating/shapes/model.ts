/** One small desk, which {@link writeShape} writes in the tables of any version. */

/** Which tables, and which columns in them, a version has. */
export interface Shape {
  readonly name: string;
  readonly users: 'go_users' | 'core_user';
  readonly permissions: 'go_acl' | 'core_acl_group';
  readonly contacts: 'ab_contacts' | 'addressbook_contact';
  /** Values by the number of the field, by its name, or in the table of 6.4. */
  readonly fields: 'cf_20' | 'cf_ti_tickets' | 'named' | 'ti_tickets_custom_fields';
  readonly comments: 'co_comments' | 'comments_comment';
  readonly links: 'go_links_20' | 'go_links_ti_tickets' | 'core_link';
  /** No is 1 and yes is 2. */
  readonly isBefore2011?: boolean;
  /** `bytes`: UTF-8 in columns that say latin1. `twice`: that, after an upgrade has made UTF-8 of it. */
  readonly text: 'utf8' | 'utf8mb4' | 'latin1' | 'bytes' | 'twice';
  /** Tables of before an upgrade, still there with what they had long ago. */
  readonly hasStaleTables?: boolean;
}

const OF_62: Shape = {
  name: '6.2',
  users: 'go_users',
  permissions: 'go_acl',
  contacts: 'ab_contacts',
  fields: 'cf_ti_tickets',
  comments: 'co_comments',
  links: 'go_links_ti_tickets',
  text: 'utf8',
};
const OF_65: Shape = {
  name: '6.5',
  users: 'core_user',
  permissions: 'core_acl_group',
  contacts: 'addressbook_contact',
  fields: 'ti_tickets_custom_fields',
  comments: 'comments_comment',
  links: 'core_link',
  text: 'utf8mb4',
};

export const SHAPES: readonly Shape[] = [
  OF_62,
  { ...OF_62, name: '6.2 in latin1', text: 'latin1' },
  { ...OF_62, name: '6.2 with UTF-8 in latin1', text: 'bytes' },
  { ...OF_62, name: '3.x before 2011', fields: 'cf_20', links: 'go_links_20', isBefore2011: true },
  { ...OF_65, name: '6.3', contacts: 'ab_contacts', fields: 'named', comments: 'co_comments', text: 'utf8' },
  { ...OF_65, name: '6.4 with what 6.3 left', comments: 'co_comments', hasStaleTables: true },
  OF_65,
  { ...OF_65, name: '6.6 encoded twice', text: 'twice' },
  { ...OF_62, name: 'half of 6.3', users: 'core_user', fields: 'named', contacts: 'ab_contacts' },
  { ...OF_65, name: 'half of 6.4', contacts: 'ab_contacts', links: 'go_links_ti_tickets', hasStaleTables: true },
];

/** Ids of companies are greater by this since they are contacts too. */
export const OFFSET = 40;

/** Numbers of what can be linked and commented on: others in each installation. */
export const NUMBERS = { contact: 12, company: 14, ticket: 20 } as const;

export const USERS = [
  { id: 1, username: 'boss', name: 'Böss', email: 'boss@example.org' },
  { id: 2, username: 'anna', name: 'Anna', email: 'anna@example.org' },
  { id: 3, username: 'carl', name: 'Carl', email: 'carl@example.net' },
];
export const GROUPS = [
  { id: 1, name: 'Admins', members: [1] },
  { id: 2, name: 'Everyone', members: [1, 2, 3] },
  { id: 3, name: 'Internal', members: [2] },
  { id: 4, name: 'Hélpers', members: [2] },
];
/** Who has which level on the ACLs of the types: a user, or a group. */
export const GRANTS = [
  { acl: 50, group: 4, user: 0, level: 50 },
  { acl: 50, group: 2, user: 0, level: 30 },
  { acl: 51, group: 0, user: 2, level: 50 },
  { acl: 51, group: 2, user: 0, level: 30 },
];
export const CONTACTS = [{ id: 4, first: 'Con', last: 'Täct', email: 'contact@example.com' }];
export const COMPANIES = [{ id: 2, name: 'Société Générale' }];
export const TYPES = [
  { id: 1, name: 'Störung', acl_id: 50, description: 'Größere' },
  { id: 2, name: 'Sales', acl_id: 51, description: '' },
];
export const STATUSES = [{ id: 5, name: 'Wartend für später' }];

export const TICKETS = [
  {
    id: 1,
    ticket_number: '201800001',
    ticket_verifier: 12345678,
    status_id: 5,
    type_id: 1,
    user_id: 3,
    agent_id: 2,
    contact_id: 0,
    company_id: 2,
    first_name: 'Carl',
    email: 'carl@example.net',
    subject: 'Gerät défaut, 5 € mehr',
    unseen: 0,
    cc_addresses: 'bea@example.net',
  },
  {
    id: 2,
    ticket_number: '201800002',
    ticket_verifier: 22345678,
    status_id: -1,
    type_id: 2,
    user_id: 2,
    agent_id: 2,
    contact_id: 4,
    company_id: 0,
    first_name: 'Con',
    email: '',
    subject: 'Offer',
    unseen: 0,
    cc_addresses: '',
  },
  {
    id: 3,
    ticket_number: '201800003',
    ticket_verifier: 32345678,
    status_id: 0,
    type_id: 1,
    user_id: 3,
    agent_id: 0,
    contact_id: 0,
    company_id: 0,
    first_name: 'Carl',
    email: 'carl@example.net',
    subject: 'Another',
    unseen: 1,
    cc_addresses: '',
  },
];
export const MESSAGES = [
  { id: 1, ticket_id: 1, user_id: 3, content: 'Zoë is at the café', isNote: false, status: null, hours: 0 },
  { id: 2, ticket_id: 1, user_id: 2, content: 'Between us', isNote: true, status: 5, hours: 1.5 },
  { id: 3, ticket_id: 2, user_id: 2, content: 'Here you are', isNote: false, status: -1, hours: 0 },
  { id: 4, ticket_id: 3, user_id: 3, content: 'And?', isNote: false, status: null, hours: 0 },
];
/** Beside the messages. */
export const COMMENTS = [
  { id: 1, ticket: 1, user: 2, at: 1_500_000_005, text: 'Called, no answer: später' },
  { id: 2, ticket: 3, user: 1, at: 1_500_000_900, text: 'Wait for Anna' },
];

/** From ticket to what. */
export const LINKS = [
  { ticket: 1, to: 'contact', id: 4, description: 'asked für him' },
  { ticket: 2, to: 'company', id: 2, description: '' },
  { ticket: 1, to: 'ticket', id: 3, description: 'the same' },
] as const;

export interface Field {
  readonly id: number;
  readonly set: number;
  readonly name: string;
  /** Name of the kind in 6.2, and since. */
  readonly old: string;
  readonly now: string;
  readonly column: string;
  readonly required?: boolean;
  readonly hint?: string;
  readonly options?: readonly { readonly id: number; readonly parent?: number; readonly text: string }[];
  readonly formula?: string;
  readonly condition?: string;
  /** As it stands in 6.2, and since; the same when there is one. */
  readonly values?: Readonly<Record<number, readonly [old: unknown, now?: unknown]>>;
}

export const SETS = [
  { id: 1, name: 'Gerät', types: null },
  { id: 2, name: 'Contract', types: [2] },
];
export const FIELDS: readonly Field[] = [
  {
    ...{ id: 11, set: 1, name: 'Serial number', old: 'Text', now: 'Text', column: 'varchar(190)' },
    ...{ required: true, hint: 'On the bäck', values: { 1: ['SN-1'], 2: ['SN-2é'] } },
  },
  {
    ...{ id: 12, set: 1, name: 'Notes', old: 'Textarea', now: 'TextArea', column: 'text' },
    values: { 1: ['One\nzwei für'] },
  },
  {
    ...{ id: 13, set: 1, name: 'Formatted', old: 'Html', now: 'Html', column: 'text' },
    values: { 1: ['<p>Für <b>you</b></p>'] },
  },
  {
    ...{ id: 14, set: 1, name: 'Price', old: 'Number', now: 'Number', column: 'double' },
    values: { 1: [12.5], 3: [3] },
  },
  {
    ...{ id: 15, set: 1, name: 'Insured', old: 'Checkbox', now: 'Checkbox', column: 'tinyint' },
    values: { 1: [1], 2: [0] },
  },
  {
    ...{ id: 16, set: 1, name: 'Bought', old: 'Date', now: 'Date', column: 'varchar(20)' },
    values: { 1: ['2017-02-28'], 3: ['2017-02-30'] },
  },
  {
    ...{ id: 17, set: 1, name: 'Seen', old: 'Datetime', now: 'DateTime', column: 'datetime' },
    values: { 1: ['2017-03-01 12:30:00'] },
  },
  {
    ...{ id: 18, set: 1, name: 'Floor', old: 'Select', now: 'Select', column: 'varchar(50)' },
    options: [
      { id: 61, text: 'Ground' },
      { id: 62, text: 'Fünfter' },
    ],
    values: { 1: ['Fünfter', 62], 2: ['Ground', 61], 3: ['Cellar', 69] },
  },
  {
    ...{ id: 19, set: 1, name: 'Colours', old: 'Select', now: 'MultiSelect', column: 'varchar(100)' },
    options: [
      { id: 63, text: 'Red' },
      { id: 64, text: 'Grün' },
      { id: 65, text: 'Blue' },
    ],
    values: { 1: ['Red|Grün', [63, 64]], 2: ['Blue', [65]] },
  },
  {
    ...{ id: 20, set: 1, name: 'Place', old: 'Treeselect', now: 'Select', column: 'varchar(100)' },
    options: [
      { id: 71, text: 'Building' },
      { id: 72, parent: 71, text: 'Küche' },
    ],
    values: { 1: ['72:Küche', 72], 2: ['71:Building', 71] },
  },
  {
    ...{ id: 21, set: 1, name: 'Technician', old: 'User', now: 'User', column: 'varchar(50)' },
    values: { 1: ['2:Anna', 2], 3: ['77:Gone', 77] },
  },
  {
    ...{ id: 22, set: 1, name: 'Owner', old: 'Contact', now: 'Contact', column: 'varchar(255)' },
    values: { 1: ['4:Con Täct', 4] },
  },
  {
    ...{ id: 23, set: 1, name: 'Supplier', old: 'Company', now: 'Organization', column: 'varchar(255)' },
    values: { 1: ['2:Société Générale', 2] },
  },
  {
    ...{ id: 24, set: 1, name: 'Twice', old: 'FunctionField', now: 'FunctionField', column: 'varchar(50)' },
    formula: '{Price} * 2',
    values: { 1: ['25'] },
  },
  { id: 25, set: 1, name: 'A heading', old: 'Heading', now: 'Notes', column: 'varchar(50)' },
  {
    ...{ id: 26, set: 1, name: 'Password', old: 'EncryptedText', now: 'EncryptedText', column: 'text' },
    values: { 1: ['{GOCRYPT}x'] },
  },
  {
    ...{ id: 31, set: 2, name: 'Number of contract', old: 'Text', now: 'Text', column: 'varchar(50)' },
    ...{ condition: 'Floor = Ground AND Price is empty', values: { 2: ['C-7'] } },
  },
];
