import type { Item } from 'extjs-types';
import { type CSSResultGroup, html, type TemplateResult } from 'lit';
import { PanelElement } from './element';
import { t } from './i18n';
import type { PanelElementClass } from './panel';
import { renderItem } from './render/index';

export interface DescribedPanel {
  /** Called once the texts are there, for a description holds them. */
  readonly describe: () => Item;
  /** Key of the text that names the panel to those who cannot see its tab. */
  readonly heading: string;
  readonly loadTexts: () => Promise<void>;
  /** Of what the description's renderers draw. */
  readonly styles?: CSSResultGroup;
}

/** A panel that is a description, with a heading and texts of its own. */
export function describedPanel({ describe, heading, loadTexts, styles }: DescribedPanel): PanelElementClass {
  return class extends PanelElement {
    static override styles = styles ?? [];
    private readonly texts = loadTexts();
    private item: Item | undefined;

    protected override async scheduleUpdate(): Promise<void> {
      await this.texts;
      await super.scheduleUpdate();
    }

    override render(): TemplateResult {
      this.item ??= describe();
      return html`<h1 class="visually-hidden">${t(heading)}</h1>${renderItem(this.item, this.panelId)}`;
    }
  };
}
