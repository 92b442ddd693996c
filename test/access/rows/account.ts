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

export const accountRows: Readonly<Record<string, TypeRow>> = {
  Profile: {
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    sees: () => true,
    patch: () => ({ timeZone: 'Europe/Amsterdam' }),
    update: () => 'done',
    destroy: () => 'refused',
    references: [],
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
