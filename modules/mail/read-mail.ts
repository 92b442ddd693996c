import type { Readable } from 'node:stream';
import type { BlobStore } from '../../core/api';
import type { IncomingMail } from './mail-handler';
import type { ParsedMail } from './parse/parsed-mail';
import { parseInWorker } from './parse/worker';

/** A header block that is longer than this is cut. */
const MOST_HEADER_BYTES = 1024 * 1024;

/**
 * Reads a stored mail; of one with more than `most` bytes only the header.
 * @throws ParseTimeout, ParseOutOfMemory or ParseFailed, each with one sentence for people
 */
export async function readMail(store: BlobStore, blobId: string, size: number, most: number): Promise<IncomingMail> {
  if (size > most) {
    const why = `The mail has ${megabytes(size)} MB; only the header of mails above ${megabytes(most)} MB is read.`;
    return readHeader(store, blobId, why);
  }
  const { stream } = await store.read(blobId);
  return { ...(await parseInWorker(await firstBytes(stream, Number.MAX_SAFE_INTEGER))), isHeaderOnly: false };
}

/**
 * Reads the header of a stored mail alone; of one whose header cannot be read either, nothing.
 * @param why the sentence that explains it, for `problems`
 */
export async function readHeader(store: BlobStore, blobId: string, why: string): Promise<IncomingMail> {
  const { stream } = await store.read(blobId);
  const header = headerOf(await firstBytes(stream, MOST_HEADER_BYTES));
  const mail = await parseInWorker(header).catch(() => UNREADABLE);
  // What the parser says about the missing body would only confuse.
  const body = { text: '', html: null, attachments: [], report: null, problems: [why] };
  return { ...mail, ...body, isHeaderOnly: true };
}

async function firstBytes(stream: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early also ends the stream.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

/** Everything up to the first empty line, whatever the line ends. */
function headerOf(raw: Buffer): Buffer {
  const ends = ['\r\n\r\n', '\n\n', '\r\r'].map((end) => raw.indexOf(end)).filter((at) => at >= 0);
  return ends.length === 0 ? raw : raw.subarray(0, Math.min(...ends));
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 10_000) / 100);
}

const UNREADABLE: ParsedMail = {
  messageId: null,
  inReplyTo: [],
  references: [],
  subject: '',
  date: null,
  from: null,
  fromText: '',
  fromIsAmbiguous: true,
  replyTo: [],
  to: [],
  cc: [],
  deliveredTo: [],
  headers: {},
  receivedCount: 0,
  authenticationResults: [],
  text: '',
  html: null,
  attachments: [],
  report: null,
  problems: [],
};
