import type { Person, Rules } from '../access/rules';
import { ALL, type TypeRow } from '../access/type-row';
import type { World } from '../access/world';
import { fill, type Message, pictureOf, type Ticket, type Type } from './access-picture';
import { probeMessages, probeTickets, probeTypes } from './access-probes';

const typeOf = (world: World, id: string): Type => pictureOf(world).types.find((type) => type.id === id)!;
const ticketOf = (world: World, id: string): Ticket => pictureOf(world).tickets.find((ticket) => ticket.id === id)!;
const messageOf = (world: World, id: string): Message =>
  pictureOf(world).messages.find((message) => message.id === id)!;
const typeIds = (world: World): string[] => pictureOf(world).types.map(({ id }) => id);

/** What managers of the module change and others choose from. */
const chosen = {
  operations: ALL,
  patch: ({ name }: Person) => ({ name }),
  update: (rules: Rules, person: Person) => (rules.has(person, 'tickets:manage') ? 'done' : 'refused'),
  destroy: (rules: Rules, person: Person) => (rules.has(person, 'tickets:manage') ? 'done' : 'refused'),
  references: [],
  idFilters: {},
  filters: { text: ['a', 'e'] },
} satisfies Partial<TypeRow>;

export const rows: Readonly<Record<string, TypeRow>> = {
  LegacyTicketType: {
    ...chosen,
    fill,
    ids: typeIds,
    sees: (rules, person, id) => pictureOf(rules.world).seesType(rules, person, typeOf(rules.world, id)),
    patch: ({ name }) => ({ description: name }),
    // A type with tickets stays, whoever asks.
    destroy: () => 'refused',
    filters: { text: ['a', 'e'], isSubscribed: [true, false] },
    references: ['shareWith', 'isSubscribed', 'typeGroupId', 'emailAccountId', 'showStatuses'],
    probe: probeTypes,
  },
  LegacyTicketTypeGroup: {
    ...chosen,
    ids: (world) => pictureOf(world).groups,
    sees: (rules, person) => pictureOf(rules.world).hasPanel(rules, person),
  },
  LegacyTicketStatus: {
    ...chosen,
    ids: (world) => pictureOf(world).statuses.map(({ id }) => id),
    sees: (rules, person, id) => {
      const picture = pictureOf(rules.world);
      const { type } = picture.statuses.find((status) => status.id === id)!;
      return type === null ? picture.hasPanel(rules, person) : picture.seesType(rules, person, type);
    },
    references: ['typeId'],
  },
  LegacyTicketRate: {
    ...chosen,
    ids: (world) => pictureOf(world).rates,
    sees: (rules, person) => pictureOf(rules.world).readsAny(rules, person),
  },
  LegacyTicketTemplate: {
    ...chosen,
    ids: (world) => pictureOf(world).templates,
    sees: (rules, person) => pictureOf(rules.world).readsAny(rules, person),
  },
  LegacyTicket: {
    operations: ALL,
    ids: (world) => pictureOf(world).tickets.map(({ id }) => id),
    sees: (rules, person, id) => pictureOf(rules.world).seesTicket(person, ticketOf(rules.world, id)),
    patch: () => ({ priority: 2 }),
    update: (rules, person, id) =>
      pictureOf(rules.world).level(person, ticketOf(rules.world, id).type) >= 50 ? 'done' : 'refused',
    destroy: (rules, person, id) =>
      pictureOf(rules.world).level(person, ticketOf(rules.world, id).type) >= 50 ? 'done' : 'refused',
    references: ['typeId', 'userId', 'agentId'],
    idFilters: { typeIds: (world, id, wanted) => ticketOf(world, id).type.id === wanted },
    filteredBy: { typeIds },
    filters: {
      text: ['Legacy', '2'],
      customFields: [{}],
      subject: ['Legacy', { contains: 'e' }],
      ticketNumber: ['2', { isEmpty: false }],
      company: [{ isEmpty: true }],
      email: ['example.org', { isEmpty: true }],
      priority: [{ greater: 0 }, { less: 2 }],
      userId: [['me'], { isEmpty: true }],
      agentId: [['me'], { isEmpty: true }],
      unseen: [true, false],
      dueDate: [{ isEmpty: true }],
      createdAt: [{ after: '2020-01-01T00:00:00Z' }],
      modifiedAt: [{ after: '2020-01-01T00:00:00Z' }],
      lastResponseAt: [{ after: '2020-01-01T00:00:00Z' }],
      statusIds: [[0], [-1, 1]],
      state: ['open', ['progress', 'closed']],
      agent: ['mine', 'unassigned', 'others'],
    },
    probe: probeTickets,
  },
  LegacyTicketMessage: {
    operations: ALL,
    ids: (world) => pictureOf(world).messages.map(({ id }) => id),
    sees: (rules, person, id) => pictureOf(rules.world).seesMessage(person, messageOf(rules.world, id)),
    patch: ({ name }) => ({ content: name }),
    // All of them are the administrator's.
    update: (rules, person, id) => {
      const isAgent = pictureOf(rules.world).level(person, messageOf(rules.world, id).ticket.type) >= 50;
      return isAgent && rules.has(person, 'tickets:manage') ? 'done' : 'refused';
    },
    destroy: (rules, person, id) => {
      const isAgent = pictureOf(rules.world).level(person, messageOf(rules.world, id).ticket.type) >= 50;
      return isAgent && rules.has(person, 'tickets:manage') ? 'done' : 'refused';
    },
    references: ['ticketId', 'typeId', 'templateId', 'rateId', 'attachments'],
    idFilters: { ticketId: (world, id, wanted) => messageOf(world, id).ticket.id === wanted },
    filteredBy: { ticketId: (world) => pictureOf(world).tickets.map(({ id }) => id) },
    filters: { text: ['x', 'a'], isNote: [true, false] },
    probe: probeMessages,
  },
  TicketsSettings: {
    operations: ['get', 'set', 'changes'],
    ids: () => ['singleton'],
    sees: (rules, person) => rules.has(person, 'tickets:manage'),
    patch: () => ({ managersReopenOnly: false }),
    update: () => 'done',
    destroy: () => 'refused',
    // Managers, who alone are asked for it, see every status.
    references: ['neverCloseStatusId'],
    idFilters: {},
    filters: {},
  },
};
