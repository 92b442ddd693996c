import { numberIn, type Raw, textIn } from './columns';
import type { Ask } from './group-office.connection';
import { grantsIn, groupsIn, usersIn } from './group-office.people';
import type { Tables } from './group-office.tables';
import { type LegacyDesk, type LegacyTemplate, USES } from './legacy-source';

/** Column of a template that is sent for something by itself → for what. */
const SENT_FOR = {
  autoreply: USES.confirmation,
  default_template: USES.answer,
  ticket_created_for_client: USES.onBehalf,
  ticket_mail_for_agent: USES.notice,
  ticket_claim_notification: USES.claim,
};

/** Reads all that is there once. */
export async function deskIn(tables: Tables, ask: Ask): Promise<LegacyDesk> {
  const types = await tables.all('ti_types');
  const grants = await grantsIn(tables, ask, [...new Set(types.map((row) => numberIn(row, 'acl_id')))]);
  const [settings = {}] = await tables.all('ti_settings');
  const used = await ask(
    'SELECT type_id, status_id FROM ti_tickets GROUP BY type_id, status_id ORDER BY type_id, status_id',
  );
  return {
    users: await usersIn(tables),
    groups: await groupsIn(tables),
    types: types.map((row) => ({
      id: numberIn(row, 'id'),
      name: textIn(row, 'name').trim(),
      description: textIn(row, 'description').trim(),
      groupId: numberIn(row, 'type_group_id') || null,
      senderName: numberIn(row, 'custom_sender_field') > 0 ? textIn(row, 'sender_name').trim() : '',
      grants: grants.get(numberIn(row, 'acl_id')) ?? [],
      shownStatuses: shownIn(textIn(row, 'show_statuses')),
      showsFromOthers: numberIn(row, 'show_from_others') > 0,
    })),
    typeGroups: (await tables.all('ti_type_groups')).map((row) => ({
      id: numberIn(row, 'id'),
      name: textIn(row, 'name').trim(),
      sortIndex: numberIn(row, 'sort_index'),
    })),
    statuses: (await tables.all('ti_statuses')).map((row) => ({
      id: numberIn(row, 'id'),
      name: textIn(row, 'name').trim(),
      typeId: numberIn(row, 'type_id') || null,
    })),
    templates: (await tables.all('ti_templates')).map((row) => templateOf(row)),
    ticketGroups: new Map((await tables.all('ti_groups')).map((row) => [numberIn(row, 'id'), textIn(row, 'name')])),
    used: used.map((row) => ({ typeId: numberIn(row, 'type_id'), statusId: numberIn(row, 'status_id') })),
    settings: new Map(
      Object.keys(settings)
        .filter((name) => name !== 'id' && !['', '0'].includes(textIn(settings, name)))
        .map((name) => [name, textIn(settings, name)]),
    ),
  };
}

function templateOf(row: Raw): LegacyTemplate {
  return {
    id: numberIn(row, 'id'),
    name: textIn(row, 'name').trim(),
    content: textIn(row, 'content'),
    uses: Object.entries(SENT_FOR).flatMap(([column, use]) => (numberIn(row, column) > 0 ? [use] : [])),
  };
}

/** Ids in a list such as `1,2`; null for an empty one, which means all. */
function shownIn(list: string): number[] | null {
  const ids = (list.match(/\d+/g) ?? []).map(Number).filter((id) => id > 0);
  return ids.length > 0 ? ids : null;
}
