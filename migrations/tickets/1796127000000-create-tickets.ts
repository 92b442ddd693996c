import type { Schema } from '../../core/api';

/** Legacy tickets and their messages, in the shape and by the names of the legacy tables. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable('tickets_sequence', [column.givenId(), column.int('last')]);
  await schema.createTable(
    'tickets_ticket',
    [
      column.id(),
      column.text('ticketNumber', 16),
      column.int('ticketVerifier'),
      column.int('priority'),
      column.int('statusId'),
      column.int('typeId'),
      column.optionalInt('userId'),
      column.optionalInt('agentId'),
      column.text('company', 100),
      column.text('firstName', 50),
      column.text('middleName', 100),
      column.text('lastName', 50),
      column.text('email', 254),
      column.text('phone', 50),
      column.text('subject', 255),
      column.optionalText('subjectKey'),
      column.json('ccAddresses'),
      column.bool('unseen'),
      column.optionalInstant('dueDate'),
      column.optionalInt('createdById'),
      column.optionalInt('modifiedById'),
      column.instant('createdAt'),
      column.instant('modifiedAt'),
      column.instant('lastResponseAt'),
      column.optionalInstant('lastAgentResponseAt'),
      column.optionalInstant('lastContactResponseAt'),
    ],
    [
      { on: ['ticketNumber'], unique: true },
      { on: ['typeId', 'statusId'] },
      { on: ['userId'] },
      { on: ['agentId'] },
      { on: ['modifiedAt'] },
    ],
  );
  await schema.createTable(
    'tickets_message',
    [
      column.id(),
      column.int('ticketId'),
      column.longText('content'),
      column.bool('isNote'),
      column.bool('hasStatus'),
      column.int('statusId'),
      column.bool('hasType'),
      column.optionalInt('typeId'),
      column.optionalInt('userId'),
      column.text('authorName'),
      column.bool('isFromAgent'),
      column.optionalInt('templateId'),
      column.optionalInt('rateId'),
      column.int('rateMinutes'),
      column.int('rateAmount'),
      column.text('rateName', 50),
      column.text('rateCostCode', 50),
      column.instant('createdAt'),
      column.instant('modifiedAt'),
    ],
    [{ on: ['ticketId'] }],
  );
}
