/** A mailbox of an address header. `address` is always a usable `local@domain` with an ASCII domain. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** A file that came with the mail, byte for byte as its sender attached it. */
export interface MailAttachment {
  /** Safe to show and to save: no path, no control or direction characters, at most 255 bytes. */
  readonly name: string;
  /** Lower-case MIME type, `application/octet-stream` when the mail states nonsense. */
  readonly type: string;
  readonly content: Buffer;
  /** Hex digest of `content`. */
  readonly sha256: string;
  /** Content-ID without angle brackets. */
  readonly cid: string | null;
  readonly disposition: 'inline' | 'attachment' | null;
  /** True when the HTML body shows it by a `cid:` link; any other attachment belongs into the list of files. */
  readonly isReferenced: boolean;
}

/** What a delivery report (RFC 3464 §2.3) says about one recipient. */
export interface ReportRecipient {
  /** Final-Recipient, or Original-Recipient when that is all there is; '' when neither names an address. */
  readonly address: string;
  readonly originalAddress: string | null;
  /** Lower-case Action: failed, delayed, delivered, relayed, expanded; null when absent. */
  readonly action: string | null;
  /** Enhanced status code such as 5.1.1; null when absent. */
  readonly status: string | null;
  readonly diagnostic: string | null;
}

/** The mail a report is about, as far as the report returns it. */
export interface ReturnedMail {
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly subject: string;
  readonly to: readonly MailAddress[];
}

/** The machine-readable part of a delivery report, a read receipt or an abuse report. */
export interface MailReport {
  readonly isDsn: boolean;
  readonly isMdn: boolean;
  readonly isArf: boolean;
  readonly recipients: readonly ReportRecipient[];
  readonly originalEnvelopeId: string | null;
  readonly returned: ReturnedMail | null;
}

/** An Authentication-Results header and how many Received headers stand above it (RFC 8601 §5: only one above ours may be trusted). */
export interface AuthenticationResult {
  readonly value: string;
  readonly receivedAbove: number;
}

/** The facts of one mail. All text is well-formed Unicode without NUL; ids come without angle brackets. */
export interface ParsedMail {
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  /** Oldest first, at most 200: the first and the last 199 of a longer chain. */
  readonly references: readonly string[];
  readonly subject: string;
  /** UTC instant as `2026-11-23T10:00:00.000Z`; null when the Date header is missing or cannot be read. */
  readonly date: string | null;
  /** The one mailbox that wrote the mail; null when no From header names a usable address. */
  readonly from: MailAddress | null;
  /** The From header as people would read it, also when it holds no usable address. */
  readonly fromText: string;
  /** True when From does not name exactly one mailbox: such a sender must never be trusted. */
  readonly fromIsAmbiguous: boolean;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** Addresses of Delivered-To, X-Original-To, Envelope-To and the like, lower-case. */
  readonly deliveredTo: readonly string[];
  /** Every header by lower-case name, decoded, top to bottom; each value cut at 2,000 characters. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly receivedCount: number;
  readonly authenticationResults: readonly AuthenticationResult[];
  /** Plain text for reading, searching and quoting; made from the HTML when the mail has no text of its own. */
  readonly text: string;
  /** HTML body exactly as sent: NOT safe to show before `sanitiseMailHtml`. */
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  readonly report: MailReport | null;
  /** One sentence for each thing that was repaired or could not be read. */
  readonly problems: readonly string[];
}
