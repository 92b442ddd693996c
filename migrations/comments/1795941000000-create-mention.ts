import type { Schema } from '../../core/api';

/** Whom a comment names. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('comments_mention', [column.givenId('commentId'), column.givenId('principalId')]);
}
