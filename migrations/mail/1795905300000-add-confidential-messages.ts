import type { Schema } from '../../core/api';

/** Messages whose text nobody may read: sealed, and forgotten when they have left or expired. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('mail_outbox', column.bool('isConfidential'));
  await schema.addColumn('mail_outbox', column.optionalLongText('sealed'));
  await schema.addColumn('mail_outbox', column.optionalInstant('expiresAt'));
}
