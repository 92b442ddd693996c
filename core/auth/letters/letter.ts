import type { SystemMail } from '../../ports/postman';
import { layOut } from './layout';
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
  return layOut({
    language,
    subject: part('subject'),
    before: [hello, part('text')],
    action: part('action'),
    link,
    after: part('after'),
    automatic: say('automatic', values),
  });
}
