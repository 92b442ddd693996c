import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  ask,
  badge,
  formatDateTime,
  formatNumber,
  LightElement,
  RecordController,
  showError,
  showModal,
  store,
  toast,
} from '../../../core/ui/api';
import { paceOf, secondsLeft, type TicketMigration, toneOf } from './migration';
import './run-summary';
import { runStyles } from './run.styles';
import { word } from './texts';

/** `<ticket-migration-run .run=${…}>`: one run, what can be done with it, and its numbers. */
@customElement('ticket-migration-run')
export class MigrationRun extends LightElement {
  static override styles = runStyles;

  @property({ attribute: false }) run!: TicketMigration;
  /** Its numbers are shown from the start. */
  @property({ attribute: false }) isOpen = false;
  @state() private isBusy = false;
  private readonly starter = new RecordController(this, 'Principal', () => this.run.startedById ?? undefined);

  override render(): TemplateResult {
    const { run } = this;
    const { kind, name, state: now, summary, error } = run;
    const title = word(`kind.${kind}`, { name });
    return html`
      <article class="card" aria-label=${title} data-state=${now}>
        <header>
          <h2 dir="auto">${title}</h2>
          ${badge(this.stateWords(), toneOf(run))}
        </header>
        <p class="soft">${this.story()}</p>
        ${now === 'running' || now === 'paused' ? this.renderProgress() : nothing}
        ${error === null || now === 'cancelled' ? nothing : html`<p class="error-text">${error}</p>`}
        ${now === 'done' && kind === 'undo' ? html`<p>${word('gone', { count: run.done })}</p>` : nothing}
        ${summary === null ? nothing : this.renderVerdict(summary.unexplained)}
        <div class="actions">${this.actions()}</div>
        ${
          summary === null
            ? nothing
            : html`
                <details ?open=${this.isOpen}>
                  <summary>${word('numbers')}</summary>
                  <ticket-migration-summary .summary=${summary}></ticket-migration-summary>
                </details>
              `
        }
      </article>
    `;
  }

  private stateWords(): string {
    const { state: now, wish, summary } = this.run;
    if (wish !== null && now === 'running') return word(`wish.${wish}`);
    if (now === 'done' && summary !== null && summary.unexplained.length > 0) return word('state.open');
    return word(`state.${now}`);
  }

  /** Who began it, when, and until when. */
  private story(): string {
    const { startedById, startedAt, endedAt, options } = this.run;
    const who = startedById === null ? word('commandLine') : (this.starter.record?.name ?? '…');
    const from = options.database;
    return [
      word('begunBy', { who, when: formatDateTime(startedAt) }),
      ...(endedAt === null ? [] : [word('endedAt', { when: formatDateTime(endedAt) })]),
      ...(from ? [word('fromDatabase', { user: from.user, host: from.host, schema: from.schema })] : []),
    ].join(' · ');
  }

  private renderProgress(): TemplateResult {
    const { run } = this;
    const { stage, done, total, messages } = run;
    const pace = paceOf(run);
    const left = run.state === 'paused' ? null : secondsLeft(run);
    const stageWords = word(`stage.${stage ?? 'preparing'}`);
    return html`
      <div class="progress">
        <progress max=${Math.max(total, 1)} .value=${done} aria-label=${stageWords}></progress>
        <p>
          <strong>${stageWords}</strong>
          ${stage === null ? nothing : html` · ${word('ofTickets', { done: formatNumber(done), total: formatNumber(total) })}`}
          ${messages > 0 ? html` · ${word('messages', { count: messages })}` : nothing}
          ${pace > 0 ? html` · ${word(messages > 0 ? 'pace' : 'ticketPace', { pace })}` : nothing}
          ${left === null ? nothing : html` · ${left >= 90 ? word('minutesLeft', { minutes: Math.round(left / 60) }) : word('secondsLeft', { seconds: left })}`}
        </p>
      </div>
    `;
  }

  private renderVerdict(unexplained: readonly string[]): TemplateResult {
    if (this.run.kind === 'dry-run') return html`<p>${word('nothingWritten')}</p>`;
    if (unexplained.length === 0) return html`<p class="good">${word('accounted')}</p>`;
    return html`<p class="error-text">${word('notAccounted')}</p><ul>${unexplained.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
  }

  private actions(): TemplateResult[] {
    const { run } = this;
    const { state: now, wish, kind, htmlBlobId, jsonBlobId, discrepanciesBlobId } = run;
    const isLive = now === 'running' || now === 'paused';
    const isWaiting = now === 'paused' || wish === 'pause';
    return [
      ...(isLive && !isWaiting && wish === null ? [this.button('pause', () => this.steer('pause'))] : []),
      ...(isLive && isWaiting ? [this.button('continue', () => this.steer('continue'), 'primary')] : []),
      ...(isLive && wish !== 'cancel' ? [this.button('cancel', () => this.cancel())] : []),
      ...(!isLive && now !== 'done' ? [this.button('continue', () => this.again(), 'primary')] : []),
      ...(htmlBlobId === null ? [] : [this.button('report', () => this.showReport(htmlBlobId))]),
      ...(htmlBlobId === null ? [] : [this.file('html', htmlBlobId, 'html', 'text/html')]),
      ...(jsonBlobId === null ? [] : [this.file('json', jsonBlobId, 'json', 'application/json')]),
      ...(discrepanciesBlobId === null
        ? []
        : [this.file('discrepancies', discrepanciesBlobId, 'discrepancies.jsonl', 'application/jsonl')]),
      ...(!isLive && kind === 'migration' ? [this.button('undo', () => this.undo(), 'danger')] : []),
    ];
  }

  private button(key: string, act: () => Promise<unknown>, look = ''): TemplateResult {
    return html`<button class="button ${look}" ?disabled=${this.isBusy} @click=${() => void this.during(act)}>${word(key)}</button>`;
  }

  private file(key: string, blobId: string, ending: string, type: string): TemplateResult {
    const name = `${this.run.name}-${this.run.id}.${ending}`;
    return this.button(`download.${key}`, () => store().download({ blobId, name, type }));
  }

  private async during(work: () => Promise<unknown>): Promise<void> {
    this.isBusy = true;
    try {
      await work();
    } catch (error) {
      showError(error);
    } finally {
      this.isBusy = false;
    }
  }

  private steer(method: 'pause' | 'continue' | 'cancel', more: Record<string, unknown> = {}): Promise<unknown> {
    return store().call(`TicketMigration/${method}`, { id: this.run.id, ...more });
  }

  private async cancel(): Promise<void> {
    const question = { title: word('cancelTitle'), text: word('cancelText'), confirm: word('cancel') };
    if (await ask({ ...question, isDangerous: true })) await this.steer('cancel');
  }

  /** Goes on with a run that ended before its time: nobody knows the password any more. */
  private async again(): Promise<void> {
    const { database } = this.run.options;
    if (!database) {
      await this.steer('continue');
      return;
    }
    await this.askFor('password', word('continueText', { user: database.user, host: database.host }), (password) =>
      this.steer('continue', { password }),
    );
  }

  private async undo(): Promise<void> {
    const { name } = this.run;
    const done = await this.askFor('name', word('undoText', { name }), (confirm) =>
      store().call('TicketMigration/undo', { name, confirm }),
    );
    if (done) toast(word('undoBegun'), 'green');
  }

  private async askFor(kind: 'password' | 'name', text: string, act: (typed: string) => Promise<unknown>) {
    await import('./typed-form');
    const form = Object.assign(document.createElement('ticket-migration-typed'), { kind, text, act });
    form.wanted = kind === 'name' ? this.run.name : null;
    return (await showModal<boolean | null>(form, word(kind === 'name' ? 'undoTitle' : 'continueTitle'))) === true;
  }

  private async showReport(blobId: string): Promise<void> {
    const [source] = await Promise.all([store().blobText(blobId), import('./report-view')]);
    const view = Object.assign(document.createElement('ticket-migration-report'), { source });
    await showModal(view, word('reportTitle', { name: this.run.name }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticket-migration-run': MigrationRun;
  }
}
