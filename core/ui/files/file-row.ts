import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ask, formatSize, formatWhen, LightElement, showError, store, t } from '../api';
import type { FileNode } from './file-node';
import { canPreview, preview } from './file-preview';

/** What a row being dragged is known by. */
export const DRAGGED = 'application/x-groupware-file';

/** A folder that something can be moved to, by the names on the way to it. */
export interface Destination {
  readonly id: string | null;
  readonly name: string;
}

/** Changes a file or folder. @returns true when the server took it */
export async function change(id: string, patch: Partial<FileNode>): Promise<boolean> {
  try {
    await store().update('FileNode', id, patch);
    return true;
  } catch (error) {
    showError(error);
    return false;
  }
}

/**
 * `<file-row>`: a file or folder of the list, with what can be done with it. Fires `open` for a folder, `choose` when
 * its box is checked or not, and `gone` when it was destroyed.
 */
@customElement('file-row')
export class FileRow extends LightElement {
  static override styles = css`
    &.target {
      background: var(--hover);
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .name.button {
      justify-content: start;
      min-height: 28px;
      padding: 0;
      white-space: normal;
      text-align: start;
      overflow-wrap: anywhere;
    }
    form {
      display: flex;
      flex: 1;
      flex-wrap: wrap;
      gap: 6px;
      min-width: 0;
    }
    form input,
    form select {
      flex: 1 1 140px;
    }
    @media (max-width: 599px) {
      &.item {
        flex-wrap: wrap;
        padding-block: 4px;
      }
      .words {
        flex-basis: calc(100% - 64px);
      }
      .acts {
        margin-inline-start: auto;
      }
    }
    .acts {
      display: flex;
      flex: none;
    }
  `;

  @property({ attribute: false }) node!: FileNode;
  @property({ type: Boolean }) mayWrite = false;
  @property({ type: Boolean }) isChosen = false;
  /** Its name is asked for as soon as it is there. */
  @property({ type: Boolean }) isNew = false;
  /** Where it can be moved to. */
  @property({ attribute: false }) destinations: readonly Destination[] = [];
  @state() private edited: 'name' | 'place' | undefined;

  private get isFolder(): boolean {
    return this.node.blobId === null;
  }

  override render(): TemplateResult {
    const { node, isFolder } = this;
    return html`
      ${node.isTrashed ? nothing : html`<input type="checkbox" .checked=${this.isChosen} aria-label=${t('files.choose', { name: node.name })} @change=${this.choose}>`}
      <span class="icon icon-${isFolder ? 'archive' : 'file'}" aria-hidden="true"></span>
      ${this.edited === undefined ? this.renderNode() : this.renderForm()}
    `;
  }

  private renderNode(): TemplateResult {
    const { node, isFolder } = this;
    const { name, size, createdAt, isTrashed } = node;
    const facts = isFolder ? t('files.folder') : `${formatSize(size)}, ${formatWhen(createdAt)}`;
    const label = t(isFolder ? 'files.openFolder' : canPreview(node) ? 'files.preview' : 'files.download', { name });
    return html`
      <span class="words">
        <button class="button quiet name" aria-label=${label} ?disabled=${isTrashed && isFolder} @click=${this.open}><bdi>${name}</bdi></button>
        <span class="soft">${facts}</span>
      </span>
      <span class="acts">${this.renderActions()}</span>
    `;
  }

  private renderActions(): TemplateResult {
    const { node, mayWrite } = this;
    const { id, name, isTrashed } = node;
    const button = (icon: string, text: string, act: () => void) => html`
      <button class="button quiet icon-only" aria-label=${t(text, { name })} title=${t(text, { name })} data-act=${text} @click=${act}>
        <span class="icon icon-${icon}" aria-hidden="true"></span>
      </button>
    `;
    const save = canPreview(node) ? button('download', 'files.download', this.download) : nothing;
    if (!mayWrite) return html`${save}`;
    if (isTrashed) {
      return html`
        ${save}
        ${button('undo', 'files.restore', () => void change(id, { isTrashed: false }))}
        ${button('trash', 'files.destroy', () => void this.destroyForGood())}
      `;
    }
    return html`
      ${save}
      ${button('edit', 'files.rename', () => void this.edit('name'))}
      ${this.destinations.length === 0 ? nothing : button('redo', 'files.move', () => void this.edit('place'))}
      ${button('trash', 'files.toTrash', () => void change(id, { isTrashed: true }))}
    `;
  }

  private renderForm(): TemplateResult {
    const { name } = this.node;
    return html`
      <form @submit=${this.save} @keydown=${this.keyPressed}>
        ${
          this.edited === 'name'
            ? html`<input maxlength="255" dir="auto" .value=${name} aria-label=${t('files.nameOf', { name })}>`
            : html`
              <select aria-label=${t('files.moveTo', { name })}>
                ${this.destinations.map(({ id, name }) => html`<option value=${id ?? ''}>${name}</option>`)}
              </select>
            `
        }
        <button class="button primary">${t(this.edited === 'name' ? 'host.save' : 'files.moveHere')}</button>
      </form>
    `;
  }

  /** Opens the field for the name, or for the folder it lies in. */
  private async edit(what: 'name' | 'place'): Promise<void> {
    this.edited = what;
    await this.updateComplete;
    this.querySelector<HTMLElement>('form select')?.focus();
    this.querySelector<HTMLInputElement>('form input')?.select();
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const { id, name } = this.node;
    const patch =
      this.edited === 'name'
        ? { name: this.querySelector<HTMLInputElement>('form input')?.value.trim() ?? name }
        : { parentId: this.querySelector<HTMLSelectElement>('form select')?.value || null };
    if (await change(id, patch)) await this.finishEditing();
  };

  private readonly keyPressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    void this.finishEditing();
  };

  /** The focus goes back to where the editing began. */
  private async finishEditing(): Promise<void> {
    const act = this.edited === 'name' ? 'files.rename' : 'files.move';
    this.edited = undefined;
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-act="${act}"]`)?.focus();
  }

  private readonly open = () => {
    if (this.isFolder) this.dispatchEvent(new CustomEvent('open'));
    else if (canPreview(this.node)) preview(this.node);
    else this.download();
  };

  private readonly choose = () => {
    this.dispatchEvent(new CustomEvent('choose'));
  };

  private readonly download = () => {
    const { blobId, name, type } = this.node;
    if (blobId !== null) void store().download({ blobId, name, type }).catch(showError);
  };

  private async destroyForGood(): Promise<void> {
    const { id, name } = this.node;
    const question = { title: t('files.destroyTitle'), text: t('files.destroyText', { name }), isDangerous: true };
    if (!(await ask({ ...question, confirm: t('files.destroyConfirm') }))) return;
    await store().destroy('FileNode', [id]).catch(showError);
    this.dispatchEvent(new CustomEvent('gone'));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('dragstart', this.dragBegun);
    this.addEventListener('dragover', this.draggedOver);
    this.addEventListener('dragleave', this.draggedOut);
    this.addEventListener('drop', this.dropped);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('isNew') && this.isNew) void this.edit('name');
    this.draggable = this.mayWrite && !this.node.isTrashed && this.edited === undefined;
  }

  private readonly dragBegun = (event: DragEvent) => {
    event.dataTransfer?.setData(DRAGGED, this.node.id);
  };
  private readonly draggedOver = (event: DragEvent) => {
    if (!this.isFolder || !this.mayWrite || event.dataTransfer?.types.includes(DRAGGED) !== true) return;
    event.preventDefault();
    this.classList.add('target');
  };
  private readonly draggedOut = () => {
    this.classList.remove('target');
  };
  private readonly dropped = (event: DragEvent) => {
    this.classList.remove('target');
    const id = event.dataTransfer?.getData(DRAGGED) ?? '';
    if (!this.isFolder || !this.mayWrite || id === '' || id === this.node.id) return;
    event.preventDefault();
    event.stopPropagation();
    void change(id, { parentId: this.node.id });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'file-row': FileRow;
  }
}
