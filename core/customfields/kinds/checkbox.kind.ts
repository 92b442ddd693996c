import { injectable } from 'inversify';
import { z } from 'zod';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';

/** Ticked or not. Not ticked is the same as no value; required means that it must be ticked. */
@injectable()
export class CheckboxKind extends FieldKind {
  readonly name = 'checkbox';
  readonly options: z.ZodType<Options> = z.strictObject({});
  readonly operators = ['isEmpty'] as const;
  override readonly empty = false;

  column(): IndexColumn {
    return 'numberValue';
  }

  parse(value: unknown): ParsedValue {
    return typeof value === 'boolean' ? { value: value || null } : { fault: 'must be true or false' };
  }

  index(): readonly IndexEntry[] {
    return [{ numberValue: 1 }];
  }

  format(value: unknown): string {
    return value === true ? '1' : '0';
  }
}
