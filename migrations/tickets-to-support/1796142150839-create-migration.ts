import type { Schema } from '../../core/api';

/** Runs with their reports. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('tickets_to_support_migration', [
    column.id(),
    column.text('kind', 20),
    column.text('name', 64),
    column.json('options'),
    column.text('state', 20),
    column.optionalText('wish', 20),
    column.optionalInt('startedById'),
    column.instant('startedAt'),
    column.optionalInstant('endedAt'),
    column.optionalText('stage', 20),
    column.int('done'),
    column.int('total'),
    column.int('messages'),
    column.int('elapsed'),
    column.optionalText('runner', 40),
    column.optionalInstant('heldUntil'),
    column.optionalLongText('error'),
    column.optionalLongText('summary'),
    column.optionalText('htmlBlobId', 70),
    column.optionalText('jsonBlobId', 70),
    column.optionalText('discrepanciesBlobId', 70),
  ]);
}
