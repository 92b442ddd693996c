import { ALL, administration, personOf, type TypeRow } from '../type-row';

export const peopleRows: Readonly<Record<string, TypeRow>> = {
  Principal: {
    operations: ALL,
    ids: (world) => [...world.principals, ...world.unnamable],
    sees: (rules, person, id) => rules.seesPrincipal(person, id),
    patch: () => ({ name: 'Somebody else' }),
    update: () => 'refused',
    destroy: () => 'refused',
    references: [],
    idFilters: { ids: (_world, id, wanted) => id === wanted },
    filters: {
      type: ['individual', 'group'],
      text: ['a', '@'],
      name: ['a'],
      email: ['@'],
      timeZone: ['Europe/Amsterdam'],
      accountIds: [['g1'], ['other']],
      hasLogin: [true, false],
      isInternal: [true, false],
      mayRead: ['Task', 'TaskList', 'Comment', 'Nothing'].map((type) => ({ type, id: '1' })),
    },
  },
  User: {
    ...administration,
    ids: (world) => world.people.map(({ client }) => client.principalId),
    patch: ({ name }) => ({ timeZone: name === 'admin' ? 'Europe/Amsterdam' : null }),
    // Whoever administers without being an administrator leaves administrators alone.
    update: (rules, person, id) => (person.isAdmin || !personOf(rules.world, id).isAdmin ? 'done' : 'refused'),
    destroy: (rules, person, id) => {
      const isOther = id !== person.client.principalId;
      return isOther && (person.isAdmin || !personOf(rules.world, id).isAdmin) ? 'done' : 'refused';
    },
    // Probed in test/people, as are those of Group.
    references: ['successorId', 'isInternal', 'isAdmin', 'groupIds', 'isRestricted', 'visibleToIds'],
    filters: {
      customFields: [{}],
      text: ['a', '@'],
      isActive: [true, false],
      isArchived: [true, false],
      isInternal: [true, false],
      isAdmin: [true, false],
    },
  },
  Group: {
    ...administration,
    ids: (world) => world.groups,
    patch: ({ name }) => ({ name: `Group ${name}` }),
    destroy: (rules, _person, id) => (rules.world.builtIn.includes(id) ? 'refused' : 'done'),
    references: ['memberIds', 'isRestricted', 'visibleToIds'],
    filters: { text: ['a'], isBuiltIn: [true, false] },
  },
  Invitation: {
    ...administration,
    ids: (world) => world.invitations,
    patch: () => ({ name: 'Somebody else' }),
    // It is withdrawn and made anew.
    update: () => 'refused',
    destroy: () => 'done',
    references: ['groupIds'],
    filters: { text: ['i'], state: ['open', 'unsent'] },
  },
  SignInSettings: {
    ...administration,
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    patch: () => ({ passwordReset: true }),
    destroy: () => 'refused',
    references: ['registrationGroupId'],
    filters: {},
  },
  Contact: {
    ...administration,
    ids: (world) => world.contacts,
    patch: ({ name }) => ({ organisation: name }),
    destroy: () => 'done',
    references: ['addresses', 'isRestricted', 'visibleToIds'],
    filters: { customFields: [{}], text: ['i', '@'] },
  },
};
