import type { Context } from '../auth/context';
import { RequestError } from '../jmap/errors';

/** Counts what each person has under way on this node, and refuses what is beyond the limit of that name. */
export class AtOnce {
  private readonly running = new Map<number, number>();

  constructor(
    private readonly limit: string,
    private readonly most: number,
  ) {}

  /** @throws RequestError limit, with status 429: it may be tried again */
  async run<T>({ principalId }: Context, work: () => Promise<T>): Promise<T> {
    const now = this.running.get(principalId) ?? 0;
    if (now >= this.most) throw RequestError.limit(this.limit, 429);
    this.running.set(principalId, now + 1);
    try {
      return await work();
    } finally {
      const left = (this.running.get(principalId) ?? 1) - 1;
      if (left > 0) this.running.set(principalId, left);
      else this.running.delete(principalId);
    }
  }
}
