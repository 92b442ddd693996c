import type { Schema } from '../../core/api';

/** Words in tables of our own, the same on every database. All is made of the objects again, in the background. */
export async function up(schema: Schema): Promise<void> {
  const { column, dialect } = schema;
  await schema.dropTable('core_search_words');
  await schema.dropTable('core_search_document');
  await schema.createTable(
    'core_search_document',
    [
      column.id(),
      column.text('type', 60),
      column.int('objectId'),
      column.text('ownerType', 60),
      column.int('ownerId'),
      column.optionalInstant('at'),
      column.int('version'),
      column.longText('words'),
    ],
    [{ on: ['type', 'objectId'], unique: true }, { on: ['at'] }],
  );
  await schema.createTable(
    'core_search_scope',
    [
      column.id(),
      column.text('audience'),
      column.text('type', 60),
      column.text('ownerType', 60),
      column.bool('isShared'),
    ],
    [{ on: ['audience', 'type', 'ownerType'], unique: true }, { on: ['isShared', 'type'] }],
  );
  // Tables that are their own index: one row for each word of each document.
  const [text, end] =
    dialect === 'mysql' ? ['varchar(80) CHARACTER SET ascii COLLATE ascii_bin', ''] : ['varchar(80)', 'WITHOUT ROWID'];
  await schema.run(
    `CREATE TABLE IF NOT EXISTS core_search_word (scopeId integer NOT NULL, word ${text} NOT NULL, documentId integer NOT NULL, ownerId integer NOT NULL, PRIMARY KEY (scopeId, word, documentId)) ${end}`,
  );
  await schema.run(
    `CREATE TABLE IF NOT EXISTS core_search_audience (documentId integer NOT NULL, scopeId integer NOT NULL, PRIMARY KEY (documentId, scopeId)) ${end}`,
  );
  await schema.createIndex('core_search_audience', { on: ['scopeId', 'documentId'] });
}
