import type { TypeName } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../../element';
import { t } from '../../i18n';
import { errorText } from '../../notice';
import { SetFailed } from '../../store/errors';
import { theStore } from '../../store/index';
import type { SetError } from '../../store/types';
import type { CustomField } from '../definitions';

export interface Doomed {
  readonly type: 'CustomFieldSet' | 'CustomField';
  readonly id: string;
  readonly name: string;
  /** Fields that go. */
  readonly fields: readonly CustomField[];
}

/** `<gw-delete-fields>`: the question before a field or a set goes. Values of objects go only for the name typed. Fires `done`. */
@customElement('gw-delete-fields')
export class DeleteFields extends LightElement {
  static override styles = css`
    form {
      display: grid;
      gap: var(--gap-m);
      width: min(460px, calc(100vw - 64px));
    }
    ul {
      padding-inline-start: 20px;
      overflow-wrap: anywhere;
    }
    label {
      display: grid;
      gap: 4px;
    }
    input {
      min-height: 38px;
      padding: 0 10px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--surface);
    }
    .actions {
      display: flex;
      justify-content: end;
      gap: var(--gap-s);
    }
  `;

  @property({ attribute: false }) doomed!: Doomed;
  /** How many objects have a value, by field id; undefined until known. */
  @state() private objects: Readonly<Record<string, number>> | undefined;
  @state() private typed = '';
  @state() private error = '';
  private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const ids = this.doomed.fields.map(({ id }) => id);
      const { objects } = await theStore().call('CustomField/contents', { ids });
      this.objects = objects as Record<string, number>;
    } catch (error) {
      this.error = errorText(error);
    }
  }

  private get filled(): readonly CustomField[] {
    return this.doomed.fields.filter(({ id }) => (this.objects?.[id] ?? 0) > 0);
  }

  override render(): TemplateResult {
    const { doomed, objects, filled } = this;
    const mayGo = objects !== undefined && (filled.length === 0 || this.typed.trim() === doomed.name.trim());
    return html`
      <form @submit=${this.destroy} novalidate>
        ${objects === undefined ? html`<span class="skeleton" aria-busy="true"></span>` : this.renderQuestion(objects)}
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
        <div class="actions">
          <button type="button" class="button" @click=${() => this.cancel()}>${t('host.cancel')}</button>
          <button class="button danger" ?disabled=${!mayGo}>${t('host.delete')}</button>
        </div>
      </form>
    `;
  }

  private renderQuestion(objects: Readonly<Record<string, number>>): TemplateResult {
    const { doomed, filled } = this;
    if (filled.length === 0) return html`<p>${t('customFields.deleteEmpty', { name: doomed.name })}</p>`;
    return html`
      <p>${t('customFields.deleteFilled')}</p>
      <ul>
        ${filled.map(({ id, name }) => html`<li dir="auto">${t('customFields.objects', { name, count: objects[id] ?? 0 })}</li>`)}
      </ul>
      <label>
        <span dir="auto">${t('customFields.typeName', { name: doomed.name })}</span>
        <input autocomplete="off" spellcheck="false" dir="auto" .value=${this.typed} @input=${(event: Event) => {
          this.typed = (event.target as HTMLInputElement).value;
        }}>
      </label>
      ${doomed.fields.length > 1 ? html`<p class="soft">${t('customFields.deleteSet')}</p>` : nothing}
    `;
  }

  cancel(): void {
    this.dispatchEvent(new CustomEvent('done', { detail: false }));
  }

  private readonly destroy = async (event: Event) => {
    event.preventDefault();
    if (this.isBusy) return;
    const { type, id } = this.doomed;
    this.isBusy = true;
    try {
      const more = { onDestroyRemoveValues: this.filled.length > 0 };
      const { notDestroyed } = await theStore().call(`${type satisfies TypeName}/set`, { destroy: [id], ...more });
      const [refused] = Object.entries((notDestroyed ?? {}) as Record<string, SetError>);
      if (refused !== undefined) throw new SetFailed(...refused);
      this.dispatchEvent(new CustomEvent('done', { detail: true }));
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gw-delete-fields': DeleteFields;
  }
}
