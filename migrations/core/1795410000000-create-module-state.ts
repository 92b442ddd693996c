import type { Schema } from '../../core/database/migration';

/** Modules get ids, so that they are objects of the API, and remember more than whether they are on. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_module_state',
    [
      column.id(),
      column.text('name', 40),
      column.text('wanted', 20),
      column.text('installedVersion', 40),
      column.int('installation'),
      column.json('contributes'),
      column.optionalLongText('error'),
      column.instant('changedAt'),
    ],
    [{ on: ['name'], unique: true }],
  );
  if (!(await schema.hasTable('core_module'))) return;
  await schema.run(
    `INSERT INTO core_module_state (name, wanted, installedVersion, installation, contributes, changedAt)
     SELECT id, state, version, 1, '{"types":[],"jobs":[]}', '2026-11-23 00:00:00' FROM core_module
     WHERE id NOT IN (SELECT name FROM core_module_state)`,
  );
  await schema.dropTable('core_module');
}
