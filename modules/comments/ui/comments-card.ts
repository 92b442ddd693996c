import { css, html, nothing, type TemplateResult } from 'lit';
import { CounterController, DetailCard, detailCardStyles, t } from '../../../core/ui/api';
import { loadTexts } from './api';

/** What colleagues say about an object: its thread, and where to add to it. */
export class CommentsCard extends DetailCard {
  static override styles = [
    detailCardStyles,
    css`
      .body {
        max-height: none;
      }
      .thread {
        max-height: min(44vh, 420px);
        overflow: auto;
      }
      @media (max-width: 599px) {
        .thread {
          max-height: none;
        }
      }
    `,
  ];

  private readonly texts = loadTexts();
  private readonly counter = new CounterController(this, 'Comment', () => ({
    all: { entityType: this.entityType, entityId: this.entityId },
  }));

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override render(): TemplateResult {
    const { entityType, entityId } = this;
    const { all: count = 0 } = this.counter.counts;
    return html`
      <details>
        <summary>
          <span class="icon icon-note" aria-hidden="true"></span>${t('comments.title')}
          ${count === 0 ? nothing : html`<span class="count">${count}</span>`}
        </summary>
        <div class="body">
          <div class="thread" role="region" aria-label=${t('comments.thread')} tabindex="0">
            <comment-thread .entityType=${entityType} .entityId=${entityId} .hasRoles=${false}></comment-thread>
          </div>
          <comment-composer .entityType=${entityType} .entityId=${entityId} .modes=${['comment'] as const} .mayMention=${true}></comment-composer>
        </div>
      </details>
    `;
  }
}
