import type { Schema } from '../../core/api';

/** Texts that agents insert into their answers, and for which ticket types they are. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('support_canned_reply', [
    column.id(),
    column.text('name'),
    column.optionalText('nameKey'),
    column.longText('text'),
    column.int('sortOrder'),
  ]);
  await schema.createTable(
    'support_canned_reply_list',
    [column.givenId('replyId'), column.givenId('taskListId')],
    [{ on: ['taskListId'] }],
  );
}
