import type { TypeName } from 'extjs-types';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import {
  addressOf,
  appearanceOf,
  ask,
  createBy,
  creatorPanels,
  DetailCard,
  detailCardStyles,
  QueryController,
  showError,
  store,
  t,
  titleOf,
  toast,
} from '../api';
import { type End, type Link, otherEnd } from './link';
import { loadTexts } from './texts';

/** What an object is linked with: grouped by type; to open, to describe, to take away, and to add to. */
export class LinksCard extends DetailCard {
  static override styles = [
    detailCardStyles,
    css`
      form {
        display: flex;
        flex: 1;
        gap: 6px;
        min-width: 0;
      }
      form input {
        flex: 1;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
    `,
  ];

  private readonly links = new QueryController(this, 'Link', () =>
    this.entityId === '' ? undefined : { filter: { entity: { ...this.end } }, sort: [{ property: 'createdAt' }] },
  );
  private readonly texts = loadTexts();
  /** Names of the other ends, by type and id. */
  @state() private readonly names = new Map<string, string>();
  @state() private edited: string | undefined;
  private asked = '';
  private unsubscribe: (() => void) | undefined;

  private get end(): End {
    return { type: this.entityType, id: this.entityId };
  }

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override disconnectedCallback(): void {
    this.unsubscribe?.();
    this.asked = '';
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entityId')) this.edited = undefined;
  }

  override updated(): void {
    void this.nameAll();
  }

  /** Reads what the links lead to; again when one of those objects changes. */
  private async nameAll(isFresh = false): Promise<void> {
    const ends = this.links.records.map((link) => otherEnd(link, this.end));
    const asked = JSON.stringify(ends);
    if (asked === this.asked && !isFresh) return;
    this.asked = asked;
    const types = [...new Set(ends.map(({ type }) => type))];
    this.unsubscribe?.();
    this.unsubscribe = store().subscribe(types, () => void this.nameAll(true));
    for (const type of types) {
      const ids = ends.filter((end) => end.type === type).map(({ id }) => id);
      const records = await store()
        .get(type, ids)
        .catch(() => []);
      for (const record of records) this.names.set(`${type} ${record.id}`, titleOf(type, record));
    }
    if (asked === this.asked) this.requestUpdate();
  }

  override render(): TemplateResult {
    const { links, mayWrite } = this;
    const types = [...new Set(links.records.map((link) => otherEnd(link, this.end).type))];
    return html`
      <details>
        <summary>
          <span class="icon icon-link" aria-hidden="true"></span>${t('links.title')}
          ${links.total === 0 ? nothing : html`<span class="count">${links.total}</span>`}
        </summary>
        <div class="body">
          ${links.error === null ? nothing : html`<p class="error-text" role="alert">${links.error.message}</p>`}
          ${links.total === 0 && !links.isLoading ? html`<p class="soft">${t('links.none')}</p>` : nothing}
          ${types.map((type) => this.renderGroup(type))}
          ${
            links.total > links.records.length && !links.isLoading
              ? html`<div><button class="button quiet" @click=${() => links.more()}>${t('links.more')}</button></div>`
              : nothing
          }
          ${
            mayWrite
              ? html`<div class="tools">
                  <button class="button" @click=${this.add}><span class="icon icon-link" aria-hidden="true"></span>${t('links.add')}</button>
                  ${creatorPanels().map(
                    (panel) =>
                      html`<button class="button" @click=${() => void this.create(panel)}><span class="icon icon-add" aria-hidden="true"></span>${panel.title}</button>`,
                  )}
                </div>`
              : nothing
          }
        </div>
      </details>
    `;
  }

  private renderGroup(type: TypeName): TemplateResult {
    const links = this.links.records.filter((link) => otherEnd(link, this.end).type === type);
    return html`
      <section>
        <h3>${appearanceOf(type)?.label ?? type}</h3>
        <ul>${links.map((link) => this.renderLink(link))}</ul>
      </section>
    `;
  }

  private renderLink(link: Link): TemplateResult {
    const { type, id } = otherEnd(link, this.end);
    const name = this.names.get(`${type} ${id}`) ?? '…';
    const address = addressOf(type, id);
    return html`
      <li class="item">
        <span class="icon icon-${appearanceOf(type)?.icon ?? 'link'}" aria-hidden="true"></span>
        <span class="words">
          ${address === undefined ? html`<bdi class="name">${name}</bdi>` : html`<a class="name" href=${address} dir="auto">${name}</a>`}
          ${this.edited === link.id || link.description === '' ? nothing : html`<span class="soft" dir="auto">${link.description}</span>`}
        </span>
        ${link.myRights.mayWrite ? this.renderTools(link, name) : nothing}
      </li>
    `;
  }

  private renderTools(link: Link, name: string): TemplateResult {
    if (this.edited === link.id) {
      return html`
        <form @submit=${(event: Event) => void this.save(event, link)} @keydown=${this.keyPressed}>
          <input maxlength="190" dir="auto" .value=${link.description} aria-label=${t('links.descriptionOf', { name })}>
          <button class="button primary">${t('host.save')}</button>
        </form>
      `;
    }
    return html`
      <button class="button quiet icon-only" aria-label=${t('links.edit', { name })} data-edits=${link.id} @click=${() => void this.edit(link)}>
        <span class="icon icon-edit" aria-hidden="true"></span>
      </button>
      <button class="button quiet icon-only" aria-label=${t('links.remove', { name })} @click=${() => void this.takeAway(link, name)}>
        <span class="icon icon-trash" aria-hidden="true"></span>
      </button>
    `;
  }

  private async edit({ id }: Link): Promise<void> {
    this.edited = id;
    await this.updateComplete;
    this.querySelector<HTMLInputElement>('form input')?.select();
  }

  private readonly keyPressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    void this.finishEditing();
  };

  private async save(event: Event, { id }: Link): Promise<void> {
    event.preventDefault();
    const description = this.querySelector<HTMLInputElement>('form input')?.value.trim() ?? '';
    await store()
      .update('Link', id, { description })
      .then(() => this.finishEditing(), showError);
  }

  /** The focus goes back to where the editing began. */
  private async finishEditing(): Promise<void> {
    const { edited = '' } = this;
    this.edited = undefined;
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-edits="${CSS.escape(edited)}"]`)?.focus();
  }

  private async takeAway({ id }: Link, name: string): Promise<void> {
    const question = {
      title: t('links.removeTitle'),
      text: t('links.removeText', { name }),
      confirm: t('links.removeConfirm'),
      isDangerous: true,
    };
    if (!(await ask(question))) return;
    await store().destroy('Link', [id]).catch(showError);
    this.querySelector('summary')?.focus();
  }

  /** Makes something new that is linked with this from the beginning. */
  private async create(panel: ReturnType<typeof creatorPanels>[number]): Promise<void> {
    const { type, id } = this.end;
    try {
      const toId = await createBy(panel);
      if (toId === null) return;
      await store().create('Link', { fromType: type, fromId: id, toType: panel.shows, toId });
      toast(t('links.created'), 'green');
    } catch (error) {
      showError(error);
    }
  }

  private readonly add = async () => {
    const { askForLinks } = await import('./link-dialog');
    await askForLinks(
      this.end,
      this.links.records.map((link) => otherEnd(link, this.end)),
    );
  };
}
