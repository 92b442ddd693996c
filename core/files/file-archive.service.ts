import type { Readable } from 'node:stream';
import { inject, injectable } from 'inversify';
import { ZipFile } from 'yazl';
import type { Context } from '../auth/context';
import { Records, ROW } from '../jmap/records';
import { Problem } from '../problem';
import { BlobStore } from './blob-store';
import { freeName, safeName } from './file-name';
import type { FileNode } from './file-node.entity';

/** Bytes and files that go into one archive, at most. */
const MOST_BYTES = 1_000_000_000;
const MOST_FILES = 10_000;
/** What is compressed already is only stored. */
const COMPRESSED =
  /^(image\/(png|jpe?g|gif|webp)|audio\/|video\/|application\/(zip|gzip|pdf|x-7z-compressed|vnd\.open))/;

/** What an archive is made of: all files of an object, or some of them. */
export interface Chosen {
  readonly entityType: string;
  readonly entityId: number;
  /** Files and folders; null for all. */
  readonly ids: readonly number[] | null;
}

/** Files of an object as one ZIP. */
@injectable()
export class FileArchive {
  constructor(
    @inject(Records) private readonly records: Records,
    @inject(BlobStore) private readonly store: BlobStore,
  ) {}

  /**
   * The chosen files and folders with what is in them, the trash left out, made while it is read. Where a file cannot
   * be read the stream fails: an archive is whole or visibly broken.
   * @throws Problem 404 when the caller does not see one of them, 413 when they are too much
   */
  async zip(chosen: Chosen, context: Context): Promise<Readable> {
    const entries = entriesOf(await this.visible(chosen, context), chosen.ids);
    const size = entries.reduce((sum, { node }) => sum + node.size, 0);
    if (size > MOST_BYTES || entries.length > MOST_FILES) {
      throw new Problem(
        `One archive takes up to ${String(MOST_FILES)} files with ${String(MOST_BYTES / 1_000_000)} MB: choose fewer`,
        413,
      );
    }
    const zip = new ZipFile();
    const output = zip.outputStream as Readable;
    let open: Readable | undefined;
    const fail = (error: Error): void => {
      output.destroy(error);
    };
    // It may fail before anybody listens; who reads it afterwards is told all the same.
    output.on('error', () => undefined);
    output.on('close', () => open?.destroy());
    zip.on('error', fail);
    for (const { path, node } of entries) {
      const { blobId, type, size: bytes, createdAt: mtime } = node;
      if (blobId === null) zip.addEmptyDirectory(path, { mtime });
      else {
        zip.addReadStreamLazy(path, { mtime, size: bytes, compress: !COMPRESSED.test(type) }, (done) => {
          this.store.read(blobId).then(({ stream }) => {
            open = stream.on('error', fail);
            if (output.destroyed) stream.destroy();
            else done(null, stream);
          }, fail);
        });
      }
    }
    zip.end();
    return output;
  }

  private async visible({ entityType, entityId, ids }: Chosen, context: Context): Promise<FileNode[]> {
    const query = this.records
      .visible('FileNode', context)
      .andWhere({ entityType, entityId })
      .andWhere(`${ROW}.trashedAt IS NULL`)
      .orderBy(`${ROW}.id`);
    const nodes = (await query.getMany()) as unknown as FileNode[];
    const known = new Set(nodes.map(({ id }) => id));
    if (nodes.length === 0 || ids?.some((id) => !known.has(id)) === true)
      throw new Problem('There is no such file', 404);
    return nodes;
  }
}

interface Entry {
  readonly path: string;
  readonly node: FileNode;
}

/** Where each file lies in the archive; a folder has an entry of its own only when there is nothing in it. */
function entriesOf(nodes: readonly FileNode[], ids: readonly number[] | null): Entry[] {
  const inside = new Map<number | null, FileNode[]>();
  for (const node of nodes) inside.set(node.parentId, [...(inside.get(node.parentId) ?? []), node]);
  const place = (some: readonly FileNode[], above: string): Entry[] => {
    const taken: string[] = [];
    return some.flatMap((node) => {
      const name = freeName(safeName(node.name), taken);
      taken.push(name);
      const path = `${above}${name}`;
      const children = node.blobId === null ? (inside.get(node.id) ?? []) : [];
      return children.length > 0 ? place(children, `${path}/`) : [{ path, node }];
    });
  };
  return place(ids === null ? (inside.get(null) ?? []) : nodes.filter(({ id }) => ids.includes(id)), '');
}
