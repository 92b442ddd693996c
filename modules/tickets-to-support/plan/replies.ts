import type { LegacyTemplate } from '../source/legacy-source';
import type { Remarks } from './discrepancy';
import { lines } from './words';

/** What stands in braces there, in small letters, and what says the same in a reply here. */
const TAGS: Readonly<Record<string, string>> = {
  agent: 'agent',
  createdby: 'customer',
  name: 'agent',
  number: 'number',
  subject: 'subject',
  ticket_number: 'number',
  'ticket:subject': 'subject',
  'ticket:ticket_number': 'number',
  'ticket:type': 'list',
};

/** The text of a reply that a template becomes. What a reply cannot fill in stands there without braces, to be seen. */
export function replyOf({ name, content }: LegacyTemplate, remarks: Remarks): string {
  const unknown: string[] = [];
  const text = lines(content).replace(/\{([\p{L}\p{N}_:.-]+)\}/gu, (all, tag: string) => {
    const known = TAGS[tag.toLowerCase()];
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
