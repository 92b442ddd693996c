import { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isAuthenticationFailure } from './connection-problem';
import type { Security } from './mail-account.entity';
import { oneLine } from './one-line';

export interface RelayLogin {
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly username: string;
  readonly password: string;
}

export interface Delivery {
  /** Return path; empty for mail that must not be answered. */
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Called once, right before the first byte of the message may leave; when it rejects, nothing leaves. */
  readonly beforeData: () => Promise<void>;
}

/** What became of one try. */
export type DeliveryResult =
  /** The server took the message for `accepted`. */
  | { readonly kind: 'taken'; readonly accepted: readonly string[]; readonly refused: readonly Refusal[] }
  /** The server took it for nobody. */
  | {
      readonly kind: 'refused';
      readonly isFinal: boolean;
      readonly detail: string;
      readonly refused: readonly Refusal[];
    }
  /** Nothing was handed over, because the server could not be used at all. */
  | { readonly kind: 'unreachable'; readonly error: unknown }
  | { readonly kind: 'login-refused'; readonly error: unknown }
  /** The line broke after the message had begun to leave and before the server answered. */
  | { readonly kind: 'unknown'; readonly detail: string };

/** What the server said about one recipient. */
export interface Refusal {
  readonly address: string;
  readonly isFinal: boolean;
  readonly detail: string;
}

/** Time for the answer to a whole message (RFC 5321 §4.5.3.2.6 asks for ten minutes). */
const ANSWER_MILLISECONDS = 600_000;

/** Hands one message to the server, over a connection of its own. Never rejects: every end is a result. */
export async function deliver(login: RelayLogin, delivery: Delivery): Promise<DeliveryResult> {
  const connection = new SMTPConnection({
    host: login.host,
    port: login.port,
    secure: login.security === 'tls',
    requireTLS: login.security === 'starttls',
    ignoreTLS: login.security === 'none',
    connectionTimeout: 30_000,
    greetingTimeout: 30_000,
    socketTimeout: ANSWER_MILLISECONDS,
  });
  // Every error also reaches the callback at hand; without a listener it would end the process.
  const lost = new Promise<never>((_, reject) => connection.once('error', reject));
  lost.catch(() => undefined);
  let hasBegun = false;
  try {
    await Promise.race([lost, new Promise<void>((done, fail) => connection.connect(settle(done, fail)))]);
    if (login.username !== '') {
      const credentials = { user: login.username, pass: login.password };
      await new Promise<void>((done, fail) => {
        connection.login({ credentials }, settle(done, fail));
      });
    }
    const body = message(delivery, () => {
      hasBegun = true;
    });
    const envelope = { from: delivery.from, to: [...delivery.to], size: delivery.raw.length };
    const info = await new Promise<SMTPConnection.SentMessageInfo>((done, fail) => {
      connection.send(envelope, body, (error, sent) => {
        if (error) fail(error);
        else done(sent);
      });
    });
    connection.quit();
    return { kind: 'taken', accepted: info.accepted, refused: (info.rejectedErrors ?? []).map(refusalOf) };
  } catch (error) {
    connection.close();
    return failed(error as NodemailerError, hasBegun);
  }
}

/** The message as a stream that starts to flow only when the server has asked for it. */
function message({ raw, beforeData }: Delivery, begun: () => void): Readable {
  async function* flow(): AsyncGenerator<Buffer> {
    await beforeData();
    begun();
    yield raw;
  }
  return Readable.from(flow());
}

function failed(error: NodemailerError, hasBegun: boolean): DeliveryResult {
  if (isAuthenticationFailure(error)) return { kind: 'login-refused', error };
  const { responseCode, command } = error;
  const detail = oneLine(error.response ?? error.message);
  if (hasBegun && responseCode === undefined) return { kind: 'unknown', detail };
  const isAboutMessage = hasBegun || ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command ?? '');
  // A message larger than the server takes is refused by our side, without asking it.
  const isTooLarge = error.code === 'EMESSAGE' && responseCode === undefined;
  if (!isTooLarge && (!isAboutMessage || responseCode === undefined)) return { kind: 'unreachable', error };
  const refused = (error.rejectedErrors ?? []).map(refusalOf);
  const isFinal = refused.length > 0 ? refused.every((one) => one.isFinal) : isTooLarge || Number(responseCode) >= 500;
  return { kind: 'refused', isFinal, detail, refused };
}

function refusalOf(error: NodemailerError): Refusal {
  const { recipient = '', responseCode = 0, response, message: text } = error;
  return { address: recipient, isFinal: responseCode >= 500, detail: oneLine(response ?? text) };
}

function settle(done: () => void, fail: (error: Error) => void): (error?: Error | null) => void {
  return (error) => {
    if (error) fail(error);
    else done();
  };
}
