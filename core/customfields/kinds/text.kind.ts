import { injectable } from 'inversify';
import { z } from 'zod';
import { text } from '../../jmap/property';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue, textEntry } from '../field-kind';

const MOST = 190;

/** One line. */
@injectable()
export class TextKind extends FieldKind {
  readonly name: string = 'text';
  readonly options: z.ZodType<Options> = z.strictObject({ max: z.number().int().min(1).max(MOST).optional() });
  readonly operators = ['contains', 'equals', 'in', 'isEmpty'] as const;
  override readonly becomes: readonly string[] = ['textarea'];
  override readonly isSearched = true;

  column(): IndexColumn {
    return 'textValue';
  }

  parse(value: unknown, { max = MOST }: Options): ParsedValue {
    const parsed = text({ max: Number(max) }).parse(value);
    if ('fault' in parsed) return parsed;
    if (/[\r\n]/.test(String(parsed.value))) return { fault: 'must be one line' };
    return { value: String(parsed.value).trim() === '' ? null : parsed.value };
  }

  index(value: unknown): readonly IndexEntry[] {
    return [textEntry(String(value))];
  }

  format(value: unknown): string {
    return String(value);
  }
}
