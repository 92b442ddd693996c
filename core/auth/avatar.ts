import type { Blobs } from '../files/blobs.service';

/** Longest side in pixels, and bytes. Clients scale a picture down before they send it. */
const SIDE = 512;
const SIZE = 512 * 1024;
/** Signature, then the header chunk with width and height (PNG specification, third edition, 5.2 and 11.2.1). */
const SIGNATURE = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/**
 * Why this blob cannot be somebody's picture, or null. One format with its dimensions at a fixed place is all that is
 * taken: what people see of each other everywhere must be an image, and a small one, whatever its sender called it.
 */
export async function faultOfAvatar(blobs: Blobs, blobId: string, size: number): Promise<string | null> {
  if (size > SIZE) return `must have at most ${String(SIZE / 1024)} kB`;
  const bytes = await blobs.bytes(blobId);
  const end = SIGNATURE.length;
  if (bytes.length < end + 8 || !bytes.subarray(0, end).equals(SIGNATURE)) return 'must be a PNG image';
  const sides = [bytes.readUInt32BE(end), bytes.readUInt32BE(end + 4)];
  const fits = sides.every((side) => side > 0 && side <= SIDE);
  return fits ? null : `must have at most ${String(SIDE)} × ${String(SIDE)} pixels`;
}
