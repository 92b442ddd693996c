import type { Choice, Filter, TypeName } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { t } from '../i18n';
import { shown } from './cell';
import type { AnyField, Values } from './form-fields';
import { recordsFor } from './lookup';

/** Components of the fields, each loaded when a form first shows it. */
export const fieldLoaders: Partial<Record<string, () => Promise<unknown>>> = {
  textfield: () => import('@vaadin/text-field'),
  emailfield: () => import('@vaadin/email-field'),
  passwordfield: () => import('@vaadin/password-field'),
  textarea: () => import('@vaadin/text-area'),
  numberfield: () => import('@vaadin/integer-field'),
  checkbox: () => import('@vaadin/checkbox'),
  select: () => import('@vaadin/select'),
  combo: () => import('@vaadin/combo-box'),
  tokens: () => import('./tokens-field'),
  lines: () => import('@vaadin/text-area'),
  sharefield: () => import('./share-field'),
};

export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

type Changed = (value: unknown) => void;

/** The component of a field. `redraw` draws the form again when a name has arrived. `changed` gets the value as the server wants it: null for nothing. */
export function renderField(
  field: AnyField,
  value: unknown,
  error: string,
  changed: Changed,
  record: Values,
  redraw: () => void,
): TemplateResult {
  const { fieldLabel: label, name, required = false, readOnly = false } = field;
  const isWrong = error !== '';
  const text = isBlank(value) ? '' : String(value);
  const helper = field.helperText ?? nothing;
  const input = (event: Event) => changed((event.target as HTMLInputElement).value);
  switch (field.xtype) {
    case 'textfield':
      return html`<vaadin-text-field data-name=${name} label=${label} .value=${text} .required=${required} .readonly=${readOnly}
        .invalid=${isWrong} .errorMessage=${error} manual-validation helper-text=${helper} placeholder=${field['placeholder'] ?? nothing}
        maxlength=${field['maxLength'] ?? nothing} autocomplete=${field['autocomplete'] ?? 'off'} @input=${input}></vaadin-text-field>`;
    case 'emailfield':
      return html`<vaadin-email-field data-name=${name} label=${label} .value=${text} .required=${required} .readonly=${readOnly}
        .invalid=${isWrong} .errorMessage=${error} manual-validation helper-text=${helper} placeholder=${field['placeholder'] ?? nothing}
        autocomplete="off" @input=${input}></vaadin-email-field>`;
    case 'passwordfield':
      return html`<vaadin-password-field data-name=${name} label=${label} .value=${text} .required=${required} .readonly=${readOnly}
        .invalid=${isWrong} .errorMessage=${error} manual-validation autocomplete=${field['autocomplete'] ?? 'new-password'}
        helper-text=${field.helperText ?? (record['id'] === undefined ? nothing : t('host.unsavedPassword'))} @input=${input}></vaadin-password-field>`;
    case 'textarea':
      return html`<vaadin-text-area data-name=${name} label=${label} .value=${text} .required=${required} .readonly=${readOnly}
        .invalid=${isWrong} .errorMessage=${error} manual-validation helper-text=${helper} maxlength=${field['maxLength'] ?? nothing}
        .minRows=${field['rows'] ?? 3} @input=${input}></vaadin-text-area>`;
    case 'numberfield':
      return html`<vaadin-integer-field data-name=${name} label=${label} .value=${text} .required=${required} .readonly=${readOnly}
        .invalid=${isWrong} .errorMessage=${error} manual-validation helper-text=${helper} min=${field['min'] ?? nothing}
        max=${field['max'] ?? nothing} @input=${(event: Event) => {
          const typed = (event.target as HTMLInputElement).value;
          changed(typed === '' ? null : Number(typed));
        }}></vaadin-integer-field>`;
    case 'checkbox':
      return html`<vaadin-checkbox data-name=${name} label=${label} .checked=${value === true} .readonly=${readOnly} .invalid=${isWrong}
        .errorMessage=${error} helper-text=${helper} @change=${(event: Event) => changed((event.target as HTMLInputElement).checked)}></vaadin-checkbox>`;
    case 'select': {
      const options = field['options'] as readonly Choice[];
      return html`<vaadin-select data-name=${name} label=${label} .items=${itemsOf(options)} .value=${text} .required=${required}
        .readonly=${readOnly} .invalid=${isWrong} .errorMessage=${error} manual-validation helper-text=${helper}
        @opened-changed=${(event: Event) => {
          (event.target as HTMLElement).querySelector('vaadin-select-list-box')?.setAttribute('aria-label', label);
        }} @change=${(event: Event) => changed((event.target as HTMLInputElement).value)}></vaadin-select>`;
    }
    case 'combo':
      return renderCombo(field, value, error, changed, record, redraw);
    case 'sharefield':
      return html`<gw-share-field data-name=${name} .label=${label} .helper=${field.helperText ?? ''} .levels=${field['levels']}
        .filter=${field['filter']} .value=${value} @change=${(event: CustomEvent<unknown>) => changed(event.detail)}></gw-share-field>`;
    case 'tokens':
      return html`<gw-tokens-field data-name=${name} .label=${label} .type=${field['type']} .display=${field['displayField']}
        .filter=${field['filter']} .helper=${field.helperText ?? ''} .error=${error} .value=${value} @change=${(event: CustomEvent<unknown>) => changed(event.detail)}></gw-tokens-field>`;
    case 'lines':
      return html`<vaadin-text-area data-name=${name} label=${label} .value=${Array.isArray(value) ? value.join('\n') : ''}
        .required=${required} .readonly=${readOnly} .invalid=${isWrong} .errorMessage=${error} manual-validation
        helper-text=${helper} .minRows=${field['rows'] ?? 2} @change=${(event: Event) => changed(linesOf(event))}></vaadin-text-area>`;
    case 'displayfield': {
      const renderer = field['renderer'] as ((value: unknown, record: Values) => string | Node) | undefined;
      const cell = renderer === undefined ? text : renderer(value, record);
      return html`<div class="display"><span class="label">${label}</span>${shown(cell === '' ? '–' : cell)}
        ${below(field)}</div>`;
    }
    case 'elementfield': {
      const tag = unsafeStatic(field['tag'] as string);
      return staticHtml`<${tag} data-name=${name} .label=${label} .value=${value} .record=${record} .error=${error}
        .given=${field['given']} @change=${(event: CustomEvent<unknown>) => {
          // Changes of the inputs in it bubble up to here.
          if (event.target === event.currentTarget) changed(event.detail);
        }}></${tag}>${below(field)}`;
    }
    case 'partfield': {
      const tag = unsafeStatic(field['tag'] as string);
      return staticHtml`<${tag} data-name=${name} data-part .recordId=${record['id']}></${tag}>`;
    }
    default:
      return html`<p class="error-text">${field.xtype}</p>`;
  }
}

/** The helper text of a field whose component has no place for it. */
function below({ helperText }: AnyField): TemplateResult | typeof nothing {
  return helperText === undefined ? nothing : html`<p class="soft">${helperText}</p>`;
}

function linesOf({ target }: Event): string[] {
  const lines = (target as HTMLInputElement).value.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

const items = new WeakMap<readonly Choice[], { label: string; value: string }[]>();

/** The same array each time: a select given another draws its list again and loses the focus. */
function itemsOf(options: readonly Choice[]): { label: string; value: string }[] {
  let known = items.get(options);
  if (known === undefined) {
    known = options.map(({ value, text }) => ({ value, label: text }));
    items.set(options, known);
  }
  return known;
}

function renderCombo(
  field: AnyField,
  value: unknown,
  error: string,
  changed: Changed,
  record: Values,
  redraw: () => void,
): TemplateResult {
  const filter = field['filter'] as Filter | ((record: Values) => Filter) | undefined;
  const display = field['displayField'] as string;
  const lookup = recordsFor(
    field,
    field['type'] as TypeName,
    display,
    typeof filter === 'function' ? filter(record) : filter,
    field['sort'] as string | undefined,
  );
  return html`<vaadin-combo-box data-name=${field.name} label=${field.fieldLabel} .itemValuePath=${'id'} .itemIdPath=${'id'}
    .itemLabelPath=${display} .dataProvider=${lookup.provide} .selectedItem=${lookup.record(value, redraw)} .required=${field.required === true}
    .readonly=${field.readOnly === true} .invalid=${error !== ''} .errorMessage=${error} manual-validation
    ?clear-button-visible=${field['allowEmpty'] === true} helper-text=${field.helperText ?? nothing}
    @change=${(event: Event) => {
      const { value: id } = event.target as HTMLInputElement;
      changed(id === '' ? null : id);
    }}></vaadin-combo-box>`;
}
