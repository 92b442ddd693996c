import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { PROPERTY } from './definition';
import { Definitions } from './definitions.service';

/** A custom field in what became of an object. */
export interface PastField {
  /** What it is called now. */
  readonly name: string;
  readonly kind: string;
  /** Its values are ids of principals. */
  readonly isPerson: boolean;
  /** What people read of a value as the audit log has it; null for none. */
  readonly recall: (kept: unknown) => string | number | boolean | null;
}

/** What the audit log keeps of custom fields, for services that tell it to others than administrators. */
@injectable()
export class PastFields {
  constructor(@inject(Definitions) private readonly definitions: Definitions) {}

  /**
   * The field of which a change in the log is, if the caller may know of it.
   * @param property as the log says it: `customFields/` and the field's key
   */
  async find(type: string, property: string, context: Context): Promise<PastField | null> {
    const [name, ...key] = property.split('/');
    const found = name === PROPERTY ? await this.definitions.find(type, key.join('/'), context) : null;
    if (!found) return null;
    const { field, kind } = found;
    return {
      name: field.name,
      kind: kind.name,
      isPerson: kind.column(field.options) === 'principalId',
      recall: (kept) => (isKept(kept) ? kind.recall(kept, field.options) : null),
    };
  }
}

function isKept(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
