import { masked, outcome } from '../access/asking';
import type { Json } from '../access/json';
import type { Probe } from '../access/type-row';
import { NO_BLOB, UNKNOWN } from '../access/world';
import { pictureOf } from './access-picture';

/** Ids in one place of an object that is made, and what of them is known to the person who makes it. */
interface Named {
  readonly type: string;
  readonly place: string;
  readonly ids: readonly string[];
  make(id: string): Json;
  may(id: string): boolean;
  isSeen(id: string): boolean;
  readonly unknown?: string;
}

/** Makes one object for each id: it is made or refused as it must be, and what is not seen is as what is not there. */
async function names({ same, person, world }: Probe, named: Named): Promise<void> {
  const { type, place, ids, make, may, isSeen, unknown = UNKNOWN } = named;
  const create = Object.fromEntries([...ids, unknown].map((id) => [id, make(id)]));
  const { created, notCreated }: Json = await person.client.call(`${type}/set`, { create });
  for (const id of ids) {
    same(`${type} create ${place} ${id}`, outcome(created, notCreated, id), may(id) ? 'done' : 'refused');
    const refused = (one: string): string => masked((notCreated as Json | null)?.[one] ?? null, one);
    if (!isSeen(id) && !may(id)) same(`${type} ${place} ${id} as unknown`, refused(id), refused(unknown));
  }
  const made = Object.values((created ?? {}) as Json).map(({ id }) => id as string);
  if (made.length > 0) await world.remove(type, ...made);
}

/** Every type as that of a new ticket; everybody as owner and responsible; every ticket as what files and links hang on. */
export async function probeTickets(probe: Probe): Promise<void> {
  const { person, rules, world } = probe;
  const picture = pictureOf(world);
  const level = (id: string): number => picture.level(person, picture.types.find((type) => type.id === id)!);
  await names(probe, {
    type: 'LegacyTicket',
    place: 'typeId',
    ids: picture.types.map(({ id }) => id),
    make: (typeId) => ({ subject: 'x', typeId }),
    may: (id) => level(id) >= 5,
    isSeen: (id) => level(id) >= 5,
  });
  for (const type of picture.types.filter((one) => picture.level(person, one) >= 50))
    for (const property of ['userId', 'agentId']) {
      const may = (id: string): boolean => {
        const other = world.people.find(({ client }) => client.principalId === id);
        if (!rules.seesPrincipal(person, id)) return false;
        return property === 'userId' ? !world.groups.includes(id) : !!other && picture.level(other, type) >= 50;
      };
      await names(probe, {
        type: 'LegacyTicket',
        place: property,
        ids: world.nameable(),
        make: (id) => ({ subject: 'x', typeId: type.id, [property]: id }),
        may,
        isSeen: (id) => rules.seesPrincipal(person, id),
      });
    }
  const reads = (id: string): number => picture.level(person, picture.tickets.find((ticket) => ticket.id === id)!.type);
  const ids = picture.tickets.map(({ id }) => id);
  await names(probe, {
    type: 'FileNode',
    place: 'entityId',
    ids,
    make: (entityId) => ({ entityType: 'LegacyTicket', entityId, name: 'Folder' }),
    may: (id) => reads(id) >= 50,
    isSeen: (id) => reads(id) >= 10,
  });
  const [toType, toId] = ['Principal', person.client.principalId];
  await names(probe, {
    type: 'Link',
    place: 'fromId',
    ids,
    make: (fromId) => ({ fromType: 'LegacyTicket', fromId, toType, toId }),
    may: (id) => reads(id) >= 50,
    isSeen: (id) => reads(id) >= 10,
  });
}

/** Every file of a message; every ticket, type, status, rate, template and file in a new one. */
export async function probeMessages(probe: Probe): Promise<void> {
  const { person, rules, world } = probe;
  const picture = pictureOf(world);
  const nothing = await person.client.download(NO_BLOB);
  for (const message of picture.messages) {
    const { status, bytes } = await person.client.download(message.blobId);
    const isSeen = picture.seesMessage(person, message);
    probe.same(`file of message ${message.id}`, status, isSeen ? 200 : 404);
    if (!isSeen) probe.same(`file of ${message.id} as nothing`, bytes.toString(), nothing.bytes.toString());
  }
  const ticketOf = (id: string) => picture.tickets.find((ticket) => ticket.id === id)!;
  await names(probe, {
    type: 'LegacyTicketMessage',
    place: 'ticketId',
    ids: picture.tickets.map(({ id }) => id),
    make: (ticketId) => ({ ticketId, content: 'x' }),
    may: (id) => picture.writesIn(person, ticketOf(id)),
    isSeen: (id) => picture.seesTicket(person, ticketOf(id)),
  });
  for (const ticket of picture.tickets.filter((one) => picture.writesIn(person, one))) {
    const isAgent = picture.level(person, ticket.type) >= 50;
    const say = (given: Json): Json => ({ ticketId: ticket.id, content: 'x', ...given });
    const seesFile = (blobId: string): boolean =>
      rules.seesBlob(person, blobId) ||
      picture.messages.some((message) => message.blobId === blobId && picture.seesMessage(person, message));
    const others = picture.types.filter((type) => type !== ticket.type);
    const places: readonly Omit<Named, 'type'>[] = [
      // One at a time: whoever has moved it away may be no agent there.
      ...others.map((type) => ({
        place: 'typeId',
        ids: [type.id],
        make: (typeId: string) => say({ hasType: true, typeId }),
        may: () => isAgent && picture.level(person, type) >= 5,
        isSeen: () => picture.seesType(rules, person, type),
      })),
      {
        place: 'statusId',
        ids: picture.statuses.map(({ id }) => id),
        make: (id) => say({ hasStatus: true, statusId: Number(id) }),
        may: (id) => isAgent && [null, ticket.type].includes(picture.statuses.find((one) => one.id === id)!.type),
        isSeen: () => false,
      },
      {
        place: 'templateId',
        ids: picture.templates,
        make: (templateId) => say({ templateId }),
        may: () => isAgent,
        isSeen: () => picture.readsAny(rules, person),
      },
      {
        place: 'rateId',
        ids: picture.rates,
        make: (rateId) => say({ rateId, rateMinutes: 5 }),
        may: () => isAgent,
        isSeen: () => picture.readsAny(rules, person),
      },
      {
        place: 'attachments',
        ids: [...world.blobs, ...picture.messages.map(({ blobId }) => blobId)],
        make: (blobId) => say({ attachments: [{ blobId, name: 'x', type: 'text/plain' }] }),
        may: seesFile,
        isSeen: seesFile,
        unknown: NO_BLOB,
      },
    ];
    for (const place of places) {
      await names(probe, { type: 'LegacyTicketMessage', ...place });
      if (!isAgent) continue;
      await world.admin.update('LegacyTicket', ticket.id, { typeId: ticket.type.id, statusId: 0 });
    }
    if (isAgent) await forget(probe, ticket.id);
  }
}

/** What the thread says of being put back as it was is not part of the picture. */
async function forget({ world }: Probe, ticketId: string): Promise<void> {
  const { messages } = pictureOf(world);
  const said = await world.admin.query('LegacyTicketMessage', { ticketId: [ticketId] });
  const more = said.filter((id) => !messages.some((message) => message.id === id));
  if (more.length > 0) await world.remove('LegacyTicketMessage', ...more);
}

/** Every mailbox as that of a type, every status as one that it offers. */
export async function probeTypes({ person, rules, same, world }: Probe): Promise<void> {
  const { client } = person;
  const manages = rules.has(person, 'tickets:manage');
  const [type] = pictureOf(world).types;
  for (const mailbox of [world.mailAccount, UNKNOWN]) {
    const error = await client.refused('LegacyTicketType', { update: { [type!.id]: { emailAccountId: mailbox } } });
    const may = manages && rules.has(person, 'mail:manage') && mailbox !== UNKNOWN;
    same(`LegacyTicketType emailAccountId ${mailbox}`, error === null, may);
    await world.admin.update('LegacyTicketType', type!.id, { emailAccountId: null });
  }
  for (const status of [...pictureOf(world).statuses, { id: UNKNOWN, type: undefined }]) {
    const error = await client.refused('LegacyTicketType', { update: { [type!.id]: { showStatuses: [status.id] } } });
    const fits = status.type === null || status.type === type;
    same(`LegacyTicketType showStatuses ${status.id}`, error === null, manages && fits);
    await world.admin.update('LegacyTicketType', type!.id, { showStatuses: [] });
  }
  const { created }: Json = await client.call('LegacyTicketType/set', { create: { new: { name: 'New' } } });
  same('LegacyTicketType create', created !== null, manages);
  if (created) await world.remove('LegacyTicketType', created.new.id as string);
}
