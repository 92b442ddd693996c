import type { ToolbarButton, ToolbarItem, ToolbarSearch, ToolbarShare, TypeName } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../i18n';
import { showError } from '../notice';
import { route, setQuery } from '../route';
import { isShareable, openShareDialog } from '../sharing/share-dialog';
import { theStore } from '../store/index';

/** What the toolbar of a component may ask of it. */
export interface Tools<T> {
  records: () => readonly T[];
  reload: () => void;
  /** Type of the records. */
  type: TypeName;
  /** Opens the dialog for a new record. */
  add: (() => void) | undefined;
}

const TYPING_MS = 250;

/** @param last what follows the described items */
export function renderToolbar<T>(
  items: readonly ToolbarItem<T>[],
  tools: Tools<T>,
  last: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`
    <div class="toolbar" role="group">
      ${items.map((item) => {
        if (item === '->') return html`<span class="spring"></span>`;
        if (item.xtype === 'search') return renderSearch(item);
        if (item.permission !== undefined && !theStore().may(item.permission)) return nothing;
        if (item.xtype === 'add') {
          return html`<button class="button primary" @click=${tools.add}>
            <span class="icon icon-add" aria-hidden="true"></span>${item.text}</button>`;
        }
        if (item.xtype === 'share') return renderShare(item, tools);
        return renderButton(item, tools);
      })}${last}
    </div>
  `;
}

function renderButton<T>(button: ToolbarButton<T>, tools: Tools<T>): TemplateResult {
  const press = async () => {
    try {
      await button.handler({ records: tools.records(), reload: tools.reload });
    } catch (error) {
      showError(error);
    }
  };
  const { text, icon, iconOnly = false, primary = false, needsSelection = false } = button;
  return html`
    <button class="button ${primary ? 'primary' : ''} ${iconOnly ? 'icon-only' : ''}" @click=${press}
      title=${iconOnly ? text : nothing} ?disabled=${needsSelection && tools.records().length === 0}>
      ${icon === undefined ? nothing : html`<span class="icon icon-${icon}" aria-hidden="true"></span>`}${
        iconOnly ? html`<span class="visually-hidden">${text}</span>` : text
      }
    </button>
  `;
}

function renderShare<T>({ nameField }: ToolbarShare<T>, { type, records, reload }: Tools<T>): TemplateResult {
  const [record, ...others] = records() as readonly object[];
  const chosen = record !== undefined && others.length === 0 && isShareable(record) ? record : undefined;
  const press = async () => {
    if (chosen === undefined) return;
    const name = (chosen as unknown as Record<string, unknown>)[String(nameField ?? 'name')];
    if (await openShareDialog(type, chosen, String(name))) reload();
  };
  return html`
    <button class="button" @click=${press} ?disabled=${chosen === undefined}>
      <span class="icon icon-users" aria-hidden="true"></span>${t('share.share')}
    </button>
  `;
}

let typing: ReturnType<typeof setTimeout> | undefined;

function renderSearch({ placeholder, filters = 'text' }: ToolbarSearch): TemplateResult {
  const label = placeholder ?? t('host.search');
  const input = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(typing);
    typing = setTimeout(() => setQuery({ [filters]: value.trim() }, true), TYPING_MS);
  };
  return html`
    <span class="search">
      <span class="icon icon-search" aria-hidden="true"></span>
      <input type="search" aria-label=${label} placeholder=${label} dir="auto" .value=${route().query[filters] ?? ''} @input=${input}>
    </span>
  `;
}
