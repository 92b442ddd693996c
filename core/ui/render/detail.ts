import type { Cell, DataTypes, DetailPanel, TypeName } from 'extjs-types';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { RecordController } from '../controllers';
import { loadCustomFields, mayHaveCustomFields } from '../custom-fields-loader';
import '../detail-cards';
import { t } from '../i18n';
import { shown } from './cell';
import { Described } from './described';
import { renderToolbar } from './toolbar';

type Row = { id: string } & Record<string, unknown>;

/** The chosen record, read: title, then cards. */
@customElement('x-detail')
export class Detail extends Described<DetailPanel> {
  static override styles = css`
    article {
      display: grid;
      gap: var(--gap-m);
      padding: var(--gap-l);
    }
    .title {
      font-size: 18px;
      overflow-wrap: anywhere;
    }
    .card {
      padding: var(--gap-m);
      overflow-wrap: anywhere;
    }
    .card h3 {
      margin-bottom: 4px;
      font-size: 12.5px;
      color: var(--text-soft);
    }
    .card:not(:has(*)) {
      display: none;
    }
    .text {
      white-space: pre-wrap;
    }
  `;
  private record: RecordController<TypeName> | undefined;
  /** The type for whose custom fields their code was asked for. */
  private asked: TypeName | undefined;

  override connectedCallback(): void {
    this.record ??= new RecordController(this, this.item.type, () =>
      this.place.isHere ? this.place.selected : this.last,
    );
    super.connectedCallback();
  }
  private last: string | undefined;

  override willUpdate(): void {
    const { type } = this.item;
    // The type may have custom fields only later, when a module has come.
    if (this.asked === type || this.record?.record === undefined || !mayHaveCustomFields(type)) return;
    this.asked = type;
    void loadCustomFields();
  }

  override render(): TemplateResult {
    this.last = this.place.isHere ? this.place.selected : this.last;
    const record = this.record?.record as Row | undefined;
    if (record === undefined) return this.renderNothing();
    const {
      titleField = 'name',
      cards,
      tbar,
    } = this.item as {
      titleField?: string | ((record: Row) => string);
      cards: readonly unknown[];
      tbar?: DetailPanel['tbar'];
    };
    const tools = {
      records: () => [record as unknown as DataTypes[TypeName]],
      reload: () => undefined,
      type: this.item.type,
      add: undefined,
    };
    return html`
      ${tbar === undefined ? nothing : renderToolbar(tbar as never, tools)}
      <article>
        <h2 class="title" dir="auto">${typeof titleField === 'function' ? titleField(record) : record[titleField]}</h2>
        ${cards.map((card) => this.renderCard(card as string | CardOf, record))} ${this.renderCustomFields(record)}
        <detail-cards .entityType=${this.item.type} .entityId=${record.id} .mayWrite=${mayWrite(record)}></detail-cards>
      </article>
    `;
  }

  private renderCard(card: string | CardOf, record: Row): TemplateResult {
    const cell = typeof card === 'string' ? (record[card] as Cell) : card.renderer(record);
    return html`
      <section class="card">${typeof card === 'string' ? nothing : html`<h3>${card.title}</h3>`}${shown(cell)}</section>
    `;
  }

  private renderCustomFields(record: Row): TemplateResult | typeof nothing {
    const { type } = this.item;
    if (!mayHaveCustomFields(type)) return nothing;
    return html`<custom-fields-card class="card" .type=${type} .record=${record} .isFixed=${!mayWrite(record)}></custom-fields-card>`;
  }

  private renderNothing(): TemplateResult {
    return html`
      <div class="empty">
        <span class="icon icon-file" aria-hidden="true"></span>
        <h2>${t('host.details')}</h2>
        <p>${this.item.emptyText ?? t('host.detailsText')}</p>
      </div>
    `;
  }
}

/** What a type says of the user's rights on one record; without a word they are the server's to refuse. */
function mayWrite({ myRights }: Row): boolean {
  return (myRights as { mayWrite?: boolean } | null | undefined)?.mayWrite !== false;
}

interface CardOf {
  title: string;
  renderer: (record: Row) => Cell;
}
