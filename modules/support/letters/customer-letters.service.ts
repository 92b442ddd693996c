import { Configuration, Database, inject, injectable, publicAddress, type Row } from '../../../core/api';
import type { TaskList } from '../../tasks/api';
import { fillIn } from '../placeholders';
import type { PublicComment } from '../public-comment';
import { SupportProfile } from '../support-profile.entity';
import type { Ticket } from '../ticket.entity';
import { TicketType } from '../ticket-type.entity';
import { type Body, letterOf } from './letter';
import { LetterSettings, type LetterTemplates } from './letter-settings';

/** Of which ticket a letter speaks, in words. */
export interface Subject {
  readonly id: number;
  readonly title: string;
  readonly customer: string;
  readonly list: string;
}

/** Who writes it. */
export interface Writer {
  readonly name: string;
  readonly signature: string;
}

/** The mails that customers get, in the words of the managers of Support. */
@injectable()
export class CustomerLetters {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Configuration) private readonly configuration: Configuration,
    @inject(LetterSettings) private readonly settings: LetterSettings,
  ) {}

  /** What is mailed of an answer. */
  async answer(ticket: Row & Ticket, list: TaskList, comment: PublicComment): Promise<Body> {
    const { authorId, authorName } = comment;
    const writer = { name: authorName || (await this.senderOf(list)), signature: await this.signatureOf(authorId) };
    return this.writeAnswer(await this.settings.read(), subjectOf(ticket, list), writer, comment);
  }

  /** What tells a customer that a ticket was made; without a word of the mail itself. */
  async confirmation(ticket: Row & Ticket, list: TaskList): Promise<{ subject: string; text: string }> {
    return this.writeConfirmation(await this.settings.read(), subjectOf(ticket, list));
  }

  /** The name under which a ticket type writes. */
  async senderOf({ id, name }: TaskList): Promise<string> {
    const [type] = await this.database.rows.with(TicketType, 'taskListId', [id]);
    return type?.senderName ?? name;
  }

  writeAnswer({ answerText }: LetterTemplates, subject: Subject, writer: Writer, answer: Body): Body {
    const { name: agent, signature } = writer;
    return letterOf(answerText, { ...this.values(subject), agent, signature }, answer);
  }

  writeConfirmation(
    { confirmationSubject, confirmationText }: LetterTemplates,
    subject: Subject,
  ): { subject: string; text: string } {
    const values = this.values(subject);
    return { subject: fillIn(confirmationSubject, values), text: `${fillIn(confirmationText, values).trim()}\n` };
  }

  /** What stands under somebody's answers; empty for nothing, and for what the desk itself says. */
  async signatureOf(principalId: number | null): Promise<string> {
    if (principalId === null) return '';
    const [profile] = await this.database.rows.with(SupportProfile, 'principalId', [principalId]);
    return profile?.signature ?? '';
  }

  private values({ id, title, customer, list }: Subject): Record<string, string> {
    const number = String(id);
    const link = `${publicAddress(this.configuration)}/#help/${number}`;
    return { customer, subject: title, number, list, link };
  }
}

function subjectOf(ticket: Row & Ticket, list: TaskList): Subject {
  const customer = ticket.customerName ?? ticket.customerEmail ?? '';
  return { id: ticket.id, title: String(ticket['title']), customer, list: list.name };
}
