import { inject, injectable } from 'inversify';
import { NotificationGate } from '../../../core/api';
import { MENTION } from '../../comments/api';
import { SupportSettings } from '../settings';
import { NEWS } from './decide';

/** What is mailed to agents at all, as the managers of Support say. */
@injectable()
export class SupportMailGate extends NotificationGate {
  constructor(@inject(SupportSettings) private readonly settings: SupportSettings) {
    super();
  }

  async mails(kind: string): Promise<boolean> {
    const values = await this.settings.read();
    switch (kind) {
      case NEWS.opened:
        return values.mailsNewTickets;
      case NEWS.assigned:
        return values.mailsAssigned;
      case NEWS.answered:
        return values.mailsCustomerAnswers;
      case NEWS.written:
        return values.mailsColleagues;
      case NEWS.due:
        return values.mailsDue;
      case MENTION:
        return values.mailsMentions;
      default:
        return true;
    }
  }
}
