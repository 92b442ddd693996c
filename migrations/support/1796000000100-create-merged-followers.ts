import type { Schema } from '../../core/api';

/** Whom a merge has put into the CC of the other ticket. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('support_merged_follower', [column.givenId('taskId'), column.textKey('address', 254)]);
}
