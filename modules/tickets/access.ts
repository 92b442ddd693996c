import { type Access, Audience, aclGrants, type Context, Level, ownerGrants } from '../../core/api';
import { MANAGE, USE } from './permission';
import type { LegacyTicket } from './ticket.entity';
import type { LegacyType } from './type.entity';
import type { LegacyTypes } from './types.service';

const TYPE = 'tickets_type';

/**
 * Who sees tickets. Level 5 on a type: own ones, and with `showFromOthers` those of all; 10 to 40: all, notes too;
 * manage: agent, who works on them.
 */
export function ticketAccess(types: LegacyTypes): Access<LegacyTicket> {
  return {
    least: Level.submit,
    where: (alias, context, level) => {
      if (context.isAdmin) return '1 = 1';
      const grants = (name: string, least: number, more?: string) =>
        ownerGrants([TYPE, name], `${alias}.typeId`, context, least, more);
      if (level > Level.read) return grants('agent_', Level.manage);
      const asColleague = grants('reads_', Level.read);
      if (level > Level.submit) return asColleague;
      const own = `(${alias}.userId = :ctxPrincipal AND ${grants('files_', Level.submit)})`;
      return `(${asColleague} OR ${own} OR ${grants('shown_', Level.submit, 'shown_.showFromOthers = 1')})`;
    },
    inAcls: (alias) => `${alias}.typeId IN (SELECT in_.id FROM ${TYPE} in_ WHERE in_.aclId IN (:...acls))`,
    audience: async (ticket) => ticketAudience(ticket, await types.of(ticket.typeId)),
  };
}

/** Audience keys of a ticket of the type, see {@link ticketAccess}. */
export function ticketAudience(
  { userId }: Pick<LegacyTicket, 'userId'>,
  { aclId, showFromOthers }: Pick<LegacyType, 'aclId' | 'showFromOthers'>,
): string[] {
  const own = userId === null ? [] : [Audience.submitter(aclId, userId)];
  return [Audience.readers(aclId), ...(showFromOthers ? [Audience.submitters(aclId)] : own)];
}

/** Audience keys of what is shown to all who have the panel, see {@link hasPanel}. */
export const PANEL_AUDIENCE: readonly string[] = [Audience.permitted(USE), Audience.permitted(MANAGE)];

/** True for whoever works with legacy tickets or manages them. */
export function hasPanel(context: Context): boolean {
  return context.may(USE) || context.may(MANAGE);
}

/** Who sees what agents choose from, rates and templates: who reads tickets of any type, and who manages the module. */
export function agentsAccess<T>(types: LegacyTypes): Access<T> {
  return {
    least: Level.read,
    where: (_alias, context) => (context.may(MANAGE) ? '1 = 1' : readsAny(context)),
    inAcls: () => `EXISTS (SELECT 1 FROM ${TYPE} in_ WHERE in_.aclId IN (:...acls))`,
    audience: async () => [...(await types.acls()).map((acl) => Audience.readers(acl)), Audience.permitted(MANAGE)],
  };
}

function readsAny(context: Context): string {
  return `EXISTS (SELECT 1 FROM ${TYPE} any_ WHERE ${aclGrants('any_.aclId', context, Level.read)})`;
}
