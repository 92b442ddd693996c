import type { SystemMail } from '../../ports/postman';
import { wording } from './wording';

/** What the host writes to people about their accounts; each has its texts in messages/. */
export type LetterKind = 'password' | 'passwordChanged' | 'invitation' | 'registration' | 'registered';

export interface Letter {
  readonly kind: LetterKind;
  /** Where the one link of the letter leads. */
  readonly link: string;
  /** BCP 47 tag. */
  readonly locale: string;
  /** Null for somebody of whom nothing is known that they told us themselves. */
  readonly name: string | null;
  readonly username: string | null;
  /** Name of the installation. */
  readonly title: string;
}

/** A letter as text and as HTML, in the receiver's language. */
export function write(letter: Letter): Pick<SystemMail, 'subject' | 'text' | 'html'> {
  const { kind, link, name, title } = letter;
  const { language, say } = wording(letter.locale);
  const values = { title, name: name ?? '', username: letter.username ?? '' };
  const part = (key: string): string => say(`${kind}.${key}`, values);
  const hello = say(name === null ? 'helloAnybody' : 'hello', values);
  const automatic = say('automatic', values);
  const [subject, text, action, after] = [part('subject'), part('text'), part('action'), part('after')];
  return {
    subject,
    text: `${[hello, text, `${action}:\n${link}`, after].join('\n\n')}\n\n-- \n${automatic}\n`,
    html: [
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
      '<body style="margin:0;padding:24px;font-family:sans-serif;font-size:15px;line-height:1.5;color:#1c1f26">',
      `<p>${escaped(hello)}</p><p>${escaped(text)}</p>`,
      `<p style="margin:24px 0"><a href="${escaped(link)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#3455db;color:#ffffff;text-decoration:none">${escaped(action)}</a></p>`,
      `<p style="font-size:13px;word-break:break-all">${escaped(link)}</p>`,
      `<p>${escaped(after)}</p>`,
      `<p style="margin-top:32px;font-size:13px;color:#5b6270">${escaped(automatic)}</p></body></html>`,
    ].join('\n'),
  };
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
