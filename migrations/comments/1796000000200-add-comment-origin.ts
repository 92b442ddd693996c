import type { Schema } from '../../core/api';

/** Where an entry that was moved came from. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('comments_comment', schema.column.optionalInt('movedFromId'));
}
