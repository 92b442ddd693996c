import type { Schema } from '../../core/database/migration';

/** What somebody is told too much of at once is told as one. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('core_notification', column.optionalInt('floodId'));
  await schema.addColumn('core_notification', column.bool('isCovered'));
  await schema.addColumn('core_notification', column.int('count'));
  await schema.createIndex('core_notification', { on: ['floodId'] });
  await schema.run('UPDATE core_notification SET count = 1 WHERE count = 0');
}
