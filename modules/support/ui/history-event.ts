import { formatDate, formatDateTime, formatNumber, t } from '../../../core/ui/api';
import { type Progress, priorityText, progressText } from '../../tasks/ui/api';

/** Somebody or something by name; both are null for what the user does not see, or what is gone. */
export interface Named {
  readonly id: string | null;
  readonly name: string | null;
}

/** Something that became of a ticket; see `Ticket/history`. */
export interface HistoryEvent {
  readonly id: string;
  /** UTCDate. */
  readonly at: string;
  readonly action: 'create' | 'update';
  readonly actor: Named | null;
  readonly isOnBehalf: boolean;
  readonly changes: readonly HistoryChange[];
}

interface HistoryChange {
  readonly property: string;
  readonly old: unknown;
  readonly new: unknown;
  /** Of a custom field: what it is called, and its kind. */
  readonly name?: string;
  readonly kind?: string;
}

/** A change in words: what it is called, what was and what is; without the one or the other where it says all by itself. */
export interface ChangeWords {
  readonly label: string;
  readonly old: string | null;
  readonly now: string | null;
}

const LABELS: Readonly<Record<string, string>> = {
  customerId: 'support.customer',
  due: 'support.due',
  mergedIntoId: 'support.history.mergedInto',
  parts: 'support.history.part',
  priority: 'tasks.priority',
  progress: 'support.progress',
  responsibleId: 'support.responsible',
  start: 'support.filter.start',
  statusId: 'support.status',
  taskListId: 'support.types.one',
  title: 'support.subject',
};

/** Properties that name people. */
const PEOPLE: ReadonlySet<string> = new Set(['customerId', 'responsibleId']);

/** Who did it, as people say it. */
export function actorOf({ actor, isOnBehalf }: HistoryEvent): string {
  if (actor === null) return t('support.history.byItself');
  const name = actor.name ?? t('support.history.somebody');
  return isOnBehalf ? t('support.history.onBehalf', { name }) : name;
}

/** Lists, of which each that came and each that went is told: the words for both. */
const LISTS: Readonly<Record<string, readonly [came: string, went: string]>> = {
  categories: ['support.history.categoryAdded', 'support.history.categoryRemoved'],
  cc: ['support.history.ccAdded', 'support.history.ccRemoved'],
  watchers: ['support.history.watcherAdded', 'support.history.watcherRemoved'],
};

/** All that the event changed. */
export function wordsOf({ changes }: HistoryEvent): readonly ChangeWords[] {
  return changes.flatMap(({ property, old, new: now, name, kind }) => {
    const [came, went] = LISTS[property] ?? [];
    if (came !== undefined && went !== undefined) return [...each(t(came), now), ...each(t(went), old)];
    if (name !== undefined) return [{ label: name, old: fieldText(old, kind), now: fieldText(now, kind) }];
    const label = t(LABELS[property] ?? property);
    const isMerge = property === 'mergedIntoId' || property === 'parts';
    // What was merged, and what was given back, is one thing each.
    if (isMerge && old === null) return [{ label, old: null, now: ticketText(now) }];
    if (isMerge && now === null) return [{ label: t('support.history.unmerged'), old: null, now: ticketText(old) }];
    const text = isMerge ? ticketText : (value: unknown) => valueText(property, value);
    return [{ label, old: text(old), now: text(now) }];
  });
}

/** The same words for each of these: addresses, or what has a name. */
function each(label: string, those: unknown): ChangeWords[] {
  const names = (those as readonly (Named | string)[]).map((one) => (typeof one === 'string' ? one : nameOf(one)));
  // Those without a name cannot be told apart: that there are any is all that is known.
  return [...new Set(names)].map((now) => ({ label, old: null, now }));
}

/** A value of a custom field; see core/customfields. */
function fieldText(given: unknown, kind: string | undefined): string {
  const value = given as string | number | boolean | Named | null;
  if (value === null || value === '') return t('support.history.nothing');
  if (typeof value === 'object') return nameOf(value);
  if (typeof value === 'boolean') return t(value ? 'host.yes' : 'host.no');
  if (typeof value === 'number') return formatNumber(value);
  if (kind === 'date') return formatDate(`${value}T12:00:00`);
  return kind === 'datetime' ? formatDateTime(value) : value;
}

function nameOf({ name }: Named): string {
  return name ?? t('support.history.unseen');
}

function ticketText(value: unknown): string {
  const { id, name } = value as Named;
  return name === null ? nameOf({ id, name }) : `#${id ?? ''}: ${name}`;
}

function valueText(property: string, value: unknown): string {
  if (value === null || value === '')
    return t(PEOPLE.has(property) ? 'support.history.nobody' : 'support.history.nothing');
  if (property === 'progress') return progressText(value as Progress);
  if (property === 'due' || property === 'start') return formatDate(value as string);
  if (property === 'priority') return priorityText(value as number);
  return typeof value === 'object' ? nameOf(value as Named) : (value as string);
}
