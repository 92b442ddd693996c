import type { Readable } from 'node:stream';

/** The bytes from `offset`, at most `length` of them; the stream is not read further and closed. */
export async function* slice(stream: Readable, offset: number, length: number): AsyncGenerator<Buffer> {
  let [skip, left] = [offset, length];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const part = chunk.subarray(Math.min(skip, chunk.length)).subarray(0, left);
      skip = Math.max(0, skip - chunk.length);
      left -= part.length;
      if (part.length > 0) yield part;
      if (left === 0) return;
    }
  } finally {
    stream.destroy();
  }
}
