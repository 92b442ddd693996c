import type { DataTypes, TypeName } from 'extjs-types';
import { type CSSResultGroup, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { QueryController, type Wanted } from './controllers';
import { PanelElement } from './element';
import { formatNumber, t } from './i18n';
import type { PanelElementClass } from './panel';

/** Rows of one card of the start page. */
const MOST = 6;

/** What a card of the start page lists. */
export interface ShortList<N extends TypeName> {
  readonly type: N;
  readonly wanted: () => Wanted;
  readonly loadTexts: () => Promise<void>;
  readonly addressOf: (record: DataTypes[N]) => string;
  /** What stands in the row of a record, which is a link. */
  readonly row: (record: DataTypes[N]) => TemplateResult;
  /** Address at which all of them are. */
  readonly all: string;
  /** Key of what is said when there are none. */
  readonly none: string;
  /** Of what `row` draws. */
  readonly styles?: CSSResultGroup;
}

const styles = css`
  ul {
    margin: 0;
    padding: 0 6px;
    list-style: none;
  }
  .row {
    display: flex;
    align-items: baseline;
    gap: 9px;
    min-height: 32px;
    padding: 6px 8px;
    border-radius: 7px;
    color: inherit;
    text-decoration: none;
  }
  .row:hover {
    background: var(--hover);
  }
  .row > :first-child {
    flex: 1;
    min-width: 0;
  }
  .unread {
    font-weight: 680;
  }
  p {
    margin: 0;
    padding: 6px 14px;
  }
  .waiting {
    display: block;
    height: 16px;
    margin: 8px 14px;
  }
  .all {
    margin: 4px 6px 8px;
  }
`;

/** A panel for the slot `portlet`: the first records of a question, kept up to date, and the way to all of them. */
export function shortList<N extends TypeName>(list: ShortList<N>): PanelElementClass {
  return class extends PanelElement {
    static override styles = [styles, list.styles ?? []];
    private readonly texts = list.loadTexts();
    private readonly found = new QueryController(this, list.type, list.wanted, MOST);

    protected override async scheduleUpdate(): Promise<void> {
      await this.texts;
      await super.scheduleUpdate();
    }

    override render(): TemplateResult {
      const { total } = this.found;
      return html`
        ${this.renderRows()}
        ${total > 0 ? html`<a class="button quiet all" href=${list.all}>${t('host.startAll', { count: formatNumber(total) })}</a>` : nothing}
      `;
    }

    private renderRows(): TemplateResult {
      const { records, isLoading, error } = this.found;
      if (records.length > 0)
        return html`
          <ul role="list">
            ${repeat(
              records.slice(0, MOST),
              ({ id }) => id,
              (record) => html`<li><a class="row" href=${list.addressOf(record)}>${list.row(record)}</a></li>`,
            )}
          </ul>
        `;
      if (error !== null) return html`<p role="alert" dir="auto">${error.message}</p>`;
      if (isLoading) return html`<span class="skeleton waiting"></span>`;
      return html`<p class="soft">${t(list.none)}</p>`;
    }
  };
}
