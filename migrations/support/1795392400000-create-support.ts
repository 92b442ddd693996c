import type { Schema } from '../../core/api';

/** Tickets and what files mail into them. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'support_ticket',
    [
      column.givenId('taskId'),
      column.optionalInt('customerId'),
      column.optionalText('customerName'),
      column.optionalText('customerEmail', 254),
      column.json('cc'),
      column.optionalInstant('lastCommentAt'),
      column.optionalText('lastCommentBy', 20),
      column.bool('hasAttachment'),
      column.bool('hasPrivateNote'),
      column.bool('mailFailed'),
    ],
    [{ on: ['customerId'] }, { on: ['customerName'] }],
  );
  await schema.createTable(
    'support_participant',
    [column.givenId('taskId'), column.givenId('principalId')],
    [{ on: ['principalId'] }],
  );
  await schema.createTable('support_mailbox', [column.givenId('accountId'), column.optionalInt('taskListId')]);
  await schema.createTable('support_settings', [
    column.givenId(),
    column.optionalInt('defaultTaskListId'),
    column.bool('acceptUnknownSenders'),
    column.bool('autoReply'),
  ]);
  await schema.createTable(
    'support_acknowledgement',
    [column.givenId('taskId'), column.text('address', 254), column.instant('sentAt')],
    [{ on: ['address'] }],
  );
}
