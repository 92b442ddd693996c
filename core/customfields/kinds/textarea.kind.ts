import { injectable } from 'inversify';
import { z } from 'zod';
import { text } from '../../jmap/property';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue, textEntry } from '../field-kind';

const MOST = 100_000;

/** Several lines. */
@injectable()
export class TextAreaKind extends FieldKind {
  readonly name = 'textarea';
  readonly options: z.ZodType<Options> = z.strictObject({ max: z.number().int().min(1).max(MOST).optional() });
  readonly operators = ['contains', 'isEmpty'] as const;
  override readonly isSearched = true;

  column(): IndexColumn {
    return 'textValue';
  }

  parse(value: unknown, { max = MOST }: Options): ParsedValue {
    const parsed = text({ max: Number(max) }).parse(value);
    return 'fault' in parsed || String(parsed.value).trim() !== '' ? parsed : { value: null };
  }

  index(value: unknown): readonly IndexEntry[] {
    return [textEntry(String(value))];
  }

  format(value: unknown): string {
    return String(value);
  }
}
