import type { Schema } from '../../core/database/migration';

/** State and lease of every job. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_job',
    [
      column.id(),
      column.text('job', 100),
      column.text('module', 40),
      column.bool('isEnabled'),
      column.optionalText('schedule', 100),
      column.optionalInstant('nextRunAt'),
      column.optionalInstant('lastRunAt'),
      column.optionalInt('lastDuration'),
      column.optionalLongText('lastError'),
      column.optionalText('leaseOwner', 60),
      column.optionalInstant('leaseUntil'),
      column.int('fence'),
      column.int('wakes'),
    ],
    [{ on: ['job'], unique: true }],
  );
}
