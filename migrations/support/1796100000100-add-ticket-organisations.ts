import type { Schema } from '../../core/api';

/** Of which organisation the customer of a ticket is. */
export async function up(schema: Schema): Promise<void> {
  await schema.addColumn('support_ticket', schema.column.optionalText('organisationId', 32));
  await schema.run(
    `UPDATE support_ticket SET organisationId =
       (SELECT person_.organisationId FROM core_principal person_ WHERE person_.id = support_ticket.customerId)
     WHERE customerId IN (SELECT known_.id FROM core_principal known_ WHERE known_.organisationId IS NOT NULL)`,
  );
  await schema.createIndex('support_ticket', { on: ['organisationId'] });
}
