import type { Attachment } from './comment';

/** Who will read what is being written: customer and agents, agents alone, or all who see an object without customers. */
export type Mode = 'answer' | 'note' | 'comment';

/** What has been written and not sent. */
export interface Draft {
  readonly html: string;
  readonly attachments: readonly Attachment[];
}

export const NOTHING: Draft = { html: '', attachments: [] };

export function isEmpty({ html, attachments }: Draft): boolean {
  return html === '' && attachments.length === 0;
}

export function isSameDraft(one: Draft, other: Draft): boolean {
  const files = ({ attachments }: Draft) => JSON.stringify(attachments.map(told));
  return one.html === other.html && files(one) === files(other);
}

/** The one text below the other, with the files of both. */
export function joined(one: Draft, other: Draft): Draft {
  const isNew = ({ blobId, cid }: Attachment) =>
    !one.attachments.some((file) => file.blobId === blobId && file.cid === cid);
  return { html: one.html + other.html, attachments: [...one.attachments, ...other.attachments.filter(isNew)] };
}

/** An attachment as the server takes it. */
export function told({ blobId, name, type, isInline, cid }: Attachment): Attachment {
  return { blobId, name, type, ...(isInline === true ? { isInline, cid: cid ?? null } : {}) };
}
