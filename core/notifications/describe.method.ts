import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { Method } from '../jmap/method';
import { capabilityOf } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { Translations } from '../module/translations';
import { Postman } from '../ports/postman';
import { NotificationChoices } from './notification-choices.service';

const Arguments = z.strictObject({ accountId: z.string() });

/**
 * `Notification/describe`: the kinds of events of which the caller can be told, with when that is, in the caller's
 * language, and by which ways people are told who have not chosen. `isMailed`: false when this host mails nothing of it.
 */
@injectable()
export class DescribeNotifications extends Method {
  readonly name = 'Notification/describe';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Translations) private readonly translations: Translations,
    @inject(NotificationChoices) private readonly choices: NotificationChoices,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId } = parseArguments(Arguments, args);
    const isReady = (await this.contributions.all(Postman)[0]?.isReady()) ?? false;
    const list: object[] = [];
    for (const kind of this.choices.kindsFor(context)) {
      const say = this.translations.of(this.contributions.moduleOf(kind), context);
      const { id, title, defaults } = kind;
      list.push({ id, title: say(title), defaults, isMailed: isReady && (await this.choices.isMailed(id)) });
    }
    return { accountId, list };
  }
}
