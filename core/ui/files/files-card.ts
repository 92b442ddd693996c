import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { DetailCard, detailCardStyles, QueryController, showError, store, t } from '../api';
import { type FileNode, freeName, inOrder } from './file-node';
import { change, type Destination, DRAGGED } from './file-row';
import { filesCardStyles } from './files-card.styles';
import { loadTexts } from './texts';
import { addFiles } from './uploads';

/** More than fits one folder of a ticket; what is beyond is there by the API. */
const MOST = 1000;

/** The folder of an object: what is in it, what goes in and out, and its trash. */
export class FilesCard extends DetailCard {
  static override styles = [detailCardStyles, filesCardStyles];

  private readonly nodes = new QueryController(
    this,
    'FileNode',
    () =>
      this.entityId === ''
        ? undefined
        : { filter: { entityType: this.entityType, entityId: this.entityId }, sort: [{ property: 'name' }] },
    MOST,
  );
  private readonly texts = loadTexts();
  @state() private folder: string | null = null;
  @state() private isTrash = false;
  /** Ids of the files and folders whose boxes are checked. */
  @state() private chosen: ReadonlySet<string> = new Set();
  /** The folder that was just made, whose name is asked for. */
  @state() private named = '';
  @state() private isDropping = false;
  /** What is on its way, in words. */
  @state() private progress = '';

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('entityId')) return;
    this.folder = null;
    this.isTrash = false;
    this.chosen = new Set();
  }

  /** From the object's own folder down to the one that is open. */
  private get path(): FileNode[] {
    const path: FileNode[] = [];
    for (let id = this.folder; id !== null; id = path[0]?.parentId ?? null) {
      const node = this.nodes.records.find((one) => one.id === id);
      if (node === undefined) return path;
      path.unshift(node);
    }
    return path;
  }

  /** All that is not in the trash. */
  private get kept(): FileNode[] {
    return this.nodes.records.filter(({ isTrashed }) => !isTrashed);
  }

  private get shown(): FileNode[] {
    const { records } = this.nodes;
    const here = (node: FileNode) => !node.isTrashed && node.parentId === this.folder;
    return records.filter((node) => (this.isTrash ? node.isTrashed : here(node))).sort(inOrder);
  }

  override render(): TemplateResult {
    const { nodes, shown, isTrash } = this;
    const count = this.kept.filter(({ blobId }) => blobId !== null).length;
    return html`
      <details class=${this.isDropping ? 'dropping' : ''} @dragover=${this.draggedOver} @dragleave=${this.draggedOut} @drop=${this.dropped} @paste=${this.pasted}>
        <summary>
          <span class="icon icon-file" aria-hidden="true"></span>${t('files.title')}
          ${count === 0 ? nothing : html`<span class="count">${count}</span>`}
        </summary>
        <div class="body">
          ${nodes.error === null ? nothing : html`<p class="error-text" role="alert">${nodes.error.message}</p>`}
          ${this.folder === null || isTrash ? nothing : this.renderPath()}
          ${isTrash ? html`<h3>${t('files.trash')}</h3>` : nothing}
          ${
            shown.length === 0 && !nodes.isLoading
              ? html`<p class="soft">${t(isTrash ? 'files.emptyTrash' : 'files.none')}</p>`
              : html`<div role="list">${repeat(
                  shown,
                  ({ id }) => id,
                  (node) => this.renderNode(node),
                )}</div>`
          }
          <p class="soft" role="status">${this.progress}</p>
          ${this.renderTools()}
        </div>
      </details>
    `;
  }

  private renderPath(): TemplateResult {
    const steps = [{ id: null, name: t('files.title') }, ...this.path];
    return html`
      <nav aria-label=${t('files.path')}>
        <ol>
          ${steps.map(
            ({ id, name }, index) => html`
              <li><button class="button quiet" aria-current=${index === steps.length - 1 ? 'location' : nothing} @click=${() => this.open(id)}
                @dragover=${draggedOverStep} @drop=${(event: DragEvent) => droppedOnStep(event, id)}><bdi>${name}</bdi></button></li>
            `,
          )}
        </ol>
      </nav>
    `;
  }

  private renderTools(): TemplateResult {
    const { mayWrite, chosen } = this;
    const hasTrash = this.nodes.records.some(({ isTrashed }) => isTrashed);
    if (this.isTrash) {
      return html`<div class="tools"><button class="button" @click=${() => this.show(false)}>${t('files.leaveTrash')}</button></div>`;
    }
    return html`
      <div class="tools">
        ${
          mayWrite
            ? html`
              <input type="file" multiple hidden @change=${this.picked} aria-label=${t('files.upload')}>
              <button class="button" @click=${() => this.querySelector<HTMLInputElement>('input[type=file]')?.click()}>
                <span class="icon icon-upload" aria-hidden="true"></span>${t('files.upload')}
              </button>
              <button class="button quiet" @click=${this.addFolder}><span class="icon icon-add" aria-hidden="true"></span>${t('files.newFolder')}</button>
            `
            : nothing
        }
        ${
          this.kept.length > 0
            ? html`
              <button class="button quiet" @click=${this.downloadZip}>
                <span class="icon icon-download" aria-hidden="true"></span>${chosen.size === 0 ? t('files.zipAll') : t('files.zipChosen', { count: chosen.size })}
              </button>
            `
            : nothing
        }
        ${hasTrash && mayWrite ? html`<button class="button quiet" @click=${() => this.show(true)}><span class="icon icon-trash" aria-hidden="true"></span>${t('files.trash')}</button>` : nothing}
      </div>
    `;
  }

  private renderNode(node: FileNode): TemplateResult {
    const { id } = node;
    return html`
      <file-row class="item" role="listitem" data-id=${id} .node=${node} .mayWrite=${this.mayWrite} .isChosen=${this.chosen.has(id)} .isNew=${this.named === id}
        .destinations=${this.destinationsOf(node)} @open=${() => this.open(id)} @choose=${() => this.choose(id)}
        @gone=${() => this.querySelector('summary')?.focus()}></file-row>
    `;
  }

  /** All folders that are neither where it lies nor in it. */
  private destinationsOf(node: FileNode): Destination[] {
    if (!this.mayWrite || node.isTrashed) return [];
    const folders: Destination[] = node.parentId === null ? [] : [{ id: null, name: t('files.title') }];
    const add = (parentId: string | null, above: string) => {
      for (const folder of this.kept.filter((one) => one.blobId === null && one.parentId === parentId).sort(inOrder)) {
        if (folder.id === node.id) continue;
        const name = `${above}${folder.name}`;
        if (folder.id !== node.parentId) folders.push({ id: folder.id, name });
        add(folder.id, `${name} / `);
      }
    };
    add(null, '');
    return folders;
  }

  private choose(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  private open(id: string | null): void {
    this.folder = id;
    this.named = '';
    this.chosen = new Set();
  }

  private show(isTrash: boolean): void {
    this.isTrash = isTrash;
    this.named = '';
    this.chosen = new Set();
  }

  private readonly downloadZip = async () => {
    const { entityType, entityId, chosen } = this;
    const ids = chosen.size === 0 ? {} : { ids: [...chosen].join(',') };
    const query = new URLSearchParams({ entityType, entityId, ...ids });
    await store()
      .save(`/files.zip?${query.toString()}`, `${t('files.title')} ${entityId}.zip`)
      .catch(showError);
    this.chosen = new Set();
  };

  private readonly addFolder = async () => {
    const name = freeName(
      t('files.newFolder'),
      this.shown.map((node) => node.name),
    );
    const { entityType, entityId, folder: parentId } = this;
    try {
      this.named = await store().create('FileNode', { entityType, entityId, parentId, name });
    } catch (error) {
      showError(error);
    }
  };

  private async add(files: readonly File[]): Promise<void> {
    const { entityType, entityId, folder: parentId } = this;
    const taken = this.shown.map((node) => node.name);
    await addFiles(files, { entityType, entityId, parentId, taken }, (words) => {
      this.progress = words;
    });
  }

  private readonly picked = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    void this.add(files);
  };

  private readonly pasted = (event: ClipboardEvent) => this.take(event, event.clipboardData);
  private readonly dropped = (event: DragEvent) => {
    this.isDropping = false;
    this.take(event, event.dataTransfer);
  };
  private readonly draggedOut = () => {
    this.isDropping = false;
  };
  private readonly draggedOver = (event: DragEvent) => {
    if (!this.mayWrite || this.isTrash || event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    this.isDropping = true;
  };

  private take(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (!this.mayWrite || this.isTrash || files.length === 0) return;
    event.preventDefault();
    void this.add(files);
  }
}

function draggedOverStep(event: DragEvent): void {
  if (event.dataTransfer?.types.includes(DRAGGED) === true) event.preventDefault();
}

function droppedOnStep(event: DragEvent, parentId: string | null): void {
  const id = event.dataTransfer?.getData(DRAGGED) ?? '';
  if (id === '') return;
  event.preventDefault();
  event.stopPropagation();
  void change(id, { parentId });
}
