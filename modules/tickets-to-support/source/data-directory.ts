import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { Problem } from '../../../core/api';
import type { FileFault } from './legacy-files';

/** Neither follows a link that was put there meanwhile, nor waits for a pipe to be written to. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const FAULTS: Readonly<Record<string, FileFault>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ENAMETOOLONG: 'missing',
  ELOOP: 'outside',
};

/** The folder in which an older system keeps its files. Nothing that lies outside it is read, whatever a row says. */
export class DataDirectory {
  private constructor(private readonly root: string) {}

  /** @throws Problem saying why it cannot be used */
  static async of(folder: string): Promise<DataDirectory> {
    const facts = await stat(folder).catch(() => null);
    if (!facts) throw new Problem(`--files: there is no directory ${folder}`);
    if (!facts.isDirectory()) throw new Problem(`--files: ${folder} is no directory`);
    return new DataDirectory(await realpath(folder));
  }

  /** Bytes of the file with this path, given by the names of folders and its own. */
  async open(names: readonly string[]): Promise<Readable | FileFault> {
    if (names.length === 0 || !names.every(isPlain)) return 'outside';
    try {
      const path = await realpath(join(this.root, ...names));
      if (!path.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) return 'outside';
      const handle = await open(path, FLAGS);
      if ((await handle.stat()).isFile()) return handle.createReadStream();
      await handle.close();
      return 'noFile';
    } catch (error) {
      return FAULTS[(error as NodeJS.ErrnoException).code ?? ''] ?? 'unreadable';
    }
  }
}

/** One name, and no way to anywhere else. */
function isPlain(name: string): boolean {
  return !['', '.', '..'].includes(name) && !/[/\0]/.test(name);
}
