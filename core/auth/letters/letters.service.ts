import { inject, injectable } from 'inversify';
import { Configuration, publicAddress } from '../../config/config';
import { Database } from '../../database/database';
import { Contributions } from '../../module/contributions';
import { Postman } from '../../ports/postman';
import { CoreSettings } from '../../settings/core-settings';
import { Principal, User } from '../principal.entity';
import { type Letter, write } from './letter';

/** Somebody who gets a letter. */
export interface Receiver extends Pick<Letter, 'locale' | 'name' | 'username'> {
  readonly address: string;
}

/** A letter, and until when it is worth anything if it holds a link by which somebody signs in. */
export interface NewLetter extends Pick<Letter, 'kind'> {
  /** Part after the address of the host. The address is the configured one: what a request calls us is anybody's word. */
  readonly path: string;
  readonly secretUntil: Date | null;
}

/** Mails of the host to people about their accounts. */
@injectable()
export class Letters {
  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Database) private readonly database: Database,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(CoreSettings) private readonly settings: CoreSettings,
  ) {}

  /** True when this host sends mail at all. */
  async isReady(): Promise<boolean> {
    return (await this.postman()?.isReady()) ?? false;
  }

  /** True when a mail to this address leaves, and is read by nobody else of the house. */
  async reaches(address: string): Promise<boolean> {
    const postman = this.postman();
    return postman !== null && (await postman.isReady()) && (await postman.isPrivate(address));
  }

  /**
   * Sends a letter within the transaction at hand.
   * @returns false when none can be sent to this address: then nothing was done
   */
  async send({ kind, path, secretUntil }: NewLetter, { address, locale, name, username }: Receiver): Promise<boolean> {
    if (!(await this.reaches(address))) return false;
    const { productTitle: title } = await this.settings.read();
    const link = `${publicAddress(this.configuration)}${path}`;
    const written = write({ kind, link, locale, name, username, title });
    await this.postman()?.send({ to: { name: name ?? '', address }, ...written, secretUntil });
    return true;
  }

  /** Where a user is written to; null for somebody without a mail address. */
  async receiverOf(userId: number): Promise<Receiver | null> {
    const { manager } = this.database;
    const [user, principal] = await Promise.all([
      manager.findOneBy(User, { id: userId }),
      manager.findOneBy(Principal, { id: userId }),
    ]);
    if (!user || principal?.email == null) return null;
    return { address: principal.email, locale: user.locale, name: principal.name, username: user.username };
  }

  /** What carries mail from this host, if anything does. */
  postman(): Postman | null {
    return this.contributions.all(Postman)[0] ?? null;
  }
}
