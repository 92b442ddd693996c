import type { Repeats } from '../audit/repeats';
import type { Context } from '../auth/context';
import type { Alone } from './alone';
import type { SetArguments } from './arguments';
import { type CreatedIds, inCreationOrder, resolveId } from './created-ids';
import type { Action } from './data-type';
import { Draft, isSame } from './draft';
import { SetError } from './errors';
import { type Get, select } from './get';
import { applyPatch } from './patch';
import { ANY_TYPE, idOf, type Property, type Row } from './property';
import type { Records } from './records';
import type { DeclaredProperty, ExtendedType } from './types';

/** Name of what holds the id of a blob, of itself or in a value: `blobId`, `avatarBlobId`. */
const NAMES_BLOB = /^(?:b|\w+B)lobId$/;

/** One call of Foo/set at work, in its transaction. */
export class SetCall {
  /** Ids of the objects that the outcome tells of. */
  readonly answered = new Set<number>();
  private readonly created: Record<string, unknown> = {};
  private readonly updated: Record<string, unknown> = {};
  private readonly destroyed: string[] = [];
  private readonly notCreated: Record<string, SetError> = {};
  private readonly notUpdated: Record<string, SetError> = {};
  private readonly notDestroyed: Record<string, SetError> = {};

  constructor(
    private readonly type: ExtendedType,
    private readonly args: SetArguments,
    private readonly context: Context,
    private readonly createdIds: CreatedIds,
    private readonly records: Records,
    private readonly get: Get,
    private readonly repeats: Repeats,
  ) {}

  private get name(): string {
    return this.type.type.name;
  }

  async run(alone: Alone): Promise<object> {
    for (const [key, object] of inCreationOrder(this.args.create ?? {}, this.type)) {
      await this.guard(this.notCreated, key, () => alone(() => this.create(key, object)));
    }
    const doomed = new Set((this.args.destroy ?? []).map((id) => this.resolve(id)));
    for (const [key, patch] of Object.entries(this.args.update ?? {})) {
      const id = this.resolve(key);
      await this.guard(this.notUpdated, key, async () => {
        if (doomed.has(id)) throw SetError.of('willDestroy', 'The same call destroys it');
        await alone(() => this.update(key, id, patch));
      });
    }
    for (const key of new Set(this.args.destroy ?? [])) {
      await this.guard(this.notDestroyed, key, () => alone(() => this.destroy(this.resolve(key))));
    }
    return {
      created: orNull(this.created),
      updated: orNull(this.updated),
      destroyed: this.destroyed.length > 0 ? this.destroyed : null,
      notCreated: orNull(this.notCreated),
      notUpdated: orNull(this.notUpdated),
      notDestroyed: orNull(this.notDestroyed),
    };
  }

  private async guard(faults: Record<string, SetError>, key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SetError)) throw error;
      faults[key] = error;
      if (error.type === 'forbidden') await this.denied(key, error);
    }
  }

  /** What somebody tried and may not: for the audit log. */
  private async denied(key: string, error: SetError): Promise<void> {
    const id = idOf(this.resolve(key));
    const object = id === null ? {} : { objectId: id };
    const title = error.description;
    await this.repeats.note({ action: 'denied', outcome: 'refused', type: this.name, ...object, title });
  }

  private async create(key: string, object: Record<string, unknown>): Promise<void> {
    if (this.type.type.singleton !== null) throw SetError.of('singleton', `There is only one ${this.name}`);
    this.refuseIfMadeByHost();
    const draft = new Draft(null, {}, this.context);
    const faults = new Map<string, string>();
    const taken: Promise<void>[] = [];
    const given = new Map(Object.entries(object));
    for (const name of given.keys()) if (!this.type.properties.has(name)) faults.set(name, 'is not known');
    for (const [name, { property }] of this.type.properties) {
      const value = given.get(name);
      if (value === undefined) {
        if (property.required) faults.set(name, 'is required');
        else if (!property.serverSet && property.stored)
          taken.push(this.take(draft, name, property, property.default, faults));
      } else if (property.serverSet) faults.set(name, 'is set by the server');
      else taken.push(this.take(draft, name, property, value, faults));
    }
    await Promise.all(taken);
    if (faults.size > 0) throw SetError.invalidAll(faults);
    await this.store('create', draft);
    const id = String(draft.id);
    this.createdIds.set(key, id);
    this.answered.add(draft.id);
    this.created[key] = { id, ...(await this.differences(draft.id, object)) };
  }

  private async update(key: string, id: string, patch: Record<string, unknown>): Promise<void> {
    const row = await this.find(id);
    this.refuseIfMadeByHost();
    const before = await this.wire(row, new Set(Object.keys(patch).map((path) => path.split('/')[0] ?? '')));
    const wanted = applyPatch(before, patch);
    const draft = new Draft(row, { ...row }, this.context, {}, new Set(wanted.keys()));
    const faults = new Map<string, string>();
    const taken: Promise<void>[] = [];
    for (const [name, value] of wanted) {
      const property = this.type.properties.get(name)?.property;
      if (name === 'id' ? value === id : property && !property.writeOnly && isSame(before[name], value)) continue;
      if (!property) faults.set(name, name === 'id' ? 'cannot be changed' : 'is not known');
      else if (property.serverSet) faults.set(name, 'is set by the server');
      else if (property.immutable) faults.set(name, 'cannot be changed');
      // null means the default (RFC 8620 §5.3) unless null itself is a value.
      else {
        const given = value === null && !property.nullable ? property.default : value;
        taken.push(this.take(draft, name, property, given, faults));
      }
    }
    await Promise.all(taken);
    if (faults.size > 0) throw SetError.invalidAll(faults);
    await this.store('update', draft);
    this.answered.add(row.id);
    const believed = { ...before, ...Object.fromEntries(wanted) };
    const changed = await this.differences(row.id, believed, new Set(draft.changes()));
    this.updated[key] = Object.keys(changed).length > 0 ? changed : null;
  }

  private async destroy(id: string): Promise<void> {
    if (this.type.type.singleton !== null) throw SetError.of('singleton', `The ${this.name} cannot be removed`);
    const row = await this.find(id);
    const draft = new Draft(row, { ...row }, this.context);
    await this.allowed('destroy', draft);
    await this.records.destroy(this.name, row, this.args.withContents);
    this.destroyed.push(id);
    this.answered.add(row.id);
  }

  private refuseIfMadeByHost(): void {
    if (this.type.type.isMadeByHost) throw SetError.forbidden(`The host alone makes and changes a ${this.name}`);
  }

  private async store(action: 'create' | 'update', draft: Draft): Promise<void> {
    await this.allowed(action, draft);
    await this.records.save(this.name, draft);
  }

  private async allowed(action: Action, draft: Draft): Promise<void> {
    const { type, extensions } = this.type;
    let isPermitted = false;
    for (const extension of extensions) isPermitted ||= await extension.permits(action, draft, this.context);
    if (!isPermitted) await type.allow(action, draft, this.context);
    for (const extension of extensions) await extension.allow(action, draft, this.context, this.name);
  }

  /** Checks one value and puts it into the draft. A reference is read through the caller's access first. */
  private async take(
    draft: Draft,
    name: string,
    property: Property,
    value: unknown,
    faults: Map<string, string>,
  ): Promise<void> {
    const isReference = property.refersTo !== null && typeof value === 'string';
    const wire = isReference ? this.resolve(value) : this.nameBlobs(name, value);
    const parsed = property.parse(wire);
    if ('fault' in parsed) {
      // A default that is no value (null for a property that must be given later) stays unset.
      if (draft.isNew && value === property.default && !property.required) return;
      faults.set(name, parsed.fault);
      return;
    }
    if (property.stored) draft.values[name] = parsed.value;
    else draft.extras.set(name, parsed.value);
    const { refersTo } = property;
    if (refersTo === null || refersTo === ANY_TYPE || typeof parsed.value !== 'number') return;
    if (!(await this.records.sees(refersTo, parsed.value, this.context))) faults.set(name, 'is no such object');
  }

  /** Unknown and forbidden answer alike. */
  private async find(id: string): Promise<Row> {
    const { singleton } = this.type.type;
    const number = singleton === null ? idOf(id) : id === singleton ? await this.onlyOne() : null;
    const row = number === null ? null : await this.records.seen(this.name, number, this.context);
    if (!row) throw SetError.notFound();
    return row;
  }

  /** Row of a singleton: the one there is for the caller. */
  private async onlyOne(): Promise<number | null> {
    const row = await this.records.visible(this.name, this.context).getOne();
    return row?.id ?? null;
  }

  /** Blobs made by Blob/upload in the same request may be named by creation id wherever an object holds a blob id. */
  private nameBlobs(name: string, value: unknown): unknown {
    if (typeof value === 'string') return NAMES_BLOB.test(name) ? this.resolve(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: unknown) => this.nameBlobs(name, item));
    const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [key, this.nameBlobs(key, inner)]);
    return Object.fromEntries(entries) as unknown;
  }

  private resolve(id: string): string {
    return resolveId(id, this.createdIds);
  }

  /** Wire values of a row: the named properties and all that the server sets. */
  private async wire(row: Row, names: ReadonlySet<string> | null): Promise<Record<string, unknown>> {
    const chosen = new Map<string, DeclaredProperty>();
    for (const [name, declared] of select(this.type, null)) {
      if (names === null || names.has(name) || declared.property.serverSet) chosen.set(name, declared);
    }
    const [object] = await this.get.show(this.type, [row], chosen, this.context);
    return object ?? {};
  }

  /**
   * What the stored object has otherwise than the client must believe; an object it may no longer see has nothing.
   * Of one that was there it knows what is not among the names of what `changed`.
   */
  private async differences(
    id: number,
    believed: Record<string, unknown>,
    changed: ReadonlySet<string> | null = null,
  ): Promise<Record<string, unknown>> {
    const row = await this.records.seen(this.name, id, this.context);
    if (!row) return {};
    const now = await this.wire(row, null);
    const isNews = (name: string, value: unknown): boolean => {
      if (name in believed) return !isSame(believed[name], value);
      // Who is not shown it is not told either that it changed.
      const isHidden = value === null && this.type.properties.get(name)?.property.agentsOnly === true;
      return changed === null || (changed.has(name) && !isHidden);
    };
    return Object.fromEntries(Object.entries(now).filter(([name, value]) => name !== 'id' && isNews(name, value)));
  }
}

function orNull<T extends object>(map: T): T | null {
  return Object.keys(map).length > 0 ? map : null;
}
