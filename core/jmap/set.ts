import { inject, injectable } from 'inversify';
import { Repeats } from '../audit/repeats';
import type { Context } from '../auth/context';
import { Database } from '../database/database';
import { type Alone, withSavepoints } from './alone';
import type { SetArguments } from './arguments';
import { type CreatedIds, inCreationOrder, resolveId } from './created-ids';
import type { Action } from './data-type';
import { Draft, isSame } from './draft';
import { MethodError, SetError } from './errors';
import { Get, select } from './get';
import { limits } from './limits';
import { applyPatch } from './patch';
import { ANY_TYPE, idOf, type Property, type Row } from './property';
import { Records } from './records';
import { States } from './state';
import { type DeclaredProperty, type ExtendedType, Types } from './types';

/** Name of what holds the id of a blob, of itself or in a value: `blobId`, `avatarBlobId`. */
const NAMES_BLOB = /^(?:b|\w+B)lobId$/;

/** Foo/set (RFC 8620 §5.3). One transaction for the call, one savepoint for each object where it needs one. */
@injectable()
export class SetMethod {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Types) private readonly types: Types,
    @inject(Records) private readonly records: Records,
    @inject(States) private readonly states: States,
    @inject(Get) private readonly get: Get,
    @inject(Repeats) private readonly repeats: Repeats,
  ) {}

  async run(name: string, args: SetArguments, context: Context, created: CreatedIds): Promise<object> {
    const count = [args.create, args.update, args.destroy].reduce(
      (sum, part) => sum + Object.keys(part ?? {}).length,
      0,
    );
    if (count > limits.maxObjectsInSet) {
      throw MethodError.of('requestTooLarge', `At most ${String(limits.maxObjectsInSet)} objects at once`);
    }
    const type = this.types.get(name);
    // Another attempt must find nothing of the one before.
    const known = new Map(created);
    const attempt = (alone: Alone) =>
      this.database.transaction(async () => {
        created.clear();
        for (const [key, id] of known) created.set(key, id);
        const oldState = await this.states.of(name, context);
        if (args.ifInState !== null && args.ifInState !== oldState) {
          throw MethodError.of('stateMismatch', `The state is ${oldState} by now`);
        }
        const call = new SetCall(type, args, context, created, this.records, this.get, this.repeats);
        const outcome = await call.run(alone);
        await this.database.flush();
        return {
          accountId: args.accountId,
          oldState,
          newState: await this.states.after(oldState, name, context, call.answered),
          ...outcome,
        };
      });
    return withSavepoints(count, attempt, this.database);
  }
}

/** One call at work. */
class SetCall {
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
    const given = new Map(Object.entries(object));
    for (const name of given.keys()) if (!this.type.properties.has(name)) faults.set(name, 'is not known');
    for (const [name, { property }] of this.type.properties) {
      const value = given.get(name);
      if (value === undefined) {
        if (property.required) faults.set(name, 'is required');
        else if (!property.serverSet && property.stored)
          await this.take(draft, name, property, property.default, faults);
      } else if (property.serverSet) faults.set(name, 'is set by the server');
      else await this.take(draft, name, property, value, faults);
    }
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
    for (const [name, value] of wanted) {
      const property = this.type.properties.get(name)?.property;
      if (name === 'id' ? value === id : property && !property.writeOnly && isSame(before[name], value)) continue;
      if (!property) faults.set(name, name === 'id' ? 'cannot be changed' : 'is not known');
      else if (property.serverSet) faults.set(name, 'is set by the server');
      else if (property.immutable) faults.set(name, 'cannot be changed');
      // null means the default (RFC 8620 §5.3) unless null itself is a value.
      else
        await this.take(draft, name, property, value === null && !property.nullable ? property.default : value, faults);
    }
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
    if (property.refersTo !== null && property.refersTo !== ANY_TYPE && typeof parsed.value === 'number') {
      if (!(await this.records.sees(property.refersTo, parsed.value, this.context))) {
        faults.set(name, 'is no such object');
        return;
      }
    }
    if (property.stored) draft.values[name] = parsed.value;
    else draft.extras.set(name, parsed.value);
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
