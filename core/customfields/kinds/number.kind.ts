import { injectable } from 'inversify';
import { z } from 'zod';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';

const MOST = 1e12;
const bound = z.number().min(-MOST).max(MOST).optional();

/** A number with at most so many decimals, default none. */
@injectable()
export class NumberKind extends FieldKind {
  readonly name = 'number';
  readonly options: z.ZodType<Options> = z
    .strictObject({ min: bound, max: bound, decimals: z.number().int().min(0).max(6).optional() })
    .refine(({ min, max }) => min === undefined || max === undefined || min <= max, 'min must not be above max');
  readonly operators = ['equals', 'greater', 'less', 'in', 'isEmpty'] as const;

  column(): IndexColumn {
    return 'numberValue';
  }

  parse(value: unknown, { min = -MOST, max = MOST, decimals = 0 }: Options): ParsedValue {
    if (typeof value !== 'number' || !Number.isFinite(value)) return { fault: 'must be a number' };
    if (value < Number(min) || value > Number(max)) {
      return { fault: `must be between ${String(min)} and ${String(max)}` };
    }
    if (Number(value.toFixed(Number(decimals))) !== value) {
      return {
        fault: Number(decimals) === 0 ? 'must be a whole number' : `must have at most ${String(decimals)} decimals`,
      };
    }
    return { value };
  }

  override sought(value: unknown): ParsedValue {
    return typeof value === 'number' && Number.isFinite(value) ? { value } : { fault: 'must be a number' };
  }

  index(value: unknown): readonly IndexEntry[] {
    return [{ numberValue: Number(value) }];
  }

  format(value: unknown, { decimals = 0 }: Options): string {
    return Number(value).toFixed(Number(decimals));
  }
}
