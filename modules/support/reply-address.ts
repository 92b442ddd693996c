import { timingSafeEqual } from 'node:crypto';
import { inject, injectable } from 'inversify';
import { SecretKey } from '../../core/api';

/** RFC 4648 base32 in lower case: an address may lose its case on the way. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const TOKEN = /^[^@]*\+t(\d{1,10})\.([a-z2-7]{26})@/;

/**
 * Reply addresses `local+t<ticket>.<signature>@domain`. The signature (HMAC-SHA256, 128 bits) cannot be guessed: who
 * writes to the address was given it, by us or by somebody who got our mail.
 */
@injectable()
export class ReplyAddress {
  constructor(@inject(SecretKey) private readonly secretKey: SecretKey) {}

  of(taskId: number, accountAddress: string): string {
    const at = accountAddress.lastIndexOf('@');
    return `${accountAddress.slice(0, at)}+t${String(taskId)}.${this.signature(taskId)}${accountAddress.slice(at)}`;
  }

  /** Ticket of the first address with a signature of ours; null when there is none. */
  read(addresses: readonly string[]): number | null {
    for (const address of addresses) {
      const [, id, signature] = TOKEN.exec(address.toLowerCase()) ?? [];
      if (id === undefined || signature === undefined) continue;
      const expected = this.signature(Number(id));
      if (timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return Number(id);
    }
    return null;
  }

  private signature(taskId: number): string {
    return base32(this.secretKey.sign('reply-address', String(taskId)).subarray(0, 16));
  }
}

function base32(bytes: Buffer): string {
  let bits = 0;
  let count = 0;
  let text = '';
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += LETTERS.charAt((bits >>> count) & 31);
    }
    bits &= (1 << count) - 1;
  }
  return count > 0 ? text + LETTERS.charAt((bits << (5 - count)) & 31) : text;
}
