import type { Schema } from '../../core/database/migration';

/** Who was asked in. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_invitation',
    [
      column.id(),
      column.text('name'),
      column.text('email', 254),
      column.json('groupIds'),
      column.bool('isInternal'),
      column.text('locale', 20),
      column.optionalInt('invitedById'),
      column.optionalText('hash', 64),
      column.instant('createdAt'),
      column.optionalInstant('sentAt'),
      column.optionalInstant('expiresAt'),
      column.optionalInstant('acceptedAt'),
      column.optionalInt('userId'),
    ],
    [{ on: ['hash'], unique: true }, { on: ['email'] }],
  );
}
