import { inject, injectable } from 'inversify';
import { IsNull } from 'typeorm';
import { Database } from '../database/database';
import { SetError } from '../jmap/errors';
import { freeName, isSameName } from './file-name';
import { FileNode } from './file-node.entity';

/** Folders in folders, at most. */
const DEEPEST = 20;

/** Where a file or folder is to lie, and what is to lie there. */
export type Place = Pick<FileNode, 'entityType' | 'entityId' | 'parentId' | 'name'> & { readonly id: number | null };

/** The tree of files of an object. */
@injectable()
export class Folders {
  constructor(@inject(Database) private readonly database: Database) {}

  /** @throws SetError when nothing may lie there, or something of the name does */
  async check(place: Place): Promise<void> {
    await this.checkFolder(place);
    const { entityType, entityId, parentId, name, id } = place;
    const where = { entityType, entityId, parentId: parentId ?? IsNull(), trashedAt: IsNull() };
    const siblings = await this.database.manager.findBy(FileNode, where);
    const taken = siblings.filter((node) => node.id !== id).map((node) => node.name);
    if (taken.some((other) => isSameName(other, name))) {
      throw SetError.of('alreadyExists', `There is "${name}" already; "${freeName(name, taken)}" is free`);
    }
  }

  /** What lies in a folder, in order, so that the numbers of changes are the same on every database. */
  contents(parentId: number): Promise<FileNode[]> {
    return this.database.manager.find(FileNode, { where: { parentId }, order: { id: 'ASC' } });
  }

  /** Everything that belongs to an object, folders first: what lies deeper was made later or moved there. */
  of(entityType: string, entityId: number): Promise<FileNode[]> {
    return this.database.manager.find(FileNode, { where: { entityType, entityId }, order: { id: 'ASC' } });
  }

  /** Bytes of all that a person has put into folders, the trash included. */
  async usedBy(createdById: number): Promise<number> {
    return (await this.database.manager.sum(FileNode, 'size', { createdById })) ?? 0;
  }

  /** Bytes of all that anybody has put into folders. */
  async used(): Promise<number> {
    return Number((await this.database.manager.sum(FileNode, 'size')) ?? 0);
  }

  private async checkFolder({ entityType, entityId, parentId, id }: Place): Promise<void> {
    const depth = id === null ? 1 : await this.heightOf(id);
    let above = parentId;
    for (let level = depth; above !== null; level++) {
      const folder: FileNode | null = await this.database.manager.findOneBy(FileNode, { id: above });
      if (folder?.entityType !== entityType || folder.entityId !== entityId || folder.blobId !== null) {
        throw SetError.invalid('parentId', 'is no folder of the same object');
      }
      if (folder.trashedAt !== null) throw SetError.invalid('parentId', 'is a folder in the trash');
      if (folder.id === id) throw SetError.invalid('parentId', 'is the folder itself or lies in it');
      if (level >= DEEPEST) throw SetError.invalid('parentId', `lies deeper than ${String(DEEPEST)} folders`);
      above = folder.parentId;
    }
  }

  /** Levels of a node with what it holds. */
  private async heightOf(id: number): Promise<number> {
    let highest = 0;
    for (const node of await this.contents(id)) {
      highest = Math.max(highest, node.blobId === null ? await this.heightOf(node.id) : 1);
    }
    return 1 + highest;
  }
}
