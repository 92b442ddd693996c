import { css, html, nothing, type TemplateResult } from 'lit';
import { PanelElement, QueryController, showModal, t, toast } from '../../../core/ui/api';
import './run';
import type { TicketMigration } from './migration';
import { loadTexts } from './texts';

const NEWEST = [{ property: 'startedAt', isAscending: false }];

/** Brings tickets of another system here: begins runs, shows how far they are, and what came of all that were. */
export class MigrationsPanel extends PanelElement {
  static override styles = css`
    & {
      display: block;
      height: 100%;
      overflow: auto;
      padding: var(--gap-l);
    }
    .begin {
      display: flex;
      flex-wrap: wrap;
      gap: var(--gap-s);
      margin-block: var(--gap-m);
    }
    .runs {
      list-style: none;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--gap-m);
      max-width: 900px;
      margin: 0;
      padding: 0;
    }
    p {
      max-width: 70ch;
      margin: 0;
    }
  `;

  private readonly texts = loadTexts();
  private readonly runs = new QueryController(this, 'TicketMigration', () => ({ sort: NEWEST }));

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  /** Those that are here already. */
  private get known(): TicketMigration[] {
    const records: readonly (TicketMigration | undefined)[] = this.runs.records;
    return records.filter((run) => run !== undefined);
  }

  override render(): TemplateResult {
    const { total, isLoading, error } = this.runs;
    const { known } = this;
    return html`
      <h1 class="visually-hidden">${t('tickets-to-support.title')}</h1>
      <p class="soft">${t('tickets-to-support.intro')}</p>
      <div class="begin">
        <button class="button" aria-haspopup="dialog" @click=${() => void this.begin('dry-run')}>
          <span class="icon icon-eye" aria-hidden="true"></span>${t('tickets-to-support.dryRun')}
        </button>
        <button class="button primary" aria-haspopup="dialog" @click=${() => void this.begin('migration')}>
          <span class="icon icon-download" aria-hidden="true"></span>${t('tickets-to-support.migrate')}
        </button>
      </div>
      ${error === null ? nothing : html`<p class="error-text" role="alert">${error.message}</p>`}
      <ul class="runs" aria-label=${t('tickets-to-support.runs')} aria-busy=${isLoading && known.length === 0}>
        ${known.map((run, index) => html`<li><ticket-migration-run .run=${run} .isOpen=${index === 0}></ticket-migration-run></li>`)}
      </ul>
      ${!isLoading && total === 0 ? html`<p class="empty">${t('tickets-to-support.none')}</p>` : nothing}
      ${
        total > known.length
          ? html`<button class="button" @click=${() => this.runs.more()}>${t('tickets-to-support.more')}</button>`
          : nothing
      }
    `;
  }

  private async begin(kind: 'dry-run' | 'migration'): Promise<void> {
    await import('./start-form');
    const form = Object.assign(document.createElement('ticket-migration-start'), { kind, former: this.former() });
    const title = t(`tickets-to-support.start.${kind}`);
    if ((await showModal<boolean | null>(form, title)) === true) toast(t('tickets-to-support.begun'), 'green');
  }

  /** What was asked for last, so that it need not be typed again. */
  private former(): TicketMigration | undefined {
    return this.known.find(({ kind }) => kind !== 'undo');
  }
}
