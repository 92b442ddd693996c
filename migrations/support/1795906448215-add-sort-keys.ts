import type { Schema } from '../../core/api';

/** What the names of customers are sorted by. */
export async function up(schema: Schema): Promise<void> {
  await schema.addSortKey('support_ticket', 'customerName', { id: 'taskId', isIndexed: true });
}
