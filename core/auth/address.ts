import { domainToASCII } from 'node:url';

/**
 * A mail address in the one form in which identities are compared: NFC, domain in ASCII (IDNA), all lower case.
 * RFC 5321 lets a host tell `Ann` from `ann`; none does, and treating them as two people is the greater harm.
 */
export function normaliseAddress(address: string): string {
  const trimmed = address.trim().normalize('NFC');
  const at = trimmed.lastIndexOf('@');
  if (at < 0) return trimmed.toLowerCase();
  const domain = trimmed.slice(at + 1);
  return `${trimmed.slice(0, at)}@${domainToASCII(domain) || domain}`.toLowerCase();
}

/** True for something that can be an address: one `@`, no white space or control characters, ≤ 254 characters. */
export function isAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s@<>"(),:;\\[\]\u0000-\u001f\u007f]+@[^\s@<>"(),:;\\\u0000-\u001f\u007f]+$/.test(text)
  );
}
