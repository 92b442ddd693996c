import { hashOf, nameIn, numberIn, type Raw, secondsIn, textIn } from './columns';
import type { LegacyMessage, LegacyTicketRow } from './legacy-source';

export function ticketOf(row: Raw): LegacyTicketRow {
  return {
    id: numberIn(row, 'id'),
    number: textIn(row, 'ticketNumber'),
    verifier: numberIn(row, 'ticketVerifier'),
    priority: numberIn(row, 'priority'),
    statusId: numberIn(row, 'statusId'),
    typeId: numberIn(row, 'typeId'),
    userId: numberIn(row, 'userId'),
    isUsersOwn: true,
    agentId: numberIn(row, 'agentId'),
    contactId: 0,
    company: textIn(row, 'company'),
    name: nameIn(row, 'firstName', 'middleName', 'lastName'),
    email: textIn(row, 'email'),
    phone: textIn(row, 'phone'),
    subject: textIn(row, 'subject'),
    createdAt: secondsIn(row, 'createdAt'),
    modifiedAt: secondsIn(row, 'modifiedAt'),
    modifiedById: numberIn(row, 'modifiedById'),
    createdById: numberIn(row, 'createdById'),
    isUnseen: numberIn(row, 'unseen') > 0,
    groupId: numberIn(row, 'groupId'),
    orderId: 0,
    lastResponseAt: secondsIn(row, 'lastResponseAt'),
    cc: listIn(row, 'ccAddresses').join(', '),
    due: secondsIn(row, 'dueDate'),
    folderId: 0,
    repaired: [],
    hash: hashOf(row),
  };
}

/** @param attachments words that name its files */
export function messageOf(row: Raw, attachments: string): LegacyMessage {
  return {
    id: numberIn(row, 'id'),
    ticketId: numberIn(row, 'ticketId'),
    statusId: numberIn(row, 'statusId'),
    typeId: numberIn(row, 'typeId'),
    hasStatus: numberIn(row, 'hasStatus') > 0,
    hasType: numberIn(row, 'hasType') > 0,
    content: textIn(row, 'content'),
    attachments,
    isNote: numberIn(row, 'isNote') > 0,
    userId: numberIn(row, 'userId'),
    written: { by: textIn(row, 'authorName'), isFromAgent: numberIn(row, 'isFromAgent') > 0 },
    createdAt: secondsIn(row, 'createdAt'),
    modifiedAt: secondsIn(row, 'modifiedAt'),
    // Minutes and cents there; hours and whole amounts in every other system.
    rateHours: numberIn(row, 'rateMinutes') / 60,
    rateAmount: numberIn(row, 'rateAmount') / 100,
    rateName: textIn(row, 'rateName'),
    rateCostCode: textIn(row, 'rateCostCode'),
    templateId: numberIn(row, 'templateId'),
    repaired: [],
    hash: hashOf(row),
  };
}

/** Texts of a JSON column. */
function listIn(row: Raw, column: string): string[] {
  const list: unknown = JSON.parse(textIn(row, column) || '[]');
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}
