import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Belongings } from '../../core/auth/belongings';
import { PublicPage } from '../../core/http/public-page';
import { DataType } from '../../core/jmap/data-type';
import { Job } from '../../core/jobs/job';
import { Contributions } from '../../core/module/contributions';
import { NotificationKind } from '../../core/notifications/notification-kind';
import { projectRoot } from '../../core/paths';
import { Settings } from '../../core/settings/settings';
import type { Client } from '../../core/testing/client';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers whose shape is what the test is about to prove
type Json = Record<string, any>;
type Texts = Record<string, string>;

/** Languages that are there, besides English. */
const LANGUAGES = ['nl', 'de'] as const;

const read = (file: string): Texts => JSON.parse(readFileSync(join(projectRoot, file), 'utf8')) as Texts;
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

/** Folders of the user interface that have texts. */
const folders = ['core', 'modules']
  .flatMap((base) =>
    readdirSync(join(projectRoot, base), { recursive: true, encoding: 'utf8' }).map((path) => join(base, path)),
  )
  .filter(
    (path) => /\/ui\/.*messages\/en\.json$|\/ui\/messages\/en\.json$/.test(path) && !path.includes('node_modules'),
  )
  .map((path) => dirname(path));

describe.each(LANGUAGES)('the texts of the user interface in %s', (language) => {
  test.each(folders)('%s is complete, with the same names in each text, and is loaded', (folder) => {
    const [english, texts] = [read(join(folder, 'en.json')), read(join(folder, `${language}.json`))];
    // A language may have more forms of a number than English has.
    const known = Object.keys(texts).filter((key) => !/_(zero|two|few|many)$/.test(key));
    expect(known).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(texts)) {
      expect([key, text.trim()]).not.toEqual([key, '']);
      const original = english[key] ?? english[key.replace(/_\w+$/, '_other')] ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(original)]);
    }
    const places = [dirname(folder), join(dirname(folder), 'shell')].filter((place) =>
      existsSync(join(projectRoot, place)),
    );
    const sources = places.flatMap((place) =>
      readdirSync(join(projectRoot, place))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(join(projectRoot, place, file), 'utf8')),
    );
    expect(sources.some((source) => source.includes(`messages/${language}.json`))).toBe(true);
  });
});

describe.each(testDatabases())('what the server says to people, on $name', (database) => {
  let host: TestHost;
  let admin: Client;

  beforeAll(async () => {
    host = await TestHost.start(database, { installsAll: true });
    admin = await host.admin();
  });
  afterAll(() => host.drop());

  /** Module → all that it says in English. */
  const said = (): Map<string, Set<string>> => {
    const contributions = host.get(Contributions);
    const found = new Map<string, Set<string>>();
    const add = (module: string, ...texts: readonly (string | undefined)[]): void => {
      const set = found.get(module) ?? new Set();
      for (const text of texts) if (text !== undefined && text !== '') set.add(text);
      found.set(module, set);
    };
    for (const { id, title, description, permissions, ui } of host.host.modules.running()) {
      const panels = (ui?.panels ?? []).flatMap((panel) => [panel.title, panel.counts?.title]);
      add(id, title, description, ...Object.values(permissions), ...panels);
    }
    for (const settings of contributions.all(Settings)) {
      add(
        contributions.moduleOf(settings),
        settings.title,
        ...settings.form().flatMap((field) => wordsOf(field as Json)),
      );
    }
    for (const page of contributions.all(PublicPage)) add(contributions.moduleOf(page), ...page.texts);
    for (const job of contributions.all(Job)) add(contributions.moduleOf(job), job.title);
    for (const kind of contributions.all(Belongings)) add(contributions.moduleOf(kind), kind.title);
    for (const kind of contributions.all(NotificationKind))
      add(contributions.moduleOf(kind), kind.text, kind.many ?? undefined, kind.title);
    for (const type of contributions.all(DataType)) add(contributions.moduleOf(type), type.appearance?.label);
    return found;
  };
  const fileOf = (module: string, language: string): string =>
    join(module === 'core' ? 'core' : join('modules', module), 'messages', `${language}.json`);

  test.each(LANGUAGES)('every module says all of it in %s, and nothing that nobody says', (language) => {
    for (const [module, texts] of said()) {
      const translated = read(fileOf(module, language));
      expect([module, Object.keys(translated).sort()]).toEqual([module, [...texts].sort()]);
      for (const [english, text] of Object.entries(translated))
        expect([english, text.trim()]).not.toEqual([english, '']);
    }
  });

  test.each(LANGUAGES)(
    'whoever reads %s reads panels, settings, modules, jobs and permissions in it',
    async (language) => {
      const panels = async (): Promise<string[]> => {
        const session = await admin.session<Json>();
        const own = session['capabilities']['urn:groupware:core'] as Json;
        return [
          ...own['panels'].map((panel: Json) => panel['title'] as string),
          ...Object.values<Json>(own['types']).map((type) => type['label'] as string),
        ];
      };
      const answers = async (): Promise<string[]> => {
        const { list } = await admin.call('Settings/describe');
        const forms = (list as Json[]).flatMap(({ title, items }) => [
          title as string,
          ...(items as Json[]).flatMap(wordsOf),
        ]);
        const modules = (await admin.get<Json>('Module', null, ['title', 'description', 'permissions'])).list.flatMap(
          ({ title, description, permissions }) => [
            title as string,
            description as string,
            ...Object.values<string>(permissions as Texts),
          ],
        );
        const jobs = (await admin.get<Json>('Job', null, ['title'])).list.map(({ title }) => title as string);
        return [...(await panels()), ...forms, ...modules, ...jobs];
      };
      await admin.update('Profile', 'singleton', { locale: 'en' });
      const english = await answers();
      await admin.update('Profile', 'singleton', { locale: `${language}-BE` });
      const all = new Map([...said().keys()].flatMap((module) => Object.entries(read(fileOf(module, language)))));
      const translated = await answers();
      expect(translated).toHaveLength(english.length);
      for (const [index, text] of english.entries()) {
        expect([text, all.has(text)]).toEqual([text, true]);
        // The same word may be said otherwise by another module.
        const possible = [...said().keys()].map((module) => read(fileOf(module, language))[text]);
        expect(possible).toContain(translated[index]);
      }
      await admin.update('Profile', 'singleton', { locale: 'fr' });
      expect(await answers()).toEqual(english);
      await admin.update('Profile', 'singleton', { locale: 'en' });
    },
  );
});

/** What people read of a field. */
function wordsOf({ fieldLabel, helperText, options }: Json): string[] {
  const choices = (options as Json[] | undefined)?.map(({ text }) => text as string) ?? [];
  return [fieldLabel as string, helperText as string | undefined, ...choices].filter((text) => text !== undefined);
}
