import type { Schema } from '../../core/api';

/** Addresses to which the host posts that something has changed (RFC 8620 §7.2). */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.createTable(
    'core_push_subscription',
    [
      column.id(),
      column.int('userId'),
      column.int('credentialId'),
      column.text('deviceClientId', 255),
      column.optionalLongText('urlSecret'),
      column.optionalLongText('keysSecret'),
      column.text('code', 64),
      column.optionalText('verificationCode', 64),
      column.optionalInstant('expires'),
      column.optionalLongText('types'),
      column.longText('told'),
      column.bool('isAsked'),
      column.int('failures'),
      column.int('pause'),
      column.optionalInstant('nextAt'),
      column.optionalText('claim', 43),
      column.optionalInstant('claimedUntil'),
    ],
    [{ on: ['userId', 'credentialId'] }, { on: ['credentialId'] }],
  );
}
