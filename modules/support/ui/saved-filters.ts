import type { Filter } from 'extjs-types';
import { type ChosenFilters, closed, type FilterWords, type SavedFilter, SavedFilters, t } from '../../../core/ui/api';
import { type Progress, progressText } from '../../tasks/ui/api';

/** The saved filters of tickets. */
export function savedFilters(): SavedFilters {
  return SavedFilters.of('Task', ['CustomField', 'TaskList', 'TaskCategory', 'TaskStatus']);
}

/** Finds nothing: what is not known yet, or names what is gone, must not be taken for everything. */
const NOTHING: Filter = { operator: 'OR', conditions: [] };

/** What chosen filters ask of tickets now; one that says nothing as yet is left out. */
export function askedBy(chosen: ChosenFilters): Filter[] {
  return Object.entries(chosen).flatMap(([id, given]): Filter[] => {
    const saved = savedFilters().find(id);
    if (saved === undefined || saved.isBroken) return [NOTHING];
    const filter = closed(saved.filter, given);
    return filter === null ? [] : [filter];
  });
}

/** A chosen one that names what is gone, because of which nothing is found. */
export function brokenAmong(chosen: ChosenFilters): SavedFilter | undefined {
  return savedFilters().all.find(({ id, isBroken }) => isBroken && id in chosen);
}

/** Properties by the texts that the panel has for them. */
const PROPERTIES: Readonly<Record<string, string>> = {
  categories: 'support.categories',
  customerEmail: 'support.filter.customerEmail',
  customerId: 'support.customer',
  customerName: 'support.filter.customerName',
  createdAt: 'support.filter.createdAt',
  createdById: 'support.filter.createdBy',
  description: 'support.filter.description',
  due: 'support.due',
  hasAttachment: 'support.hasAttachment',
  hasPrivateNote: 'support.hasNote',
  isUnread: 'support.unread',
  isWatched: 'support.watched',
  lastCommentAt: 'support.filter.lastCommentAt',
  lastCommentBy: 'support.filter.lastCommentBy',
  mailFailed: 'support.mailFailed',
  modifiedAt: 'support.modified',
  percentComplete: 'support.filter.percentComplete',
  priority: 'support.filter.priority',
  progress: 'support.progress',
  responsible: 'support.assigned',
  responsibleId: 'support.responsible',
  start: 'support.filter.start',
  statusId: 'support.status',
  taskListIds: 'support.types.one',
  text: 'support.filter.text',
  title: 'support.subject',
};

/** What people call that by which they look for tickets. */
export const ticketWords: FilterWords = {
  property: (name) => (name in PROPERTIES ? t(PROPERTIES[name] ?? '') : undefined),
  choice: (name, value) => {
    if (name === 'progress') return progressText(value as Progress);
    return t(name === 'responsible' ? `support.assigned.${value}` : `support.filter.${name}.${value}`);
  },
  lookups: { Principal: { type: 'individual' }, TaskList: { role: 'support' } },
};
