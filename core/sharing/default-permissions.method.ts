import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { MethodError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { capabilityOf } from '../jmap/types';
import { ADMINISTER } from '../settings/permission';
import { DefaultPermissions } from './default-permissions.service';
import { Level, rightsFrom } from './level';

const account = { accountId: z.string() };
const Arguments = {
  get: z.strictObject(account),
  set: z.strictObject({ ...account, type: z.string(), shareWith: z.unknown() }),
  apply: z.strictObject({
    ...account,
    type: z.string(),
    way: z.enum(['add', 'reset']),
    isPreview: z.boolean().default(false),
  }),
};

function mustAdminister(context: Context): void {
  if (context.may(ADMINISTER)) return;
  throw MethodError.of('forbidden', 'Default permissions are for those who administer the host');
}

/** `DefaultPermissions/get`: every type whose objects can be shared, with what new ones are shared with. */
@injectable()
export class GetDefaultPermissions extends Method {
  readonly name = 'DefaultPermissions/get';
  readonly capability = capabilityOf('core');

  constructor(@inject(DefaultPermissions) private readonly defaults: DefaultPermissions) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId } = parseArguments(Arguments.get, args);
    mustAdminister(context);
    const list = [];
    for (const type of this.defaults.owners()) {
      const least = this.defaults.leastOf(type);
      const shares = [...(await this.defaults.named(type))];
      list.push({
        type,
        knowsCustomers: least === Level.submit,
        count: await this.defaults.count(type),
        shareWith: Object.fromEntries(shares.map(([id, level]) => [String(id), rightsFrom(least, level)])),
      });
    }
    return { accountId, list };
  }
}

/** `DefaultPermissions/set`: what new objects of one type are shared with from now on. */
@injectable()
export class SetDefaultPermissions extends Method {
  readonly name = 'DefaultPermissions/set';
  readonly capability = capabilityOf('core');

  constructor(@inject(DefaultPermissions) private readonly defaults: DefaultPermissions) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, type, shareWith } = parseArguments(Arguments.set, args);
    mustAdminister(context);
    await this.defaults.set(type, shareWith, context);
    return { accountId, type };
  }
}

/** `DefaultPermissions/apply`: brings the defaults to all objects that are there, or says how many that would change. */
@injectable()
export class ApplyDefaultPermissions extends Method {
  readonly name = 'DefaultPermissions/apply';
  readonly capability = capabilityOf('core');

  constructor(@inject(DefaultPermissions) private readonly defaults: DefaultPermissions) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, type, way, isPreview } = parseArguments(Arguments.apply, args);
    mustAdminister(context);
    this.defaults.leastOf(type);
    const levels = [...(await this.defaults.of(type)).values()];
    if (way === 'reset' && !context.isAdmin && !levels.some((level) => level >= Level.manage)) {
      throw MethodError.of('forbidden', 'Only an administrator may leave objects that nobody manages');
    }
    const touched = isPreview ? await this.defaults.preview(type, way) : await this.defaults.apply(type, way, context);
    return { accountId, type, touched };
  }
}
