import { injectable } from 'inversify';
import { z } from 'zod';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';

/** A day, `2026-11-23`, in nobody's time zone. */
@injectable()
export class DateKind extends FieldKind {
  readonly name = 'date';
  readonly options: z.ZodType<Options> = z.strictObject({});
  readonly operators = ['equals', 'before', 'after', 'isEmpty'] as const;

  column(): IndexColumn {
    return 'dateValue';
  }

  parse(value: unknown): ParsedValue {
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value))
      return { fault: 'must be a day such as 2026-11-23' };
    const day = new Date(`${value}T00:00:00Z`);
    const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) && day.getUTCFullYear() >= 1000;
    return exists ? { value } : { fault: 'is no such day' };
  }

  index(value: unknown): readonly IndexEntry[] {
    return [{ dateValue: new Date(`${String(value)}T00:00:00Z`) }];
  }

  format(value: unknown): string {
    return String(value);
  }
}
