import type { Schema } from '../../core/api';

/** Finds what is due in these days. */
export async function up(schema: Schema): Promise<void> {
  await schema.createIndex('tasks_task', { on: ['due'] });
}
