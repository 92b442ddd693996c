import { type Context, Contributions, DataType, inject, injectable, Level, Records, SetError } from '../../core/api';

/** What is commented on, and by which kind of entry. */
export interface Entry {
  readonly entityType: string;
  readonly entityId: number;
  readonly isPrivate: boolean;
}

/** Where one may write what. */
@injectable()
export class Threads {
  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Records) private readonly records: Records,
  ) {}

  /** The types whose objects have a thread. */
  commentable(): readonly DataType[] {
    return this.contributions.all(DataType).filter((type) => type.comments);
  }

  /** True for a type whose objects have a thread, and whose module runs. */
  has(entityType: string): boolean {
    return this.commentable().some(({ name }) => name === entityType);
  }

  /** @throws SetError when the caller may not write such an entry there */
  async check({ entityType, entityId, isPrivate }: Entry, context: Context): Promise<void> {
    if (!this.has(entityType)) throw SetError.invalid('entityType', 'is no type that can be commented on');
    if (!(await this.records.visibleIds(entityType, [entityId], context)).has(entityId))
      throw SetError.invalid('entityId', 'is no such object');
    if (isPrivate && !(await this.records.visibleIds(entityType, [entityId], context, Level.read)).has(entityId))
      throw SetError.forbidden('You may not write private notes here');
  }
}
