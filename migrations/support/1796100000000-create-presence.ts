import type { Schema } from '../../core/api';

/** Which tickets agents have open, for as long as their windows say so. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'support_presence',
    [
      column.givenId('principalId'),
      column.textKey('client', 40),
      column.int('taskId'),
      column.text('activity', 10),
      column.bool('isShown'),
      column.instant('until'),
    ],
    [{ on: ['taskId'] }, { on: ['until'] }],
  );
}
