import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  formatRoute,
  formatWhen,
  LightElement,
  loadCustomFields,
  navigate,
  RecordController,
  showError,
  store,
  t,
  toast,
} from '../../../core/ui/api';
import { OPEN, type Progress, partsOf, ReadingController, statusBadge, type Task } from '../../support/ui/api';
import { isOwn } from './whose';

/** `<help-request>`: one own request, or one of a colleague: what was asked, the public thread, a reply, and closing or reopening it. */
@customElement('help-request')
export class RequestView extends LightElement {
  static override styles = css`
    & {
      display: block;
      height: 100%;
    }
    .request {
      display: flex;
      flex-direction: column;
      height: 100%;
    }
    .head {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: start;
      gap: 6px var(--gap-s);
      padding: var(--gap-m) var(--gap-l);
      border-bottom: 1px solid var(--line);
      background: var(--surface);
    }
    .back {
      display: none;
    }
    .head h1 {
      grid-column: 2;
      overflow-wrap: anywhere;
    }
    .about {
      grid-column: 2;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 10px;
    }
    .merged,
    .whose {
      grid-column: 2;
    }
    .whose {
      display: flex;
      align-items: start;
      gap: var(--gap-s);
    }
    .whose .icon {
      flex: none;
    }
    .state {
      margin-inline-start: auto;
    }
    .thread {
      flex: 1;
      min-height: 0;
      padding: var(--gap-l);
      overflow: auto;
    }
    .foot {
      max-height: 65%;
      padding: 10px var(--gap-l);
      border-top: 1px solid var(--line);
      background: var(--surface);
      overflow: auto;
    }
    .foot:has(> comment-composer:empty) {
      display: none;
    }
    .empty {
      flex: 1;
    }
    comment-thread,
    comment-composer {
      max-width: 820px;
      margin-inline: auto;
    }
    .waiting {
      display: grid;
      gap: var(--gap-m);
      padding: var(--gap-l);
    }
    .waiting .skeleton {
      height: 90px;
    }
    @media (max-width: 599px) {
      .head {
        padding: var(--gap-s);
      }
      .back {
        display: inline-flex;
      }
      .about {
        grid-column: 1 / -1;
        padding-inline: var(--gap-xs);
      }
      .whose {
        grid-column: 1 / -1;
        padding-inline: var(--gap-xs);
      }
      .what {
        order: 1;
        flex-basis: 100%;
      }
      .head h1 {
        padding-top: 7px;
        font-size: 16.5px;
      }
      .thread {
        padding: var(--gap-m);
      }
      .foot {
        padding: var(--gap-s) var(--gap-m);
        max-height: 80%;
      }
      .foot .button {
        min-height: 44px;
      }
      .foot .closed .button {
        flex: 1;
      }
    }
  `;

  @property() requestId: string | undefined;
  @state() private isBusy = false;
  private readonly request = new RecordController(this, 'Task', () => this.requestId);
  private readonly parts = partsOf(this, () => this.requestId);
  readonly reading = new ReadingController(this, () => this.request.record);

  override render(): TemplateResult {
    const { record, isMissing, error } = this.request;
    if (this.requestId === undefined) return renderNothing('choose');
    if (isMissing) return renderMissing(this.requestId);
    if (record === undefined) {
      if (error !== null)
        return html`<div class="empty" role="alert"><p class="error-text" dir="auto">${error.message}</p></div>`;
      return html`<div class="waiting" aria-busy="true"><span class="skeleton"></span><span class="skeleton"></span></div>`;
    }
    return this.renderRequest(record);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void loadCustomFields();
  }

  private renderRequest(request: Task): TemplateResult {
    const { id, title, progress, createdAt, taskListId, mergedIntoId, myRights } = request;
    const isOpen = OPEN.includes(progress);
    const list = store().peek('TaskList', taskListId)?.name;
    return html`
      <article class="request" aria-labelledby="request-title">
        <header class="head">
          <button class="button quiet icon-only back" aria-label=${t('host.back')} @click=${goBack}>
            <span class="icon icon-back" aria-hidden="true"></span>
          </button>
          <h1 id="request-title" dir="auto">${title}</h1>
          <div class="about">
            ${statusBadge(request)}
            <span class="soft what">#${id} · ${t('help.asked', { when: formatWhen(createdAt) })}${list === undefined ? '' : ` ${t('help.in', { list })}`}</span>
            ${
              isOwn(request)
                ? html`<button class="button state" ?disabled=${this.isBusy} @click=${() => void this.put(id, isOpen ? 'completed' : 'needs-action')}>
                    <span class="icon icon-${isOpen ? 'check' : 'redo'}" aria-hidden="true"></span>${t(isOpen ? 'help.close' : 'help.reopen')}
                  </button>`
                : nothing
            }
          </div>
          ${isOwn(request) ? nothing : html`<p class="whose soft"><span class="icon icon-users" aria-hidden="true"></span>${t('help.ofColleague', { name: request.customerName ?? '' })}</p>`}
          ${mergedIntoId === null ? nothing : html`<p class="merged">${t('help.mergedInto')} <a href=${formatRoute({ panel: 'help', path: [mergedIntoId], query: {} })}>#${mergedIntoId}</a></p>`}
          <custom-fields-card .record=${request} isFixed forCustomers></custom-fields-card>
        </header>
        <div class="thread">
          <comment-thread entityType="Task" .entityId=${id} .parts=${this.parts.records.map((part) => part.id)}></comment-thread>
        </div>
        ${
          myRights.mayComment
            ? html`<footer class="foot"><comment-composer entityType="Task" .entityId=${id} .modes=${REPLY}></comment-composer></footer>`
            : nothing
        }
      </article>
    `;
  }

  private async put(id: string, progress: Progress): Promise<void> {
    this.isBusy = true;
    try {
      await store().update('Task', id, { progress });
      toast(t(OPEN.includes(progress) ? 'help.reopened' : 'help.closed'), 'green');
    } catch (error) {
      showError(error);
    }
    this.isBusy = false;
  }
}

/** A customer has nobody to write a private note to. */
const REPLY = ['answer'] as const;

function goBack(): void {
  navigate({ path: [] });
}

/** What the user has written about it stays in sight. */
function renderMissing(id: string): TemplateResult {
  return html`
    <article class="request">
      ${renderNothing('missing')}
      <footer class="foot"><comment-composer entityType="Task" .entityId=${id} .modes=${REPLY} isGone></comment-composer></footer>
    </article>
  `;
}

function renderNothing(key: 'choose' | 'missing'): TemplateResult {
  return html`
    <div class="empty">
      <span class="icon icon-help" aria-hidden="true"></span>
      <h2>${t(`help.${key}`)}</h2>
      <p>${t(`help.${key}Text`)}</p>
      ${key === 'missing' ? html`<button class="button" @click=${goBack}>${t('host.back')}</button>` : nothing}
    </div>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'help-request': RequestView;
  }
}
