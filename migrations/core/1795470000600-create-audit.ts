import type { Schema } from '../../core/database/migration';

/** The audit log, and where its chain begins and ends. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_audit',
    [
      column.givenId(),
      column.instant('at'),
      column.text('action', 20),
      column.text('outcome', 10),
      column.int('count'),
      column.optionalInt('actorId'),
      column.optionalText('actorName'),
      column.optionalText('onBehalf'),
      column.text('via', 20),
      column.optionalText('source', 100),
      column.optionalText('address', 45),
      column.optionalText('userAgent'),
      column.optionalText('requestId', 40),
      column.optionalText('type', 60),
      column.optionalInt('objectId'),
      column.optionalText('title'),
      column.longText('changes'),
      column.text('hash', 64),
    ],
    [{ on: ['at'] }, { on: ['actorId'] }, { on: ['type', 'objectId'] }],
  );
  await schema.createTable('core_audit_chain', [
    column.givenId(),
    column.int('firstId'),
    column.text('firstHash', 64),
    column.int('lastId'),
    column.text('lastHash', 64),
    column.text('seal', 64),
  ]);
}
