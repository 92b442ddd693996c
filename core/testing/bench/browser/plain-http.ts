import { request } from 'node:http';

/** What fetching costs that shows nothing. */
export interface Fetched {
  /** Of the bodies, compressed by gzip, where the program has them so. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Fetches all addresses at once by plain HTTP, as gzip, and keeps nothing. */
export async function fetched(addresses: readonly string[]): Promise<Fetched> {
  const start = performance.now();
  const sizes = await Promise.all(addresses.map(sizeOf));
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), milliseconds: performance.now() - start };
}

function sizeOf(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(address, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
      });
      response.on('end', () => {
        resolve(size);
      });
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
