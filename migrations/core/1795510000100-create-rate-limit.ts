import type { Schema } from '../../core/database/migration';

/** How often something was tried lately. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_rate_limit',
    [column.textKey('bucket', 64), column.int('count'), column.instant('endsAt')],
    [{ on: ['endsAt'] }],
  );
}
