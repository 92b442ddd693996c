import { Problem, textOf } from '../../core/api';
import { oneLine } from './one-line';

/** The server that could not be reached, as a person configured it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly mailbox?: string;
}

interface Failure {
  readonly code?: string;
  /** nodemailer keeps the system's own code here. */
  readonly originalCode?: string;
  readonly authenticationFailed?: boolean;
  /** IMAP (RFC 5530). */
  readonly serverResponseCode?: string;
  /** SMTP. */
  readonly responseCode?: number;
  readonly responseText?: string;
  readonly mailboxMissing?: boolean;
}

/** True when the server refused who we are: trying again could lock the account. */
export function isAuthenticationFailure(error: unknown): boolean {
  const { authenticationFailed, code, serverResponseCode = '', responseCode = 535 } = error as Failure;
  if (authenticationFailed === true)
    return !['UNAVAILABLE', 'LIMIT', 'INUSE', 'SERVERBUG'].includes(serverResponseCode);
  return code === 'EAUTH' && responseCode >= 500;
}

/** Why a mail server could not be used, in one sentence for whoever configured it. */
export function connectionProblem(error: unknown, { host, port, username, mailbox = '' }: MailServer): string {
  if (error instanceof Problem) return error.message;
  const { code, originalCode, responseText, mailboxMissing } = error as Failure;
  if (mailboxMissing) return `The mailbox "${mailbox}" does not exist on ${host}.`;
  const server = `${host}:${String(port)}`;
  if (isAuthenticationFailure(error)) return `The mail server refused the password for ${username}.`;
  const cause = originalCode ?? code ?? '';
  if (cause === 'ENOTFOUND' || cause === 'EAI_AGAIN' || cause === 'EDNS')
    return `There is no mail server called ${host}.`;
  if (cause === 'ECONNREFUSED') return `Nothing answers at ${server}.`;
  if (/TIMEOUT|ETIMEDOUT/i.test(cause)) return `The mail server ${server} does not answer in time.`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(cause)) {
    return `The certificate of ${server} cannot be trusted (${cause}).`;
  }
  if (cause === 'NoConnection' || cause === 'ECONNRESET' || cause === 'ECONNECTION') {
    return `The connection to ${server} was lost.`;
  }
  return `The mail server ${server} cannot be used: ${oneLine(responseText ?? textOf(error))}`;
}
