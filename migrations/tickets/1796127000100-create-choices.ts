import type { Schema } from '../../core/api';

/** What is chosen of a legacy ticket: types with their groups, statuses, rates, templates. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  const name = [column.text('name', 100), column.optionalText('nameKey')];
  await schema.createTable('tickets_type_group', [column.id(), ...name, column.int('sortIndex')]);
  await schema.createTable(
    'tickets_type',
    [
      column.id(),
      ...name,
      column.text('description', 255),
      column.int('aclId'),
      column.optionalInt('typeGroupId'),
      column.bool('showFromOthers'),
      column.optionalInt('emailAccountId'),
      column.json('emailOnNew'),
      column.text('senderName', 64),
    ],
    [{ on: ['aclId'], unique: true }, { on: ['typeGroupId'] }],
  );
  await schema.createTable(
    'tickets_status',
    [column.id(), ...name, column.optionalInt('typeId')],
    [{ on: ['typeId'] }],
  );
  await schema.createTable('tickets_rate', [column.id(), ...name, column.int('amount'), column.text('costCode', 50)]);
  await schema.createTable('tickets_template', [
    column.id(),
    ...name,
    column.longText('content'),
    column.bool('defaultTemplate'),
    column.bool('autoreply'),
    column.bool('ticketCreatedForClient'),
    column.bool('ticketMailForAgent'),
    column.bool('ticketClaimNotification'),
  ]);
}
