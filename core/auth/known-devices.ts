import { timingSafeEqual } from 'node:crypto';
import { inject, injectable } from 'inversify';
import { SecretKey } from '../config/secret-key';
import { Random } from '../ports/random';

/**
 * Marks of browsers on which somebody has signed in before: user, chance and a signature over both, kept in a cookie.
 * A mark lets nobody in; it only tells the person's own browser from a stranger's when too many tries are made.
 */
@injectable()
export class KnownDevices {
  constructor(
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Random) private readonly random: Random,
  ) {}

  /** The mark for a browser on which this user has just signed in. */
  mark(userId: number): string {
    const text = `${String(userId)}.${this.random.bytes(12).toString('base64url')}`;
    return `${text}.${this.sign(text)}`;
  }

  /** True when the mark is one of ours for this user. */
  knows(mark: string, userId: number): boolean {
    const at = mark.lastIndexOf('.');
    if (at < 0 || mark.length > 200 || !mark.startsWith(`${String(userId)}.`)) return false;
    const [given, due] = [Buffer.from(mark.slice(at + 1)), Buffer.from(this.sign(mark.slice(0, at)))];
    return given.length === due.length && timingSafeEqual(given, due);
  }

  /** The mark, when it is one of ours for whomever, else null. */
  genuine(mark: string | undefined): string | null {
    const userId = Number(mark?.split('.', 1)[0]);
    return mark !== undefined && Number.isSafeInteger(userId) && this.knows(mark, userId) ? mark : null;
  }

  private sign(text: string): string {
    return this.secretKey.sign('known-device', text).toString('base64url');
  }
}
