import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { store } from '../../../core/ui/api';
import { isEmpty, type Mode } from './draft';
import type { Writing } from './writing';
import { loadDrafts, onWriting, writingIn } from './writings';

/** For a composer: what is being written about the object that it is at. */
export class WritingController implements ReactiveController {
  /** What the server has is here: before that, nothing should be written that may be in its way. */
  isKnown = false;
  private entityType = '';
  private entityId = '';
  private readonly ends: (() => void)[] = [];

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    const draw = () => this.host.requestUpdate();
    this.ends.push(
      onWriting(draw),
      store().subscribe(['CommentDraft'], () => this.follow()),
    );
  }

  hostDisconnected(): void {
    for (const end of this.ends.splice(0)) end();
    this.leave();
  }

  /** What is written in one mode. */
  in(mode: Mode): Writing {
    return this.writings[mode === 'note' ? 1 : 0];
  }

  /** The first of the modes in which something was written and not sent. */
  kept(modes: readonly Mode[]): Mode | undefined {
    return modes.find((mode) => !isEmpty(this.in(mode).draft));
  }

  /** Goes to another object: what was written about the one before is kept at once. Resolves when all is known. */
  async enter(entityType: string, entityId: string): Promise<void> {
    this.leave();
    Object.assign(this, { entityType, entityId });
    this.isKnown = this.writings.some(({ draft }) => !isEmpty(draft));
    // Without an answer one writes all the same: the server is asked again when the text is kept.
    await loadDrafts(entityType, entityId).catch(() => undefined);
    if (entityId !== this.entityId) return;
    this.isKnown = true;
    this.host.requestUpdate();
  }

  private leave(): void {
    if (this.entityId !== '') for (const writing of this.writings) void writing.save();
  }

  private get writings(): [open: Writing, hidden: Writing] {
    const { entityType, entityId } = this;
    return [
      writingIn({ entityType, entityId, isPrivate: false }),
      writingIn({ entityType, entityId, isPrivate: true }),
    ];
  }

  /** Follows what another tab does to the texts, as long as nothing else was typed here. */
  private follow(): void {
    const isBehind = ({ known, isBusy, isUnkept }: Writing) =>
      known !== null && !isBusy && !isUnkept && store().peek('CommentDraft', known.id)?.version !== known.version;
    if (this.writings.some(isBehind)) void loadDrafts(this.entityType, this.entityId).catch(() => undefined);
  }
}
