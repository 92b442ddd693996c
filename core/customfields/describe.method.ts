import { inject, injectable } from 'inversify';
import { z } from 'zod';
import { parseArguments } from '../jmap/arguments';
import { Method } from '../jmap/method';
import { capabilityOf, Types } from '../jmap/types';
import { isNamable, PROPERTY } from './definition';
import { Definitions } from './definitions.service';

const Arguments = z.strictObject({ accountId: z.string() });

/** `CustomField/describe`: the kinds of fields, and the types that can have them with what their conditions may name, with the type that a property refers to. */
@injectable()
export class DescribeCustomFields extends Method {
  readonly name = 'CustomField/describe';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Types) private readonly types: Types,
    @inject(Definitions) private readonly definitions: Definitions,
  ) {
    super();
  }

  run(args: Record<string, unknown>): Promise<object> {
    const { accountId } = parseArguments(Arguments, args);
    const kinds = this.definitions.kinds().map(({ name, operators, isComputed, isSortable, becomes }) => ({
      name,
      operators,
      isComputed,
      isSortable,
      becomes,
    }));
    const types = this.types
      .keeping(PROPERTY)
      .map((name) => this.types.get(name))
      .map(({ type, properties }) => ({
        name: type.name,
        properties: [...properties]
          .filter(([, { property }]) => isNamable(property))
          .map(([name, { property }]) => ({ name, refersTo: property.refersTo })),
      }));
    return Promise.resolve({ accountId, kinds, types });
  }
}
