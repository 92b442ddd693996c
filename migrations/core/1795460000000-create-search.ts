import type { Schema } from '../../core/database/migration';

/** Documents to be found, and their words in a table of the database's own full-text kind. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_search_document',
    [
      column.id(),
      column.text('type', 60),
      column.int('objectId'),
      column.text('ownerType', 60),
      column.int('ownerId'),
      column.text('title', 1000),
      column.optionalInstant('at'),
      column.int('version'),
    ],
    [{ on: ['type', 'objectId'], unique: true }],
  );
  await schema.run(
    schema.dialect === 'mysql'
      ? 'CREATE TABLE IF NOT EXISTS core_search_words (`rowid` int NOT NULL PRIMARY KEY, words longtext NOT NULL, FULLTEXT KEY core_search_words_words (words)) CHARACTER SET ascii COLLATE ascii_bin'
      : `CREATE VIRTUAL TABLE IF NOT EXISTS core_search_words USING fts5(words, detail=none, columnsize=0, prefix='3 4 5', tokenize="ascii tokenchars '_'")`,
  );
}
