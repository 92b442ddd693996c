import { randomBytes } from 'node:crypto';

/** Randomness, as a port. Every secret and every unguessable name comes from here. */
export abstract class Random {
  abstract bytes(count: number): Buffer;

  /** An unguessable token of 256 bits in base64url (43 characters). */
  token(): string {
    return this.bytes(32).toString('base64url');
  }

  /** A number in [0, 1), for jitter. */
  fraction(): number {
    return this.bytes(4).readUInt32BE() / 2 ** 32;
  }
}

export class SystemRandom extends Random {
  bytes(count: number): Buffer {
    return randomBytes(count);
  }
}
