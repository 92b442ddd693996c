import { inject, injectable } from 'inversify';
import type { Draft } from '../jmap/draft';
import type { Property, Row } from '../jmap/property';
import { RecordListener } from '../jmap/record-listener';
import { Types } from '../jmap/types';
import { AuditTrail } from './audit-trail';
import { caller } from './caller';
import { type AuditedChange, differences, SECRET } from './entry';

/** Columns that name an object to people, best first. */
const TITLES = ['title', 'name', 'subject', 'job', 'module', 'label', 'email'];

/** Notes every object that is stored or removed, with the values of its declared properties. */
@injectable()
export class AuditListener extends RecordListener {
  /** Values that are no column, as they were before the draft was stored. */
  private readonly former = new WeakMap<Draft, ReadonlyMap<string, unknown>>();

  constructor(
    @inject(Types) private readonly types: Types,
    @inject(AuditTrail) private readonly trail: AuditTrail,
  ) {
    super();
  }

  override async saving(type: string, draft: Draft): Promise<void> {
    if (!draft.before || draft.extras.size === 0 || this.isLeftOut(type, draft.before, draft.values)) return;
    this.former.set(draft, await this.load(type, draft.before, [...draft.extras.keys()]));
  }

  override async saved(type: string, draft: Draft): Promise<void> {
    if (this.isLeftOut(type, draft.before ?? draft.values, draft.values)) return;
    const names = draft.changes();
    const extras = names.filter((name) => draft.extras.has(name));
    const now = extras.length === 0 ? new Map<string, unknown>() : await this.load(type, draft.values as Row, extras);
    const former = this.former.get(draft);
    const changes = names.flatMap((name): AuditedChange[] => {
      const property = this.types.get(type).properties.get(name)?.property;
      if (!property || isStamp(property)) return [];
      if (property.writeOnly) return [{ property: name, old: SECRET, new: SECRET }];
      const isExtra = draft.extras.has(name);
      const before = isExtra ? former?.get(name) : draft.before && property.format(draft.before[name]);
      const after = isExtra ? now.get(name) : property.format(draft.values[name]);
      return differences(name, before, after);
    });
    if (!draft.isNew && changes.length === 0) return;
    const title = titleOf(draft.values);
    await this.trail.note({ action: draft.isNew ? 'create' : 'update', type, objectId: draft.id, title, changes });
  }

  override async destroying(type: string, row: Row): Promise<void> {
    if (this.isLeftOut(type, row)) return;
    const changes = [...this.types.get(type).properties].flatMap(([name, { property }]): AuditedChange[] => {
      if (property.load || property.writeOnly || isStamp(property)) return [];
      return differences(name, property.format(row[name]), null);
    });
    await this.trail.note({ action: 'destroy', type, objectId: row.id, title: titleOf(row), changes });
  }

  /**
   * What the host notes for itself, many times a day, is left out; what a person does with it is not. What is and was
   * for one person is left out, but for what an administrator does in that person's name.
   * @param rows the object, as it was and as it is
   */
  private isLeftOut(name: string, ...rows: readonly Readonly<Record<string, unknown>>[]): boolean {
    const { type } = this.types.get(name);
    const { person } = caller();
    const isPersonal = (): boolean => rows.every((row) => type.isPersonal(row));
    return (type.housekeeping && person === null) || (person?.signIn?.actor === undefined && isPersonal());
  }

  private async load(type: string, row: Row, names: readonly string[]): Promise<Map<string, unknown>> {
    const { person } = caller();
    const values = new Map<string, unknown>();
    for (const name of names) {
      const property = this.types.get(type).properties.get(name)?.property;
      if (!property?.load || property.writeOnly || !person) continue;
      values.set(name, (await property.load([row], person, type)).get(row.id));
    }
    return values;
  }
}

/** Times that the host sets by itself say nothing that the entry does not. */
function isStamp({ kind, serverSet }: Property): boolean {
  return kind === 'utcDate' && serverSet;
}

function titleOf(row: Readonly<Record<string, unknown>>): string {
  const name = TITLES.find((key) => typeof row[key] === 'string');
  return name === undefined ? '' : String(row[name]);
}
