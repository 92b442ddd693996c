/** What may stand in braces in any template there, in small letters, and what says the same here. */
export const TAGS: Readonly<Record<string, string>> = {
  createdby: 'customer',
  number: 'number',
  ticket_number: 'number',
  'ticket:ticket_number': 'number',
  subject: 'subject',
  'ticket:subject': 'subject',
  'ticket:type': 'list',
};
