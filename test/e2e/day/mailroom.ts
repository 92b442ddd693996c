import { simpleParser } from 'mailparser';
import { eventually } from '../../../core/testing/eventually';
import { SmtpSink } from '../../../core/testing/servers/smtp-sink';
import type { TestHost } from '../../../core/testing/test-host';
import { OutboxJob } from '../../../modules/mail/outbox.job';
import type { Letter } from './plan';

/** A mail as it went over the wire, in the words of {@link Letter}. */
export interface Sent {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly replyTo: string | null;
  readonly isAutomatic: boolean;
  /** The whole mail, with its HTML. */
  readonly source: string;
}

/** All mailboxes of the world, behind a mail server of our own. */
export class Mailroom {
  private readonly read: Sent[] = [];

  private constructor(
    private readonly host: TestHost,
    private readonly sink: SmtpSink,
  ) {}

  static async open(host: TestHost): Promise<Mailroom> {
    const sink = await SmtpSink.start();
    const admin = await host.admin();
    await admin.update('MailRelay', 'singleton', { host: sink.host, port: sink.port, security: 'none' });
    return new Mailroom(host, sink);
  }

  close(): Promise<void> {
    return this.sink.stop();
  }

  /** Whatever was written before is of another day. */
  async begin(): Promise<void> {
    await this.all();
    this.read.splice(0);
    this.sink.messages.splice(0);
  }

  /** Every mail that was sent until now, nothing being on its way any more. */
  async all(): Promise<readonly Sent[]> {
    const admin = await this.host.admin();
    await eventually('an empty outbox', async () => {
      await this.host.get(OutboxJob).run(new AbortController().signal);
      const { list } = await admin.get<{ state: string }>('OutboxMessage', null);
      return list.every(({ state }) => state === 'sent');
    });
    return this.arrived();
  }

  /** The mail as its recipients have it; its Message-ID is known from then on. */
  find(letter: Letter): Promise<Sent> {
    return eventually(`the mail "${letter.subject}" that says ${letter.text}`, async () => {
      const found = (await this.arrived()).find((sent) => isSame(sent, letter));
      if (found) letter.id = found.id;
      return found;
    });
  }

  private async arrived(): Promise<readonly Sent[]> {
    const { messages } = this.sink;
    while (this.read.length < messages.length) {
      const sent = await parse(messages[this.read.length]!.raw);
      this.read.push(sent);
    }
    return this.read;
  }
}

export function isSame(sent: Pick<Sent, 'subject' | 'to' | 'text'>, letter: Letter): boolean {
  return sent.subject === letter.subject && sent.to.join() === letter.to.join() && sent.text.includes(letter.text);
}

async function parse(raw: Buffer): Promise<Sent> {
  const mail = await simpleParser(raw);
  const { messageId = '', subject = '', text = '', html, inReplyTo, references = [], headers } = mail;
  const addresses = [mail.to ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));
  const [sender] = mail.from?.value ?? [];
  return {
    id: bare(messageId),
    from: `${sender?.name ?? ''} <${sender?.address ?? ''}>`,
    to: addresses,
    subject,
    text: text.trim(),
    inReplyTo: inReplyTo === undefined ? null : bare(inReplyTo),
    references: [references].flat().map(bare),
    replyTo: mail.replyTo?.value[0]?.address ?? null,
    isAutomatic: headers.has('auto-submitted'),
    source: `${raw.toString('latin1')}\n${text}\n${html === false ? '' : html}`,
  };
}

/** A Message-ID as it is compared. */
export function bare(id: string): string {
  return id.replace(/^<|>$/g, '').toLowerCase();
}
