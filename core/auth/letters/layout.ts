import { escapeHtml } from '../../html/escape';
import type { SystemMail } from '../../ports/postman';

/** What somebody else has said, within a letter. */
export interface Quote {
  readonly quote: string;
}

/** What a letter says, around its one link. */
export interface Content {
  /** BCP 47 tag. */
  readonly language: string;
  readonly subject: string;
  readonly before: readonly (string | Quote)[];
  readonly action: string;
  readonly link: string;
  readonly after: string;
  /** That nobody reads answers. */
  readonly automatic: string;
}

/** A letter as text and as HTML. All that it says goes in as text. */
export function layOut(content: Content): Pick<SystemMail, 'subject' | 'text' | 'html'> {
  const { language, subject, before, action, link, after, automatic } = content;
  const lines = before.map((part) => (typeof part === 'string' ? part : part.quote.replace(/^/gm, '> ')));
  return {
    subject,
    text: `${[...lines, `${action}:\n${link}`, after].join('\n\n')}\n\n-- \n${automatic}\n`,
    html: [
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
      '<body style="margin:0;padding:24px;font-family:sans-serif;font-size:15px;line-height:1.5;color:#1c1f26">',
      before.map((part) => (typeof part === 'string' ? `<p>${escapeHtml(part)}</p>` : quoted(part))).join(''),
      `<p style="margin:24px 0"><a href="${escapeHtml(link)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#3455db;color:#ffffff;text-decoration:none">${escapeHtml(action)}</a></p>`,
      `<p style="font-size:13px;word-break:break-all">${escapeHtml(link)}</p>`,
      `<p>${escapeHtml(after)}</p>`,
      `<p style="margin-top:32px;font-size:13px;color:#5b6270">${escapeHtml(automatic)}</p></body></html>`,
    ].join('\n'),
  };
}

function quoted({ quote }: Quote): string {
  return `<blockquote dir="auto" style="margin:0 0 16px;padding:0 12px;border-left:3px solid #c4cad6;white-space:pre-wrap">${escapeHtml(quote)}</blockquote>`;
}
