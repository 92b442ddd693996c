/** It becomes something, or what it says is said by something else. */
const TAKEN = null;

/** Why a column has no place here, and what it holds when nobody has chosen anything. */
interface NoPlace {
  readonly reason: string;
  readonly usual?: string;
}

const WORDS = 'Mails to agents and customers have the words of Support, the same for all types';
const MAILED = 'Agents choose themselves, under My account, of what they are mailed';
const PAGE = 'The page for strangers is not there: tickets are filed by mail or in the Help panel';
const MAKER = 'Who made it is not kept';
const MAILBOX = 'Mailboxes are set up in System settings, Mailboxes, and are given their type there';

/**
 * What becomes of each column of the tables that hold a desk: {@link TAKEN}, or why it has no place. What stands in a column
 * without place is told of whenever it holds something; so is what stands in a column that is not listed here.
 */
export const COLUMNS: Readonly<Record<string, Readonly<Record<string, NoPlace | typeof TAKEN>>>> = {
  ti_tickets: {
    id: TAKEN,
    ticket_number: TAKEN,
    ticket_verifier: TAKEN,
    priority: TAKEN,
    status_id: TAKEN,
    type_id: TAKEN,
    user_id: TAKEN,
    agent_id: TAKEN,
    contact_id: TAKEN,
    company: TAKEN,
    company_id: TAKEN,
    first_name: TAKEN,
    middle_name: TAKEN,
    last_name: TAKEN,
    email: TAKEN,
    phone: TAKEN,
    subject: TAKEN,
    ctime: TAKEN,
    mtime: TAKEN,
    muser_id: TAKEN,
    files_folder_id: TAKEN,
    unseen: TAKEN,
    group_id: TAKEN,
    order_id: TAKEN,
    cc_addresses: TAKEN,
    cuser_id: TAKEN,
    due_date: TAKEN,
    // Nobody is reminded of what was due already.
    due_reminder_sent: TAKEN,
    // Worked out anew from the messages.
    last_response_time: TAKEN,
    last_agent_response_time: TAKEN,
    last_contact_response_time: TAKEN,
  },
  ti_messages: {
    id: TAKEN,
    ticket_id: TAKEN,
    status_id: TAKEN,
    type_id: TAKEN,
    has_status: TAKEN,
    has_type: TAKEN,
    content: TAKEN,
    attachments: TAKEN,
    is_note: TAKEN,
    user_id: TAKEN,
    ctime: TAKEN,
    mtime: TAKEN,
    // What was billed stands in the columns that follow.
    rate_id: TAKEN,
    rate_amount: TAKEN,
    rate_hours: TAKEN,
    rate_name: TAKEN,
    rate_cost_code: TAKEN,
    template_id: TAKEN,
  },
  ti_types: {
    id: TAKEN,
    name: TAKEN,
    description: TAKEN,
    user_id: { reason: MAKER },
    acl_id: TAKEN,
    show_statuses: TAKEN,
    show_from_others: TAKEN,
    // Folders of tickets lie in it.
    files_folder_id: TAKEN,
    email_on_new: { reason: MAILED },
    email_to_agent: { reason: MAILED },
    custom_sender_field: TAKEN,
    sender_name: TAKEN,
    sender_email: { reason: MAILBOX },
    publish_on_site: { reason: PAGE },
    type_group_id: TAKEN,
    email_account_id: { reason: MAILBOX },
    enable_templates: { reason: WORDS },
    new_ticket: { reason: MAILED },
    new_ticket_msg: { reason: WORDS },
    assigned_to: { reason: MAILED },
    assigned_to_msg: { reason: WORDS },
    notify_agent: { reason: MAILED },
    notify_agent_msg: { reason: WORDS },
    // Who works on the tickets, once more.
    search_cache_acl_id: TAKEN,
    email_on_new_msg: { reason: WORDS },
  },
  ti_settings: {
    id: TAKEN,
    from_email: { reason: MAILBOX },
    from_name: TAKEN,
    use_alternative_url: { reason: PAGE },
    alternative_url: { reason: PAGE },
    subject: { reason: 'The subject of an answer is that of its ticket', usual: '{SUBJECT}' },
    default_type: { reason: 'The type for mail is chosen in System settings, Support' },
    logo: { reason: PAGE },
    customer_message: { reason: PAGE },
    response_message: { reason: PAGE },
    notify_contact: { reason: 'Answers are mailed to customers always' },
    language: { reason: 'Everybody chooses the own language' },
    expire_days: {
      reason:
        'Tickets are closed by themselves when it is said so in System settings, Support; look at the result first',
    },
    never_close_status_id: { reason: 'Types and categories can be kept open, statuses cannot' },
    disable_reminder_assigned: { reason: MAILED },
    disable_reminder_unanswered: { reason: MAILED },
    enable_external_page: { reason: PAGE },
    allow_anonymous: { reason: PAGE },
    external_page_css: { reason: PAGE },
    leave_type_blank_by_default: { reason: 'Whoever files a ticket is offered the first type' },
    new_ticket: { reason: MAILED },
    new_ticket_msg: { reason: WORDS },
    assigned_to: { reason: MAILED },
    assigned_to_msg: { reason: WORDS },
    notify_agent: { reason: MAILED },
    notify_agent_msg: { reason: WORDS },
    notify_due_date: { reason: MAILED },
    notify_due_date_msg: { reason: WORDS },
    manager_reopen_ticket_only: { reason: 'Whoever may write a ticket may open it again' },
    show_close_confirm: { reason: 'Nobody is asked before a ticket is closed' },
  },
  ti_rates: {
    id: TAKEN,
    name: { reason: 'Rates are kept where hours were billed by them, not by themselves' },
    amount: { reason: 'Rates are kept where hours were billed by them, not by themselves' },
    company_id: { reason: 'Rates are kept where hours were billed by them, not by themselves' },
    cost_code: { reason: 'Rates are kept where hours were billed by them, not by themselves' },
  },
  ti_templates: {
    id: TAKEN,
    name: TAKEN,
    content: TAKEN,
    user_id: { reason: MAKER },
    autoreply: TAKEN,
    default_template: TAKEN,
    ticket_created_for_client: TAKEN,
    ticket_mail_for_agent: TAKEN,
    ticket_claim_notification: TAKEN,
  },
  ti_type_groups: { id: TAKEN, name: TAKEN, sort_index: TAKEN },
  ti_statuses: { id: TAKEN, name: TAKEN, user_id: { reason: MAKER }, type_id: TAKEN },
  ti_groups: {
    id: TAKEN,
    name: TAKEN,
    acl_id: { reason: 'Tickets are not shared by groups of their own' },
    company_id: { reason: 'Tickets are not shared by groups of their own' },
  },
};

/** Why a column that holds something has no place; null when it has one. */
export function reasonOf(table: string, column: string): NoPlace | null {
  const known = COLUMNS[table]?.[column];
  return known === undefined ? { reason: 'It is not known what this column holds' } : known;
}
