import { Not } from 'typeorm';
import { Configuration, Database, type GivenFile, inject, injectable, publicAddress } from '../../core/api';
import { MailAccount, Outbox } from '../mail/api';
import { LegacyAttachments } from './attachments.service';
import { fillIn, type Letter, lettersOf, subjectOf } from './letter';
import { LegacyMessage } from './message.entity';
import { TicketsSettings } from './settings';
import { LegacyTemplate } from './template.entity';
import type { LegacyTicket } from './ticket.entity';
import { PAGE } from './ticket-page.html';
import type { LegacyType } from './type.entity';
import { LegacyTypes } from './types.service';

/** What is mailed about tickets, from the mailbox of their type. A type without one mails nothing. */
@injectable()
export class LegacyLetters {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Outbox) private readonly outbox: Outbox,
    @inject(LegacyTypes) private readonly types: LegacyTypes,
    @inject(LegacyAttachments) private readonly attachments: LegacyAttachments,
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
    @inject(Configuration) private readonly configuration: Configuration,
  ) {}

  /** Somebody has said something. A note is told to nobody, nor is what came by mail confirmed to its sender. */
  async said(
    message: LegacyMessage,
    files: readonly GivenFile[],
    ticket: LegacyTicket,
    isByMail: boolean,
  ): Promise<void> {
    if (message.isNote || (files.length === 0 && message.content.trim() === '')) return;
    const isFirst = !(await this.hasEarlier(message));
    for (const letter of lettersOf({ isFromAgent: message.isFromAgent, templateId: message.templateId, isFirst })) {
      if (isByMail && letter.to === 'customer') continue;
      const { content, authorName, isFromAgent } = message;
      await this.send(letter, ticket, { content, files: isFromAgent ? files : [], isAnswer: isFromAgent }, authorName);
    }
  }

  /** Somebody takes it on. */
  claimed(ticket: LegacyTicket, agent: string): Promise<void> {
    const said = { content: '', files: [], isAnswer: false };
    return this.send({ to: 'customer', template: 'ticketClaimNotification' }, ticket, said, agent);
  }

  private async send(
    { to, template }: Letter,
    ticket: LegacyTicket,
    { content, files, isAnswer }: { content: string; files: readonly GivenFile[]; isAnswer: boolean },
    writer: string,
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
      text: fillIn(found.content, await this.values(ticket, type, content, writer)),
      html: null,
      // Whom it is news to, looks there; customers have what they were sent.
      attachments: to === 'customer' ? files.map((file) => ({ ...file, cid: null })) : [],
    });
  }

  private async hasEarlier({ id, ticketId }: LegacyMessage): Promise<boolean> {
    const where = { ticketId, isNote: false, id: Not(id) };
    const earlier = await this.database.manager.find(LegacyMessage, { where, select: { id: true, content: true } });
    if (earlier.some(({ content }) => content.trim() !== '')) return true;
    return (await this.attachments.find(earlier.map((message) => message.id))).length > 0;
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
