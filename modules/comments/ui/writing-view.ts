import { html, nothing, type TemplateResult } from 'lit';
import { formatWhen, t } from '../../../core/ui/api';
import type { Writing } from './writing';

/** Whether the text is kept, in a few words; told to those who cannot see them as soon as there is time. */
export function renderKept({ fault, keptAt }: Writing): TemplateResult {
  const words = fault ?? (keptAt === null ? '' : t('comments.draftSaved', { when: formatWhen(keptAt) }));
  return html`<span class=${fault === null ? 'kept soft' : 'kept error-text'} role="status" dir="auto">${words}</span>`;
}

/** The text that was kept elsewhere meanwhile, and what can become of the two. */
export function renderOther(writing: Writing): TemplateResult | typeof nothing {
  const { other } = writing;
  if (other === null) return nothing;
  const images = other.attachments.map(({ cid, blobId, type }) => ({ cid: cid ?? null, blobId, type }));
  const files = other.attachments.filter(({ isInline }) => isInline !== true).map(({ name }) => name);
  const label = t('comments.draftOther');
  const choices = (['mine', 'other', 'both'] as const).map(
    (which) => html`
      <button class="button" @click=${() => writing.choose(which)}>${t(`comments.draftKeep.${which}`)}</button>
    `,
  );
  return html`
    <section class="other" aria-label=${label}>
      <p role="alert">${t('comments.draftChanged', { when: formatWhen(other.modifiedAt) })}</p>
      <div class="text" tabindex="0" role="group" aria-label=${label}>
        <mail-frame .label=${label} .content=${{ html: other.html, text: '', images }}></mail-frame>
        ${files.length === 0 ? nothing : html`<p class="soft" dir="auto">${files.join(', ')}</p>`}
      </div>
      <div class="choices">${choices}</div>
    </section>
  `;
}
