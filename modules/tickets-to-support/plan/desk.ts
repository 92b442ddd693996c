import type { LegacyDesk, LegacyGrant, LegacyType } from '../source/legacy-source';
import { type Discrepancy, Remarks } from './discrepancy';
import { type PlannedLetter, planLetter } from './letters';
import { replyOf } from './replies';
import { cut, oneLine } from './words';

/** Levels of the older system. */
const [READS, AGENT] = [10, 50];
/** Longest name of what there is here. */
const NAME = 190;

/** A list that a type becomes. */
export interface PlannedList {
  readonly typeId: number;
  readonly name: string;
  readonly description: string;
  readonly senderName: string | null;
  readonly typeGroupId: number | null;
  /** Those that it offers, and those that its tickets have, in their order. */
  readonly statuses: readonly { readonly statusId: number; readonly name: string }[];
  readonly agents: readonly LegacyGrant[];
  /** Who reads all of it. */
  readonly readers: readonly LegacyGrant[];
  readonly customers: readonly LegacyGrant[];
  /** Ids of the users who work on its tickets. */
  readonly agentIds: ReadonlySet<number>;
  readonly readerIds: ReadonlySet<number>;
  /** Ids of those who file tickets, and see their own. */
  readonly customerIds: ReadonlySet<number>;
}

export interface PlannedDesk {
  readonly lists: ReadonlyMap<number, PlannedList>;
  readonly groupings: readonly { readonly id: number; readonly name: string; readonly sortOrder: number }[];
  readonly replies: readonly { readonly id: number; readonly name: string; readonly text: string }[];
  /** Words of mails that leave by themselves. */
  readonly letters: readonly PlannedLetter[];
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * What the types, their groups, statuses and templates become.
 * @param isWanted types whose tickets are to be brought
 */
export function planDesk(desk: LegacyDesk, isWanted: (type: LegacyType) => boolean): PlannedDesk {
  const discrepancies: Discrepancy[] = [];
  const known = new Set(desk.types.map(({ id }) => id));
  const lost = [...new Set(desk.used.map(({ typeId }) => typeId))].filter((id) => !known.has(id)).map(lostType);
  const lists = [...desk.types, ...lost].filter(isWanted).map((type) => {
    const remarks = new Remarks('ti_types', type.id);
    const list = planList(type, desk, remarks);
    if (!known.has(type.id))
      remarks.add(
        'changed',
        null,
        'The type is not there any more: its tickets lie in a list that administrators alone see',
        type.id,
      );
    discrepancies.push(...remarks.all);
    return list;
  });
  const kept = new Set(lists.map(({ typeGroupId }) => typeGroupId));
  const letters = desk.templates.flatMap((template) => {
    const remarks = new Remarks('ti_templates', template.id);
    const planned = template.uses.flatMap((use) => planLetter(template, use, remarks) ?? []);
    discrepancies.push(...remarks.all);
    return planned;
  });
  return {
    lists: new Map(lists.map((list) => [list.typeId, list])),
    groupings: desk.typeGroups
      .filter(({ id }) => kept.has(id))
      .sort((a, b) => a.sortIndex - b.sortIndex || a.id - b.id)
      .map(({ id, name }, sortOrder) => ({ id, name: cut(oneLine(name), NAME) || `Group ${String(id)}`, sortOrder })),
    replies: planReplies(desk, discrepancies),
    letters,
    discrepancies,
  };
}

function planList(type: LegacyType, desk: LegacyDesk, remarks: Remarks): PlannedList {
  const name = cut(oneLine(type.name), NAME) || `Type ${String(type.id)}`;
  if (name !== type.name) remarks.add('changed', 'name', 'The name was empty, or no line of text', type.name, name);
  const hasGroup = desk.typeGroups.some(({ id }) => id === type.groupId);
  if (type.groupId !== null && !hasGroup)
    remarks.add('broken', 'type_group_id', 'The group of the type is not there any more', type.groupId);
  if (type.showsFromOthers)
    remarks.add(
      'noPlace',
      'show_from_others',
      'Customers see their own tickets alone, unless people of one organisation see each other’s',
      1,
      0,
    );
  // Administrators passed everywhere there; whoever is none here works on the tickets all the same.
  const administrators = desk.groups.find(({ builtIn }) => builtIn === 'admins');
  const agents = [
    ...type.grants.filter(({ level, groupId }) => level >= AGENT && groupId !== administrators?.id),
    ...(administrators?.members ?? []).map((userId) => ({ userId, groupId: null, level: AGENT })),
  ];
  const readers = type.grants.filter(({ readsAll }) => readsAll === true);
  const customers = type.grants.filter(
    (grant) => grant.level >= READS && grant.level < AGENT && !readers.includes(grant),
  );
  for (const { level } of customers)
    if (level === READS) remarks.add('changed', 'acl_id', 'Who could read own tickets can also file some', level, 5);
  const senderName = cut(oneLine(type.senderName || (desk.settings.get('from_name') ?? '')), NAME);
  return {
    typeId: type.id,
    name,
    description: cut(type.description, 1000),
    senderName: senderName === '' ? null : senderName,
    typeGroupId: hasGroup ? type.groupId : null,
    statuses: statusesOf(type, desk),
    agents,
    readers,
    customers,
    agentIds: usersWith(agents, desk),
    readerIds: usersWith(readers, desk),
    customerIds: usersWith(customers, desk),
  };
}

/** Statuses that a type offers, and those that its tickets have all the same. */
function statusesOf(type: LegacyType, { statuses, used }: LegacyDesk): PlannedList['statuses'] {
  const had = new Set(used.filter(({ typeId }) => typeId === type.id).map(({ statusId }) => statusId));
  return statuses
    .filter(({ id, typeId }) => {
      const isOffered = (typeId === null || typeId === type.id) && (type.shownStatuses?.includes(id) ?? true);
      return isOffered || had.has(id);
    })
    .map(({ id, name }) => ({ statusId: id, name: cut(oneLine(name), NAME) || `Status ${String(id)}` }));
}

/** Ids of the users whom rows of an ACL name, be it by their groups. */
function usersWith(grants: readonly LegacyGrant[], { users, groups }: LegacyDesk): Set<number> {
  const ids = new Set<number>();
  for (const { userId, groupId } of grants) {
    const group = groups.find(({ id }) => id === groupId);
    if (userId !== null) ids.add(userId);
    else if (group?.builtIn === 'everyone') for (const { id } of users) ids.add(id);
    else for (const id of group?.members ?? []) ids.add(id);
  }
  return ids;
}

function planReplies(desk: LegacyDesk, discrepancies: Discrepancy[]): PlannedDesk['replies'] {
  return desk.templates
    .filter(({ uses }) => uses.length === 0)
    .map((template) => {
      const { id, name } = template;
      const remarks = new Remarks('ti_templates', id);
      const text = replyOf(template, remarks);
      discrepancies.push(...remarks.all);
      return { id, name: cut(oneLine(name), NAME) || `Template ${String(id)}`, text };
    });
}

function lostType(id: number): LegacyType {
  return {
    id,
    name: `Type ${String(id)}`,
    description: '',
    groupId: null,
    senderName: '',
    grants: [],
    shownStatuses: [],
    showsFromOthers: false,
  };
}
