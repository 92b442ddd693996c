import { createCipheriv, createECDH, createHmac, type ECDH, hkdfSync } from 'node:crypto';

/** Keys of a subscription, base64url: an uncompressed point on P-256, and 16 bytes that both sides know. */
export interface PushKeys {
  readonly p256dh: string;
  readonly auth: string;
}

/** Size of the one record that a message is (RFC 8291 §4): what every push service takes. */
const RECORD = 4096;
const CURVE = 'prime256v1';

/** True for keys that somebody can be written to by. */
export function areKeys({ p256dh, auth }: PushKeys): boolean {
  const isBase64Url = [p256dh, auth].every((text) => /^[\w-]+={0,2}$/.test(text));
  if (!isBase64Url || bytes(auth).length !== 16 || bytes(p256dh).length !== 65) return false;
  try {
    const own = createECDH(CURVE);
    own.generateKeys();
    own.computeSecret(bytes(p256dh));
    return true;
  } catch {
    return false;
  }
}

/**
 * Encrypts a message for one subscription: `aes128gcm` (RFC 8188) with keys of RFC 8291 §3.4.
 * @param own a new key pair for each message
 * @param salt 16 random bytes
 */
export function encryptPush(text: string, { p256dh, auth }: PushKeys, own: ECDH, salt: Buffer): Buffer {
  const theirs = bytes(p256dh);
  const ours = own.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const extracted = createHmac('sha256', bytes(auth)).update(own.computeSecret(theirs)).digest();
  const input = createHmac('sha256', extracted)
    .update(Buffer.concat([info, Buffer.of(1)]))
    .digest();
  const key = derive(input, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(input, salt, 'Content-Encoding: nonce\0', 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.update(Buffer.of(2)), cipher.final()]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD);
  return Buffer.concat([salt, size, Buffer.of(ours.length), ours, body, cipher.getAuthTag()]);
}

/** A key pair for one message. */
export function newKeyPair(): ECDH {
  const own = createECDH(CURVE);
  own.generateKeys();
  return own;
}

function derive(input: Buffer, salt: Buffer, info: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', input, salt, info, length));
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
