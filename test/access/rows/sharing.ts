import { ALL, type TypeRow } from '../type-row';

export const sharingRows: Readonly<Record<string, TypeRow>> = {
  ShareNotification: {
    operations: ALL,
    ids: (world) => [...world.shareNotifications.keys()],
    // Administrators are told of their own rights alone, as everybody is.
    sees: (rules, person, id) => rules.world.shareNotifications.get(id) === person.client.principalId,
    patch: () => ({ name: 'Otherwise' }),
    update: () => 'refused',
    destroy: () => 'done',
    references: [],
    idFilters: {},
    filters: {
      after: ['2000-01-01T00:00:00Z'],
      before: ['2999-01-01T00:00:00Z'],
      objectType: ['TaskList', 'Task'],
      objectAccountId: ['g1'],
    },
  },
  Notification: {
    operations: ALL,
    ids: (world) => [...world.notifications.keys()],
    sees: (rules, person, id) => rules.world.notifications.get(id) === person.client.principalId,
    patch: () => ({ isRead: true }),
    update: () => 'done',
    destroy: () => 'done',
    references: [],
    idFilters: {},
    filters: {
      isRead: [true, false],
      inBell: [true, false],
      inBrowser: [true, false],
      isCovered: [true, false],
      floodId: ['1', '999999'],
    },
  },
};
