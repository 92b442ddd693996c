import { Editor } from '@tiptap/core';
import { Placeholder } from '@tiptap/extensions';
import StarterKit from '@tiptap/starter-kit';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { composerStyles } from './composer.styles';
import type { ComposerAttachment, ComposerElement, FindPeople } from './composer-loader';
import { contentOf, editorProps, keepFocus, TOOLS, type Tool, walkToolbar } from './composer-tools';
import { LightElement } from './element';
import { formatSize, t } from './i18n';
import { InlineImageNode } from './inline-image';
import { mentionedIn, mentionNode } from './mention';
import { errorText, toast } from './notice';
import { theStore } from './store/index';

interface Pending {
  name: string;
  percent: number;
  stop: AbortController;
}

/** Images that may stand inside the text; others are attached. */
const INLINE = /^image\/(?:png|jpeg|gif|webp)$/;

/** See `ComposerElement`. */
@customElement('rich-composer')
export class RichComposer extends LightElement implements ComposerElement {
  static override styles = composerStyles;

  @property() label = '';
  @property() placeholder = '';
  @property({ type: Boolean }) isDisabled = false;
  @property({ attribute: false }) attachments: ComposerAttachment[] = [];
  /** To be set before the element is drawn first. */
  findPeople: FindPeople | undefined;
  @state() private pending: Pending[] = [];
  @state() private isDropping = false;
  @state() private link: string | null = null;
  private editor: Editor | undefined;
  private html = '';

  @property({ attribute: false })
  get value(): string {
    if (this.editor === undefined) return this.html;
    // The editor keeps an empty paragraph at the end, so that one can go on behind an image.
    return this.editor.isEmpty ? '' : this.editor.getHTML().replace(/(?:<p><\/p>)+$/, '');
  }
  set value(html: string) {
    this.html = html;
    if (this.editor !== undefined && html !== this.value) this.editor.commands.setContent(html, { emitUpdate: false });
  }

  get isUploading(): boolean {
    return this.pending.length > 0;
  }

  get mentions(): string[] {
    return this.editor === undefined ? [] : mentionedIn(this.editor);
  }

  override focus(): void {
    if (this.editor === undefined) void this.updateComplete.then(() => this.editor?.commands.focus());
    else this.editor.commands.focus();
  }

  insertText(text: string): void {
    if (text !== '') this.editor?.chain().focus().insertContent(contentOf(text)).run();
  }

  clear(): void {
    for (const { stop } of this.pending) stop.abort();
    this.pending = [];
    this.attachments = [];
    this.html = '';
    this.editor?.commands.clearContent();
  }

  protected override firstUpdated(): void {
    this.start();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.editor === undefined) this.start();
  }

  override disconnectedCallback(): void {
    this.html = this.value;
    this.editor?.destroy();
    this.editor = undefined;
    super.disconnectedCallback();
  }

  private start(): void {
    this.editor = new Editor({
      element: this.querySelector('.text') as HTMLElement,
      // Its styles are ours: a style element would need the policy's leave.
      injectCSS: false,
      extensions: [
        StarterKit.configure({
          heading: false,
          horizontalRule: false,
          link: { openOnClick: false, protocols: ['mailto', 'tel'], defaultProtocol: 'https' },
        }),
        InlineImageNode.configure({ urlOf: (cid: string) => this.urlOf(cid) }),
        ...(this.findPeople === undefined ? [] : [mentionNode(this.findPeople, this)]),
        Placeholder.configure({ placeholder: () => this.placeholder }),
      ],
      content: this.html,
      editable: !this.isDisabled,
      editorProps: editorProps(
        () => this.label,
        (files) => this.addFiles(files),
        () => this.dispatchEvent(new CustomEvent('submit')),
      ),
      onUpdate: () => this.dispatchEvent(new CustomEvent('change')),
      onTransaction: () => this.requestUpdate(),
    });
  }

  /** `blob:` address of an inline image. */
  private async urlOf(cid: string): Promise<string | undefined> {
    const found = this.attachments.find((file) => file.cid === cid);
    return found === undefined ? undefined : theStore().blobUrl(found.blobId, found.type);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('isDisabled')) this.editor?.setEditable(!this.isDisabled, false);
  }

  addFiles(files: Iterable<File>): void {
    for (const file of files) void this.add(file);
  }

  private async add(file: File): Promise<void> {
    const pending: Pending = { name: file.name, percent: 0, stop: new AbortController() };
    this.pending = [...this.pending, pending];
    try {
      const onProgress = (done: number) => {
        pending.percent = Math.round(done * 100);
        this.requestUpdate();
      };
      const { blobId, type, size } = await theStore().upload(file, { onProgress, signal: pending.stop.signal });
      const attachment: ComposerAttachment = { blobId, name: file.name, type: type === '' ? file.type : type, size };
      if (INLINE.test(attachment.type)) this.insertImage(attachment);
      else this.attachments = [...this.attachments, attachment];
      this.dispatchEvent(new CustomEvent('attachments-changed'));
    } catch (error) {
      if (!pending.stop.signal.aborted)
        toast(t('composer.failed', { name: file.name, reason: errorText(error) }), 'red');
    } finally {
      this.pending = this.pending.filter((other) => other !== pending);
    }
  }

  private insertImage(attachment: ComposerAttachment): void {
    const cid = `${crypto.randomUUID()}@inline`;
    this.attachments = [...this.attachments, { ...attachment, isInline: true, cid }];
    this.editor
      ?.chain()
      .focus()
      .insertContent({ type: 'image', attrs: { src: `cid:${cid}`, alt: attachment.name } })
      .run();
  }

  private detach(attachment: ComposerAttachment): void {
    this.attachments = this.attachments.filter((other) => other !== attachment);
    this.dispatchEvent(new CustomEvent('attachments-changed'));
  }

  override render(): TemplateResult {
    return html`
      <div class="box ${this.isDropping ? 'dropping' : ''}" @dragover=${this.over} @dragleave=${this.out} @drop=${this.out}>
        <div class="tools" role="toolbar" aria-label=${t('composer.toolbar')} @keydown=${walkToolbar}>
          ${TOOLS.map((tool, index) => this.renderTool(tool, index))}
          <span class="spring"></span>
          <button type="button" class="button quiet icon-only" tabindex="-1" aria-label=${t('composer.attach')} title=${t('composer.attach')}
            ?disabled=${this.isDisabled} @click=${this.pick}><span class="icon icon-attach" aria-hidden="true"></span></button>
          <input type="file" multiple hidden @change=${this.picked}>
        </div>
        ${this.link === null ? nothing : this.renderLink(this.link)}
        <div class="text"></div>
        ${this.isDropping ? html`<p class="drop-hint">${t('composer.drop')}</p>` : nothing}
        ${this.renderFiles()}
      </div>
    `;
  }

  private renderTool(tool: Tool, index: number): TemplateResult {
    const isOn = this.editor?.isActive(tool.name) === true;
    return html`
      <button type="button" class="button quiet icon-only" tabindex=${index === 0 ? 0 : -1} aria-pressed=${isOn ? 'true' : 'false'}
        aria-label=${t(`composer.${tool.name}`)} title=${t(`composer.${tool.name}`)} ?disabled=${this.isDisabled}
        @mousedown=${keepFocus} @click=${() => this.use(tool)}>
        <span class="icon icon-${tool.icon}" aria-hidden="true"></span>
      </button>
    `;
  }

  private use(tool: Tool): void {
    const { editor } = this;
    if (editor === undefined) return;
    if (tool.run !== undefined) tool.run(editor.chain().focus());
    else {
      this.link = this.link === null ? String(editor.getAttributes('link')['href'] ?? '') : null;
      void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('.link input')?.focus());
    }
  }

  private renderLink(address: string): TemplateResult {
    const close = () => {
      this.link = null;
      this.editor?.commands.focus();
    };
    const apply = () => {
      const href = this.querySelector<HTMLInputElement>('.link input')?.value.trim() ?? '';
      const chain = this.editor?.chain().focus().extendMarkRange('link');
      if (href === '') chain?.unsetLink().run();
      else chain?.setLink({ href: /^[a-z]+:/i.test(href) ? href : `https://${href}` }).run();
      close();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Enter') apply();
      else close();
    };
    return html`
      <div class="link" @keydown=${key}>
        <input type="url" aria-label=${t('composer.linkAddress')} placeholder="https://" .value=${address}>
        <button type="button" class="button" @click=${apply}>${t('composer.linkApply')}</button>
      </div>
    `;
  }

  private renderFiles(): TemplateResult | typeof nothing {
    const files = this.attachments.filter(({ isInline }) => isInline !== true);
    if (files.length === 0 && this.pending.length === 0) return nothing;
    return html`
      <ul class="files" aria-label=${t('composer.attachments')}>
        ${files.map(
          (file) => html`
            <li>
              <span class="icon icon-file" aria-hidden="true"></span><span class="ellipsis" dir="auto">${file.name}</span>
              <span class="soft">${formatSize(file.size)}</span>
              <button type="button" class="button quiet icon-only" aria-label=${t('host.remove', { name: file.name })} @click=${() => this.detach(file)}>
                <span class="icon icon-close" aria-hidden="true"></span></button>
            </li>
          `,
        )}
        ${this.pending.map(
          ({ name, percent, stop }) => html`
            <li>
              <progress max="100" .value=${percent} aria-label=${t('composer.uploading', { name, percent })}></progress>
              <span class="ellipsis" dir="auto">${name}</span>
              <button type="button" class="button quiet icon-only" aria-label=${t('host.remove', { name })} @click=${() => stop.abort()}>
                <span class="icon icon-close" aria-hidden="true"></span></button>
            </li>
          `,
        )}
      </ul>
    `;
  }

  private readonly pick = () => this.querySelector<HTMLInputElement>('input[type=file]')?.click();

  private readonly picked = (event: Event) => {
    const input = event.target as HTMLInputElement;
    this.addFiles([...(input.files ?? [])]);
    input.value = '';
  };

  private readonly over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') !== true || this.isDisabled) return;
    event.preventDefault();
    this.isDropping = true;
  };

  private readonly out = (event: DragEvent) => {
    this.isDropping = false;
    // The editor has taken what fell onto the text; this is for the toolbar and the list of files.
    if (event.type !== 'drop' || event.defaultPrevented || this.isDisabled) return;
    event.preventDefault();
    this.addFiles([...(event.dataTransfer?.files ?? [])]);
  };
}
