import { injectable } from 'inversify';
import { z } from 'zod';
import { formatDate, utcDate } from '../../jmap/property';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';

/** A moment: a JMAP UTCDate (RFC 8620 §1.4). */
@injectable()
export class DateTimeKind extends FieldKind {
  readonly name = 'datetime';
  readonly options: z.ZodType<Options> = z.strictObject({});
  readonly operators = ['equals', 'before', 'after', 'isEmpty'] as const;

  column(): IndexColumn {
    return 'dateValue';
  }

  parse(value: unknown): ParsedValue {
    const parsed = utcDate().parse(value);
    return 'fault' in parsed ? parsed : { value: formatDate(parsed.value as Date) };
  }

  index(value: unknown): readonly IndexEntry[] {
    return [{ dateValue: new Date(String(value)) }];
  }

  format(value: unknown): string {
    return String(value);
  }
}
