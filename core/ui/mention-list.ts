import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { avatar } from './cells';
import type { Mentionable } from './composer-loader';
import { keepFocus } from './composer-tools';
import { LightElement } from './element';
import { t } from './i18n';

/**
 * `<mention-list>`: people to be named, beside the place where they are typed. The text keeps the focus; the list is
 * walked through by the keys that the editor hands on (ARIA combobox pattern). Fires `choose` with who was chosen.
 */
@customElement('mention-list')
export class MentionList extends LightElement {
  static override styles = css`
    & {
      position: fixed;
      inset: 0 auto auto 0;
      width: min(280px, calc(100vw - 16px));
      margin: 0;
      padding: 4px;
      border: 1px solid var(--line);
      border-radius: 10px;
      background: var(--surface-raised);
      color: var(--text);
      box-shadow: var(--shadow-raised);
    }
    ul {
      max-height: 240px;
      overflow: auto;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 34px;
      padding: 3px 8px;
      border-radius: 7px;
      cursor: pointer;
    }
    li:hover {
      background: var(--hover);
    }
    li[aria-selected='true'] {
      background: var(--selected);
    }
    .words {
      display: grid;
      min-width: 0;
    }
    .soft {
      font-size: 12px;
    }
    p {
      padding: 6px 8px;
    }
    @media (pointer: coarse) {
      li {
        min-height: 44px;
      }
    }
  `;

  @property({ attribute: false }) people: readonly Mentionable[] = [];
  @property({ type: Boolean }) isLoading = false;
  @state() private active = 0;

  /** Id of the option that the keys are at; empty while there is none. */
  get activeId(): string {
    const person = this.people[this.active];
    return person === undefined ? '' : optionId(person);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Above a dialog, which is in the browser's top layer itself.
    this.popover = 'manual';
    this.showPopover();
  }

  override willUpdate(): void {
    this.active = Math.min(this.active, Math.max(0, this.people.length - 1));
  }

  override render(): TemplateResult {
    return html`
      <ul role="listbox" id="mention-people" aria-label=${t('composer.people')}>
        ${this.people.map((person, index) => this.renderPerson(person, index))}
      </ul>
      ${
        this.people.length > 0
          ? nothing
          : html`<p class="soft" role="status">${t(this.isLoading ? 'host.loading' : 'composer.nobody')}</p>`
      }
    `;
  }

  private renderPerson(person: Mentionable, index: number): TemplateResult {
    return html`
      <li role="option" id=${optionId(person)} aria-selected=${index === this.active ? 'true' : 'false'}
        @mousedown=${(event: MouseEvent) => this.pressed(event, person)} @click=${() => this.choose(person)}>
        ${avatar(person.name, person.avatarBlobId)}
        <span class="words"><bdi class="ellipsis">${person.name}</bdi>${
          person.email === null ? nothing : html`<span class="soft ellipsis" dir="auto">${person.email}</span>`
        }</span>
      </li>
    `;
  }

  /** True for a key that the list has used. */
  press({ key, isComposing, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const { people } = this;
    if (people.length === 0 || isComposing || ctrlKey || metaKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) {
      this.active = (this.active + step + people.length) % people.length;
      void this.updateComplete.then(() =>
        this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }),
      );
      return true;
    }
    const person = people[this.active];
    if ((key !== 'Enter' && key !== 'Tab') || person === undefined) return false;
    this.choose(person);
    return true;
  }

  /** Chosen when the button goes down: others may be found before it goes up, and stand there instead. */
  private pressed(event: MouseEvent, person: Mentionable): void {
    keepFocus(event);
    if (event.button === 0) this.choose(person);
  }

  private choose(person: Mentionable): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: person }));
  }
}

const optionId = ({ id }: Mentionable) => `mention-${id}`;

declare global {
  interface HTMLElementTagNameMap {
    'mention-list': MentionList;
  }
}
