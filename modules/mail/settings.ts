import { injectable } from 'inversify';
import { Settings, setting } from '../../core/api';
import { MAIL_MANAGERS } from './permission';

interface MailValues {
  /** MailAccount in whose name the host's own mails are sent; null for the first one that is switched on. */
  readonly systemAccountId: number | null;
}

/** Settings of mail: who sends what the host itself writes to people. */
@injectable()
export class MailSettings extends Settings<MailValues> {
  readonly name = 'MailSettings';
  readonly title = 'Mail';
  override readonly icon = 'mail';
  override readonly permission = MAIL_MANAGERS;
  readonly fields = {
    systemAccountId: setting.record({
      label: 'Sender of the system’s own mails',
      help: 'Invitations and links for new passwords. Without a choice: the first mailbox that is switched on.',
      type: 'MailAccount',
      displayField: 'name',
    }),
  };
}
