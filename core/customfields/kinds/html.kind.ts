import { injectable } from 'inversify';
import { z } from 'zod';
import { htmlToPlainText } from '../../html/html-text';
import { sanitiseMailHtml } from '../../html/sanitise';
import { FieldKind, type IndexColumn, type IndexEntry, type Options, type ParsedValue, textEntry } from '../field-kind';

const MOST = 200_000;

/** Formatted text, cleaned before it is stored. */
@injectable()
export class HtmlKind extends FieldKind {
  readonly name = 'html';
  readonly options: z.ZodType<Options> = z.strictObject({});
  readonly operators = ['contains', 'isEmpty'] as const;
  override readonly isSearched = true;

  column(): IndexColumn {
    return 'textValue';
  }

  parse(value: unknown): ParsedValue {
    if (typeof value !== 'string') return { fault: 'must be a string' };
    if (value.length > MOST) return { fault: `must have at most ${String(MOST)} characters` };
    const html = sanitiseMailHtml(value);
    if (html === null) return { fault: 'cannot be made safe to show' };
    return { value: html.trim() === '' ? null : html };
  }

  index(value: unknown): readonly IndexEntry[] {
    return [textEntry(this.format(value))];
  }

  override recall(kept: string): string {
    return this.format(kept.replace(/<[^<>]*$/, ''));
  }

  format(value: unknown): string {
    return htmlToPlainText(String(value));
  }
}
