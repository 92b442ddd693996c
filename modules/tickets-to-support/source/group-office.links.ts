import { numberIn, type Raw, secondsIn, textIn } from './columns';
import { meantBy } from './double-encoded';
import type { Ask } from './group-office.connection';
import type { Tables } from './group-office.tables';
import type { LegacyLink, LegacyLinks } from './legacy-links';

const OWN = 'go_links_ti_tickets';
const PREFIX = 'go_links_';
const TICKET = 'Ticket';

/** Of 3.x: what is at the other end has a number that is the same in all installations. */
const OLDEST = 'go_links_20';
const OLDEST_TICKET = 20;
const OLDEST_KINDS: Readonly<Record<number, string>> = {
  2: 'Contact',
  3: 'Company',
  4: 'Note',
  [OLDEST_TICKET]: TICKET,
};

/** Models of those tables whose names do not say it. */
const KINDS: Readonly<Record<string, string>> = {
  ti_tickets: TICKET,
  ab_contacts: 'Contact',
  ab_companies: 'Company',
  go_users: 'User',
  ta_tasks: 'Task',
  cal_events: 'Event',
  no_notes: 'Note',
  fs_files: 'File',
  fs_folders: 'Folder',
  em_links: 'LinkedEmail',
  pm_projects: 'Project',
  pr2_projects: 'Project',
  bs_orders: 'Order',
};

/**
 * Links of Group-Office. Since 6.3 all are in `core_link`, and a table of before that is still there is out of date;
 * before, each model had a table of its own. Usually either side has a row; where only the other one has, it is found too.
 */
export class GroupOfficeLinks implements LegacyLinks {
  /** Links of which only the other side has a row, by ticket; read once. */
  private oneSided: Promise<Map<number, LegacyLink[]>> | null = null;
  private readonly models = new Map<string, Promise<Map<number, string>>>();
  private isInOneTable: Promise<boolean> | null = null;

  constructor(
    private readonly tables: Tables,
    private readonly ask: Ask,
  ) {}

  async of(ticketIds: readonly number[]): Promise<LegacyLink[]> {
    if (ticketIds.length === 0) return [];
    this.isInOneTable ??= this.usesOneTable();
    const isInOneTable = await this.isInOneTable;
    this.oneSided ??= isInOneTable ? this.oneSidedOfAll() : this.oneSidedOfEach();
    const others = await this.oneSided;
    const own = isInOneTable ? await this.ownOfAll(ticketIds) : await this.ownOfEach(ticketIds);
    const turned = ticketIds.flatMap((id) => others.get(id) ?? []);
    return this.eachOnce([...own, ...turned]);
  }

  private async usesOneTable(): Promise<boolean> {
    if (!this.tables.has('core_link', 'fromEntityTypeId', 'fromId') || !this.tables.has('core_entity', 'name'))
      return false;
    if (!this.tables.has(OWN)) return true;
    const types = await this.typesOf(TICKET, true);
    const rows = await this.ask('SELECT 1 FROM core_link WHERE fromEntityTypeId IN (?) LIMIT 1', [types]);
    return rows.length > 0;
  }

  private async ownOfAll(ids: readonly number[]): Promise<LegacyLink[]> {
    const types = await this.typesOf(TICKET, true);
    const rows = await this.ask('SELECT * FROM core_link WHERE fromEntityTypeId IN (?) AND fromId IN (?) ORDER BY id', [
      types,
      ids,
    ]);
    return this.linksIn(rows, ['fromId', 'toId', 'toEntityTypeId']);
  }

  private async oneSidedOfAll(): Promise<Map<number, LegacyLink[]>> {
    const types = await this.typesOf(TICKET, true);
    const rows = await this.ask(
      `SELECT l.* FROM core_link l LEFT JOIN core_link o ON o.fromEntityTypeId = l.toEntityTypeId AND o.fromId = l.toId
        AND o.toEntityTypeId = l.fromEntityTypeId AND o.toId = l.fromId
        WHERE l.toEntityTypeId IN (?) AND o.id IS NULL ORDER BY l.id`,
      [types],
    );
    return byTicket(await this.linksIn(rows, ['toId', 'fromId', 'fromEntityTypeId']));
  }

  private async linksIn(
    rows: readonly Raw[],
    [ticket, other, type]: readonly [ticket: string, other: string, type: string],
  ): Promise<LegacyLink[]> {
    const models = await this.modelsOf(true);
    const kindOf = (row: Raw): string => models.get(numberIn(row, type)) ?? `type ${String(numberIn(row, type))}`;
    const there = rows.filter((row) => (row['deletedAt'] ?? null) === null);
    const contacts = there.flatMap((row) => (kindOf(row) === 'Contact' ? numberIn(row, other) : []));
    const companies = await this.companiesAmong(contacts);
    return there.map((row) => {
      const [kind, otherId] = [kindOf(row), numberIn(row, other)];
      return {
        ...{ table: 'core_link', id: numberIn(row, 'id'), ticketId: numberIn(row, ticket), otherId },
        kind: kind === 'Contact' && companies.has(otherId) ? 'Company' : kind,
        description: this.descriptionIn('core_link', row),
        createdAt: secondsIn(row, 'createdAt'),
      };
    });
  }

  /** Since 6.4 companies are contacts too. */
  private async companiesAmong(ids: readonly number[]): Promise<ReadonlySet<number>> {
    if (ids.length === 0 || !this.tables.has('addressbook_contact', 'id', 'isOrganization')) return new Set();
    const rows = await this.ask('SELECT id FROM addressbook_contact WHERE id IN (?) AND isOrganization = 1', [ids]);
    return new Set(rows.map((row) => numberIn(row, 'id')));
  }

  private async ownOfOldest(ids: readonly number[]): Promise<LegacyLink[]> {
    if (!this.tables.has(OLDEST, 'id', 'link_id', 'link_type')) return [];
    const rows = await this.ask('SELECT * FROM ?? WHERE id IN (?) ORDER BY id, link_type, link_id', [OLDEST, ids]);
    return rows.map((row) => {
      const type = numberIn(row, 'link_type');
      const ends = { ticketId: numberIn(row, 'id'), otherId: numberIn(row, 'link_id') };
      return this.linkOf(row, OLDEST, ends, OLDEST_KINDS[type] ?? `type ${String(type)}`);
    });
  }

  private async ownOfEach(ids: readonly number[]): Promise<LegacyLink[]> {
    if (!this.tables.has(OWN, 'id', 'model_id', 'model_type_id')) return this.ownOfOldest(ids);
    const models = await this.modelsOf(false);
    const rows = await this.ask('SELECT * FROM ?? WHERE id IN (?) ORDER BY id, model_type_id, model_id', [OWN, ids]);
    return rows.map((row) => {
      const type = numberIn(row, 'model_type_id');
      const ends = { ticketId: numberIn(row, 'id'), otherId: numberIn(row, 'model_id') };
      return this.linkOf(row, OWN, ends, models.get(type) ?? `type ${String(type)}`);
    });
  }

  private async oneSidedOfEach(): Promise<Map<number, LegacyLink[]>> {
    const types = await this.typesOf(TICKET, false);
    const found: LegacyLink[] = [];
    for (const table of this.tables.names(PREFIX)) {
      if (!this.tables.has(table, 'id', 'model_id', 'model_type_id')) continue;
      const kind = KINDS[table.slice(PREFIX.length)] ?? table.slice(PREFIX.length);
      const rows = this.tables.has(OWN)
        ? await this.ask(
            `SELECT l.* FROM ?? l LEFT JOIN ?? o ON o.id = l.model_id AND o.model_id = l.id AND o.model_type_id IN (?)
              WHERE l.model_type_id IN (?) AND o.id IS NULL`,
            [table, OWN, await this.typesOf(kind, false), types],
          )
        : await this.ask('SELECT * FROM ?? WHERE model_type_id IN (?)', [table, types]);
      for (const row of rows) {
        const ends = { ticketId: numberIn(row, 'model_id'), otherId: numberIn(row, 'id') };
        found.push(this.linkOf(row, table, ends, kind));
      }
    }
    return byTicket([...found, ...(await this.oneSidedOfOldest())]);
  }

  private async oneSidedOfOldest(): Promise<LegacyLink[]> {
    if (this.tables.has(OWN) || !this.tables.has(OLDEST)) return [];
    const found: LegacyLink[] = [];
    for (const table of this.tables.names(PREFIX)) {
      const type = Number(table.slice(PREFIX.length));
      if (!Number.isInteger(type) || !this.tables.has(table, 'id', 'link_id', 'link_type')) continue;
      const rows = await this.ask(
        `SELECT l.* FROM ?? l LEFT JOIN ?? o ON o.id = l.link_id AND o.link_id = l.id AND o.link_type = ?
          WHERE l.link_type = ? AND o.id IS NULL`,
        [table, OLDEST, type, OLDEST_TICKET],
      );
      for (const row of rows) {
        const ends = { ticketId: numberIn(row, 'link_id'), otherId: numberIn(row, 'id') };
        found.push(this.linkOf(row, table, ends, OLDEST_KINDS[type] ?? `type ${String(type)}`));
      }
    }
    return found;
  }

  /** Each once, and of two tickets that are both there only as that of the later one. */
  private async eachOnce(links: readonly LegacyLink[]): Promise<LegacyLink[]> {
    const later = links.flatMap(({ kind, ticketId, otherId }) =>
      kind === TICKET && otherId > ticketId ? otherId : [],
    );
    const rows = later.length === 0 ? [] : await this.ask('SELECT id FROM ti_tickets WHERE id IN (?)', [later]);
    const there = new Set(rows.map((row) => numberIn(row, 'id')));
    const once = new Map<string, LegacyLink>();
    for (const link of links) {
      const { kind, ticketId, otherId } = link;
      const isOfOther = kind === TICKET && otherId > ticketId && there.has(otherId);
      const key = `${String(ticketId)} ${kind} ${String(otherId)}`;
      if (!isOfOther && !once.has(key)) once.set(key, link);
    }
    return [...once.values()];
  }

  /** Numbers of a kind, which are others in each installation, and one that nothing has. */
  private async typesOf(kind: string, isNew: boolean): Promise<number[]> {
    return [0, ...[...(await this.modelsOf(isNew))].flatMap(([id, name]) => (name === kind ? id : []))];
  }

  private linkOf(row: Raw, table: string, ends: Pick<LegacyLink, 'ticketId' | 'otherId'>, kind: string): LegacyLink {
    const description = this.descriptionIn(table, row);
    return { table, id: numberIn(row, 'id'), ...ends, kind, description, createdAt: numberIn(row, 'ctime') };
  }

  private descriptionIn(table: string, row: Raw): string {
    const description = textIn(row, 'description').trim();
    return this.tables.texts(table).includes('description') ? meantBy(description) : description;
  }

  /** Number → last word of the name of the model. */
  private modelsOf(isNew: boolean): Promise<Map<number, string>> {
    const [table, column] = isNew ? ['core_entity', 'name'] : ['go_model_types', 'model_name'];
    const known = this.models.get(table);
    if (known) return known;
    const read = this.tables
      .all(table)
      .then((rows) => new Map(rows.map((row) => [numberIn(row, 'id'), lastWord(row, column)])));
    this.models.set(table, read);
    return read;
  }
}

/** `Ticket` of `GO\Tickets\Model\Ticket`, or of `GO_Tickets_Model_Ticket` as it was before. */
function lastWord(row: Raw, column: string): string {
  return (
    textIn(row, column)
      .split(/\\|_Model_/)
      .at(-1) ?? ''
  );
}

function byTicket(links: readonly LegacyLink[]): Map<number, LegacyLink[]> {
  const found = new Map<number, LegacyLink[]>();
  for (const link of links) {
    const known = found.get(link.ticketId);
    if (known) known.push(link);
    else found.set(link.ticketId, [link]);
  }
  return found;
}
