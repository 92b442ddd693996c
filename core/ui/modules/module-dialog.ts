import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { errorText } from '../notice';
import { theStore } from '../store/index';
import './grants-editor';
import type { Grants, Module } from './module';

interface Contents {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly grants: number;
  readonly jobs: readonly string[];
}

/** What is done to a module after a few questions: install it, say who may what, delete it. Fires `done`, then `close`. */
@customElement('gw-module-dialog')
export class ModuleDialog extends LightElement {
  static override styles = css`
    dialog {
      scroll-padding-bottom: 80px;
      width: min(560px, 100vw - 24px);
      max-height: calc(100dvh - 24px);
      padding: 0;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--text);
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 40%);
    }
    form {
      display: grid;
      gap: var(--gap-m);
      padding: var(--gap-l);
    }
    footer {
      display: flex;
      justify-content: flex-end;
      gap: var(--gap-s);
      position: sticky;
      bottom: 0;
      margin: 0 calc(-1 * var(--gap-l)) calc(-1 * var(--gap-l));
      padding: var(--gap-s) var(--gap-l) var(--gap-l);
      background: var(--surface);
    }
    ul {
      margin: 0;
      padding-inline-start: 20px;
      overflow-wrap: anywhere;
    }
    .check {
      display: flex;
      align-items: center;
      gap: var(--gap-s);
      min-height: 32px;
    }
    .typed {
      display: grid;
      gap: 4px;
    }
    .typed input {
      min-height: 36px;
      padding: 4px 10px;
      border: 1px solid var(--line-strong, var(--line));
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--text);
    }
  `;

  @property({ attribute: false }) module!: Module;
  @property() kind: 'install' | 'permissions' | 'delete' = 'install';
  @state() private contents: Contents | undefined;
  @state() private typed = '';
  @state() private isArchived = true;
  @state() private isBusy = false;
  @state() private fault = '';
  private grants: Grants = {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.grants = structuredClone(this.module.grants);
    if (this.kind !== 'delete') return;
    theStore()
      .call('Module/contents', { id: this.module.id })
      .then((contents) => {
        this.contents = contents as unknown as Contents;
      })
      .catch((error: unknown) => {
        this.fault = errorText(error);
      });
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    const { kind, module } = this;
    const isReady = kind !== 'delete' || (this.typed === module.name && this.contents !== undefined);
    const label = { install: 'install', permissions: 'save', delete: 'delete' }[kind];
    return html`
      <dialog aria-labelledby="module-dialog-title" @close=${this.closed}>
        <form @submit=${this.submit}>
          <h2 id="module-dialog-title">${t(`modules.${kind}Title`, { title: module.title })}</h2>
          <p>${t(`modules.${kind}Text`)}</p>
          ${
            kind === 'delete'
              ? this.renderDeletion()
              : html`<gw-grants-editor .module=${module} .grants=${this.grants}></gw-grants-editor>`
          }
          <p class="error-text" role="alert">${this.fault}</p>
          <footer>
            <button type="button" class="button" @click=${this.cancel}>${t('modules.cancel')}</button>
            <button type="submit" class="button ${kind === 'delete' ? 'danger' : 'primary'}" ?disabled=${!isReady || this.isBusy}>${t(`modules.${label}`)}</button>
          </footer>
        </form>
      </dialog>
    `;
  }

  private renderDeletion(): TemplateResult {
    const { tables = [], grants = 0, jobs = [] } = this.contents ?? {};
    return html`
      <ul>
        ${tables.map(({ name, rows }) => html`<li>${t('modules.table', { name, count: rows })}</li>`)}
        ${jobs.map((job) => html`<li>${t('modules.job', { job })}</li>`)}
        <li>${t('modules.grants', { count: grants })}</li>
      </ul>
      <label class="check">
        <input type="checkbox" .checked=${this.isArchived} @change=${(event: Event) => {
          this.isArchived = (event.target as HTMLInputElement).checked;
        }} />
        ${t('modules.archive')}
      </label>
      <label class="typed">
        ${t('modules.type', { name: this.module.name })}
        <input autocomplete="off" spellcheck="false" .value=${this.typed} @input=${(event: Event) => {
          this.typed = (event.target as HTMLInputElement).value;
        }} />
      </label>
    `;
  }

  private readonly cancel = () => this.querySelector('dialog')?.close();

  private readonly closed = () => {
    this.dispatchEvent(new CustomEvent('close'));
  };

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    this.isBusy = true;
    this.fault = '';
    try {
      const detail = await this.act();
      this.dispatchEvent(new CustomEvent('done', { detail }));
      this.querySelector('dialog')?.close();
    } catch (error) {
      this.fault = errorText(error);
    } finally {
      this.isBusy = false;
    }
  };

  /** What to tell when it is done. */
  private async act(): Promise<string> {
    const { id, title } = this.module;
    const store = theStore();
    if (this.kind === 'permissions') {
      await store.update('Module', id, { grants: this.grants });
      return t('modules.saved');
    }
    if (this.kind === 'install') {
      await store.call('Module/install', { id, grants: this.grants });
      return t('modules.installed', { title });
    }
    const { archive } = await store.call('Module/delete', { id, name: this.typed, archive: this.isArchived });
    return typeof archive === 'string'
      ? t('modules.archived', { title, folder: archive })
      : t('modules.deleted', { title });
  }
}
