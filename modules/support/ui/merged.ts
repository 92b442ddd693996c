import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatRoute, LightElement, RecordController, showError, store, t, toast } from '../../../core/ui/api';
import type { Task } from '../../tasks/ui/api';

/** `<support-merged>`: the ticket that this one is a part of, or those that are part of it, each with the way back. */
@customElement('support-merged')
export class Merged extends LightElement {
  static override styles = css`
    /* Takes no room while there is nothing to say. */
    & {
      display: contents;
    }
    ul {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
      margin: 0;
      padding: 4px 4px 4px 10px;
      border-radius: var(--radius);
      background: var(--selected);
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: var(--gap-s);
      min-height: 30px;
    }
    .what {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    @media (pointer: coarse) {
      li,
      .button {
        min-height: 44px;
      }
    }
  `;

  @property({ attribute: false }) ticket!: Task;
  @property({ attribute: false }) parts: readonly Task[] = [];
  private readonly whole = new RecordController(this, 'Task', () => this.ticket.mergedIntoId ?? undefined);

  override render(): TemplateResult | typeof nothing {
    const { ticket, parts } = this;
    const { mergedIntoId, myRights } = ticket;
    if (mergedIntoId === null && parts.length === 0) return nothing;
    const whole = { id: mergedIntoId ?? '', title: this.whole.record?.title ?? '' };
    return html`
      <ul role="list" aria-label=${t('support.merged')}>
        ${mergedIntoId === null ? nothing : renderOther('support.merged.into', whole, myRights.mayWrite ? ticket.id : null)}
        ${parts.map((part) => renderOther('support.merged.part', part, part.myRights.mayWrite ? part.id : null))}
      </ul>
    `;
  }
}

/** @param merged id of the ticket that comes back when the merge is undone; null for whoever may not */
function renderOther(text: string, { id, title }: Pick<Task, 'id' | 'title'>, merged: string | null): TemplateResult {
  return html`
    <li>
      <span class="icon icon-link" aria-hidden="true"></span>
      <span class="what">${t(text)} <a href=${formatRoute({ panel: 'support', path: [id], query: {} })}>#${id}: <bdi>${title}</bdi></a></span>
      ${
        merged === null
          ? nothing
          : html`<button class="button quiet" aria-label=${t('support.merged.undoOf', { id: merged })} @click=${() => void undo(merged)}>
              <span class="icon icon-undo" aria-hidden="true"></span>${t('support.merged.undo')}
            </button>`
      }
    </li>
  `;
}

async function undo(id: string): Promise<void> {
  try {
    await store().update('Task', id, { mergedIntoId: null });
    toast(t('support.merged.undone', { id }), 'green');
  } catch (error) {
    showError(error);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-merged': Merged;
  }
}
