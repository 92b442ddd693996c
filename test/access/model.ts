import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { accountRows } from './rows/account';
import { hostRows } from './rows/host';
import { mailRows } from './rows/mail';
import { peopleRows } from './rows/people';
import { sharingRows } from './rows/sharing';
import { tasksRows } from './rows/tasks';
import type { TypeRow } from './type-row';

/** Rows that a module brings itself: `test/<module>/access-rows.ts`. */
function rowsOfModules(): Record<string, TypeRow> {
  const tests = join(__dirname, '..');
  const files = readdirSync(tests).map((folder) => join(tests, folder, 'access-rows.ts'));
  const found = files.filter((file) => existsSync(file));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- because what is found in folders cannot be imported by name
  const rows = found.map((file) => (require(file) as { rows: Record<string, TypeRow> }).rows);
  return Object.assign({}, ...rows) as Record<string, TypeRow>;
}

/** Every type of the product. */
export const MODEL: Readonly<Record<string, TypeRow>> = {
  ...peopleRows,
  ...accountRows,
  ...hostRows,
  ...tasksRows,
  ...mailRows,
  ...sharingRows,
  ...rowsOfModules(),
};

/** Every method that belongs to no operation of a type; each has tests of its own for who may call it. */
export const METHODS: readonly string[] = [
  ...['copy', 'get', 'lookup', 'upload'].map((name) => `Blob/${name}`),
  ...['apply', 'get', 'set'].map((name) => `DefaultPermissions/${name}`),
  ...['contents', 'delete', 'disable', 'discover', 'enable', 'install'].map((name) => `Module/${name}`),
  'AppPassword/create',
  'AuditEntry/verify',
  'Core/echo',
  'CustomField/contents',
  'CustomField/describe',
  'Invitation/send',
  'Notification/describe',
  'Profile/changePassword',
  'SavedFilter/describe',
  'Search/query',
  'Settings/describe',
  'Ticket/attend',
  'Ticket/history',
  'Ticket/markRead',
  'Ticket/outgoing',
  'Ticket/seenByCustomer',
  'SupportLetter/preview',
  'TicketExpiry/preview',
  ...['cancel', 'continue', 'pause', 'sources', 'start', 'undo'].map((name) => `TicketMigration/${name}`),
  'User/createPasswordLink',
];
