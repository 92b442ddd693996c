import type { Schema } from '../../core/database/migration';

/** By which ways people want to be told of what; what they were told before stays where it was shown. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_notification_choice',
    [
      column.id(),
      column.int('principalId'),
      column.text('kind', 60),
      column.bool('bell'),
      column.bool('mail'),
      column.bool('browser'),
    ],
    [{ on: ['principalId', 'kind'], unique: true }, { on: ['kind'] }],
  );
  await schema.addColumn('core_notification', column.bool('inBell'));
  await schema.addColumn('core_notification', column.bool('inBrowser'));
  await schema.addColumn('core_notification', column.optionalInstant('mailDue'));
  await schema.addColumn('core_notification', column.optionalInstant('mailedAt'));
  await schema.createIndex('core_notification', { on: ['mailDue'] });
  await schema.run('UPDATE core_notification SET inBell = 1');
}
