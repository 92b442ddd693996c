import { store } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';

/** The text of a reply with what it names in braces, of this ticket and of whoever writes. */
export async function filled(text: string, ticket: Task): Promise<string> {
  const { name } = store().session.capabilities['urn:groupware:core'].user;
  const [list] = await store().get('TaskList', [ticket.taskListId]);
  const values = new Map([
    ['customer', ticket.customerName ?? ticket.customerEmail ?? ''],
    ['agent', name],
    ['subject', ticket.title],
    ['number', ticket.id],
    ['list', list?.name ?? ''],
  ]);
  // In one go: braces in what people are called stay what they are.
  return text.replace(/\{(\w+)\}/g, (all, placeholder: string) => values.get(placeholder) ?? all);
}
