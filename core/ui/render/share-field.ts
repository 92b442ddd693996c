import '@vaadin/combo-box';
import type { Filter, ShareLevel } from 'extjs-types';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { avatar, icon } from '../cells';
import { LightElement } from '../element';
import { t } from '../i18n';
import { theStore } from '../store/index';
import type { SessionUser } from '../store/types';
import { recordsFor } from './lookup';

type Rights = Record<string, boolean>;
type Shares = Record<string, Rights>;

const ANYBODY: Filter = { operator: 'OR', conditions: [{ type: 'group' }, { hasLogin: true }] };

/**
 * Who may do what with a record (RFC 9670 `shareWith`). Shows the principals whose rights are exactly those of one
 * of its levels and leaves all others as they are. Fires `change` with the whole new value.
 */
@customElement('gw-share-field')
export class ShareField extends LightElement {
  static override styles = css`
    .label {
      display: block;
      font-weight: 500;
      margin-bottom: 4px;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      margin-bottom: var(--gap-s);
    }
    th {
      text-align: start;
      font-weight: 500;
      font-size: 12.5px;
      color: var(--text-soft);
      padding: 2px 4px;
    }
    td {
      padding: 4px;
      border-top: 1px solid var(--line);
    }
    td + td:last-child {
      width: 40px;
      text-align: end;
    }
    th:nth-child(2) {
      width: 48%;
    }
    .who {
      display: flex;
      align-items: center;
      gap: var(--gap-s);
      overflow-wrap: anywhere;
    }
    .who .avatar,
    .who .icon {
      flex: none;
      width: 22px;
      height: 22px;
    }
    select {
      width: 100%;
      min-height: 32px;
      max-width: 190px;
      padding: 0 8px;
      border: 1px solid var(--line-strong);
      border-radius: 7px;
      background: var(--surface);
      color: inherit;
    }
    vaadin-combo-box {
      width: 100%;
    }
  `;

  @property() label = '';
  @property() helper = '';
  @property({ attribute: false }) levels: readonly ShareLevel[] = [];
  @property({ attribute: false }) filter: Filter | undefined;
  @property({ attribute: false }) value: Shares | null | undefined;
  private readonly lookupOwner = {};

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('value')) return;
    const unknown = Object.keys(this.value ?? {}).filter((id) => theStore().peek('Principal', id) === undefined);
    if (unknown.length > 0)
      void theStore()
        .get('Principal', unknown)
        .then(() => this.requestUpdate());
  }

  /** Index of the level that the rights are, or -1. */
  private levelOf(rights: Rights): number {
    const granted = Object.keys(rights).filter((name) => rights[name] === true);
    return this.levels.findIndex(
      (level) => level.rights.length === granted.length && level.rights.every((name) => granted.includes(name)),
    );
  }

  private rightsOf(level: number): Rights {
    return Object.fromEntries((this.levels[level]?.rights ?? []).map((name) => [name, true]));
  }

  override focus(): void {
    this.querySelector<HTMLElement>('vaadin-combo-box')?.focus();
  }

  override render(): TemplateResult {
    const rows = Object.entries(this.value ?? {})
      .map(([id, rights]) => ({ id, level: this.levelOf(rights), ...known(id) }))
      .filter(({ level }) => level >= 0)
      .sort((a, b) => a.name.localeCompare(b.name));
    return html`
      <div class="share" role="group" aria-label=${this.label}>
        <span class="label">${this.label}</span>
        <table>
          <thead ?hidden=${rows.length === 0}>
            <tr><th scope="col">${t('share.who')}</th><th scope="col">${t('share.level')}</th><th><span class="visually-hidden">${t('host.remove', { name: '' })}</span></th></tr>
          </thead>
          <tbody>
            ${rows.length === 0 ? html`<tr><td colspan="3" class="soft">${t('share.nobody')}</td></tr>` : nothing}
            ${rows.map((row) => this.renderRow(row))}
          </tbody>
        </table>
        ${this.renderAdd()}
      </div>
    `;
  }

  private renderRow({ id, level, name, isGroup }: Who & { id: string; level: number }): TemplateResult {
    const choose = (event: Event) => {
      // The level's change is not yet the field's: without this the form would take the select for the field.
      event.stopPropagation();
      this.put(id, Number((event.target as HTMLSelectElement).value));
    };
    const isFixed = this.isOwnKey(id);
    const remove = html`<button type="button" class="button quiet icon-only" aria-label=${t('host.remove', { name })} @click=${() => this.put(id, null)}>
      <span class="icon icon-close" aria-hidden="true"></span>
    </button>`;
    return html`
      <tr>
        <td><span class="who">${isGroup ? icon('users', t('share.group')) : avatar(name)}<span dir="auto">${name}</span>
          ${isMe(id) ? html`<span class="soft">${t('share.you')}</span>` : nothing}</span></td>
        <td>
          ${
            this.levels.length === 1 || isFixed
              ? this.levels[level]?.text
              : html`<select aria-label="${t('share.level')}: ${name}" @change=${choose}>
                  ${this.levels.map(({ text }, index) => html`<option value=${index} ?selected=${index === level}>${text}</option>`)}
                </select>`
          }
        </td>
        <td>${isFixed ? icon('lock', t('share.ownKey')) : remove}</td>
      </tr>
    `;
  }

  /** One's own right to manage: whoever is no administrator must not lock the door behind themselves. */
  private isOwnKey(id: string): boolean {
    const mayManage = this.value?.[id]?.['mayManage'] === true;
    return mayManage && isMe(id) && !me().isAdmin;
  }

  private renderAdd(): TemplateResult {
    const lookup = recordsFor(this.lookupOwner, 'Principal', 'name', this.filter ?? ANYBODY);
    return html`
      <vaadin-combo-box aria-label=${t('share.add')} .accessibleName=${t('share.add')} placeholder=${t('share.add')} .itemValuePath=${'id'}
        .itemIdPath=${'id'} .itemLabelPath=${'name'} .dataProvider=${lookup.provide} .selectedItem=${null}
        .helperText=${this.helper} @change=${this.add}></vaadin-combo-box>
    `;
  }

  private readonly add = (event: Event) => {
    event.stopPropagation();
    const combo = event.target as HTMLInputElement & { selectedItem: unknown };
    const { value } = combo;
    if (value === '') return;
    // Who is there already keeps what he has.
    if (this.levelOf(this.value?.[value] ?? {}) < 0) this.put(value, 0);
    combo.selectedItem = null;
  };

  private put(id: string, level: number | null): void {
    const { [id]: _, ...others } = this.value ?? {};
    this.value = level === null ? others : { ...others, [id]: this.rightsOf(level) };
    this.dispatchEvent(new CustomEvent('change', { detail: this.value }));
  }
}

interface Who {
  name: string;
  isGroup: boolean;
}

function known(id: string): Who {
  const principal = theStore().peek('Principal', id);
  return { name: principal?.name ?? id, isGroup: principal?.type === 'group' };
}

function isMe(id: string): boolean {
  return me().id === id;
}

function me(): SessionUser {
  return theStore().session.capabilities['urn:groupware:core'].user;
}
