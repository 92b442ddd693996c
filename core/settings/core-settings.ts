import { injectable } from 'inversify';
import { SetError } from '../jmap/errors';
import { isLanguage, isTimeZone } from '../locale';
import { setting } from './field';
import { Settings } from './settings';

interface CoreValues {
  readonly productTitle: string;
  readonly language: string;
  readonly timeZone: string;
  readonly sessionIdleDays: number;
  readonly sessionDays: number;
  readonly auditDays: number;
  /** Megabytes for each person. */
  readonly fileQuota: number;
  /** Megabytes for everybody together; 0 for no limit. */
  readonly hostFileQuota: number;
}

/** Settings of the host itself. */
@injectable()
export class CoreSettings extends Settings<CoreValues> {
  readonly name = 'CoreSettings';
  readonly title = 'System';
  readonly fields = {
    productTitle: setting.text({
      label: 'Name of this installation',
      help: 'Shown in the title of the page.',
      max: 60,
      required: true,
      default: 'Groupware',
    }),
    language: setting.text({
      label: 'Language of new people',
      help: 'A language tag such as en or nl-BE. Everybody may choose another for themselves.',
      max: 20,
      required: true,
      default: 'en',
      fault: (tag) => (isLanguage(tag) ? null : 'must be a language tag such as en or nl-BE'),
    }),
    timeZone: setting.text({
      label: 'Time zone',
      help: 'Jobs with a time of day run by it. A name such as Europe/Amsterdam.',
      max: 60,
      required: true,
      default: 'UTC',
      fault: (zone) => (isTimeZone(zone) ? null : 'must be a time zone such as Europe/Amsterdam'),
    }),
    sessionIdleDays: setting.number({
      label: 'Days until somebody away is signed out',
      min: 1,
      max: 365,
      default: 7,
    }),
    sessionDays: setting.number({
      label: 'Days after which everybody signs in again',
      min: 1,
      max: 365,
      default: 30,
    }),
    auditDays: setting.number({
      label: 'Days for which the audit log is kept',
      min: 1,
      max: 3650,
      default: 365,
    }),
    fileQuota: setting.number({
      label: 'Megabytes of files for each person',
      help: 'Counts what somebody has put into the folders of tickets and other objects, the trash included.',
      min: 0,
      max: 1_000_000,
      default: 10_000,
    }),
    hostFileQuota: setting.number({
      label: 'Megabytes of files for everybody together',
      help: 'Counts what is in the folders of all objects, the trash included. 0 for no limit.',
      min: 0,
      max: 1_000_000_000,
      default: 0,
    }),
  };

  override check({ sessionIdleDays, sessionDays }: CoreValues): void {
    if (sessionIdleDays > sessionDays) throw SetError.invalid('sessionIdleDays', 'must not be more than sessionDays');
  }
}
