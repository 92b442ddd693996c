import { inject, injectable } from 'inversify';
import { Dependent } from '../jmap/data-type';
import { Records } from '../jmap/records';
import { Ends } from './ends.service';

/** Links are seen with both of their ends, and go with either. */
@injectable()
export class Links extends Dependent {
  readonly type = 'Link';

  constructor(
    @inject(Ends) private readonly ends: Ends,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  follows(type: string): boolean {
    return this.ends.accepts(type);
  }

  async audiences(type: string, id: number, followed: readonly string[]): Promise<Map<number, readonly string[]>> {
    const readers = this.records.readersAmong(type, followed);
    const found = new Map<number, readonly string[]>();
    for (const { id: link, fromType, fromId, toType, toId } of await this.ends.of({ type, id })) {
      const isFrom = fromType === type && fromId === id;
      const other = isFrom ? { type: toType, id: toId } : { type: fromType, id: fromId };
      found.set(link, this.ends.both(readers, await this.ends.readers(other)));
    }
    return found;
  }

  async destroyWith(type: string, id: number): Promise<void> {
    await this.records.destroyAll('Link', await this.ends.of({ type, id }));
  }
}
