import { injectable } from 'inversify';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue } from '../field-kind';
import { choiceOptions, choicesOf } from './choices';

const JSON_TEXTS = /"(?:[^"\\]|\\.)*"/g;

/** Any number of choices, in the order in which they are offered. */
@injectable()
export class MultiSelectKind extends FieldKind {
  readonly name = 'multi-select';
  readonly options = choiceOptions;
  readonly operators = ['equals', 'in', 'isEmpty'] as const;
  override readonly isSortable = false;

  column(): IndexColumn {
    return 'textValue';
  }

  parse(value: unknown, options: Options): ParsedValue {
    if (!Array.isArray(value)) return { fault: 'must be a list of choices' };
    const offered = choicesOf(options);
    const wrong: unknown = value.find((item) => typeof item !== 'string' || !offered.has(item));
    if (wrong !== undefined)
      return { fault: `holds ${JSON.stringify(wrong).slice(0, 60)}, which is none of the choices` };
    const chosen = [...offered.keys()].filter((choice) => value.includes(choice));
    return { value: chosen.length > 0 ? chosen : null };
  }

  /** A list with one choice too many is another list; one that has the choice is meant. */
  override sought(value: unknown, options: Options): ParsedValue {
    return this.parse([value], options);
  }

  index(value: unknown): readonly IndexEntry[] {
    return (value as string[]).map((textValue) => ({ textValue }));
  }

  /** Of a list that was cut the choices that are there whole. */
  override recall(kept: string, options: Options): string {
    return this.format(kept.match(JSON_TEXTS)?.map((text) => String(JSON.parse(text))) ?? [], options);
  }

  format(value: unknown, options: Options): string {
    const choices = choicesOf(options);
    return (value as string[]).map((choice) => choices.get(choice) ?? choice).join(', ');
  }
}
