import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber, t } from '../../../core/ui/api';
import { colorDot } from '../../tasks/ui/api';

/** Something that can be checked. */
export interface Choice<T extends string> {
  value: T;
  text: string;
  count?: number | undefined;
  /** Of a dot before the text. */
  color?: string | undefined;
}

/** Choices under a heading, or those without. */
export interface ChoiceGroup<T extends string> {
  readonly title: string | null;
  readonly choices: readonly Choice<T>[];
}

type Changed<T> = (values: T[]) => void;

/** Check boxes under a title. Nothing checked means no restriction. */
export function renderChoices<T extends string>(
  title: string,
  choices: readonly Choice<T>[],
  checked: readonly T[],
  changed: Changed<T>,
): TemplateResult {
  return html`<fieldset><legend>${title}</legend>${renderBoxes(choices, valuesOf(choices), checked, changed)}</fieldset>`;
}

/** The same with a box that checks all, and, for each group that has a heading, one that checks what is under it. */
export function renderChoiceGroups<T extends string>(
  title: string,
  groups: readonly ChoiceGroup<T>[],
  checked: readonly T[],
  changed: Changed<T>,
): TemplateResult {
  const all = groups.flatMap(({ choices }) => valuesOf(choices));
  return html`
    <fieldset>
      <legend>${title}</legend>
      ${all.length > 1 ? renderAll(t('host.all'), all, all, checked, changed) : nothing}
      ${groups.map((group) => {
        const boxes = renderBoxes(group.choices, all, checked, changed);
        if (group.title === null) return boxes;
        const heading = renderAll(group.title, valuesOf(group.choices), all, checked, changed);
        return html`<fieldset><legend>${heading}</legend>${boxes}</fieldset>`;
      })}
    </fieldset>
  `;
}

function valuesOf<T extends string>(choices: readonly Choice<T>[]): T[] {
  return choices.map(({ value }) => value);
}

/** @param all values in their order, of which those checked are answered */
function renderBoxes<T extends string>(
  choices: readonly Choice<T>[],
  all: readonly T[],
  checked: readonly T[],
  changed: Changed<T>,
): TemplateResult[] {
  const toggle = (value: T) => changed(all.filter((other) => checked.includes(other) !== (other === value)));
  return choices.map(({ value, text, count, color }) =>
    renderBox({ text, count, color, isChecked: checked.includes(value) }, () => toggle(value)),
  );
}

/** One box for several values: half checked when some of them are. */
function renderAll<T extends string>(
  text: string,
  values: readonly T[],
  all: readonly T[],
  checked: readonly T[],
  changed: Changed<T>,
): TemplateResult {
  const isChecked = values.every((value) => checked.includes(value));
  const isMixed = !isChecked && values.some((value) => checked.includes(value));
  const others = all.filter((value) => checked.includes(value) && !values.includes(value));
  const wanted = isChecked ? others : all.filter((value) => others.includes(value) || values.includes(value));
  return renderBox({ text, isChecked, isMixed }, () => changed(wanted));
}

export interface Box {
  text: string;
  isChecked: boolean;
  isMixed?: boolean;
  count?: number | undefined;
  color?: string | undefined;
}

/** A box by itself. */
export function renderBox(
  { text, isChecked, isMixed = false, count, color = '' }: Box,
  change: () => void,
): TemplateResult {
  return html`
    <label>
      <input type="checkbox" .checked=${isChecked} .indeterminate=${isMixed} @change=${change}>
      ${color === '' ? nothing : colorDot(color)}
      <span class="text ellipsis" dir="auto">${text}</span>
      ${count === undefined ? '' : html`<span class="count">${formatNumber(count)}</span>`}
    </label>
  `;
}
