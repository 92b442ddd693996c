import { Blobs } from '../../core/files/blobs.service';
import { Records } from '../../core/jmap/records';
import { Types } from '../../core/jmap/types';
import { JobRunner } from '../../core/jobs/job-runner';
import type { Client } from '../../core/testing/client';
import type { TestHost } from '../../core/testing/test-host';
import { sorted } from './asking';
import type { Json } from './json';
import { ledgerEntry } from './ledger-entry';
import { rights } from './rules';
import { linkOf } from './world';

/** Of a user, a group and a contact alike. */
const VISIBILITY = ['isRestricted', 'visibleToIds'];

/** How each property may be set: never by clients, at creation only, or later too. */
const SURFACE: Readonly<Record<string, Readonly<Record<'server' | 'immutable' | 'settable', readonly string[]>>>> = {
  Principal: {
    server: [
      ...['type', 'name', 'email', 'avatarBlobId', 'hasLogin', 'isInternal'],
      ...['description', 'timeZone', 'capabilities', 'accounts'],
    ],
    immutable: [],
    settable: [],
  },
  User: {
    server: ['avatarBlobId', 'belongings', 'hasPassword', 'createdAt', 'lastLoginAt'],
    immutable: [],
    settable: [
      ...['username', 'name', 'email', 'isActive', 'isArchived', 'isInternal', 'isAdmin', 'groupIds', 'locale'],
      ...['timeZone', 'successorId', 'customFields', 'organisation', ...VISIBILITY],
    ],
  },
  Group: { server: ['builtIn', 'memberCount'], immutable: [], settable: ['name', 'memberIds', ...VISIBILITY] },
  Contact: {
    server: [],
    immutable: [],
    settable: ['name', 'addresses', 'organisation', 'notes', 'customFields', ...VISIBILITY],
  },
  TaskList: {
    server: ['myRights'],
    immutable: ['role'],
    settable: [
      ...['name', 'description', 'color', 'sortOrder', 'shareWith', 'isSubscribed', 'customFields', 'groupingId'],
      ...['senderName', 'defaultResponsibleId', 'isSharedInOrganisation'],
    ],
  },
  Task: {
    server: [
      ...['uid', 'role', 'createdById', 'createdAt', 'modifiedAt', 'myRights', 'responsibleName'],
      ...['customerOrganisation', 'lastCommentAt', 'lastCommentBy', 'hasAttachment', 'hasPrivateNote', 'mailFailed'],
      ...['isUnread', 'legacyNumber', 'legacyFacts', 'hasUnreadNote', 'presence'],
    ],
    immutable: [],
    settable: [
      ...['taskListId', 'title', 'description', 'start', 'due', 'progress', 'percentComplete', 'priority'],
      ...['responsibleId', 'customerId', 'cc', 'customFields', 'categories', 'mergedIntoId', 'mergedCc', 'watchers'],
      ...['statusId', 'customerName', 'customerEmail'],
    ],
  },
  TaskListGrouping: { server: [], immutable: [], settable: ['name', 'sortOrder'] },
  TaskCategory: { server: [], immutable: ['taskListId'], settable: ['name'] },
  TaskStatus: { server: [], immutable: ['taskListId', 'progress'], settable: ['name', 'color', 'sortOrder'] },
  Comment: {
    server: [
      ...[
        'authorId',
        'authorName',
        'authorRole',
        'createdAt',
        'quotedText',
        'quotedHtml',
        'source',
        'senderIsVerified',
      ],
      ...['arrival', 'delivery', 'movedFromId'],
    ],
    immutable: ['entityType', 'isPrivate', 'text', 'html', 'attachments', 'mentions', 'draft'],
    settable: ['entityId'],
  },
  FileNode: {
    server: ['size', 'createdAt', 'createdById', 'trashedAt'],
    immutable: ['entityType', 'entityId', 'blobId', 'type'],
    settable: ['parentId', 'name', 'isTrashed'],
  },
  SavedFilter: {
    server: ['isBroken', 'myRights'],
    immutable: ['type'],
    settable: ['name', 'filter', 'isShared'],
  },
  Preference: { server: [], immutable: ['name'], settable: ['value'] },
  Link: {
    server: ['createdAt', 'createdById', 'myRights'],
    immutable: ['fromType', 'fromId', 'toType', 'toId'],
    settable: ['description'],
  },
  CustomFieldSet: {
    server: [],
    immutable: ['type'],
    settable: ['name', 'description', 'sortOrder', 'showWhen', 'forCustomers'],
  },
  CustomField: {
    server: [],
    immutable: ['fieldSetId', 'key'],
    settable: [
      ...['name', 'kind', 'options', 'required', 'requiredWhen', 'hiddenWhen', 'default', 'hint', 'sortOrder'],
      ...['showInGrid', 'filterable'],
    ],
  },
  MailAccount: {
    server: ['state', 'lastError', 'lastCheckedAt'],
    immutable: [],
    settable: [
      ...['name', 'address', 'kind', 'host', 'port', 'security', 'username', 'password', 'mailbox', 'isEnabled'],
      ...['importFrom', 'taskListId'],
    ],
  },
  MailRelay: {
    server: ['state', 'lastError'],
    immutable: [],
    settable: ['host', 'port', 'security', 'username', 'password'],
  },
  LedgerEntry: {
    server: [
      ...[
        'accountId',
        'source',
        'receivedAt',
        'sender',
        'recipients',
        'subject',
        'messageId',
        'size',
        'outcome',
        'reason',
      ],
      ...['error', 'attempts', 'taskId', 'commentId', 'blobId'],
    ],
    immutable: [],
    settable: ['state'],
  },
  OutboxMessage: {
    server: [
      ...['accountId', 'sender', 'recipients', 'subject', 'messageId', 'attempts', 'lastError', 'createdAt', 'sentAt'],
      ...['nextAttemptAt', 'commentId', 'text', 'html', 'blobId', 'isConfidential'],
    ],
    immutable: [],
    settable: ['state'],
  },
  CoreSettings: {
    server: [],
    immutable: [],
    settable: [
      'productTitle',
      'language',
      'timeZone',
      'sessionIdleDays',
      'sessionDays',
      'auditDays',
      'fileQuota',
      'hostFileQuota',
    ],
  },
  Job: {
    server: ['job', 'module', 'title', 'defaultSchedule', 'lastRunAt', 'lastDuration', 'lastError', 'isRunning'],
    immutable: [],
    settable: ['isEnabled', 'schedule', 'nextRunAt'],
  },
  Module: {
    server: [
      ...['name', 'state', 'error', 'installedVersion', 'installation', 'title', 'description', 'icon', 'version'],
      ...['requires', 'requiredBy', 'permissions', 'origin'],
    ],
    immutable: [],
    settable: ['grants'],
  },
  SupportSettings: {
    server: [],
    immutable: [],
    settable: [
      ...[
        'defaultTaskListId',
        'acceptUnknownSenders',
        'customerGroupId',
        'autoReply',
        'expiryDays',
        'expiryMessage',
        'expiryText',
      ],
      ...['expiryExcludedTaskListIds', 'expiryExcludedCategoryIds'],
      ...['mailsMentions', 'mailsAssigned', 'mailsCustomerAnswers', 'mailsColleagues', 'mailsNewTickets', 'mailsDue'],
    ],
  },
  SupportLetterSettings: {
    server: [],
    immutable: [],
    settable: ['answerText', 'confirmationSubject', 'confirmationText'],
  },
  CannedReply: { server: [], immutable: [], settable: ['name', 'text', 'taskListIds', 'sortOrder'] },
};

/** What may be in a row but is nobody's business. */
const FOREIGN_NAMES = ['aclId', 'passwordSecret', 'taskId', 'isPaused', 'constructor', 'toString', 'nonsense'];

/** Tries to set everything as an administrator, an agent and a customer. */
export class Surface {
  constructor(private readonly host: TestHost) {}

  async check(): Promise<void> {
    const { host } = this;
    const admin = await host.admin();
    const agent = await host.person('agent', { permissions: ['support:use'] });
    const customer = await host.person('customer', { isInternal: false });
    const [list = ''] = await admin.query('TaskList');
    await admin.update('TaskList', list, { [`shareWith/${agent.principalId}`]: rights(40) });
    const task = await admin.create('Task', { title: 'x', taskListId: list, customerId: customer.principalId });
    const comment = await admin.create('Comment', {
      entityType: 'Task',
      entityId: task.id,
      isPrivate: false,
      text: 'x',
    });
    const link = await admin.create('Link', linkOf(['Task', task.id], ['Principal', customer.principalId]));
    const folder = await admin.create('FileNode', { entityType: 'Task', entityId: task.id, name: 'Folder' });
    const { blobId } = await host.get(Blobs).keep(Buffer.from('raw'));
    const [account = ''] = await admin.query('MailAccount');
    const entry = await host.database.transaction(() =>
      host.get(Records).insert('LedgerEntry', ledgerEntry(blobId, Number(account))),
    );
    const [message = ''] = await admin.query('OutboxMessage');
    await host.get(JobRunner).prepare();
    const [job = ''] = await admin.query('Job');
    const [module = ''] = await admin.query('Module');
    const fieldSet = await admin.create('CustomFieldSet', { type: 'Task', name: 'x' });
    const field = await admin.create('CustomField', { fieldSetId: fieldSet.id, key: 'x', name: 'x', kind: 'text' });
    const ids: Readonly<Record<string, string>> = {
      Principal: customer.principalId,
      User: customer.principalId,
      Group: (await admin.query('Group'))[0]!,
      Contact: (await admin.create('Contact', { name: 'Ida', addresses: ['ida@example.com'] })).id,
      TaskList: list,
      Task: task.id,
      TaskListGrouping: (await admin.create('TaskListGrouping', { name: 'x' })).id,
      TaskCategory: (await admin.create('TaskCategory', { name: 'x' })).id,
      TaskStatus: (await admin.create('TaskStatus', { name: 'x', taskListId: list, progress: 'completed' })).id,
      CannedReply: (await admin.create('CannedReply', { name: 'x', text: 'x' })).id,
      CustomFieldSet: fieldSet.id,
      CustomField: field.id,
      Comment: comment.id,
      Link: link.id,
      FileNode: folder.id,
      MailAccount: account,
      MailRelay: 'singleton',
      LedgerEntry: String(entry.id),
      OutboxMessage: message,
      CoreSettings: 'singleton',
      Job: job,
      Module: module,
      SupportSettings: 'singleton',
      SupportLetterSettings: 'singleton',
    };
    for (const [type, id] of Object.entries(ids)) {
      const { server, immutable, settable } = SURFACE[type]!;
      const names = [...server, ...immutable, ...settable];
      expect([type, sorted([...host.get(Types).get(type).properties.keys()])]).toEqual([type, sorted(names)]);
      await this.asAdmin(admin, type, id);
      for (const person of [agent, customer]) await this.asOther(person, type, id, person === customer);
      // What is sent back as it was read is no change.
      const { list: objects } = await admin.get<Json>(type, [id]);
      const { shareWith: _shares, ...object } = objects[0]!;
      expect([type, await admin.refused(type, { update: { [id]: object } })]).toEqual([type, refusedAsIs(type)]);
    }
  }

  /** Whoever may everything is refused what nobody may, by its name alone. */
  private async asAdmin(admin: Client, type: string, id: string): Promise<void> {
    const { server, immutable } = SURFACE[type]!;
    const { list } = await admin.get<Json>(type, [id]);
    for (const name of [...server, ...immutable, ...FOREIGN_NAMES]) {
      const patch = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(otherThan(list[0]![name]))}}`) as Json;
      const error = await admin.refused(type, { update: { [id]: patch } });
      expect([type, name, error?.['type'], error?.['properties']]).toEqual([type, name, 'invalidProperties', [name]]);
      if (immutable.includes(name) || id === 'singleton') continue;
      const creation = await admin.refused(type, { create: patch });
      expect([type, name, (creation?.['properties'] as string[]).includes(name)]).toEqual([type, name, true]);
    }
    expect((await admin.get<Json>(type, [id])).list).toEqual(list);
    expect(({} as Json)['nonsense']).toBeUndefined();
  }

  private async asOther(person: Client, type: string, id: string, isCustomer: boolean): Promise<void> {
    const { server, immutable, settable } = SURFACE[type]!;
    const { list } = await person.get<Json>(type, [id]);
    const before = list[0];
    for (const name of [...server, ...immutable, ...settable, ...FOREIGN_NAMES]) {
      const mayAgent = !isCustomer && ['Task', 'Link', 'FileNode'].includes(type) && settable.includes(name);
      // Everybody says for themselves what they want to see.
      const isOwn = type === 'TaskList' && name === 'isSubscribed';
      const isAllowed = isOwn || mayAgent || (type === 'Task' && isCustomer && name === 'progress');
      if (isAllowed) continue;
      const patch = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(otherThan(before?.[name]))}}`) as Json;
      const error = await person.refused(type, { update: { [id]: patch } });
      const named = (error?.['properties'] as string[] | undefined)?.[0];
      if (!before) expect([type, name, error?.['type']]).toEqual([type, name, 'notFound']);
      else if (type === 'Task')
        expect([type, name, error?.['type'], named]).toEqual([type, name, 'invalidProperties', name]);
      else
        expect([type, name, ['forbidden', 'invalidProperties'].includes(error?.['type'] as string)]).toEqual([
          type,
          name,
          true,
        ]);
    }
    expect((await person.get<Json>(type, [id])).list).toEqual(list);
    if (!isCustomer || type !== 'Task') return;
    const [taskListId = ''] = await person.query('TaskList');
    for (const name of [...server, ...settable, ...FOREIGN_NAMES].filter(
      (key) => !['title', 'taskListId', 'customFields'].includes(key),
    )) {
      const value = JSON.stringify(name === 'progress' ? 'completed' : otherThan(before![name]));
      const create = JSON.parse(`{"title":"x","taskListId":"${taskListId}",${JSON.stringify(name)}:${value}}`) as Json;
      const error = await person.refused('Task', { create });
      expect(['create', name, error?.['type'], error?.['properties']]).toEqual([
        'create',
        name,
        'invalidProperties',
        [name],
      ]);
    }
  }
}

/** Comments cannot be changed at all, not even into themselves; the record of mail in parts. */
function refusedAsIs(type: string): unknown {
  return type === 'Principal'
    ? expect.objectContaining({ type: 'forbidden' })
    : type === 'OutboxMessage'
      ? expect.objectContaining({ properties: ['state'] })
      : null;
}

/** Another value of the same kind. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return ['else@example.org'];
  if (typeof value === 'object' && value !== null) return { mayManage: true };
  if (typeof value === 'string' && /^\d{4}-/.test(value)) return '2001-01-01T00:00:00Z';
  if (typeof value === 'string' && /^\d+$/.test(value)) return value === '1' ? '2' : '1';
  return 'something else';
}
