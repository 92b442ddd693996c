import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  avatar,
  formatDateTime,
  formatNumber,
  formatSize,
  formatWhen,
  LightElement,
  showError,
  store,
  t,
} from '../../../core/ui/api';
import { statusText, typeName } from './cells';
import { filesStyles } from './files.styles';
import type { LegacyFile, LegacyTicketMessage } from './types';

/** `<legacy-message>`: a message or note of the thread, with what it has changed. */
@customElement('legacy-message')
export class LegacyMessageView extends LightElement {
  static override styles = [
    filesStyles,
    css`
    & {
      display: block;
    }
    article {
      padding: 10px 14px 12px;
      border: 1px solid var(--line);
      border-radius: 10px;
      background: var(--surface);
    }
    article.note {
      background: var(--note);
      border-color: var(--note-line);
      border-inline-start-width: 4px;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
    }
    time {
      margin-inline-start: auto;
      color: var(--text-soft);
    }
    .content {
      margin: 8px 0 0;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .changes {
      margin: 8px 0 0;
      color: var(--text-soft);
      font-size: 13px;
    }
  `,
  ];

  @property({ attribute: false }) message!: LegacyTicketMessage;

  override render(): TemplateResult {
    const { authorName, content, isNote, isFromAgent, createdAt } = this.message;
    const name = authorName === '' ? t('tickets.customer') : authorName;
    const changes = changesOf(this.message);
    return html`
      <article class=${isNote ? 'note' : ''} aria-label=${t('tickets.messageOf', { name })}>
        <header>
          ${avatar(name)} <strong dir="auto">${name}</strong>
          ${isFromAgent ? html`<span class="soft">${t('tickets.agent')}</span>` : nothing}
          ${isNote ? html`<span class="badge amber"><span class="icon icon-lock" aria-hidden="true"></span>${t('tickets.note')}</span>` : nothing}
          <time datetime=${createdAt} title=${formatDateTime(createdAt)}>${formatWhen(createdAt)}</time>
        </header>
        ${content === '' ? nothing : html`<p class="content" dir="auto">${content}</p>`}
        ${renderFiles(this.message.attachments)}
        ${changes.map((change) => html`<p class="changes" dir="auto">${change}</p>`)}
      </article>
    `;
  }
}

function renderFiles(files: readonly LegacyFile[]): TemplateResult | typeof nothing {
  if (files.length === 0) return nothing;
  const renderFile = (file: LegacyFile) => {
    const size = formatSize(file.size ?? 0);
    return html`
      <li>
        <button class="file" aria-label=${t('tickets.download', { name: file.name, size })} @click=${() => void store().download(file).catch(showError)}>
          <span class="icon icon-file" aria-hidden="true"></span>
          <span class="name" dir="auto">${file.name}</span> <span class="soft">${size}</span>
        </button>
      </li>
    `;
  };
  return html`<ul class="files" role="list" aria-label=${t('tickets.files')}>${files.map(renderFile)}</ul>`;
}

function changesOf(message: LegacyTicketMessage): string[] {
  const { hasStatus, statusId, hasType, typeId, rateMinutes, rateName } = message;
  return [
    ...(hasStatus ? [t('tickets.statusChanged', { status: statusText(statusId) })] : []),
    ...(hasType ? [t('tickets.typeChanged', { type: typeName(typeId) })] : []),
    ...((rateMinutes ?? 0) > 0
      ? [t('tickets.worked', { minutes: formatNumber(rateMinutes ?? 0), rate: rateName ?? '' })]
      : []),
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'legacy-message': LegacyMessageView;
  }
}
