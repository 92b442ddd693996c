import type { Schema } from '../../core/api';

/** Files of messages; which statuses a type offers; whether strangers file tickets of it. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'tickets_attachment',
    [
      column.id(),
      column.int('messageId'),
      column.text('blobId', 70),
      column.text('name', 255),
      column.text('type'),
      column.int('size'),
    ],
    [{ on: ['messageId'] }, { on: ['blobId'] }],
  );
  await schema.createTable('tickets_shown_status', [column.givenId('typeId'), column.givenId('statusId')]);
  await schema.addColumn('tickets_type', column.bool('publishOnSite'));
}
