import { Not } from 'typeorm';
import { Configuration, Database, inject, injectable, publicAddress } from '../../core/api';
import { MailAccount, Outbox } from '../mail/api';
import { fillIn, type Letter, lettersOf, subjectOf } from './letter';
import { LegacyMessage } from './message.entity';
import { TicketsSettings } from './settings';
import { LegacyTemplate } from './template.entity';
import type { LegacyTicket } from './ticket.entity';
import { PAGE } from './ticket.page';
import type { LegacyType } from './type.entity';
import { LegacyTypes } from './types.service';

/** What is mailed about tickets, from the mailbox of their type. A type without one mails nothing. */
@injectable()
export class LegacyLetters {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Outbox) private readonly outbox: Outbox,
    @inject(LegacyTypes) private readonly types: LegacyTypes,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
    @inject(Configuration) private readonly configuration: Configuration,
  ) {}

  /** Somebody has said something. A note is told to nobody, nor is what came by mail confirmed to its sender. */
  async said(message: LegacyMessage, ticket: LegacyTicket, isByMail: boolean): Promise<void> {
    if (message.isNote || message.content.trim() === '') return;
    const isFirst = !(await this.hasEarlier(message));
    for (const letter of lettersOf({ isFromAgent: message.isFromAgent, templateId: message.templateId, isFirst })) {
      if (isByMail && letter.to === 'customer') continue;
      await this.send(letter, ticket, message.content, message.authorName, message.isFromAgent);
    }
  }

  /** Somebody takes it on. */
  claimed(ticket: LegacyTicket, agent: string): Promise<void> {
    return this.send({ to: 'customer', template: 'ticketClaimNotification' }, ticket, '', agent, false);
  }

  private async send(
    { to, template }: Letter,
    ticket: LegacyTicket,
    message: string,
    writer: string,
    isAnswer: boolean,
  ): Promise<void> {
    const { manager } = this.database;
    const type = await this.types.of(ticket.typeId);
    const { emailAccountId } = type;
    const addresses = to === 'agents' ? type.emailOnNew : [ticket.email, ...(isAnswer ? ticket.ccAddresses : [])];
    const recipients = [...new Set(addresses)]
      .filter((address) => address !== '')
      .map((address) => ({ name: '', address }));
    if (emailAccountId === null || recipients.length === 0) return;
    const found = await manager.findOneBy(
      LegacyTemplate,
      typeof template === 'number' ? { id: template } : { [template]: true },
    );
    if (!found || !(await manager.existsBy(MailAccount, { id: emailAccountId }))) return;
    await this.outbox.enqueue({
      accountId: emailAccountId,
      senderName: type.senderName === '' ? type.name : type.senderName,
      kind: isAnswer ? 'reply' : 'automatic',
      recipients,
      subject: subjectOf(ticket.ticketNumber, ticket.subject),
      text: fillIn(found.content, await this.values(ticket, type, message, writer)),
      html: null,
    });
  }

  private async hasEarlier({ id, ticketId }: LegacyMessage): Promise<boolean> {
    const where = { ticketId, isNote: false, id: Not(id) };
    const earlier = await this.database.manager.find(LegacyMessage, { where, select: { content: true } });
    return earlier.some(({ content }) => content.trim() !== '');
  }

  /** The tags of Group-Office. */
  private async values(
    ticket: LegacyTicket,
    type: LegacyType,
    message: string,
    writer: string,
  ): Promise<ReadonlyMap<string, string>> {
    const { ticketNumber, ticketVerifier, subject, company, firstName, middleName, lastName, email, phone } = ticket;
    const name = [firstName, middleName, lastName].filter((part) => part !== '').join(' ');
    const { hasPublicPage } = await this.settings.read();
    const secret = `ticket_number=${ticketNumber}&ticket_verifier=${String(ticketVerifier)}`;
    const path = hasPublicPage ? `public/${PAGE}?${secret}` : `#tickets/${String(ticket.id)}`;
    const person = { first_name: firstName, middle_name: middleName, last_name: lastName, company, email, phone, name };
    const facts = { ticket_number: ticketNumber, subject, type: type.name, ...person };
    const plain = {
      MESSAGE: message,
      LINK: `${publicAddress(this.configuration)}/${path}`,
      NAME: writer,
      AGENT: writer,
      NUMBER: ticketNumber,
      TICKET_NUMBER: ticketNumber,
      SUBJECT: subject,
      CREATEDBY: name,
      COMPANY: company,
      'agent:name': writer,
    };
    const prefixed = (prefix: string, of: object) =>
      Object.entries(of).map(([key, value]) => [`${prefix}:${key}`, String(value)]);
    return new Map([
      ...Object.entries(plain),
      ...([...prefixed('ticket', facts), ...prefixed('contact', person)] as [string, string][]),
    ]);
  }
}
