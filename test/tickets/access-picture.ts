import { chance, SEED } from '../access/chance';
import { type Person, type Rules, rights } from '../access/rules';
import type { World } from '../access/world';

/** Who may do what in a type, by name of a person, `everyone` and `team`. */
export interface Type {
  readonly id: string;
  readonly levels: ReadonlyMap<string, number>;
  /** Whoever files tickets sees those of all others. */
  readonly shows: boolean;
}

export interface Ticket {
  readonly id: string;
  readonly type: Type;
  readonly owner: string | null;
}

export interface Message {
  readonly id: string;
  readonly ticket: Ticket;
  readonly isNote: boolean;
  /** Its file. */
  readonly blobId: string;
}

/** The legacy tickets of a world, and who sees what of them, from the README of the module and nothing else. */
export class Picture {
  readonly types: Type[] = [];
  readonly groups: string[] = [];
  readonly statuses: { id: string; type: Type | null }[] = [];
  readonly rates: string[] = [];
  readonly templates: string[] = [];
  readonly tickets: Ticket[] = [];
  readonly messages: Message[] = [];

  level({ name, isAdmin, inTeam }: Person, { levels }: Type): number {
    if (isAdmin) return 50;
    return Math.max(...[name, 'everyone', ...(inTeam ? ['team'] : [])].map((one) => levels.get(one) ?? 0));
  }

  seesType(rules: Rules, person: Person, type: Type): boolean {
    return this.level(person, type) >= 5 || rules.has(person, 'tickets:manage');
  }

  seesTicket(person: Person, { type, owner }: Ticket): boolean {
    const level = this.level(person, type);
    return level >= 10 || (level >= 5 && (type.shows || owner === person.name));
  }

  writesIn(person: Person, { type, owner }: Ticket): boolean {
    const level = this.level(person, type);
    return level >= 50 || (level >= 5 && owner === person.name);
  }

  seesMessage(person: Person, { ticket, isNote }: Message): boolean {
    return this.seesTicket(person, ticket) && (!isNote || this.level(person, ticket.type) >= 10);
  }

  /** What agents choose from is for who reads tickets of any type. */
  readsAny(rules: Rules, person: Person): boolean {
    return rules.has(person, 'tickets:manage') || this.types.some((type) => this.level(person, type) >= 10);
  }

  /** What all who have the panel are shown. */
  hasPanel(rules: Rules, person: Person): boolean {
    return rules.has(person, 'tickets:use') || rules.has(person, 'tickets:manage');
  }
}

const pictures = new WeakMap<World, Picture>();

export function pictureOf(world: World): Picture {
  const known = pictures.get(world) ?? new Picture();
  pictures.set(world, known);
  return known;
}

/** Three types with levels by chance; tickets of chance owners and of nobody, each with a message and a note that have a file. */
export async function fill(world: World): Promise<void> {
  const { admin, people } = world;
  const picture = pictureOf(world);
  const below = chance(SEED + 1);
  const one = <T>(items: readonly T[]): T => items[below(items.length)]!;
  // The type that comes with the module is not part of the picture.
  await world.remove('LegacyTicketType', ...(await admin.query('LegacyTicketType')));
  await world.remove('LegacyTicketStatus', ...(await admin.query('LegacyTicketStatus')));
  const { list } = await admin.get<{ id: string; name: string }>('Principal', world.groups);
  const idOf = (name: string): string =>
    world.principalOf(name) ?? list.find((group) => group.name.toLowerCase() === name)!.id;
  picture.groups.push((await admin.create('LegacyTicketTypeGroup', { name: 'Group' })).id);
  for (const shows of [false, false, true]) {
    const levels = new Map([
      ['everyone', one([0, 5, 5])],
      ['team', one([0, 0, 5, 10])],
      ...people.slice(1).map(({ name }): [string, number] => [name, one([0, 0, 5, 5, 10, 30, 50, 50])]),
    ]);
    const shared = [...levels].filter(([, level]) => level > 0).map(([name, level]) => [idOf(name), rights(level)]);
    const { id } = await admin.create('LegacyTicketType', {
      name: 'Type',
      showFromOthers: shows,
      typeGroupId: picture.groups[0],
      shareWith: Object.fromEntries(shared) as Record<string, unknown>,
    });
    picture.types.push({ id, levels, shows });
  }
  for (const type of [null, ...picture.types]) {
    const { id } = await admin.create('LegacyTicketStatus', { name: 'Status', typeId: type?.id ?? null });
    picture.statuses.push({ id, type });
  }
  picture.rates.push((await admin.create('LegacyTicketRate', { name: 'Rate', amount: 1 })).id);
  picture.templates.push((await admin.create('LegacyTicketTemplate', { name: 'Template', content: 'x' })).id);
  for (const type of picture.types) for (const owner of [null, one(people).name]) await file(world, type, owner);
}

async function file(world: World, type: Type, owner: string | null): Promise<void> {
  const { admin } = world;
  const { tickets, messages } = pictureOf(world);
  const userId = world.principalOf(owner);
  const { id } = await admin.create('LegacyTicket', { subject: 'Legacy', typeId: type.id, userId });
  const ticket = { id, type, owner };
  tickets.push(ticket);
  for (const isNote of [false, true]) {
    const blobId = await admin.upload(Buffer.from(`legacy file of ${id} ${String(isNote)}`));
    const attachments = [{ blobId, name: 'file.txt', type: 'text/plain' }];
    const said = { ticketId: id, content: 'x', isNote, attachments };
    messages.push({ id: (await admin.create('LegacyTicketMessage', said)).id, ticket, isNote, blobId });
  }
}
