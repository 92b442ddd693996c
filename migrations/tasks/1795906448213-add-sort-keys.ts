import type { Schema } from '../../core/api';

/** What titles and names are sorted by. */
export async function up(schema: Schema): Promise<void> {
  await schema.addSortKey('tasks_task', 'title', { isIndexed: true });
  await schema.addSortKey('tasks_list', 'name');
}
