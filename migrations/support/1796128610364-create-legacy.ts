import type { Schema } from '../../core/api';

/** What tickets that came from an older system were there. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('support_ticket', column.bool('wasRead'));
  await schema.createTable(
    'support_legacy_ticket',
    [column.givenId('taskId'), column.optionalText('number', 20), column.optionalInt('verifier'), column.json('facts')],
    [{ on: ['number'] }],
  );
  await schema.createTable(
    'support_legacy_work',
    [
      column.id(),
      column.int('taskId'),
      column.instant('at'),
      column.text('authorName'),
      column.text('rateName'),
      column.optionalText('costCode'),
      column.optionalNumber('hours'),
      column.optionalNumber('amount'),
    ],
    [{ on: ['taskId'] }],
  );
  await schema.createTable(
    'support_legacy_event',
    [
      column.id(),
      column.int('taskId'),
      column.instant('at'),
      column.optionalInt('authorId'),
      column.text('property', 20),
      column.optionalText('old'),
      column.optionalText('new'),
    ],
    [{ on: ['taskId'] }],
  );
}
