import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { projectRoot } from '../paths';
import { Problem } from '../problem';
import { Modules } from './modules';

type Texts = ReadonlyMap<string, string>;

/**
 * What modules say to people by way of the server (titles of panels, labels of settings, names of permissions), in
 * their language. Manifests and code say it in English; `messages/<language>.json` beside the manifest says English
 * text → text.
 */
@injectable()
export class Translations {
  private readonly known = new Map<string, Texts>();

  constructor(@inject(Modules) private readonly modules: Modules) {}

  /** Says a module's texts in the language of who reads them; in English what it does not say in that. */
  of(module: string, { user }: { readonly user: Pick<Context['user'], 'locale'> }): (english: string) => string {
    const texts = this.texts(module, new Intl.Locale(user.locale).language);
    return (english) => texts.get(english) ?? english;
  }

  private texts(module: string, language: string): Texts {
    const key = `${module} ${language}`;
    const texts = this.known.get(key) ?? read(join(this.folderOf(module), 'messages', `${language}.json`));
    this.known.set(key, texts);
    return texts;
  }

  private folderOf(module: string): string {
    const found = this.modules.found.find(({ id }) => id === module);
    return found?.folder ?? join(projectRoot, 'core');
  }
}

/** @throws Problem naming the file that is no map of texts */
function read(file: string): Texts {
  if (!existsSync(file)) return new Map();
  const value = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.some(([, text]) => typeof text !== 'string')) throw new Problem(`${file} must say text → text`, 500);
  return new Map(entries as [string, string][]);
}
