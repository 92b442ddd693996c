import { organisationIdOf } from '../../core/auth/organisation';
import type { Schema } from '../../core/database/migration';

/** Of which organisation somebody is, with login or without, and where that lets them see what is that of others. */
export async function up(schema: Schema): Promise<void> {
  const { column } = schema;
  await schema.addColumn('core_principal', column.optionalText('organisation'));
  await schema.addColumn('core_principal', column.optionalText('organisationId', 32));
  await schema.addColumn('core_acl', column.bool('isSharedInOrganisation'));
  await schema.addColumn('core_access_change', column.optionalText('wasOrganisationId', 32));
  if (await schema.hasColumn('core_contact', 'organisation')) {
    await schema.run(
      `UPDATE core_principal SET organisation =
         (SELECT TRIM(contact_.organisation) FROM core_contact contact_ WHERE contact_.id = core_principal.id)
       WHERE id IN (SELECT known_.id FROM core_contact known_ WHERE TRIM(known_.organisation) <> '')`,
    );
  }
  await schema.addSortKey('core_principal', 'organisation');
  await schema.fill('core_principal', { column: 'organisationId', of: 'organisation', with: organisationIdOf });
  await schema.dropColumn('core_contact', 'organisationKey');
  await schema.dropColumn('core_contact', 'organisation');
}
