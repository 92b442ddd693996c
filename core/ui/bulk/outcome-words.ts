import { formatNumber, t } from '../i18n';
import type { SetError } from '../store/types';
import type { Told } from './bulk-work';

/** Reasons that have sentences of their own. */
const KNOWN = ['forbidden', 'notFound', 'changedSince', 'stopped'];

/** What was done, in a sentence: `47 of 50 are changed; 3 are not:`. */
export function summary({ kind, outcome }: Told): string {
  const left = outcome.refused.size;
  const done = outcome.count - left;
  const [key, values] =
    left === 0
      ? [`host.bulk.${kind}`, { count: done }]
      : [`host.bulk.${kind}Some`, { count: left, done: formatNumber(done), all: formatNumber(outcome.count) }];
  return t(key, values);
}

/** Why some were not changed, each reason with how many it kept back. @param own sentences by the property refused */
export function reasons({ outcome }: Told, own: Readonly<Record<string, string>>): { text: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const error of outcome.refused.values()) {
    const text = sentence(error, own);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ text, count }));
}

function sentence({ type, description, properties }: SetError, own: Readonly<Record<string, string>>): string {
  if (KNOWN.includes(type)) return t(`host.bulk.why.${type}`);
  const [property = ''] = properties ?? [];
  return own[property] ?? description ?? type;
}
