import type { Schema } from '../../core/api';

/** What agents choose for themselves, and what managers say of a ticket type besides what it has as a list. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('support_profile', [
    column.givenId('principalId'),
    column.optionalLongText('signature'),
    column.optionalText('opensWith', 10),
    column.optionalInt('defaultTaskListId'),
  ]);
  await schema.createTable('support_ticket_type', [
    column.givenId('taskListId'),
    column.optionalText('senderName'),
    column.optionalInt('defaultResponsibleId'),
  ]);
}
