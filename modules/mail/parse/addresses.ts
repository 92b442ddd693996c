import { domainToASCII } from 'node:url';
import { parseAddressHeader } from 'mailparser';
import { decodeText, wellFormed } from './charset';
import { decodeHeaderText } from './encoded-words';
import type { MailAddress } from './parsed-mail';

const MAX_ADDRESSES = 500;
const MAX_HEADER_BYTES = 64 * 1024;
/** Stands for an encoded word while addresses are told apart: a decoded name must never add an address (RFC 2047 §5). */
const WORD = String.raw`=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=`;
const WORDS = new RegExp(`${WORD}(?:\\s{0,100}${WORD}){0,200}`, 'g');
const PLACEHOLDER = /\uE000(\d+)\uE001/g;

/** The mailboxes of address headers, groups flattened; entries without a usable address are left out. */
export function readAddresses(values: readonly Buffer[], charset: string | null): MailAddress[] {
  const found: MailAddress[] = [];
  for (const value of values) {
    const words: string[] = [];
    const safe = withoutWords(value.subarray(0, MAX_HEADER_BYTES), words, charset);
    for (const entry of parseAddressHeader(safe, { flatten: true, decodePunycode: false }).value) {
      const address = usableAddress(entry.address ?? '');
      if (address !== null && found.length < MAX_ADDRESSES) found.push({ name: restore(entry.name, words), address });
    }
  }
  return found;
}

/** How many mailboxes a From header tries to name, counted so that tricks with brackets and groups show. */
export function countMailboxes(value: Buffer): number {
  const bare = withoutQuotesAndComments(decodeText(value.subarray(0, MAX_HEADER_BYTES), null).text);
  const bracketed = bare.match(/<[^<>]*>/g) ?? [];
  const outside = bare
    .replace(/<[^<>]*>/g, ' ')
    .split(/[\s,;:]+/)
    .filter((token) => /^[^@]+@[^@]+\.[^@]+$/.test(token));
  // An address in front of the brackets is a display name without its quotes: common, and shown as a name.
  return Math.max(bracketed.length, bracketed.length === 0 || bare.includes(',') ? outside.length : 0);
}

/** `local@domain` with an ASCII domain that can be mailed to, or null. */
export function usableAddress(stated: string): string | null {
  const address = stated.trim();
  const at = address.lastIndexOf('@');
  if (at <= 0 || address.length > 320 || /[\s\p{Cc}\p{Cf}\uE000\uE001<>,;:\\]/u.test(address)) return null;
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).replace(/\.$/, '');
  if (local.includes('@') || local.includes('"') || local.includes('=?')) return null;
  if (/^\[[\w.:]+\]$/.test(domain)) return address;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the test for ASCII
  const ascii = /^[\x00-\x7F]*$/.test(domain) ? domain : domainToASCII(domain);
  return /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/.test(ascii) && !ascii.includes('..')
    ? `${local}@${ascii}`
    : null;
}

function withoutWords(value: Buffer, words: string[], charset: string | null): string {
  if (!value.includes('=?')) return decodeHeaderText(value, charset);
  // Runs of encoded words are kept together, so that characters split over two of them survive.
  const marked = value
    .toString('latin1')
    .replace(/[\x01\x02]/g, '')
    .replace(WORDS, (run) => ` \x01${words.push(decodeHeaderText(Buffer.from(run, 'latin1'), charset)) - 1}\x02 `);
  const text = decodeHeaderText(Buffer.from(marked, 'latin1'), charset);
  return text
    .replace(/[\uE000\uE001]/g, '')
    .replaceAll('\x01', '\uE000')
    .replaceAll('\x02', '\uE001');
}

function restore(name: string, words: readonly string[]): string {
  const text = name.replace(PLACEHOLDER, (_, index: string) => words[Number(index)] ?? '');
  return wellFormed(text)
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .slice(0, 500);
}

function withoutQuotesAndComments(text: string): string {
  let result = '';
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '\\') index += 1;
    else if (isQuoted) isQuoted = character !== '"';
    else if (character === '"' && depth === 0) isQuoted = true;
    else if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) result += character;
  }
  return result;
}
