import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../ports/random';
import { Problem } from '../problem';

/**
 * The master key, kept in a file outside the database. Every use derives its own key (HKDF, RFC 5869), so that a
 * signature of one purpose is worth nothing for another.
 */
export class SecretKey {
  /** By purpose: there are few, and every entry of the audit log is sealed. */
  private readonly derived = new Map<string, Buffer>();

  constructor(
    private readonly master: Buffer,
    private readonly random: Random,
  ) {}

  /** HMAC-SHA256 of the text under the key of this purpose. */
  sign(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.derive(purpose)).update(text).digest();
  }

  /**
   * AES-256-GCM. `place` (table|row|column) is authenticated: a value copied to another row does not decrypt.
   * Answers base64 of nonce (12 bytes), tag (16) and ciphertext.
   */
  encrypt(place: string, text: string): string {
    const nonce = this.random.bytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.derive('secrets'), nonce).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  }

  /** @throws Problem when the value was made with another key or for another place. */
  decrypt(place: string, value: string): string {
    const bytes = Buffer.from(value, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.derive('secrets'), bytes.subarray(0, 12))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    } catch {
      throw new Problem(`A stored secret (${place}) cannot be read with this secret.key`, 500);
    }
  }

  private derive(purpose: string): Buffer {
    const key =
      this.derived.get(purpose) ?? Buffer.from(hkdfSync('sha256', this.master, '', `groupware-support:${purpose}`, 32));
    this.derived.set(purpose, key);
    return key;
  }
}

/**
 * Reads `secret.key` of the data folder, or makes it (mode 0600) when the database is new.
 * @throws Problem when the key is missing although there is data: a new key could read none of its secrets.
 */
export function openSecretKey(folder: string, databaseIsNew: boolean, random: Random): SecretKey {
  const file = join(folder, 'secret.key');
  if (!existsSync(file)) {
    if (!databaseIsNew) throw new Problem(`${file} is missing: without it the secrets in the database cannot be read`);
    // Renamed when it is whole: half a key would be as bad as none.
    const temporary = `${file}.new`;
    const descriptor = openSync(temporary, 'w', 0o600);
    writeSync(descriptor, random.bytes(32).toString('base64'));
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, file);
    syncFolder(folder);
  }
  const master = Buffer.from(readKey(file), 'base64');
  if (master.length !== 32) throw new Problem(`${file} does not hold a key of 32 bytes`);
  return new SecretKey(master, random);
}

function readKey(file: string): string {
  try {
    chmodSync(file, 0o600);
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Problem(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
