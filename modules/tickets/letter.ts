import type { TemplateKind } from './template.entity';

/** What is known when somebody has said something in a thread. */
export interface Occasion {
  /** Nothing public was said before. */
  readonly isFirst: boolean;
  readonly isFromAgent: boolean;
  /** By which an agent has it mailed. */
  readonly templateId: number | null;
}

/** To whom something is mailed, and by which template. */
export interface Letter {
  readonly to: 'customer' | 'agents';
  readonly template: TemplateKind | number;
}

/** What is mailed about a public message. */
export function lettersOf({ isFirst, isFromAgent, templateId }: Occasion): Letter[] {
  const answer: Letter[] = templateId === null ? [] : [{ to: 'customer', template: templateId }];
  if (!isFirst) return answer;
  const news: Letter = { to: 'agents', template: 'ticketMailForAgent' };
  return [{ to: 'customer', template: isFromAgent ? 'ticketCreatedForClient' : 'autoreply' }, news];
}

/**
 * Fills in the tags of a template; one that stands for nothing stays as it is, and so do those in what people wrote.
 * @param values tag without braces → what it stands for
 */
export function fillIn(content: string, values: ReadonlyMap<string, string>): string {
  return content.replace(/\{([A-Za-z_:.]{1,60})\}/g, (tag: string, name: string) => values.get(name) ?? tag);
}

/** Subject of every mail about a ticket: by its number answers are recognised. */
export function subjectOf(ticketNumber: string, subject: string): string {
  return `[ts #${ticketNumber}] ${subject}`;
}

/** Number of the ticket that a mail's subject names, or null. It proves nothing: anybody can guess one. */
export function numberIn(subject: string): string | null {
  return /\[ts #(\d{5,16})\]/i.exec(subject)?.[1] ?? null;
}
