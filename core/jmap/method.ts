import type { Context } from '../auth/context';
import type { CreatedIds } from './created-ids';

/** A method that is none of a type's standard ones (`Core/echo`, `Blob/copy`). */
export abstract class Method {
  abstract readonly name: string;
  /** Capability that must be in `using`. */
  abstract readonly capability: string;
  /** @param using the capabilities that the request names */
  abstract run(
    args: Record<string, unknown>,
    context: Context,
    created: CreatedIds,
    using: readonly string[],
  ): Promise<object>;
}
