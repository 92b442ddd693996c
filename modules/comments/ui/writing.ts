import { errorText, formatNumber, RequestFailed, type Session, SetFailed, store, t } from '../../../core/ui/api';
import type { CommentDraft } from './comment';
import { type Draft, isEmpty, isSameDraft, joined, NOTHING, told } from './draft';

/** How long nothing is typed before the text is kept, and until what failed is tried again. */
const WAIT_MS = 1000;
const RETRY_MS = 5000;

/** Characters that the server takes: what is longer need not be sent to be refused. */
const LONGEST = 1_000_000;

/** Where something is written, and whether colleagues alone will read it. */
export interface Place {
  readonly entityType: string;
  readonly entityId: string;
  readonly isPrivate: boolean;
}

/** A draft of the server as it was last known here. */
export type Known = Pick<CommentDraft, 'id' | 'version'>;

/**
 * What is being written in one place: kept in this page's memory at once, and on the server as soon as nothing is typed
 * for a moment. A text that was changed elsewhere meanwhile is never written over: it is shown as the `other` one.
 */
export class Writing {
  draft: Draft = NOTHING;
  /** What was kept by another tab or browser meanwhile: somebody has to choose. */
  other: CommentDraft | null = null;
  /** UTCDate of what the server has; null when it has nothing. */
  keptAt: string | null = null;
  /** Why the text is not kept, in words. */
  fault: string | null = null;
  /** Goes up with every change of the text: an editor that holds another turn has to take it. */
  turn = 0;
  /** Goes up with everything that is told the server. */
  told = 0;
  /** The text is another than the one that is known to be kept. */
  isUnkept = false;
  known: Known | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | null = null;
  /** The session that has ended: without another one nothing can be kept. */
  private ended: Session | null = null;

  /** @param changed called whenever there is something else to be shown */
  constructor(
    readonly place: Place,
    private readonly changed: () => void,
  ) {}

  get isBusy(): boolean {
    return this.saving !== null;
  }

  /** Takes what stands in the editor now. */
  write(draft: Draft): void {
    if (isSameDraft(draft, this.draft)) return;
    this.draft = draft;
    this.turn++;
    this.isUnkept = true;
    this.plan(WAIT_MS);
    this.changed();
  }

  /** Takes a text that was left by this page before it was loaded anew. */
  restore(draft: Draft, known: Known | null): void {
    Object.assign(this, { draft, known, isUnkept: true });
    this.plan(WAIT_MS);
  }

  /** Keeps the text now; resolves when nothing is on its way any more, kept or not. */
  async save(): Promise<void> {
    await this.settled();
    if (!this.isUnkept || this.other !== null) return;
    if (this.ended === store().session) {
      this.plan(RETRY_MS);
      return;
    }
    this.saving = this.keep().finally(() => {
      this.saving = null;
    });
    await this.saving;
    this.changed();
  }

  /** Waits for what is on its way; nothing more is sent by itself. */
  async settled(): Promise<void> {
    clearTimeout(this.timer);
    await this.arrived();
  }

  /** Waits for what is on its way to the server. */
  async arrived(): Promise<void> {
    while (this.saving !== null) await this.saving;
  }

  /** Takes what the server has, in the beginning and when it was changed elsewhere. */
  meet(theirs: CommentDraft | null): void {
    if (!this.isUnkept) this.take(theirs);
    else if (theirs === null || isEmpty(theirs)) this.know(theirs);
    else if (isSameDraft(theirs, this.draft)) {
      this.know(theirs);
      this.isUnkept = false;
    } else if (theirs.id !== this.known?.id || theirs.version !== this.known.version) {
      this.other = theirs;
      this.fault = null;
    }
    if (this.isUnkept) this.plan(WAIT_MS);
    this.changed();
  }

  /** What is written about is gone for the writer: the text stays, if nowhere else then here. */
  lose(theirs: CommentDraft | null): void {
    if (isEmpty(this.draft)) return;
    if (theirs === null) {
      this.know(null);
      this.isUnkept = true;
    }
    this.fault = t('comments.draftGone');
    this.changed();
  }

  /** Ends the choice between the two texts. */
  choose(which: 'mine' | 'other' | 'both'): void {
    const { other, draft } = this;
    if (other === null) return;
    this.other = null;
    this.isUnkept = which !== 'other';
    if (which === 'other') this.take(other);
    else this.know(other);
    if (which === 'both') {
      this.draft = joined(draft, other);
      this.turn++;
    }
    void this.save();
    this.changed();
  }

  /** The text was sent, and is no draft any more. */
  forget(): void {
    this.isUnkept = false;
    this.other = null;
    this.take(null);
  }

  private take(theirs: CommentDraft | null): void {
    const draft = theirs ?? NOTHING;
    if (!isSameDraft(draft, this.draft)) {
      this.draft = { html: draft.html, attachments: draft.attachments };
      this.turn++;
    }
    this.know(theirs);
  }

  private know(theirs: CommentDraft | null): void {
    this.known = theirs && { id: theirs.id, version: theirs.version };
    this.keptAt = theirs === null || isEmpty(theirs) ? null : theirs.modifiedAt;
    this.fault = null;
  }

  private plan(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), ms);
  }

  private async keep(): Promise<void> {
    const { draft } = this;
    if (draft.html.length > LONGEST) {
      this.fault = t('comments.draftTooLong', { most: formatNumber(LONGEST) });
      return;
    }
    this.isUnkept = false;
    this.told++;
    try {
      if (!isEmpty(draft)) await this.put(draft);
      else if (this.known !== null) await this.remove(this.known);
      this.fault = null;
      this.ended = null;
    } catch (error) {
      this.isUnkept = true;
      await this.failed(error);
    }
  }

  private async put({ html, attachments }: Draft): Promise<void> {
    const values = { html, attachments: attachments.map(told) };
    const [result] = await store().commit([
      this.known === null
        ? { type: 'CommentDraft', create: { new: { ...this.place, ...values } } }
        : { type: 'CommentDraft', update: { [this.known.id]: { ...values, version: this.known.version } } },
    ]);
    const kept = (result?.created['new'] ?? result?.updated[this.known?.id ?? '']) as Partial<CommentDraft> | undefined;
    const { id, version = 1 } = { ...this.known, ...kept };
    if (id !== undefined) this.known = { id, version };
    this.keptAt = kept?.modifiedAt ?? new Date().toISOString();
  }

  /** Emptied first, so that a text which was written elsewhere meanwhile is not removed unseen. */
  private async remove({ id, version }: Known): Promise<void> {
    await store().commit([{ type: 'CommentDraft', update: { [id]: { ...NOTHING, version } } }]);
    this.known = null;
    this.keptAt = null;
    await store().destroy('CommentDraft', [id]);
  }

  private async failed(error: unknown): Promise<void> {
    if (error instanceof SetFailed) {
      const { type, properties = [] } = error.error;
      if (type === 'alreadyExists' || properties.includes('version')) return this.look();
      if (type === 'notFound' && this.known !== null) {
        // Sent or emptied elsewhere: what is written here now is another text.
        this.known = null;
        this.plan(0);
        return;
      }
      const isGone = properties.includes('entityId') || properties.includes('entityType') || type === 'forbidden';
      this.fault = isGone ? t('comments.draftGone') : t('comments.draftFailed', { reason: errorText(error) });
      return;
    }
    const status = error instanceof RequestFailed ? error.status : undefined;
    if (status === 401) this.ended = store().session;
    if (status === 401) this.fault = t('comments.draftSignedOut');
    else if (status === 0) this.fault = t('comments.draftOffline');
    else this.fault = t('comments.draftFailed', { reason: errorText(error) });
    this.plan(RETRY_MS);
  }

  /** Looks what the server has instead. */
  private async look(): Promise<void> {
    const { isPrivate, ...filter } = this.place;
    const records = await store().some({ type: 'CommentDraft', filter }, 0, 2);
    this.meet(records.find((record) => record.isPrivate === isPrivate) ?? null);
  }
}
