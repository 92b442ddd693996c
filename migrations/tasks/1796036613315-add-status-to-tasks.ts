import type { Schema } from '../../core/api';

/** Which task is in which named state of its list. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('tasks_task', schema.column.optionalInt('statusId'));
  await schema.createIndex('tasks_task', { on: ['statusId'] });
}
