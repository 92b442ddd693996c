import { formatDate, formatDateTime, formatNumber, t } from '../i18n';
import { theStore } from '../store/index';
import type { CustomField } from './definitions';

/** A value as people read it. @param arrived called when a name that is not here yet has come */
export function textOf({ kind, options }: CustomField, value: unknown, arrived: () => void): string {
  const choices = new Map((options.options ?? []).map((choice) => [choice.value, choice.text]));
  switch (kind) {
    case 'select':
      return choices.get(String(value)) ?? String(value);
    case 'multi-select':
      return (value as string[]).map((choice) => choices.get(choice) ?? choice).join(', ');
    case 'checkbox':
      return t('host.yes');
    case 'date':
      return formatDate(`${String(value)}T12:00:00`);
    case 'datetime':
      return formatDateTime(String(value));
    case 'user':
    case 'principal':
      return nameOf(String(value), arrived);
    case 'file':
      return (value as { name: string }).name;
    case 'html':
      return new DOMParser().parseFromString(String(value), 'text/html').body.textContent;
    default:
      return typeof value === 'number' ? formatNumber(value) : String(value);
  }
}

function nameOf(id: string, arrived: () => void): string {
  const known = theStore().peek('Principal', id);
  if (known !== undefined) return known.name;
  void theStore()
    .get('Principal', [id])
    .then(([found]) => found && arrived());
  return '…';
}
