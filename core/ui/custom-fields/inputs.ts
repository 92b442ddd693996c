import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../i18n';
import { showError } from '../notice';
import { recordsFor } from '../render/lookup';
import { theStore } from '../store/index';
import type { CustomField } from './definitions';

export interface Input {
  readonly field: CustomField;
  readonly value: unknown;
  readonly isRequired: boolean;
  readonly isWrong: boolean;
  readonly changed: (value: unknown) => void;
  /** Told of an upload, so that nothing is saved before it is there. */
  readonly upload: (work: Promise<void>) => void;
  readonly redraw: () => void;
}

const PEOPLE = { type: 'individual' };
const USERS = { ...PEOPLE, hasLogin: true };

/** Label and input of one field. */
export function renderInput(input: Input): TemplateResult {
  const { field, value, changed } = input;
  switch (field.kind) {
    case 'checkbox':
      return html`<label class="choice"><input type="checkbox" name=${field.key} .checked=${value === true}
        aria-describedby=${faultId(field)} @change=${(event: Event) => changed((event.target as HTMLInputElement).checked)}>
        <span dir="auto">${field.name}${mark(input)}</span></label>`;
    case 'multi-select':
      return renderChoices(input);
    case 'user':
    case 'principal':
      return renderPerson(input);
    case 'function':
      return html`<span class="label" dir="auto">${field.name}</span><output dir="auto">${value === '' ? '–' : value}</output>
        <span class="soft">${t('fields.computed')}</span>`;
    default:
      return html`<label for=${`field-${field.key}`} dir="auto">${field.name}${mark(input)}</label>${renderControl(input)}`;
  }
}

function renderControl(input: Input): TemplateResult {
  const { field, value, isWrong, changed } = input;
  const id = `field-${field.key}`;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const typed = (event: Event) => changed((event.target as HTMLInputElement).value || null);
  const { max, min, decimals = 0 } = field.options;
  switch (field.kind) {
    case 'select':
      return html`<select id=${id} name=${field.key} aria-invalid=${String(isWrong)} aria-describedby=${faultId(field)} @change=${typed}>
        <option value="" ?selected=${text === ''}>${t('fields.choose')}</option>
        ${(field.options.options ?? []).map((choice) => html`<option value=${choice.value} ?selected=${choice.value === text}>${choice.text}</option>`)}
      </select>`;
    case 'textarea':
    case 'html':
      return html`<textarea id=${id} name=${field.key} rows="3" dir="auto" maxlength=${max ?? nothing} aria-invalid=${String(isWrong)}
        aria-describedby=${faultId(field)} .value=${text} @input=${typed}></textarea>`;
    case 'number':
      return html`<input id=${id} name=${field.key} type="number" step=${10 ** -decimals} min=${min ?? nothing} max=${max ?? nothing}
        aria-invalid=${String(isWrong)} aria-describedby=${faultId(field)} .value=${text}
        @input=${(event: Event) => {
          const { value: number } = event.target as HTMLInputElement;
          changed(number === '' ? null : Number(number));
        }}>`;
    case 'date':
      return html`<input id=${id} name=${field.key} type="date" aria-invalid=${String(isWrong)} aria-describedby=${faultId(field)}
        .value=${text} @change=${typed}>`;
    case 'datetime':
      return html`<input id=${id} name=${field.key} type="datetime-local" aria-invalid=${String(isWrong)} aria-describedby=${faultId(field)}
        .value=${localOf(text)} @change=${(event: Event) => changed(utcOf((event.target as HTMLInputElement).value))}>`;
    case 'file':
      return renderFile(input, id);
    default:
      return html`<input id=${id} name=${field.key} dir="auto" autocomplete="off" maxlength=${max ?? nothing} aria-invalid=${String(isWrong)}
        aria-describedby=${faultId(field)} .value=${text} @input=${typed}>`;
  }
}

function renderChoices({ field, value, changed, ...rest }: Input): TemplateResult {
  const chosen = (value ?? []) as readonly string[];
  const toggle = (choice: string, isChosen: boolean) =>
    changed(isChosen ? [...chosen, choice] : chosen.filter((other) => other !== choice));
  return html`<div class="field" role="group" aria-labelledby=${`field-${field.key}-label`} aria-describedby=${faultId(field)}>
    <span class="label" id=${`field-${field.key}-label`} dir="auto">${field.name}${mark(rest)}</span>
    ${(field.options.options ?? []).map(
      (
        choice,
      ) => html`<label class="choice"><input type="checkbox" name=${field.key} .checked=${chosen.includes(choice.value)}
        @change=${(event: Event) => toggle(choice.value, (event.target as HTMLInputElement).checked)}> <span dir="auto">${choice.text}</span></label>`,
    )}
  </div>`;
}

function renderPerson({ field, value, isWrong, changed, redraw, ...rest }: Input): TemplateResult {
  const lookup = recordsFor(field, 'Principal', 'name', field.kind === 'user' ? USERS : PEOPLE);
  return html`<span class="label" aria-hidden="true" dir="auto">${field.name}${mark(rest)}</span>
    <vaadin-combo-box name=${field.key} .accessibleName=${field.name} .itemValuePath=${'id'} .itemIdPath=${'id'} .itemLabelPath=${'name'}
      .dataProvider=${lookup.provide} .selectedItem=${lookup.record(value, redraw)} .invalid=${isWrong} manual-validation clear-button-visible
      @change=${(event: Event) => changed((event.target as HTMLInputElement).value || null)}></vaadin-combo-box>`;
}

function renderFile({ field, value, isWrong, changed, upload }: Input, id: string): TemplateResult {
  const known = value as { readonly name: string } | null;
  const take = async (file: File): Promise<void> => {
    try {
      const { blobId } = await theStore().upload(file);
      changed({ blobId, name: file.name, type: file.type || 'application/octet-stream' });
    } catch (error) {
      showError(error);
    }
  };
  return html`<input id=${id} name=${field.key} type="file" aria-invalid=${String(isWrong)} aria-describedby=${faultId(field)}
      @change=${(event: Event) => {
        const [file] = (event.target as HTMLInputElement).files ?? [];
        if (file !== undefined) upload(take(file));
      }}>
    ${known === null ? nothing : html`<span class="soft" dir="auto">${t('fields.file', { name: known.name })}</span>`}`;
}

function mark({ isRequired }: Pick<Input, 'isRequired'>): TemplateResult | typeof nothing {
  return isRequired
    ? html` <span class="required">*<span class="visually-hidden"> ${t('host.required')}</span></span>`
    : nothing;
}

function faultId({ key }: CustomField): string {
  return `field-${key}-fault`;
}

/** UTCDate → what an input of a local day and time shows. */
function localOf(utc: string): string {
  if (utc === '') return '';
  const date = new Date(utc);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function utcOf(local: string): string | null {
  return local === '' ? null : `${new Date(local).toISOString().slice(0, 19)}Z`;
}
