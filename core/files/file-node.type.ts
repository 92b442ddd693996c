import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { byText } from '../jmap/collation';
import { type Action, DataType, type Filters, type Sorts } from '../jmap/data-type';
import type { Draft } from '../jmap/draft';
import { SetError } from '../jmap/errors';
import { ANY_TYPE, boolean, integer, type Row, reference, text, utcDate } from '../jmap/property';
import { Records } from '../jmap/records';
import { idsOf } from '../jmap/standard-filters';
import { Contributions } from '../module/contributions';
import { Clock } from '../ports/clock';
import { CoreSettings } from '../settings/core-settings';
import type { Access } from '../sharing/access';
import { Level } from '../sharing/level';
import { Blobs } from './blobs.service';
import { nameFault } from './file-name';
import { FileNode } from './file-node.entity';
import { Folders } from './folders.service';

const MEGABYTE = 1_000_000;

/**
 * Files and folders of an object whose type has them. They are colleagues' papers: seen by those who may read the
 * object ({@link Level.read}), changed by those who may write it; a customer sees the files of public comments alone.
 */
@injectable()
export class FileNodeType extends DataType<FileNode> {
  readonly name = 'FileNode';
  readonly entity = FileNode;

  readonly access: Access<FileNode> = {
    least: Level.read,
    where: (alias, context, level) =>
      this.either(alias, (type, id) => this.records.seesOther(type, id, context, Math.max(level, Level.read))),
    inAcls: (alias) => this.either(alias, (type, id) => this.records.liesInAcls(type, id) ?? '1 = 0'),
    audience: async ({ entityType, entityId }) => {
      const entity = this.has(entityType) ? await this.records.find(entityType, entityId) : null;
      if (!entity) return [];
      return this.records.readersAmong(entityType, await this.records.audienceOf(entityType, entity));
    },
  };

  readonly properties = {
    entityType: text({ required: true, immutable: true, max: 60 }),
    entityId: reference(ANY_TYPE, { required: true, immutable: true }),
    parentId: reference('FileNode', { nullable: true }),
    name: text({ required: true, max: 255 }),
    blobId: text({ immutable: true, nullable: true, max: 70 }),
    type: text({ immutable: true, max: 190 }),
    size: integer({ serverSet: true }),
    createdAt: utcDate({ serverSet: true }),
    createdById: reference('Principal', { serverSet: true, nullable: true }),
    trashedAt: utcDate({ serverSet: true, nullable: true }),
    isTrashed: { ...boolean(), stored: false, load: (rows: readonly Row[]) => Promise.resolve(trashed(rows)) },
  };

  override readonly filters: Filters = {
    entityType: (value, { row, bind }) => `${row}.entityType = ${bind(String(value))}`,
    entityId: (value, { row, bind }) => `${row}.entityId IN ${bind(idsOf('entityId', value))}`,
    parentId: (value, { row, bind }) =>
      value === null ? `${row}.parentId IS NULL` : `${row}.parentId IN ${bind(idsOf('parentId', value))}`,
    isTrashed: (value, { row }) => `${row}.trashedAt IS ${value === true ? 'NOT ' : ''}NULL`,
  };
  override readonly sorts: Sorts = { name: byText('{row}.name'), size: '{row}.size', createdAt: '{row}.createdAt' };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Folders) private readonly folders: Folders,
    @inject(Blobs) private readonly blobs: Blobs,
    @inject(CoreSettings) private readonly settings: CoreSettings,
    @inject(Clock) private readonly clock: Clock,
  ) {
    super();
  }

  /** True when objects of the type have files. */
  has(type: string): boolean {
    return this.types().some(({ name }) => name === type);
  }

  override async allow(action: Action, draft: Draft, context: Context): Promise<void> {
    const { entityType, entityId, blobId } = draft.values as unknown as FileNode;
    if (!this.has(entityType)) throw SetError.invalid('entityType', 'is no type whose objects have files');
    const may = async (level: number) => this.records.visibleIds(entityType, [entityId], context, level);
    if (!(await may(Level.read)).has(entityId)) throw SetError.invalid('entityId', 'is no such object');
    if (!(await may(Level.write)).has(entityId))
      throw SetError.forbidden('You may not change the files of this object');
    if (action !== 'create' || typeof blobId !== 'string') return;
    const size = await this.blobs.sizeFor(blobId, context);
    if (size === null) throw SetError.invalid('blobId', 'is no such file');
    await this.allowSize(size, context);
  }

  override async saving(draft: Draft): Promise<void> {
    const { values } = draft;
    if (draft.isNew) await this.complete(draft);
    this.trash(draft);
    const fault = nameFault(String(values['name']));
    if (fault !== null) throw SetError.invalid('name', fault);
    const { entityType, entityId, name, parentId, trashedAt } = values as unknown as FileNode;
    const isPlaced = ['name', 'parentId', 'trashedAt'].some((column) => draft.changed(column));
    if (!isPlaced || trashedAt !== null) return;
    const id = draft.isNew ? null : draft.id;
    await this.folders.check({ entityType, entityId, name, parentId: parentId ?? null, id });
  }

  override async destroying(row: Row): Promise<void> {
    await this.records.destroyAll('FileNode', await this.folders.contents(row.id));
  }

  private async complete({ values, actor }: Draft): Promise<void> {
    const { blobId } = values;
    values['parentId'] ??= null;
    values['blobId'] ??= null;
    values['size'] = typeof blobId === 'string' ? await this.blobs.size(blobId) : 0;
    values['createdAt'] ??= this.clock.now();
    values['createdById'] ??= actor?.principalId ?? null;
    values['trashedAt'] ??= null;
  }

  /** Into the trash and out again; what lies there keeps its name and its place. */
  private trash(draft: Draft): void {
    const isWanted = draft.extras.get('isTrashed');
    if (isWanted === undefined) return;
    if (isWanted !== true) draft.values['trashedAt'] = null;
    else draft.values['trashedAt'] ??= this.clock.now();
  }

  /** @throws SetError overQuota when the person, or the host, has no room for it */
  private async allowSize(size: number, context: Context): Promise<void> {
    const { fileQuota, hostFileQuota } = await this.settings.read();
    if (hostFileQuota > 0 && (await this.folders.used()) + size > hostFileQuota * MEGABYTE) {
      throw SetError.of('overQuota', 'All files of this installation have no more room: ask your administrator');
    }
    if ((await this.folders.usedBy(context.principalId)) + size > fileQuota * MEGABYTE) {
      throw SetError.of(
        'overQuota',
        `Your files may have ${String(fileQuota)} MB together: delete some for good first`,
      );
    }
  }

  private either(alias: string, condition: (type: string, id: string) => string): string {
    const parts = this.types().map(
      ({ name }) => `(${alias}.entityType = '${name}' AND ${condition(name, `${alias}.entityId`)})`,
    );
    return parts.length > 0 ? `(${parts.join(' OR ')})` : '1 = 0';
  }

  private types(): readonly DataType[] {
    return this.contributions.all(DataType).filter((type) => type.files);
  }
}

function trashed(rows: readonly Row[]): Map<number, boolean> {
  return new Map(rows.map((row) => [row.id, row['trashedAt'] !== null]));
}
