import type { FormItem, Item } from 'extjs-types';
import { html, type TemplateResult } from 'lit';
import { PanelElement } from '../element';
import { t } from '../i18n';
import { errorText } from '../notice';
import { definePanel } from '../panel';
import { renderItem } from '../render/index';
import { theStore } from '../store/index';
import { loadTexts } from './texts';

/** One form as `Settings/describe` answers it. */
interface SettingsForm {
  type: string;
  panel: string;
  title: string;
  items: readonly FormItem<never>[];
  /** An element of the module's own that is given what the form holds. */
  companion: { tag: string; url: string } | null;
}

/** The settings of one module: a form made from what the module declares. */
class SettingsPanel extends PanelElement {
  private item: Item | undefined;
  private heading = '';
  private error = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      await loadTexts();
      const { list } = await theStore().call('Settings/describe', {});
      const form = (list as SettingsForm[]).find(({ panel }) => this.panelId === panel);
      if (form?.companion) await import(/* @vite-ignore */ form.companion.url);
      this.item = form && itemOf(form);
      this.heading = form?.title ?? '';
      this.error = form ? '' : t('settings.gone');
    } catch (error) {
      this.error = errorText(error);
    }
    this.requestUpdate();
  }

  override render(): TemplateResult {
    if (this.error !== '') return html`<p class="error-text" role="alert">${this.error}</p>`;
    if (this.item === undefined) return html`<span class="skeleton" aria-busy="true"></span>`;
    return html`<h1 class="visually-hidden">${this.heading}</h1>${renderItem(this.item, this.panelId)}`;
  }
}

/** The type is known to the server alone, so the compiler cannot tell its properties. */
function itemOf({ type, items, companion }: SettingsForm): Item {
  const last = companion === null ? [] : [{ xtype: 'elementfield', name: 'companion', tag: companion.tag, wide: true }];
  return { xtype: 'form', type, id: 'singleton', items: [...items, ...last] } as unknown as Item;
}

definePanel('settings-form', SettingsPanel);
