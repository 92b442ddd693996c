import type { LegacyFile } from '../source/legacy-files';
import { type Discrepancy, Remarks } from './discrepancy';
import type { PlannedTicket } from './ticket';

/** Where a file comes to lie. */
export interface PlannedFile {
  readonly file: LegacyFile;
  /** The message to whose entry it is attached; null for the folder of the ticket, which colleagues alone read. */
  readonly messageId: number | null;
}

export interface PlannedFiles {
  readonly files: readonly PlannedFile[];
  readonly remarks: readonly Discrepancy[];
}

/** A word in the column of a message that names its files, and what it names. */
interface Naming {
  readonly messageId: number;
  readonly word: string;
  readonly file: LegacyFile | null;
}

/**
 * What becomes of the files of a ticket: those that messages name are attached to their entries, the others lie in the
 * ticket's folder. Messages name them by id, by path or by name. By a name alone nothing is taken that another message
 * names more exactly: a file of a note must not come into an entry that customers read because it is called alike.
 */
export function planFiles(ticket: PlannedTicket, files: readonly LegacyFile[]): PlannedFiles {
  const exact = ticket.messages.flatMap(({ id, attachments }) =>
    wordsOf(attachments, files).map((word): Naming => ({ messageId: id, word, file: exactly(word, files) })),
  );
  const taken = new Set(exact.flatMap(({ file }) => file?.id ?? []));
  const free = files.filter(({ id }) => !taken.has(id));
  const all = exact.map((naming) => ({ ...naming, file: naming.file ?? byName(naming.word, free) }));
  const attached = new Map<string, PlannedFile>();
  const remarks: Discrepancy[] = [];
  for (const { messageId, word, file } of all) {
    if (file) attached.set(`${String(messageId)} ${String(file.id)}`, { file, messageId });
    else {
      const said = new Remarks('ti_messages', messageId);
      said.add('broken', 'attachments', 'It names a file that its ticket does not have', word);
      remarks.push(...said.all);
    }
  }
  const named = new Set([...attached.values()].map(({ file }) => file.id));
  const others = files.filter(({ id }) => !named.has(id)).map((file) => ({ file, messageId: null }));
  return { files: [...attached.values(), ...others], remarks };
}

/** The words of a list with commas, semicolons or line ends between them; a comma may be part of a name. */
function wordsOf(list: string, files: readonly LegacyFile[]): string[] {
  const pieces = list.split(/[;\r\n]+/).map((piece) => piece.trim());
  return pieces
    .flatMap((piece) => (exactly(piece, files) ? piece : piece.split(',').map((word) => word.trim())))
    .filter((word) => word !== '');
}

/** By its id, its path from the top or from the ticket's folder, or its name there. */
function exactly(word: string, files: readonly LegacyFile[]): LegacyFile | null {
  const id = /^\d{1,15}$/.test(word) ? Number(word) : null;
  const path = word.replace(/^\.?\/+/, '');
  return (
    files.find((file) => file.id === id) ??
    files.find((file) => [...file.folders, file.name].join('/') === path || file.path?.join('/') === path) ??
    null
  );
}

/** The only one that is called so, in whichever folder. */
function byName(word: string, files: readonly LegacyFile[]): LegacyFile | null {
  const name = word.split('/').at(-1);
  const found = files.filter((file) => file.name === name);
  return found.length === 1 ? (found[0] ?? null) : null;
}
