import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { badge } from '../cells';
import { PanelElement } from '../element';
import { t } from '../i18n';
import { ask, showError, toast } from '../notice';
import { definePanel } from '../panel';
import { theStore } from '../store/index';
import { type Module, STATES } from './module';
import './module-dialog';
import type { ModuleDialog } from './module-dialog';
import { loadTexts } from './texts';

/** All modules that were found, with what can be done to each. */
class ModulesPanel extends PanelElement {
  static override styles = css`
    & {
      display: block;
      height: 100%;
      overflow: auto;
    }
    .toolbar {
      display: flex;
      flex-wrap: wrap;
      gap: var(--gap-s);
      padding: var(--gap-m) var(--gap-l);
      height: auto;
    }
    .toolbar input,
    .toolbar select {
      min-height: 34px;
      padding: 4px 10px;
      border: 1px solid var(--line-strong, var(--line));
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--text);
    }
    .toolbar input {
      flex: 1 1 160px;
      min-width: 0;
    }
    .modules {
      list-style: none;
      margin: 0;
      padding: 0 var(--gap-l) var(--gap-l);
    }
    .modules > li {
      display: grid;
      gap: 6px;
      padding: var(--gap-m) 0;
      border-block-start: 1px solid var(--line);
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--gap-s);
    }
    h2,
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--gap-s);
    }
  `;

  @state() private modules: readonly Module[] | undefined;
  @state() private words = '';
  @state() private wanted = '';
  @state() private busy = '';
  @state() private dialog: { readonly kind: ModuleDialog['kind']; readonly module: Module } | undefined;
  private readonly texts = loadTexts();
  private unsubscribe: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = theStore().subscribe(['Module'], () => void this.load());
    void this.load();
  }

  override disconnectedCallback(): void {
    this.unsubscribe?.();
    super.disconnectedCallback();
  }

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  /** Past the cache: a change of modules makes all that it holds old. */
  private async load(): Promise<void> {
    try {
      const { list } = await theStore().call('Module/get', { ids: null });
      this.modules = (list as Module[]).sort((a, b) => a.title.localeCompare(b.title));
    } catch (error) {
      showError(error);
    }
  }

  override render(): TemplateResult {
    const shown = (this.modules ?? []).filter((module) => this.fits(module));
    return html`
      <h1 class="visually-hidden">${t('modules.heading')}</h1>
      <div class="toolbar">
        <input type="search" aria-label=${t('modules.search')} placeholder=${t('modules.search')}
          @input=${(event: Event) => {
            this.words = (event.target as HTMLInputElement).value;
          }} />
        <select aria-label=${t('modules.state')} @change=${(event: Event) => {
          this.wanted = (event.target as HTMLSelectElement).value;
        }}>
          <option value="">${t('modules.all')}</option>
          ${['enabled', 'disabled', 'absent', 'failed'].map(
            (name) => html`<option value=${name}>${t(`modules.state.${name}`)}</option>`,
          )}
        </select>
        <button class="button" ?disabled=${this.busy !== ''} @click=${this.discover}>
          <span class="icon icon-refresh" aria-hidden="true"></span>${t('modules.discover')}
        </button>
      </div>
      <ul class="modules" aria-busy=${this.modules === undefined}>
        ${shown.map((module) => this.renderModule(module))}
      </ul>
      ${this.modules !== undefined && shown.length === 0 ? html`<p class="empty">${t('modules.none')}</p>` : nothing}
      ${this.dialog === undefined ? nothing : this.renderDialog(this.dialog)}
    `;
  }

  private renderModule(module: Module): TemplateResult {
    const { title, name, version, description, error, requires, requiredBy } = module;
    return html`
      <li data-module=${name}>
        <header>
          <h2>${title}</h2>
          ${badge(t(`modules.state.${module.state}`), STATES[module.state])}
          <span class="soft">${version === null ? nothing : t('modules.version', { version })}</span>
        </header>
        <p>${description}</p>
        ${error === null ? nothing : html`<p class="error-text">${error}</p>`}
        ${requires.length > 0 ? html`<p class="soft">${t('modules.requires', { modules: requires.join(', ') })}</p>` : nothing}
        ${requiredBy.length > 0 ? html`<p class="soft">${t('modules.requiredBy', { modules: requiredBy.join(', ') })}</p>` : nothing}
        <div class="actions">${this.actionsOf(module).map(([action, act]) => this.renderAction(module, action, act))}</div>
      </li>
    `;
  }

  private renderAction(module: Module, action: string, act: () => void): TemplateResult {
    const label = t(`modules.${action}`);
    return html`
      <button class="button ${action === 'install' ? 'primary' : ''}" aria-label="${label}: ${module.title}"
        ?disabled=${this.busy !== ''} @click=${act}>${label}</button>
    `;
  }

  private actionsOf(module: Module): [action: string, act: () => void][] {
    const open = (kind: ModuleDialog['kind']) => (): void => {
      this.dialog = { kind, module };
    };
    const permissions: [string, () => void][] =
      Object.keys(module.permissions).length > 0 ? [['permissions', open('permissions')]] : [];
    if (module.name === 'core') return permissions;
    if (module.installedVersion === '' && module.state === 'absent') return [['install', open('install')]];
    const enable: [string, () => void] = ['enable', () => void this.enable(module)];
    const disable: [string, () => void] = ['disable', () => void this.disable(module)];
    const remove: [string, () => void] = ['delete', open('delete')];
    if (module.state === 'enabled') return [disable, ...permissions];
    if (module.state === 'failed') return [enable, disable, remove];
    return [enable, ...permissions, remove];
  }

  private renderDialog({ kind, module }: { kind: ModuleDialog['kind']; module: Module }): TemplateResult {
    return html`
      <gw-module-dialog .kind=${kind} .module=${module}
        @done=${(event: CustomEvent<string>) => {
          toast(event.detail, 'green');
          void this.load();
        }}
        @close=${() => {
          this.dialog = undefined;
        }}></gw-module-dialog>
    `;
  }

  private fits({ name, title, description, state: present }: Module): boolean {
    const words = this.words.trim().toLowerCase();
    const isFound = `${name} ${title} ${description}`.toLowerCase().includes(words);
    return isFound && (this.wanted === '' || this.wanted === present);
  }

  private readonly discover = () => this.during('*', () => theStore().call('Module/discover', {}));

  private async enable({ id, name, title }: Module): Promise<void> {
    await this.during(name, () => theStore().call('Module/enable', { id }), t('modules.enabled', { title }));
  }

  private async disable({ id, name, title }: Module): Promise<void> {
    const text = t('modules.disableText');
    const confirm = t('modules.disable');
    if (!(await ask({ title: t('modules.disableTitle', { title }), text, confirm }))) return;
    await this.during(name, () => theStore().call('Module/disable', { id }), t('modules.disabled', { title }));
  }

  private async during(name: string, work: () => Promise<unknown>, told?: string): Promise<void> {
    this.busy = name;
    try {
      await work();
      if (told !== undefined) toast(told, 'green');
    } catch (error) {
      showError(error);
    } finally {
      this.busy = '';
      await this.load();
    }
  }
}

definePanel('modules', ModulesPanel);
