import { accountRows } from './rows/account';
import { hostRows } from './rows/host';
import { mailRows } from './rows/mail';
import { peopleRows } from './rows/people';
import { sharingRows } from './rows/sharing';
import { tasksRows } from './rows/tasks';
import type { TypeRow } from './type-row';

/** Every type of the product. */
export const MODEL: Readonly<Record<string, TypeRow>> = {
  ...peopleRows,
  ...accountRows,
  ...hostRows,
  ...tasksRows,
  ...mailRows,
  ...sharingRows,
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
  'Profile/changePassword',
  'Search/query',
  'Settings/describe',
  'User/createPasswordLink',
];
