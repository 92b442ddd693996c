import { inject, injectable } from 'inversify';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { setting } from '../settings/field';
import { Settings } from '../settings/settings';
import { Directory } from './directory.service';

interface SignInValues {
  readonly passwordReset: boolean;
  readonly registration: boolean;
  readonly registrationDomains: string;
  readonly registrationGroupId: number | null;
}

/** Who comes in, and how. */
@injectable()
export class SignInSettings extends Settings<SignInValues> {
  readonly name = 'SignInSettings';
  readonly title = 'Sign-in';
  override readonly page = 'sign-in';
  override readonly icon = 'key';
  readonly fields = {
    passwordReset: setting.toggle({
      label: 'People choose a new password by themselves',
      help: '“Forgot your password?” sends a link to the address of the account. Needs an outgoing mail server.',
      default: true,
    }),
    registration: setting.toggle({
      label: 'Anybody may open an account',
      help: 'Whoever proves a mail address becomes a customer. Needs an outgoing mail server.',
    }),
    registrationDomains: setting.text({
      label: 'Only with addresses of these domains',
      help: 'Separated by commas, such as example.org, example.com. Empty: any domain.',
      max: 1000,
      fault: (text) => (domainsOf(text).every(isDomain) ? null : 'must be domains such as example.org'),
    }),
    registrationGroupId: setting.record({
      label: 'Who opens an account becomes a member of',
      type: 'Group',
      displayField: 'name',
      filter: { isBuiltIn: false },
    }),
  };

  constructor(@inject(Directory) private readonly directory: Directory) {
    super();
  }

  override async saving(draft: Draft): Promise<void> {
    const id = draft.extras.get('registrationGroupId');
    if (typeof id === 'number' && !(await this.directory.takesMembers(id)))
      throw SetError.invalid('registrationGroupId', 'must not be a built-in group');
    await super.saving(draft);
  }

  /** True when somebody with this address, normalised, may open an account. */
  async isOpenFor(address: string): Promise<boolean> {
    const { registration, registrationDomains } = await this.read();
    const domains = domainsOf(registrationDomains);
    return registration && (domains.length === 0 || domains.includes(address.slice(address.lastIndexOf('@') + 1)));
  }
}

function domainsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((domain) => domain !== '');
}

function isDomain(text: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text);
}
