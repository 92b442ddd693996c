import type { Credential } from '../../../core/auth/principal.entity';
import type { Person, Rules } from '../rules';
import { ALL, type TypeRow } from '../type-row';
import type { World } from '../world';

/** Everybody sees their own, and nobody changes them who came by an app password, as all do here. */
const ownCredential = (kind: Credential['kind']) => ({
  operations: ALL,
  ids: ({ credentials }: World) => credentials.filter((row) => row.kind === kind).map(({ id }) => String(id)),
  sees: ({ world }: Rules, { client }: Person, id: string) =>
    world.credentials.some((row) => String(row.id) === id && String(row.userId) === client.principalId),
  update: () => 'refused' as const,
  destroy: () => 'refused' as const,
  references: [],
  idFilters: {},
});

const ownerOf = ({ preferences }: World, id: string): string | undefined =>
  String(preferences.find((row) => String(row.id) === id)?.userId);

/** Shared filters of tickets: who is shown them, and who changes them. */
const sharesFilters = (rules: Rules, person: Person): boolean =>
  rules.has(person, 'support:use') || rules.has(person, 'support:manage');
const maySaveFilter = (rules: Rules, person: Person, id: string): boolean =>
  rules.world.savedFilters.get(id) !== null || rules.has(person, 'support:manage');

export const accountRows: Readonly<Record<string, TypeRow>> = {
  Profile: {
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    sees: () => true,
    patch: () => ({ timeZone: 'Europe/Amsterdam' }),
    update: () => 'done',
    destroy: () => 'refused',
    references: ['notifications', 'defaultTaskListId'],
    idFilters: {},
    filters: {},
  },
  PushSubscription: {
    operations: ['get', 'set'],
    ids: (world) => [...world.pushes.keys()],
    // Everybody here comes by one app password.
    sees: ({ world }, { name }, id) => world.pushes.get(id) === name,
    patch: () => ({ types: ['Task'] }),
    update: () => 'done',
    destroy: () => 'done',
    references: ['url', 'keys'],
    idFilters: {},
    filters: {},
  },
  Preference: {
    operations: ALL,
    ids: ({ preferences }) => preferences.map(({ id }) => String(id)),
    sees: ({ world }, { client }, id) => ownerOf(world, id) === client.principalId,
    patch: ({ name }) => ({ value: { of: name } }),
    update: () => 'done',
    destroy: () => 'done',
    references: [],
    idFilters: {},
    filters: { name: ['grid support Task', 'nothing'] },
  },
  SavedFilter: {
    operations: ALL,
    ids: ({ savedFilters }) => [...savedFilters.keys()],
    sees: (rules, person, id) => {
      const owner = rules.world.savedFilters.get(id);
      return owner === person.name || (owner === null && sharesFilters(rules, person));
    },
    patch: ({ name }) => ({ name }),
    update: (rules, person, id) => (maySaveFilter(rules, person, id) ? 'done' : 'refused'),
    destroy: (rules, person, id) => (maySaveFilter(rules, person, id) ? 'done' : 'refused'),
    // Who may share is told in test/core/saved-filters.
    references: ['isShared'],
    idFilters: {},
    filters: { type: ['Task', 'Comment'] },
  },
  LoginSession: {
    ...ownCredential('session'),
    patch: () => ({ address: '::1' }),
    filters: { isCurrent: [true, false] },
  },
  AppPassword: {
    ...ownCredential('app-password'),
    patch: ({ name }) => ({ label: name }),
    filters: {},
  },
};
