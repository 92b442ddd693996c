import { argon2id, hash, needsRehash, verify } from 'argon2';
import { injectable } from 'inversify';
import { Problem } from '../problem';

/** OWASP password storage: argon2id with 46 MiB and one pass. */
const COST = { type: argon2id, memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const;
/** Hashes computed at once: each takes 46 MiB, and a flood of logins must not eat the memory. */
const AT_ONCE = 2;

/** Passwords: only ever kept as argon2id hashes (RFC 9106). */
@injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Verified when there is no user, so that an unknown name takes as long as a wrong password. */
  private readonly decoy = this.queued(() => hash('nobody has this password', COST));

  /** @throws Problem when the password is too short or too long (characters, no other rules: ASVS 6.2). */
  hash(password: string): Promise<string> {
    const length = [...password].length;
    if (length < 12) throw new Problem('The password must have at least 12 characters');
    if (length > 128) throw new Problem('The password must have at most 128 characters');
    return this.queued(() => hash(password.normalize('NFC'), COST));
  }

  /** True when the password fits; false, after the same time, when there is no hash. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    if (password.length > 512) return false;
    const decoy = await this.decoy;
    const fits = await this.queued(() => verify(stored ?? decoy, password.normalize('NFC')));
    return fits && stored !== null;
  }

  isOutdated(stored: string): boolean {
    return needsRehash(stored, COST);
  }

  private async queued<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}
