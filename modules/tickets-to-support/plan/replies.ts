import type { LegacyTemplate } from '../source/legacy-source';
import type { Remarks } from './discrepancy';
import { TAGS } from './tags';
import { lines } from './words';

/** Those of agents, who write replies. */
const KNOWN: typeof TAGS = { ...TAGS, agent: 'agent', name: 'agent' };

/** The text of a reply that a template becomes. What a reply cannot fill in stands there without braces, to be seen. */
export function replyOf({ name, content }: LegacyTemplate, remarks: Remarks): string {
  const unknown: string[] = [];
  const text = lines(content).replace(/\{([\p{L}\p{N}_:.-]+)\}/gu, (all, tag: string) => {
    const known = KNOWN[tag.toLowerCase()];
    if (known === undefined) unknown.push(all);
    return known === undefined ? tag : `{${known}}`;
  });
  if (unknown.length > 0)
    remarks.add(
      'changed',
      'content',
      'A reply cannot fill in all that stands in braces',
      `${name}: ${unknown.join(', ')}`,
    );
  return text;
}
