import { css, html, nothing, type TemplateResult } from 'lit';
import { PanelElement } from '../element';
import { t } from '../i18n';
import { ask, errorText, showError, toast } from '../notice';
import { shareLevels } from '../render/share-levels';
import { theStore } from '../store/index';
import { loadTexts } from './texts';

type Shares = Record<string, Record<string, boolean>>;

/** One type as `DefaultPermissions/get` answers it, and what was changed here since. */
interface TypeDefaults {
  type: string;
  knowsCustomers: boolean;
  count: number;
  shareWith: Shares;
  edited?: Shares;
}

/** What new objects of each type are shared with, and bringing that to those that are there. */
export class DefaultPermissionsPanel extends PanelElement {
  static override styles = css`
    display: block;
    container-type: inline-size;
    .types {
      display: grid;
      gap: var(--gap-l);
      max-width: 720px;
      padding: var(--gap-l);
    }
    section {
      display: grid;
      gap: var(--gap-m);
      padding: var(--gap-l);
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: var(--gap-s);
    }
    h2 {
      margin: 0;
      font-size: 16px;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--gap-s);
    }
    .spring {
      flex: 1;
    }
  `;

  private types: TypeDefaults[] | undefined;
  private error = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      // The field brings its combo box: drawn by then, but not part of the panel's own code.
      await Promise.all([loadTexts(), import('../render/share-field')]);
      const { list } = await theStore().call('DefaultPermissions/get', {});
      this.types = (list as TypeDefaults[]).sort((a, b) => a.type.localeCompare(b.type));
    } catch (error) {
      this.error = errorText(error);
    }
    this.requestUpdate();
  }

  override render(): TemplateResult {
    if (this.error !== '') return html`<p class="error-text" role="alert">${this.error}</p>`;
    if (this.types === undefined) return html`<span class="skeleton" aria-busy="true"></span>`;
    return html`
      <h1 class="visually-hidden">${t('sharing.defaults')}</h1>
      <div class="types">
        <p class="soft">${this.types.length === 0 ? t('sharing.none') : t('sharing.defaultsText')}</p>
        ${this.types.map((each) => this.renderType(each))}
      </div>
    `;
  }

  private renderType(each: TypeDefaults): TemplateResult {
    const name = nameOf(each.type);
    const isEdited = each.edited !== undefined;
    const edit = ({ detail }: CustomEvent<Shares>) => {
      each.edited = detail;
      this.requestUpdate();
    };
    return html`
      <section class="card" aria-label=${name}>
        <header>
          <h2>${name}</h2>
          <span class="soft">${t('sharing.count', { count: each.count })}</span>
        </header>
        <gw-share-field .label=${t('sharing.sharedWith')} .levels=${shareLevels(each.knowsCustomers)} .value=${each.edited ?? each.shareWith} @change=${edit}></gw-share-field>
        <div class="actions">
          <button class="button primary" ?disabled=${!isEdited} @click=${() => this.save(each)}>${t('sharing.save')}</button>
          <span class="spring"></span>
          ${
            isEdited
              ? nothing
              : html`<button class="button" @click=${() => this.apply(each, 'add')}>${t('sharing.add')}</button>
                <button class="button danger" @click=${() => this.apply(each, 'reset')}>${t('sharing.reset')}</button>`
          }
        </div>
      </section>
    `;
  }

  private async save({ type, edited }: TypeDefaults): Promise<void> {
    try {
      await theStore().call('DefaultPermissions/set', { type, shareWith: edited });
      toast(t('sharing.saved'), 'green');
      await this.load();
    } catch (error) {
      showError(error);
    }
  }

  /** Says how many would change, asks, and says how many did. */
  private async apply({ type, count: all }: TypeDefaults, way: 'add' | 'reset'): Promise<void> {
    try {
      const { touched } = await theStore().call('DefaultPermissions/apply', { type, way, isPreview: true });
      if (touched === 0) {
        toast(t('sharing.nothing'));
        return;
      }
      const isAgreed = await ask({
        title: t(`sharing.${way}Title`),
        text: t(`sharing.${way}Text`, { count: Number(touched), all }),
        confirm: t(`sharing.${way}`),
        isDangerous: way === 'reset',
      });
      if (!isAgreed) return;
      const done = await theStore().call('DefaultPermissions/apply', { type, way });
      toast(t('sharing.done', { count: Number(done['touched']) }), 'green');
    } catch (error) {
      showError(error);
    }
  }
}

/** `TaskList` → "Task list". */
function nameOf(type: string): string {
  const words = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
