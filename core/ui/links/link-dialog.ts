import '@vaadin/dialog';
import type { Dialog } from '@vaadin/dialog';
import type { TypeName } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { appearanceOf, LightElement, linkableTypes, showError, store, t, titleOf, toast } from '../api';
import type { End } from './link';

/** Shown of each type. */
const MOST = 8;
/** Typing that goes on is not searched for, letter by letter. */
const PAUSE_MS = 250;

interface Found {
  end: End;
  name: string;
}

/** Looks for objects of any type and links the chosen ones. Fires `done`. */
@customElement('link-form')
class LinkForm extends LightElement {
  static override styles = css`
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      width: min(560px, calc(100vw - 48px));
    }
    .row {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
      gap: var(--gap-s);
    }
    label {
      display: grid;
      gap: 4px;
      font-weight: 550;
    }
    input:not([type='checkbox']),
    select {
      width: 100%;
      min-height: 38px;
      padding: 0 10px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--surface);
      font-weight: 400;
    }
    .found {
      height: 264px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      overflow: auto;
    }
    .found label {
      display: flex;
      align-items: center;
      gap: 9px;
      min-height: 38px;
      padding: 4px 11px;
      font-weight: 400;
      cursor: pointer;
      overflow-wrap: anywhere;
    }
    .found label:hover {
      background: var(--hover);
    }
    .found .icon {
      color: var(--text-soft);
    }
    .found p {
      padding: var(--gap-m);
    }
    .actions {
      display: flex;
      align-items: center;
      justify-content: end;
      gap: var(--gap-s);
    }
    @media (max-width: 599px) {
      .row {
        grid-template-columns: minmax(0, 1fr);
      }
      input:not([type='checkbox']),
      select,
      .found label {
        min-height: 44px;
      }
      input:not([type='checkbox']),
      select {
        font-size: 16px;
      }
      .actions .button {
        flex: 1;
        min-height: 44px;
      }
    }
  `;

  @property({ attribute: false }) end!: End;
  /** What it is linked with already, which is not offered again. */
  @property({ attribute: false }) linked: readonly End[] = [];
  @state() private found: readonly Found[] | undefined;
  /** Chosen ones stay chosen when something else is searched for. */
  @state() private readonly chosen = new Map<string, Found>();
  @state() private isBusy = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.search());
  }
  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  private async search(): Promise<void> {
    const turn = ++this.turn;
    const text = this.querySelector<HTMLInputElement>('[name=words]')?.value.trim() ?? '';
    const only = this.querySelector('select')?.value ?? '';
    const types = linkableTypes().filter((type) => only === '' || type === only);
    try {
      const groups = await Promise.all(types.map((type) => this.find(type, text)));
      if (turn === this.turn) this.found = groups.flat();
    } catch (error) {
      if (turn === this.turn) showError(error);
    }
  }

  private async find(type: TypeName, text: string): Promise<Found[]> {
    const query = text === '' ? { type } : { type, filter: { text } };
    const known = new Set([this.end, ...this.linked].filter((end) => end.type === type).map(({ id }) => id));
    const records = await store().some(query, 0, MOST + known.size);
    const others = records.filter(({ id }) => !known.has(id));
    return others.slice(0, MOST).map((record) => ({ end: { type, id: record.id }, name: titleOf(type, record) }));
  }

  private readonly searchSoon = () => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.search(), PAUSE_MS);
  };

  override render(): TemplateResult {
    const { found, chosen, isBusy } = this;
    const shown = new Map([...chosen, ...(found ?? []).map((one) => [keyOf(one), one] as const)]);
    return html`
      <form @submit=${this.submit} novalidate>
        <div class="row">
          <label>
            ${t('links.type')}
            <select @change=${() => void this.search()}>
              <option value="">${t('host.all')}</option>
              ${linkableTypes().map((type) => html`<option value=${type}>${appearanceOf(type)?.label}</option>`)}
            </select>
          </label>
          <label>${t('links.words')}<input name="words" type="search" autocomplete="off" dir="auto" @input=${this.searchSoon}></label>
        </div>
        <div class="found" role="group" aria-label=${t('links.results')} aria-busy=${String(found === undefined)}>
          ${[...shown.values()].map((one) => this.renderFound(one))}
          ${found !== undefined && shown.size === 0 ? html`<p class="soft">${t('links.nothingFound')}</p>` : nothing}
        </div>
        <span class="visually-hidden" role="status">
          ${found === undefined ? t('links.searching') : t('links.found', { count: found.length })}
        </span>
        <label>${t('links.description')}<input name="description" maxlength="190" autocomplete="off" dir="auto"></label>
        <div class="actions">
          <button type="button" class="button" @click=${this.finish}>${t('host.cancel')}</button>
          <button class="button primary" ?disabled=${isBusy}>${t('links.create')}</button>
        </div>
      </form>
    `;
  }

  private renderFound(one: Found): TemplateResult {
    const key = keyOf(one);
    const choose = (event: Event) => {
      if ((event.target as HTMLInputElement).checked) this.chosen.set(key, one);
      else this.chosen.delete(key);
    };
    return html`
      <label>
        <input type="checkbox" .checked=${this.chosen.has(key)} @change=${choose}>
        <span class="icon icon-${appearanceOf(one.end.type)?.icon ?? 'link'}" aria-hidden="true"></span>
        <span dir="auto">${one.name}</span>
      </label>
    `;
  }

  private readonly finish = () => {
    this.dispatchEvent(new CustomEvent('done'));
  };

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    if (this.chosen.size === 0) {
      toast(t('links.choose'));
      return;
    }
    const description = this.querySelector<HTMLInputElement>('[name=description]')?.value.trim() ?? '';
    const { type: fromType, id: fromId } = this.end;
    const links = [...this.chosen].map(([key, { end }]) => [
      key.replace(' ', '-'),
      { fromType, fromId, toType: end.type, toId: end.id, description },
    ]);
    this.isBusy = true;
    try {
      await store().commit([{ type: 'Link', create: Object.fromEntries(links) as Record<string, object> }]);
      toast(t('links.created'), 'green');
      this.finish();
    } catch (error) {
      showError(error);
    }
    this.isBusy = false;
  };
}

function keyOf({ end: { type, id } }: Found): string {
  return `${type} ${id}`;
}

/** Asks in a modal dialog what an object is to be linked with, and links it. */
export async function askForLinks(end: End, linked: readonly End[]): Promise<void> {
  const before = document.activeElement as HTMLElement | null;
  const form = document.createElement('link-form') as LinkForm;
  form.end = end;
  form.linked = linked;
  const dialog: Dialog = document.createElement('vaadin-dialog');
  dialog.headerTitle = t('links.dialogTitle');
  dialog.noCloseOnOutsideClick = true;
  dialog.append(form);
  document.body.append(dialog);
  dialog.opened = true;
  void form.updateComplete.then(() => form.querySelector<HTMLElement>('[name=words]')?.focus());
  return new Promise((finished) => {
    form.addEventListener('done', () => {
      dialog.opened = false;
    });
    dialog.addEventListener('closed', () => {
      dialog.remove();
      before?.focus();
      finished();
    });
  });
}
