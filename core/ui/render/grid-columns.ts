import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { CustomColumns } from '../custom-fields/columns';
import { mayHaveCustomFields } from '../custom-fields-loader';
import { t } from '../i18n';
import { theStore } from '../store/index';
import { type AnyColumn, idOf } from './cell';

interface Described {
  readonly type: string;
  readonly columns: readonly AnyColumn[];
  readonly columnMenu?: boolean;
}

/** Column id → shown or not, of those that somebody has decided about. */
type Decided = Readonly<Record<string, boolean>>;

/**
 * The columns of a grid: those of its description, and with a menu also the custom fields of its type. What a user
 * decides in the menu is remembered for that user in this browser.
 */
export class GridColumns implements ReactiveController {
  private custom: CustomColumns | undefined;
  private isAsked = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly grid: () => Described,
    private readonly panelId: () => string,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    const { type, columnMenu } = this.grid();
    if (this.isAsked || columnMenu !== true || !mayHaveCustomFields(type)) return;
    this.isAsked = true;
    void import('../custom-fields/columns').then(({ CustomColumns: Columns }) => {
      this.custom = new Columns(this.host, type);
      this.host.requestUpdate();
    });
  }

  get shown(): readonly AnyColumn[] {
    const decided = this.decided();
    return this.all.filter((column) => isShown(column, decided));
  }

  private get all(): readonly AnyColumn[] {
    return [...this.grid().columns, ...(this.custom?.list ?? [])];
  }

  /** The menu: every column with a check box. The one that names the row stays. */
  renderMenu(): TemplateResult {
    const decided = this.decided();
    return html`
      <details class="columns" @keydown=${closeByEscape} @focusout=${closeWhenLeft}>
        <summary class="button icon-only" aria-label=${t('host.columns')} title=${t('host.columns')}>
          <span class="icon icon-list" aria-hidden="true"></span>
        </summary>
        <fieldset class="card">
          <legend>${t('host.columns')}</legend>
          ${this.all.map(
            (
              column,
            ) => html`<label><input type="checkbox" .checked=${isShown(column, decided)} ?disabled=${column.rowHeader === true}
              @change=${(event: Event) => this.decide(column, (event.target as HTMLInputElement).checked)}>
              <span dir="auto">${column.text ?? column.dataIndex}</span></label>`,
          )}
        </fieldset>
      </details>
    `;
  }

  private decide(column: AnyColumn, isWanted: boolean): void {
    const { [idOf(column)]: _, ...others } = this.decided();
    const isDefault = isWanted === (column.hidden !== true);
    const decided = isDefault ? others : { ...others, [idOf(column)]: isWanted };
    localStorage.setItem(this.memory, JSON.stringify(decided));
    this.host.requestUpdate();
  }

  private decided(): Decided {
    if (this.grid().columnMenu !== true) return {};
    try {
      return (JSON.parse(localStorage.getItem(this.memory) ?? '{}') ?? {}) as Decided;
    } catch {
      return {}; // somebody else's, or spoilt
    }
  }

  private get memory(): string {
    const { user } = theStore().session.capabilities['urn:groupware:core'];
    return `columns ${this.panelId()} ${user.id}`;
  }
}

function isShown(column: AnyColumn, decided: Decided): boolean {
  return column.rowHeader === true || (decided[idOf(column)] ?? column.hidden !== true);
}

function closeByEscape(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !menu.open) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

function closeWhenLeft(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  const { relatedTarget } = event;
  // A click on the menu's own surface gives the focus to nobody.
  if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
}
