import { createHash } from 'node:crypto';

/**
 * What an organisation is known by, made of its name: the same however the name is spaced and whichever letters are
 * capitals; null for no organisation, which nobody is of together.
 */
export function organisationIdOf(name: string): string | null {
  const plain = name.normalize('NFKC').replace(/\s+/g, ' ').replace(/\p{C}/gu, '').trim().toLowerCase();
  return plain === '' ? null : createHash('sha256').update(plain).digest('hex').slice(0, 32);
}
