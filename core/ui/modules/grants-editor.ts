import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LightElement } from '../element';
import { t } from '../i18n';
import { showError } from '../notice';
import { theStore } from '../store/index';
import type { Grants, Module } from './module';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who has which permission of a module: groups to tick, users to add by name. Changes `grants` in place. */
@customElement('gw-grants-editor')
export class GrantsEditor extends LightElement {
  static override styles = css`
    & {
      display: grid;
      gap: var(--gap-m);
    }
    fieldset {
      border: 1px solid var(--line);
      border-radius: var(--radius);
      padding: var(--gap-m);
      margin: 0;
      min-width: 0;
    }
    label {
      display: flex;
      align-items: center;
      gap: var(--gap-s);
      min-height: 32px;
    }
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    li {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--gap-s);
    }
    .add {
      display: grid;
      justify-items: start;
      gap: 4px;
    }
    input[type='search'] {
      width: 100%;
      min-height: 34px;
      padding: 4px 10px;
      border: 1px solid var(--line-strong, var(--line));
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--text);
    }
  `;

  @property({ attribute: false }) module!: Module;
  @property({ attribute: false }) grants: Grants = {};
  @state() private groups: readonly Named[] = [];
  @state() private users: ReadonlyMap<string, string> = new Map();
  @state() private proposed: { readonly permission: string; readonly found: readonly Named[] } | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load().catch(showError);
  }

  private async load(): Promise<void> {
    const query = { type: 'Principal', filter: { type: 'group' }, sort: [{ property: 'name' }] } as const;
    this.groups = await theStore().some(query, 0, 200);
    const isGroup = new Set(this.groups.map(({ id }) => id));
    const named = Object.values(this.grants).flatMap((set) => Object.keys(set));
    const users = await theStore().get(
      'Principal',
      [...new Set(named)].filter((id) => !isGroup.has(id)),
    );
    this.users = new Map(users.map(({ id, name }) => [id, name]));
  }

  override render(): TemplateResult {
    const permissions = Object.entries(this.module.permissions);
    if (permissions.length === 0) return html`<p class="soft">${t('modules.noPermissions')}</p>`;
    return html`${permissions.map(([name, words]) => this.renderPermission(name, words))}`;
  }

  private renderPermission(permission: string, words: string): TemplateResult {
    const holders = this.grants[permission] ?? {};
    const users = Object.keys(holders).filter((id) => this.users.has(id));
    return html`
      <fieldset>
        <legend>${words}</legend>
        ${this.groups.map(
          ({ id, name }) => html`
            <label>
              <input type="checkbox" .checked=${holders[id] === true} @change=${(event: Event) => this.tick(permission, id, event)} />
              <span dir="auto">${name}</span>
            </label>
          `,
        )}
        <ul>
          ${users.map(
            (id) => html`
              <li>
                <span dir="auto">${this.users.get(id)}</span>
                <button type="button" class="button quiet icon-only"
                  aria-label=${t('modules.remove', { name: this.users.get(id) ?? '', permission: words })}
                  @click=${() => this.put(permission, id, false)}>
                  <span class="icon icon-close" aria-hidden="true"></span>
                </button>
              </li>
            `,
          )}
        </ul>
        <div class="add">
          <input type="search" placeholder=${t('modules.add')} aria-label="${t('modules.add')}: ${words}"
            @input=${(event: Event) => void this.find(permission, event)} />
          ${
            this.proposed?.permission === permission
              ? this.proposed.found.map(
                  (user) => html`
                    <button type="button" class="button quiet" @click=${() => this.add(permission, user)}>
                      <span class="icon icon-add" aria-hidden="true"></span><span dir="auto">${user.name}</span>
                    </button>
                  `,
                )
              : nothing
          }
        </div>
      </fieldset>
    `;
  }

  private async find(permission: string, event: Event): Promise<void> {
    const text = (event.target as HTMLInputElement).value.trim();
    if (text === '') {
      this.proposed = undefined;
      return;
    }
    const filter = { text, type: 'individual', hasLogin: true };
    const records = await theStore().some({ type: 'Principal', filter, sort: [{ property: 'name' }] }, 0, 6);
    if ((event.target as HTMLInputElement).value.trim() === text) this.proposed = { permission, found: records };
  }

  private add(permission: string, { id, name }: Named): void {
    this.users = new Map([...this.users, [id, name]]);
    this.proposed = undefined;
    this.put(permission, id, true);
  }

  private tick(permission: string, id: string, event: Event): void {
    this.put(permission, id, (event.target as HTMLInputElement).checked);
  }

  private put(permission: string, id: string, isGranted: boolean): void {
    const { [id]: _before, ...others } = this.grants[permission] ?? {};
    this.grants[permission] = isGranted ? { ...others, [id]: true } : others;
    this.requestUpdate();
  }
}
