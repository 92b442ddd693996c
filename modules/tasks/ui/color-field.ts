import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement, t } from '../../../core/ui/api';
import { colorDot } from './list-cell';

const COLORS = [
  ['', 'none'],
  ['#3b6fd6', 'blue'],
  ['#1f9aa8', 'teal'],
  ['#2e9e6b', 'green'],
  ['#c98a1b', 'orange'],
  ['#d1493f', 'red'],
  ['#c2508f', 'pink'],
  ['#8a56c9', 'purple'],
] as const;

/** `<task-color-field>`: the colour of a list. Fires `change` with it. */
@customElement('task-color-field')
export class ColorField extends LightElement {
  static override styles = css`
    fieldset {
      display: flex;
      flex-wrap: wrap;
      gap: var(--gap-xs);
    }
    legend {
      padding: 0 0 var(--gap-xs);
      font-weight: 500;
    }
    label {
      display: grid;
      place-items: center;
      width: 36px;
      height: 36px;
      border: 2px solid transparent;
      border-radius: 99px;
      cursor: pointer;
    }
    label:hover {
      background: var(--hover);
    }
    label:has(:checked) {
      border-color: var(--accent);
    }
    label:has(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    .dot {
      width: 20px;
      height: 20px;
      border-radius: 99px;
      background: var(--line-strong);
    }
    @media (pointer: coarse) {
      label {
        width: 44px;
        height: 44px;
      }
    }
  `;

  @property() label = '';
  @property() value: string | undefined;

  override render(): TemplateResult {
    const { value = '' } = this;
    return html`
      <fieldset>
        <legend>${this.label}</legend>
        ${COLORS.map(
          ([color, name]) => html`
            <label title=${t(`tasks.color.${name}`)}>
              <input class="visually-hidden" type="radio" name="task-color" aria-label=${t(`tasks.color.${name}`)}
                .checked=${color === value} @change=${(event: Event) => this.choose(event, color)}>
              ${colorDot(color)}
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  private choose(event: Event, color: string): void {
    event.stopPropagation();
    this.value = color;
    this.dispatchEvent(new CustomEvent('change', { detail: color }));
  }
}
