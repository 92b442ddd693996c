import { injectable } from 'inversify';
import { z } from 'zod';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue, textEntry } from '../field-kind';

/** Worked out from other fields of the object. The formula itself is checked with the other definitions. */
@injectable()
export class FunctionKind extends FieldKind {
  readonly name = 'function';
  readonly options: z.ZodType<Options> = z.strictObject({
    formula: z.string().min(1),
    result: z.enum(['number', 'text']).optional(),
  });
  readonly operators = ['equals', 'greater', 'less', 'contains', 'in', 'isEmpty'] as const;
  override readonly isComputed = true;

  column({ result = 'number' }: Options): IndexColumn {
    return result === 'number' ? 'numberValue' : 'textValue';
  }

  /** Reads a result, or what a result is compared with. */
  parse(value: unknown, { result = 'number' }: Options): ParsedValue {
    if (result === 'text') return { value: String(value) === '' ? null : String(value) };
    return typeof value === 'number' && Number.isFinite(value) ? { value } : { fault: 'must be a number' };
  }

  index(value: unknown): readonly IndexEntry[] {
    return typeof value === 'number' ? [{ numberValue: value }] : [textEntry(String(value))];
  }

  format(value: unknown): string {
    return String(value);
  }
}
