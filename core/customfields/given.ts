import { type Draft, isSame } from '../jmap/draft';
import type { StoredValues } from './custom-field.entity';
import { type Definition, PROPERTY } from './definition';

/** The values of one object on their way into the database. */
export class Given {
  /** Field id → value, as it will be stored. */
  readonly values: Record<string, unknown>;
  /** `customFields/<key>` → why not. */
  readonly faults = new Map<string, string>();
  /** Values of the object that are kept elsewhere, by property, as they will be. */
  readonly elsewhere = new Map<string, unknown>();
  /** Ids of fields whose new value somebody gave, not a default. */
  private readonly said = new Set<number>();

  constructor(
    readonly definitions: readonly Definition[],
    /** Those that the caller is shown. */
    readonly visible: readonly Definition[],
    readonly stored: StoredValues,
    readonly draft: Draft,
  ) {
    this.values = { ...stored };
  }

  /** Reads a whole map, key → value. A key that is left out goes back to its default, as does null (RFC 8620 §5.3). */
  async take(wanted: Readonly<Record<string, unknown>>): Promise<void> {
    const known = new Set(this.visible.map(({ field }) => field.key));
    for (const key of Object.keys(wanted)) if (!known.has(key)) this.refuse(key.slice(0, 60), 'is not known');
    for (const definition of this.definitions) {
      const isVisible = known.has(definition.field.key);
      if (definition.kind.isComputed) {
        if (isVisible) this.refuseResult(definition, wanted);
      } else if (isVisible) await this.takeOne(definition, own(wanted, definition.field.key));
      else if (this.draft.isNew) this.reset(definition);
    }
  }

  refuse(key: string, why: string): void {
    this.faults.set(`${PROPERTY}/${key}`, why);
  }

  /** True when the value will differ from what is stored. */
  changed({ field }: Definition): boolean {
    return !isSame(this.stored[field.id], this.values[field.id]);
  }

  wasSaid({ field }: Definition): boolean {
    return this.said.has(field.id);
  }

  drop({ field }: Definition): void {
    Reflect.deleteProperty(this.values, String(field.id));
  }

  private async takeOne(definition: Definition, raw: unknown): Promise<void> {
    const { field, kind } = definition;
    const before = this.stored[field.id] ?? null;
    if (isSame(before, raw ?? null)) {
      if (before === null && this.draft.isNew) this.reset(definition);
      return;
    }
    if (raw === null || raw === undefined) {
      this.reset(definition);
      return;
    }
    const parsed = kind.parse(raw, field.options);
    if ('fault' in parsed) {
      this.refuse(field.key, parsed.fault);
      return;
    }
    const { actor } = this.draft;
    const why = actor && parsed.value !== null ? await kind.refuses(parsed.value, field.options, actor) : null;
    if (why !== null) this.refuse(field.key, why);
    this.put(definition, parsed.value);
    this.said.add(field.id);
  }

  private refuseResult({ field }: Definition, wanted: Readonly<Record<string, unknown>>): void {
    const raw = own(wanted, field.key) ?? null;
    if (raw !== null && !isSame(raw, this.stored[field.id])) this.refuse(field.key, 'is worked out by the server');
  }

  private reset(definition: Definition): void {
    this.put(definition, definition.field.default.value);
  }

  private put(definition: Definition, value: unknown): void {
    if (value === null) this.drop(definition);
    else this.values[String(definition.field.id)] = value;
  }
}

function own(map: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
