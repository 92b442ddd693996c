/** Bytes that a file system allows for one name. */
const LONGEST = 255;
/** Devices of old, which Windows will not have as files, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Why a file or folder cannot be called that, on any system it may be saved to; null when it can. */
export function nameFault(name: string): string | null {
  if (name === '' || name !== name.trim()) return 'must not be empty, nor begin or end with a space';
  if (/[/\\]/.test(name)) return 'must not hold / or \\';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) return 'must not hold control characters';
  if (/[<>:"|?*]/.test(name)) return 'must not hold any of < > : " | ? *';
  if (name.endsWith('.')) return 'must not end with a dot';
  if (RESERVED.test(name)) return 'is a name that some systems keep for themselves';
  if (Buffer.byteLength(name) > LONGEST) return `must have at most ${String(LONGEST)} bytes`;
  return null;
}

/** The name, or what is left of it when some system would not have it: for what leaves the house. */
export function safeName(name: string): string {
  if (nameFault(name) === null) return name;
  const clean = name
    .replace(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '_')
    .replace(/\.+$/, '')
    .trim();
  return nameFault(clean) === null ? clean : 'file';
}

/** True for names that some system takes for the same. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The first of `name`, `name (2)`, `name (3)` … that nobody has; a number stands before the extension. */
export function freeName(name: string, taken: readonly string[]): string {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]{1,16})?$/su.exec(name) ?? [];
  let free = name;
  for (let count = 2; taken.some((other) => isSameName(other, free)); count++) {
    free = `${stem} (${String(count)})${extension}`;
  }
  return free;
}
