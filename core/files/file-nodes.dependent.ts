import { inject, injectable } from 'inversify';
import { DataType, Dependent } from '../jmap/data-type';
import { Records } from '../jmap/records';
import { Contributions } from '../module/contributions';
import { Folders } from './folders.service';

/** Files are seen, and go, with the object they belong to. */
@injectable()
export class FileNodes extends Dependent {
  readonly type = 'FileNode';

  constructor(
    @inject(Folders) private readonly folders: Folders,
    @inject(Records) private readonly records: Records,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {
    super();
  }

  follows(type: string): boolean {
    return this.contributions.all(DataType).some((candidate) => candidate.name === type && candidate.files);
  }

  async audiences(type: string, id: number, followed: readonly string[]): Promise<Map<number, readonly string[]>> {
    const readers = this.records.readersAmong(type, followed);
    return new Map((await this.folders.of(type, id)).map((node) => [node.id, readers]));
  }

  async destroyWith(type: string, id: number): Promise<void> {
    const roots = (await this.folders.of(type, id)).filter((node) => node.parentId === null);
    await this.records.destroyAll('FileNode', roots);
  }
}
