import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../../auth/context';
import { idOf } from '../../jmap/property';
import { Records } from '../../jmap/records';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';

/** A person: a user, or a contact without login. */
@injectable()
export class PrincipalKind extends FieldKind {
  readonly name: string = 'principal';
  readonly options: z.ZodType<Options> = z.strictObject({});
  readonly operators = ['equals', 'in', 'isEmpty'] as const;

  constructor(@inject(Records) protected readonly records: Records) {
    super();
  }

  column(): IndexColumn {
    return 'principalId';
  }

  parse(value: unknown): ParsedValue {
    return typeof value === 'string' && idOf(value) !== null ? { value } : { fault: 'is no such person' };
  }

  override async refuses(value: unknown, _options: Options, context: Context): Promise<string | null> {
    const found = await this.records
      .visible('Principal', context)
      .andWhere({ id: Number(value), type: 'individual' })
      .getExists();
    return found ? null : 'is no such person';
  }

  index(value: unknown): readonly IndexEntry[] {
    return [{ principalId: Number(value) }];
  }

  format(value: unknown): string {
    return String(value);
  }
}
