import { injectable } from 'inversify';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';
import { choiceOptions, choicesOf } from './choices';

/** One of several choices. One that is offered no more stays where it was chosen. */
@injectable()
export class SelectKind extends FieldKind {
  readonly name = 'select';
  readonly options = choiceOptions;
  readonly operators = ['equals', 'in', 'isEmpty'] as const;

  column(): IndexColumn {
    return 'textValue';
  }

  parse(value: unknown, options: Options): ParsedValue {
    if (value === '') return { value: null };
    const isOffered = typeof value === 'string' && choicesOf(options).has(value);
    return isOffered ? { value } : { fault: 'is none of the choices' };
  }

  index(value: unknown): readonly IndexEntry[] {
    return [{ textValue: String(value) }];
  }

  override recall(kept: string, options: Options): string {
    return this.format(kept, options);
  }

  format(value: unknown, options: Options): string {
    return choicesOf(options).get(String(value)) ?? String(value);
  }
}
