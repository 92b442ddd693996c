import { escapeHtml } from '../../../core/api';
import { fillIn } from '../placeholders';

/** Body of a mail; `html` is null when there is only text. */
export interface Body {
  readonly text: string;
  readonly html: string | null;
}

/** Stands for the answer itself, once in the text that is put around it. */
export const ANSWER = '{text}';

/** An answer with what the managers put around it, filled in. */
export function letterOf(template: string, values: Readonly<Record<string, string>>, answer: Body): Body {
  const [before = '', after = ''] = template.split(ANSWER).map((part) => fillIn(part, values).trim());
  return {
    text: [before, answer.text, after].filter((part) => part !== '').join('\n\n'),
    html: answer.html === null ? null : `${paragraph(before)}${answer.html}${paragraph(after)}`,
  };
}

function paragraph(text: string): string {
  return text === '' ? '' : `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}
