import type { Schema } from '../../core/api';

/** Who has read what. Of what was said before nothing needs to be known: whoever reads for the first time has read all of it. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('support_ticket', column.optionalInt('lastCommentId'));
  await schema.addColumn('support_ticket', column.optionalInt('lastNoteId'));
  await schema.createIndex('support_ticket', { on: ['lastCommentId'] });
  await schema.createIndex('support_ticket', { on: ['lastNoteId'] });
  await schema.createTable(
    'support_read_mark',
    [column.givenId('principalId'), column.givenId('taskId'), column.int('commentId')],
    [{ on: ['taskId'] }],
  );
  await schema.createTable('support_read_floor', [
    column.givenId('principalId'),
    column.int('taskId'),
    column.int('commentId'),
  ]);
}
