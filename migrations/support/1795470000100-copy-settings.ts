import type { Schema } from '../../core/api';

const GIVEN = '{"defaultTaskListId":#list,"acceptUnknownSenders":#accept,"autoReply":#reply}';

/** The settings become a row of core_setting, like those of all modules. */
export async function up(schema: Schema): Promise<void> {
  // REPLACE, because it makes the same JSON on every database.
  await schema.run(
    `INSERT INTO core_setting (module, given)
    SELECT 'support', REPLACE(REPLACE(REPLACE('${GIVEN}',
      '#list', COALESCE(REPLACE('"#"', '#', defaultTaskListId), 'null')),
      '#accept', CASE WHEN acceptUnknownSenders = 1 THEN 'true' ELSE 'false' END),
      '#reply', CASE WHEN autoReply = 1 THEN 'true' ELSE 'false' END)
    FROM support_settings WHERE NOT EXISTS (SELECT 1 FROM core_setting WHERE module = 'support')`,
  );
}
