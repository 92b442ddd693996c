import { createHash, timingSafeEqual } from 'node:crypto';
import { inject, injectable } from 'inversify';
import { Random, SecretKey } from '../../core/api';

/** Longest text that has an index. */
const LONGEST = 190;

/** A Message-ID as it is stored and looked up: itself, or its hash when it is longer than an index allows. */
export function indexedMessageId(id: string): string {
  return id.length <= LONGEST ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** Message-IDs of our own mails: `<random>.<signature>@<domain>`, so that nobody else can make one. */
@injectable()
export class OwnMessageIds {
  constructor(
    @inject(SecretKey) private readonly secretKey: SecretKey,
    @inject(Random) private readonly random: Random,
  ) {}

  /** A new one, without angle brackets, at the domain of the address. */
  create(address: string): string {
    const domain = address.slice(address.lastIndexOf('@') + 1);
    const unique = this.random.bytes(16).toString('hex');
    return `${unique}.${this.signature(unique, domain)}@${domain}`;
  }

  /** True when we made this Message-ID (given without angle brackets); some relays change its case. */
  isOurs(messageId: string): boolean {
    const [, unique, signature, domain] = /^([0-9a-f]{32})\.([0-9a-f]{24})@(.+)$/.exec(messageId.toLowerCase()) ?? [];
    if (unique === undefined || signature === undefined || domain === undefined) return false;
    return timingSafeEqual(Buffer.from(signature), Buffer.from(this.signature(unique, domain)));
  }

  private signature(unique: string, domain: string): string {
    return this.secretKey.sign('message-id', `${unique}@${domain}`).toString('hex').slice(0, 24);
  }
}
