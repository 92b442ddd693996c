import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../paths';

type Messages = Readonly<Record<string, string>>;

const FOLDER = join(projectRoot, 'core/auth/letters/messages');
const read = new Map<string, Messages>();

/** The texts of letters in this language (BCP 47 tag), English where there are none. */
export function wording(locale: string): {
  readonly language: string;
  readonly say: (key: string, values: Messages) => string;
} {
  const own = languageOf(locale);
  const language = existsSync(join(FOLDER, `${own}.json`)) ? own : 'en';
  const [texts, english] = [messages(language), messages('en')];
  return {
    language,
    say: (key, values) =>
      (texts[key] ?? english[key] ?? key).replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all),
  };
}

function languageOf(locale: string): string {
  try {
    return new Intl.Locale(locale).language;
  } catch {
    return 'en';
  }
}

function messages(language: string): Messages {
  const known = read.get(language) ?? (JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Messages);
  read.set(language, known);
  return known;
}
