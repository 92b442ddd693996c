import type { AuditAction } from '../../audit/actions';
import { element, formatDateTime, t } from '../api';

/** Something that happened; see core/audit. */
export interface AuditEntry {
  id: string;
  /** UTCDate. */
  at: string;
  action: AuditAction;
  outcome: 'done' | 'refused';
  /** How often, for what came so fast that it was counted. */
  count: number;
  actorId: string | null;
  actorName: string | null;
  onBehalf: string | null;
  via: string;
  source: string | null;
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
  type: string | null;
  objectId: number | null;
  title: string | null;
  changes: readonly AuditedChange[];
}

interface AuditedChange {
  property: string;
  old: unknown;
  new: unknown;
}

declare module 'extjs-types' {
  interface DataTypes {
    AuditEntry: AuditEntry;
  }
}

export function actionWords(action: AuditAction): string {
  return t(`audit.action.${action}`);
}

/** Who did it: a person, a job, or the host itself. */
export function actorOf({ actorName, source, onBehalf }: AuditEntry): string {
  const name = actorName ?? source ?? t('audit.host');
  return onBehalf === null ? name : t('audit.onBehalf', { name, administrator: onBehalf });
}

/** What it was done to, as people call it. */
export function objectOf({ type, objectId, title }: AuditEntry): string {
  const name = [type, objectId === null ? null : `#${String(objectId)}`].filter((part) => part !== null).join(' ');
  return title === null || title === '' ? name : `${name} ${title}`.trim();
}

/** Old and new values, one line for each property. Nothing of them is more than text. */
export function changesTable({ changes, at }: AuditEntry): HTMLElement {
  if (changes.length === 0) return element('p', 'soft', t('audit.noChanges'));
  const table = element('table', 'changes');
  table.append(element('caption', 'visually-hidden', t('audit.changesAt', { time: formatDateTime(at) })));
  const head = element('tr');
  for (const name of ['property', 'old', 'new']) {
    const cell = element('th', '', t(`audit.${name}`));
    cell.scope = 'col';
    head.append(cell);
  }
  table.append(head);
  for (const change of changes) {
    const row = element('tr');
    const name = element('th', '', change.property);
    name.scope = 'row';
    row.append(name, valueCell(change.old), valueCell(change.new));
    table.append(row);
  }
  return table;
}

function valueCell(value: unknown): HTMLElement {
  const cell = element('td', '', value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value));
  cell.dir = 'auto';
  return cell;
}
