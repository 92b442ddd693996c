import {
  Blobs,
  Database,
  Directory,
  type GivenFile,
  givenFile,
  inject,
  injectable,
  normaliseAddress,
  Records,
} from '../../core/api';
import {
  type Handled,
  type IncomingMail,
  type LedgerEntry,
  type MailAccount,
  MailAccounts,
  MailHandler,
  recogniseAutomatic,
  splitQuoted,
} from '../mail/api';
import { type Decision, decide } from './decide';
import { numberIn } from './letter';
import { ReadOnly } from './read-only.listener';
import { LegacyTicket } from './ticket.entity';
import { LegacyType } from './type.entity';

/** Prefixes of answers, and the tag of our own. */
const PREFIX = /^\s*(?:(?:re|aw|antw|sv|fwd?|wg|doorst)\s?:\s*|\[ts #\d+\]\s*)+/i;
const LONGEST = 100_000;

/** Mail to the mailboxes of legacy types: an answer becomes a message, anything else a ticket. */
@injectable()
export class LegacyIntake extends MailHandler {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
    @inject(Directory) private readonly directory: Directory,
    @inject(Blobs) private readonly blobs: Blobs,
    @inject(MailAccounts) private readonly accounts: MailAccounts,
    @inject(ReadOnly) private readonly readOnly: ReadOnly,
  ) {
    super();
  }

  /** While all is read-only the mailboxes are nobody's again, or those of Support. */
  override async claimed(): Promise<readonly number[]> {
    if (await this.readOnly.isOn()) return [];
    const types = await this.database.manager.find(LegacyType, { order: { id: 'ASC' } });
    return types.map(({ emailAccountId }) => emailAccountId).filter((id) => id !== null);
  }

  async handle(mail: IncomingMail, entry: LedgerEntry, account: MailAccount): Promise<Handled> {
    if (await this.readOnly.isOn()) return { outcome: 'ignored', reason: 'Legacy tickets are read-only.' };
    const types = await this.database.manager.find(LegacyType, {
      where: { emailAccountId: account.id },
      order: { id: 'ASC' },
    });
    const number = numberIn(mail.subject);
    const ticket =
      number === null ? null : await this.database.manager.findOneBy(LegacyTicket, { ticketNumber: number });
    const isOfMailbox = ticket !== null && types.some(({ id }) => id === ticket.typeId);
    const automatic = recogniseAutomatic(mail);
    const from = mail.from === null || mail.fromIsAmbiguous ? null : normaliseAddress(mail.from.address);
    const decision = decide({
      automatic: automatic.kind === null ? null : automatic.reason,
      from,
      isOurs: from !== null && (await this.accounts.isOurs(from)),
      number,
      ticket: isOfMailbox ? { id: ticket.id, participants: participantsOf(ticket) } : null,
    });
    return this.apply(decision, mail, entry, types[0]);
  }

  private async apply(
    decision: Decision,
    mail: IncomingMail,
    entry: LedgerEntry,
    type: LegacyType | undefined,
  ): Promise<Handled> {
    if (decision.action === 'file') return { outcome: decision.outcome, reason: decision.reason };
    if (decision.action === 'message') {
      await this.write(decision.ticketId, mail, entry);
      return { outcome: 'reply', reason: decision.reason };
    }
    if (!type) return { outcome: 'ignored', reason: 'The legacy type of the mailbox is gone.' };
    const sender = mail.from ? await this.directory.findByEmail(mail.from.address) : null;
    const subject = [...mail.subject.replace(PREFIX, '').replace(/\s+/g, ' ').trim()].slice(0, 255).join('');
    const { id } = await this.records.insert<LegacyTicket>('LegacyTicket', {
      subject: subject === '' ? 'No subject' : subject,
      typeId: type.id,
      createdAt: entry.receivedAt,
      userId: sender?.type === 'individual' ? sender.id : null,
      email: mail.from ? normaliseAddress(mail.from.address) : '',
      lastName: [...(mail.from?.name ?? '')].slice(0, 50).join(''),
    });
    await this.write(id, mail, entry);
    return { outcome: 'ticket', reason: decision.reason };
  }

  /** What is new in it as plain text, as all messages are, with its files. */
  private async write(ticketId: number, mail: IncomingMail, entry: LedgerEntry): Promise<void> {
    const { visible } = splitQuoted(mail.text);
    const text = mail.isHeaderOnly ? mail.problems.join('\n') : visible === '' ? mail.text : visible;
    const attachments = await this.files(mail, entry);
    const content = [...text.trim()].slice(0, LONGEST).join('');
    const sender = mail.from ? await this.directory.findByEmail(mail.from.address) : null;
    const said = {
      ticketId,
      content: content === '' && attachments.length === 0 ? '…' : content,
      userId: sender?.type === 'individual' ? sender.id : null,
      authorName: [...(mail.from?.name || mail.from?.address || '')].slice(0, 190).join(''),
      createdAt: entry.receivedAt,
    };
    await this.records.insert('LegacyTicketMessage', said, { attachments });
  }

  /** Images of a signature or in the text are files like others: a message is plain text. */
  private async files(mail: IncomingMail, entry: LedgerEntry): Promise<GivenFile[]> {
    const files: GivenFile[] = [];
    for (const { content, name, type } of mail.attachments) {
      const { blobId } = await this.blobs.keep(content);
      files.push(givenFile({ blobId, name, type }));
    }
    if (mail.isHeaderOnly) files.push({ blobId: entry.blobId, name: 'original.eml', type: 'message/rfc822' });
    return files;
  }
}

function participantsOf({ email, ccAddresses }: LegacyTicket): string[] {
  return [email, ...ccAddresses].filter((address) => address !== '').map(normaliseAddress);
}
