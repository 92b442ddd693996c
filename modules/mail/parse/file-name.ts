const MAX_BYTES = 255;

/**
 * A file name that is safe to show, to store and to offer for saving: the last path component without control,
 * direction and other invisible characters, not hidden, at most 255 bytes with its extension kept.
 * Null when nothing readable remains.
 */
export function cleanFileName(stated: string): string | null {
  const name = (stated.split(/[/\\]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[:*?"<>|]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  return name === '' ? null : shorten(name);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 20 ? name.slice(dot) : '';
  let stem = '';
  let left = MAX_BYTES - Buffer.byteLength(extension);
  for (const character of name) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    stem += character;
  }
  return stem.trimEnd() + extension;
}
