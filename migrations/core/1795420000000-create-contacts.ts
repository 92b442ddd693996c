import type { Schema } from '../../core/database/migration';

/** Contacts with several addresses, and what is known of a user besides the login. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('core_principal', column.optionalText('avatarBlobId', 70));
  await schema.addColumn('core_user', column.bool('isArchived'));
  await schema.addColumn('core_user', column.optionalText('timeZone', 60));
  await schema.addColumn('core_user', column.optionalInt('successorId'));
  await schema.addColumn('core_user', column.optionalInstant('createdAt'));
  await schema.addColumn('core_user', column.optionalInstant('lastLoginAt'));
  await schema.createTable('core_contact', [column.givenId(), column.text('organisation'), column.longText('notes')]);
  await schema.createTable(
    'core_address',
    [column.id(), column.int('principalId'), column.text('email', 254)],
    [{ on: ['email'], unique: true }, { on: ['principalId'] }],
  );
  await schema.run(
    `INSERT INTO core_address (principalId, email) SELECT id, email FROM core_principal
     WHERE email IS NOT NULL AND email NOT IN (SELECT email FROM core_address)`,
  );
  await schema.run(
    `INSERT INTO core_contact (id, organisation, notes) SELECT id, '', '' FROM core_principal
     WHERE type = 'individual' AND id NOT IN (SELECT id FROM core_user) AND id NOT IN (SELECT id FROM core_contact)`,
  );
}
