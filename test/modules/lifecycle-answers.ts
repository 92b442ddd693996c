import type { Client } from '../../core/testing/client';
import { type Model, moduleNames, RICH, sorted, type Thing, typeOf } from './lifecycle-model';

type Json = Record<string, unknown>;

/** What the API answers, in the words of {@link Model.answers}. */
export async function answersOf(client: Client, model: Model): Promise<Json> {
  const types = RICH.filter((name) => model.isEnabled(name)).flatMap((name) => typeOf(name) ?? []);
  const hasComments = model.isEnabled('comments');
  const all: Json = { ids: null };
  const answers = await client.request(
    ['Module/get', all],
    ...(hasComments ? [['Comment/get', all] as const] : []),
    ['Link/get', all],
    ['FileNode/get', all],
    ['CustomFieldSet/get', all],
    ['CustomField/get', all],
    ['Search/query', { filter: { text: 'word' }, limit: 50 }],
    ...types.flatMap((type) => [[`${type}/get`, all] as const, [`${type}Settings/get`, all] as const]),
  );
  const given = new Map(answers.map(([name, result]) => [name, result]));
  const list = (name: string): Json[] => (given.get(`${name}/get`)?.['list'] ?? []) as Json[];
  const end = (row: Json, key: string): Thing => ({ type: String(row[`${key}Type`]), id: String(row[`${key}Id`]) });
  const modules = new Map(list('Module').map((module) => [module['name'], module]));
  const typeOfSet = new Map(list('CustomFieldSet').map(({ id, type }) => [id, String(type)]));
  const fields: Record<string, string[]> = {};
  for (const { fieldSetId, key } of list('CustomField'))
    (fields[typeOfSet.get(fieldSetId) ?? '?'] ??= []).push(String(key));
  return {
    modules: Object.fromEntries(moduleNames.map((name) => [name, modules.get(name)?.['state']])),
    granted: moduleNames
      .filter((name) =>
        Object.values((modules.get(name)?.['grants'] ?? {}) as Json).some((set) => Object.keys(set as Json).length > 0),
      )
      .sort(),
    objects: types
      .flatMap((type) => list(type).map((row): Json => ({ ...row, type })))
      .map(({ type, id, title, label, customFields }) => ({
        type,
        id,
        title,
        fields: customFields,
        ...(label === undefined ? {} : { label }),
      }))
      .sort((a, b) => (`${String(a.type)} ${String(a.id)}` < `${String(b.type)} ${String(b.id)}` ? -1 : 1)),
    comments: hasComments
      ? sorted(list('Comment').map((row) => ({ on: end(row, 'entity'), text: row['text'] })))
      : null,
    links: sorted(list('Link').map((row) => ({ from: end(row, 'from'), to: end(row, 'to') }))),
    files: sorted(list('FileNode').map((row) => ({ on: end(row, 'entity'), name: row['name'] }))),
    fields: Object.fromEntries(Object.entries(fields).sort()),
    found: ((given.get('Search/query')?.['list'] ?? []) as Json[])
      .filter(({ type }) => types.includes(type as never))
      .map(({ type, id }) => `${String(type)} ${String(id)}`)
      .sort(),
    greetings: Object.fromEntries(
      RICH.filter((name) => model.isEnabled(name)).map((name) => [
        name,
        list(`${typeOf(name) ?? ''}Settings`)[0]?.['greeting'],
      ]),
    ),
  };
}
