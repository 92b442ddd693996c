import { mail, type TypeRow } from '../type-row';

export const mailRows: Readonly<Record<string, TypeRow>> = {
  MailAccount: {
    ...mail,
    ids: (world) => [world.mailAccount],
    patch: () => ({ name: 'Desk' }),
    update: () => 'done',
    destroy: () => 'done',
    references: ['taskListId'],
    idFilters: {},
    filters: { text: ['e'] },
  },
  MailSettings: {
    ...mail,
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    patch: () => ({ systemAccountId: null }),
    update: () => 'done',
    destroy: () => 'refused',
    // To a mailbox, which the same people see.
    references: ['systemAccountId'],
    idFilters: {},
    filters: {},
  },
  MailRelay: {
    ...mail,
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    patch: () => ({ username: 'desk' }),
    update: (_rules, person) => (person.isAdmin ? 'done' : 'refused'),
    destroy: () => 'refused',
    references: [],
    idFilters: {},
    filters: {},
  },
  LedgerEntry: {
    ...mail,
    ids: (world) => [world.ledgerEntry],
    patch: () => ({ state: 'stored' }),
    update: () => 'done',
    destroy: () => 'refused',
    references: [],
    idFilters: { accountId: (world, _id, wanted) => wanted === world.mailAccount },
    filters: { state: ['stored', 'processed'], outcome: ['ticket', 'ignored'], text: ['e'] },
  },
  OutboxMessage: {
    ...mail,
    ids: (world) => world.outbox,
    patch: () => ({ state: 'queued' }),
    // Without a relay nothing can be sent.
    update: () => 'refused',
    destroy: () => 'refused',
    references: [],
    idFilters: {},
    filters: { state: ['held', 'sent'] },
  },
};
