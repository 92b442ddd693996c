import type { Schema } from '../../core/api';

/** Agents who watch tickets, and of which tickets somebody was told that they are due. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'support_watcher',
    [column.givenId('taskId'), column.givenId('principalId')],
    [{ on: ['principalId'] }],
  );
  await schema.createTable('support_reminder', [
    column.givenId('taskId'),
    column.int('principalId'),
    column.instant('due'),
  ]);
}
