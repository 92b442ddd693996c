import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { Method } from '../jmap/method';
import { capabilityOf } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { Settings } from './settings';

const Arguments = z.strictObject({ accountId: z.string() });

/** `Settings/describe`: the forms of all settings that the caller may change. */
@injectable()
export class DescribeSettings extends Method {
  readonly name = 'Settings/describe';
  readonly capability = capabilityOf('core');

  constructor(@inject(Contributions) private readonly contributions: Contributions) {
    super();
  }

  run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId } = parseArguments(Arguments, args);
    const list = this.contributions
      .all(Settings)
      .filter(({ permission }) => context.may(permission))
      .map((settings) => ({
        type: settings.name,
        module: this.contributions.moduleOf(settings),
        title: settings.title,
        items: settings.form(),
      }));
    return Promise.resolve({ accountId, list });
  }
}
