import type { Database } from '../../core/database/database';
import { type Model, moduleNames, typeOf } from './lifecycle-model';

/**
 * Everything in the database that belongs to a module or to an object that is gone, in words. Seen without the code
 * that should have removed it.
 */
export async function leftovers(database: Database, model: Model): Promise<string[]> {
  const { manager, dialect } = database;
  const rows = (statement: string): Promise<Record<string, unknown>[]> => manager.query(statement);
  const all = await rows(
    dialect === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table'"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  const tables = all.map(({ name }) => String(name));
  const gone = moduleNames.filter((name) => model.standing.get(name) === 'absent');
  const types = gone
    .map((name) => typeOf(name) ?? (name === 'comments' ? 'Comment' : null))
    .filter((type) => type !== null);
  const inside = (values: readonly string[]): string => `(${['', ...values].map((value) => `'${value}'`).join(', ')})`;
  const [names, typeNames] = [inside(gone), inside([...types, ...types.map((type) => `${type}Settings`)])];
  const hasComments = model.isEnabled('comments');
  const asks: [what: string, statement: string][] = [
    ['setting', `SELECT module FROM core_setting WHERE module IN ${names}`],
    ['job', `SELECT job FROM core_job WHERE module IN ${names}`],
    ['default grant', `SELECT type FROM core_default_grant WHERE type IN ${typeNames}`],
    ['field set', `SELECT name FROM core_custom_field_set WHERE type IN ${typeNames}`],
    ['field', 'SELECT name FROM core_custom_field WHERE fieldSetId NOT IN (SELECT id FROM core_custom_field_set)'],
    ['field value', `SELECT typeName, objectId FROM core_custom_value WHERE typeName IN ${typeNames}`],
    ['field index', 'SELECT fieldId FROM core_custom_index WHERE fieldId NOT IN (SELECT id FROM core_custom_field)'],
    ['link', `SELECT id FROM core_link WHERE fromType IN ${typeNames} OR toType IN ${typeNames}`],
    ['file', `SELECT name FROM core_file_node WHERE entityType IN ${typeNames}`],
    ['file in nothing', 'SELECT name FROM core_file_node WHERE parentId NOT IN (SELECT id FROM core_file_node)'],
    ['share notification', `SELECT id FROM core_share_notification WHERE objectType IN ${typeNames}`],
    ['notification', `SELECT id FROM core_notification WHERE entityType IN ${typeNames}`],
    ['search document', `SELECT type, objectId FROM core_search_document WHERE type IN ${typeNames}`],
    ['word', 'SELECT word FROM core_search_word WHERE documentId NOT IN (SELECT id FROM core_search_document)'],
    [
      'audience',
      'SELECT scopeId FROM core_search_audience WHERE documentId NOT IN (SELECT id FROM core_search_document)',
    ],
    ['search scope', `SELECT audience FROM core_search_scope WHERE type IN ${typeNames}`],
    ['change', `SELECT seq FROM core_change WHERE type IN ${typeNames}`],
    ['change', `SELECT seq FROM core_change_audience WHERE type IN ${typeNames}`],
    ['state', `SELECT seq FROM core_audience_state WHERE type IN ${typeNames}`],
    ['acl row', 'SELECT aclId FROM core_acl_group WHERE aclId NOT IN (SELECT id FROM core_acl)'],
    // What does not run removes its part when it starts again.
    ...moduleNames
      .filter((name) => model.standing.get(name) !== 'disabled')
      .map((name): [string, string] => ['unfinished removal', `SELECT type FROM core_purge WHERE module = '${name}'`]),
    ['unfinished removal', "SELECT type FROM core_purge WHERE module = 'core'"],
    ...gone.flatMap((name): [string, string][] => [
      ['permission', `SELECT permission FROM core_permission WHERE permission LIKE '${name}:%'`],
      ['migration', `SELECT name FROM core_migration WHERE name LIKE '${name}:%'`],
      ['notification', `SELECT id FROM core_notification WHERE kind LIKE '${name}.%'`],
      ['choice of notifications', `SELECT id FROM core_notification_choice WHERE kind LIKE '${name}.%'`],
    ]),
  ];
  if (hasComments) {
    asks.push(
      ['search scope', `SELECT audience FROM core_search_scope WHERE ownerType IN ${typeNames}`],
      ['comment', `SELECT id FROM comments_comment WHERE entityType IN ${typeNames}`],
      ['mention', 'SELECT commentId FROM comments_mention WHERE commentId NOT IN (SELECT id FROM comments_comment)'],
      ['notification', 'SELECT id FROM core_notification WHERE entityId NOT IN (SELECT id FROM comments_comment)'],
      ['found comment', `SELECT objectId FROM core_search_document WHERE ownerType IN ${typeNames}`],
    );
  }
  const acls = ['jottings_record', 'scribbles_record'].filter((table) => tables.includes(table));
  const used = acls.map((table) => `SELECT aclId FROM ${table}`).join(' UNION ALL ') || 'SELECT 0';
  asks.push(['acl', `SELECT id FROM core_acl WHERE id NOT IN (${used})`]);
  const found = gone
    .flatMap((name) => tables.filter((table) => table.startsWith(`${name}_`)))
    .map((table) => `table ${table}`);
  for (const [what, statement] of asks) {
    for (const row of await rows(statement)) found.push(`${what} ${JSON.stringify(row)}`);
  }
  return found;
}
