import { inject, injectable } from 'inversify';
import { Repeats } from '../audit/repeats';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { type Alone, withSavepoints } from './alone';
import type { SetArguments } from './arguments';
import type { CreatedIds } from './created-ids';
import { MethodError } from './errors';
import { Get } from './get';
import { limits } from './limits';
import { Records } from './records';
import { SetCall } from './set-call';
import { States } from './state';
import { Types } from './types';

/** Foo/set (RFC 8620 §5.3). One transaction for the call, one savepoint for each object where it needs one. */
@injectable()
export class SetMethod {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(States) private readonly states: States,
    @inject(Get) private readonly get: Get,
    @inject(Repeats) private readonly repeats: Repeats,
  ) {}

  async run(name: string, args: SetArguments, context: Context, created: CreatedIds): Promise<object> {
    const count = [args.create, args.update, args.destroy].reduce(
      (sum, part) => sum + Object.keys(part ?? {}).length,
      0,
    );
    if (count > limits.maxObjectsInSet) {
      throw MethodError.of('requestTooLarge', `At most ${String(limits.maxObjectsInSet)} objects at once`);
    }
    const type = this.types.get(name);
    // Another attempt must find nothing of the one before.
    const known = new Map(created);
    const attempt = (alone: Alone) =>
      this.database.transaction(async () => {
        created.clear();
        for (const [key, id] of known) created.set(key, id);
        const asked = this.states.of(name, context);
        // Nothing that is written before the flush moves it, so that it is waited for where it is needed.
        asked.catch(() => undefined);
        if (args.ifInState !== null && args.ifInState !== (await asked)) {
          throw MethodError.of('stateMismatch', `The state is ${await asked} by now`);
        }
        const call = new SetCall(type, args, context, created, this.records, this.get, this.repeats);
        const outcome = await call.run(alone);
        const oldState = await asked;
        await this.database.flush();
        return {
          accountId: args.accountId,
          oldState,
          newState: await this.states.after(oldState, name, context, call.answered),
          ...outcome,
        };
      });
    return withSavepoints(count, attempt, this.database);
  }
}
