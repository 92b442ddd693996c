import { simpleParser } from 'mailparser';
import { AnswerLinkRequests } from '../../core/auth/answer-link-requests.job';
import { SmtpSink } from '../../core/testing/servers/smtp-sink';
import type { TestHost } from '../../core/testing/test-host';
import { OutboxJob } from '../../modules/mail/outbox.job';

/** A mail that somebody has received. */
export interface Received {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly raw: string;
  /** Headers by their name in lower case. */
  readonly headers: ReadonlyMap<string, unknown>;
  readonly returnPath: string;
  /** The secret at the end of the one link. */
  readonly token: string;
}

/** The mailboxes of all people in the world, behind a mail server of our own. */
export class LetterBox {
  private opened = 0;

  private constructor(
    private readonly host: TestHost,
    readonly sink: SmtpSink,
  ) {}

  /** Has the host send its mail here. */
  static async at(host: TestHost): Promise<LetterBox> {
    const box = new LetterBox(host, await SmtpSink.start());
    await box.connect();
    return box;
  }

  async connect(): Promise<void> {
    const { host, port } = this.sink;
    const admin = await this.host.admin();
    await admin.update('MailRelay', 'singleton', { host, port, security: 'none' });
  }

  /** Has the host do what it does by the clock, and answers the mails that came since the last look. */
  async open(): Promise<Received[]> {
    const { signal } = new AbortController();
    await this.host.get(AnswerLinkRequests).run(signal);
    await this.host.get(OutboxJob).run(signal);
    const fresh = this.sink.messages.slice(this.opened);
    this.opened = this.sink.messages.length;
    return Promise.all(
      fresh.map(async ({ raw, envelope }) => {
        const { from, subject = '', text = '', html, headers } = await simpleParser(raw);
        const token = /\/#[\w-]+\/([\w-]{43})\b/.exec(text)?.[1] ?? '';
        const bodies = {
          subject,
          text,
          html: html === false ? '' : (html ?? ''),
          raw: raw.toString('latin1'),
          headers,
          token,
        };
        return { from: from?.text ?? '', to: envelope.to.join(' '), returnPath: envelope.from, ...bodies };
      }),
    );
  }

  close(): Promise<void> {
    return this.sink.stop();
  }
}
