import { type Context, isSharedInOrganisation, Level, ownerGrants } from '../../core/api';

/** Queries for the tickets of which the caller is customer, or in the CC. */
const FOLLOWED = [
  'SELECT taskId FROM support_ticket WHERE customerId = :ctxPrincipal',
  'SELECT taskId FROM support_participant WHERE principalId = :ctxPrincipal',
];
/** Query for the tickets of the caller's organisation in the lists that show them to its people. */
const OF_ORGANISATION =
  'SELECT theirs_.taskId FROM support_ticket theirs_ JOIN tasks_task shown_ ON shown_.id = theirs_.taskId ' +
  'JOIN tasks_list in_ ON in_.id = shown_.taskListId ' +
  `WHERE theirs_.organisationId = :ctxOrganisation AND ${isSharedInOrganisation('in_.aclId')}`;

/** SQL condition: the caller is customer of the task called `alias`, or in its CC. It begins with these, which are few. */
export function followed(alias: string): string {
  return among(alias, FOLLOWED);
}

/**
 * SQL condition: the caller sees the task called `alias` without working on its list: as customer or participant, as long
 * as one may file into the list, and as one of the customer's organisation where the list shows its tickets to them.
 */
export function seenByCustomers(alias: string, context: Context): string {
  const mayFile = ownerGrants(
    ['tasks_list', 'own_'],
    `${alias}.taskListId`,
    context,
    Level.submit,
    "own_.role = 'support'",
  );
  if (mayFile === '1 = 0') return mayFile;
  const isOfOne = context.organisationId !== null;
  // When the caller's lists are known so are the own tickets, few among many: a query can begin with them.
  const isOwn = context.levels
    ? among(alias, isOfOne ? [...FOLLOWED, OF_ORGANISATION] : FOLLOWED)
    : `(EXISTS (SELECT 1 FROM support_ticket ticket_ WHERE ticket_.taskId = ${alias}.id AND ticket_.customerId = :ctxPrincipal)` +
      ` OR EXISTS (SELECT 1 FROM support_participant part_ WHERE part_.taskId = ${alias}.id AND part_.principalId = :ctxPrincipal)` +
      `${isOfOne ? ` OR EXISTS (${OF_ORGANISATION} AND theirs_.taskId = ${alias}.id)` : ''})`;
  return `(${mayFile} AND ${isOwn})`;
}

/** SQL: the task called `alias` is one of those that the queries find. */
function among(alias: string, queries: readonly string[]): string {
  return `${alias}.id IN (SELECT mine_.taskId FROM (${queries.join(' UNION ALL ')}) mine_)`;
}
