/** A file as a client gives it to an object: bytes that are here, under a name and of a type. */
export interface GivenFile {
  readonly blobId: string;
  readonly name: string;
  readonly type: string;
}

/** Files that are given at once, at most. */
const MOST = 100;

/**
 * Wire value `[{ blobId, name, type }]` → files.
 * @param more reads what else such a file has; the fault is a sentence without its subject
 */
export function parseFiles<T extends GivenFile>(
  value: unknown,
  more: (file: GivenFile, item: Readonly<Record<string, unknown>>) => { value: T } | { fault: string },
): { value: T[] } | { fault: string } {
  if (!Array.isArray(value)) return { fault: 'must be a list' };
  if (value.length > MOST) return { fault: `must have at most ${String(MOST)} files` };
  const files: T[] = [];
  for (const one of value as unknown[]) {
    const item = (one ?? {}) as Record<string, unknown>;
    const { blobId, name, type } = item;
    if (typeof blobId !== 'string') return { fault: 'needs a blobId for every file' };
    if (typeof name !== 'string' || name.trim() === '') return { fault: 'needs a name for every file' };
    if (typeof type !== 'string' || !/^[\w.+-]+\/[\w.+-]+/.test(type))
      return { fault: 'needs a type such as image/png for every file' };
    const file = more(givenFile({ blobId, name, type }), item);
    if ('fault' in file) return file;
    files.push(file.value);
  }
  return { value: files };
}

/** With a name to show and to save: no path, no control or direction characters, at most 255 characters. */
export function givenFile({ blobId, name, type }: GivenFile): GivenFile {
  const clean = (name.split(/[/\\]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim();
  return { blobId, name: [...clean].slice(0, 255).join('') || 'file', type: type.slice(0, 190) };
}
