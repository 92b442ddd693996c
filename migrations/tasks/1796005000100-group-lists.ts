import type { Schema } from '../../core/api';

/** Which list is shown under which heading. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('tasks_list', schema.column.optionalInt('groupingId'));
  await schema.createIndex('tasks_list', { on: ['groupingId'] });
}
