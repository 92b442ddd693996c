import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { MethodError, SetError } from '../jmap/errors';
import { ANY_TYPE, computed, idOf, type Row, reference, text, utcDate } from '../jmap/property';
import { Clock } from '../ports/clock';
import type { Access } from '../sharing/access';
import { Level } from '../sharing/level';
import { type End, Ends } from './ends.service';
import { Link } from './link.entity';

/**
 * Links between objects of any type that allows them, in both directions the same. Seen by those who may read both
 * ends as a colleague ({@link Level.read}): that two things belong together, and why, is nobody else's business.
 */
@injectable()
export class LinkType extends DataType<Link> {
  readonly name = 'Link';
  readonly entity = Link;

  readonly access: Access<Link> = {
    least: Level.read,
    isByPairs: true,
    where: (alias, context, level) => this.ends.areSeen(alias, context, level),
    inAcls: (alias) => this.ends.lieInAcls(alias),
    audience: async (row) => {
      const { from, to } = endsOf(row);
      return this.ends.both(await this.ends.readers(from), await this.ends.readers(to));
    },
  };

  readonly properties = {
    fromType: text({ required: true, immutable: true, max: 60 }),
    fromId: reference(ANY_TYPE, { required: true, immutable: true }),
    toType: text({ required: true, immutable: true, max: 60 }),
    toId: reference(ANY_TYPE, { required: true, immutable: true }),
    description: text(),
    createdAt: utcDate({ serverSet: true }),
    createdById: reference('Principal', { serverSet: true, nullable: true }),
    myRights: computed((rows, context) => this.rights(rows, context)),
  };

  override readonly filters: Filters = {
    entity: (value, { row, bind }) => {
      const { type, id } = parseEnd(value);
      const [aType, anId] = [bind(type), bind(id)];
      return `((${row}.fromType = ${aType} AND ${row}.fromId = ${anId}) OR (${row}.toType = ${aType} AND ${row}.toId = ${anId}))`;
    },
  };
  override readonly sorts: Sorts = { createdAt: '{row}.createdAt' };

  constructor(
    @inject(Ends) private readonly ends: Ends,
    @inject(Database) private readonly database: Database,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  /** New links need write on the end they start from; changes write on either. */
  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    const { from, to } = endsOf(draft.values as unknown as Link);
    if (action === 'create') await this.check(from, to, context);
    const mayWrite = await this.ends.seen([from, to], context, Level.write);
    if (mayWrite(from) || (action !== 'create' && mayWrite(to))) return;
    throw SetError.forbidden(`You may not ${action} this link`);
  }

  override saving(draft: Draft): void {
    draft.values['createdAt'] ??= this.clock.now();
    draft.values['createdById'] ??= draft.actor?.principalId ?? null;
  }

  private async rights(rows: readonly Row[], context: Context): Promise<Map<number, unknown>> {
    const links = rows as unknown as readonly Link[];
    const writable = await this.ends.seen(
      links.flatMap((link) => Object.values(endsOf(link))),
      context,
      Level.write,
    );
    const mayWrite = (link: Link): boolean => Object.values(endsOf(link)).some(writable);
    return new Map(links.map((link) => [link.id, { mayWrite: mayWrite(link) }]));
  }

  /** @throws SetError when an end cannot be linked, is not the caller's to read, or both are linked already */
  private async check(from: End, to: End, context: Context): Promise<void> {
    if (!this.ends.accepts(from.type)) throw SetError.invalid('fromType', 'is no type that can be linked');
    if (!this.ends.accepts(to.type)) throw SetError.invalid('toType', 'is no type that can be linked');
    const mayRead = await this.ends.seen([from, to], context, Level.read);
    if (!mayRead(from)) throw SetError.invalid('fromId', 'is no such object');
    if (!mayRead(to)) throw SetError.invalid('toId', 'is no such object');
    if (from.type === to.type && from.id === to.id) throw SetError.invalid('toId', 'is the object itself');
    const pair = { fromType: from.type, fromId: from.id, toType: to.type, toId: to.id };
    const turned = { fromType: to.type, fromId: to.id, toType: from.type, toId: from.id };
    if (await this.database.manager.exists(Link, { where: [pair, turned] })) {
      throw SetError.of('alreadyExists', 'The two are linked already');
    }
  }
}

function endsOf({ fromType, fromId, toType, toId }: Link): { from: End; to: End } {
  return { from: { type: fromType, id: fromId }, to: { type: toType, id: toId } };
}

/** `{"type": "Task", "id": "12"}`; an unknown id is linked to nothing. @throws MethodError */
function parseEnd(value: unknown): End {
  const { type, id } = (value ?? {}) as Record<string, unknown>;
  if (typeof type !== 'string' || typeof id !== 'string') {
    throw MethodError.invalidArguments('filter/entity must be an object with type and id');
  }
  return { type, id: idOf(id) ?? 0 };
}
