import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber, t } from '../i18n';

export interface CheckOption {
  value: string;
  text: string;
  group?: string | undefined;
  count?: number | undefined;
}
export interface CheckListOptions {
  title: string | undefined;
  name: string;
  options: readonly CheckOption[];
  checked: readonly string[];
  isSingle: boolean;
  hasCheckAll: boolean;
  changed: (values: string[]) => void;
}

/** A group of check boxes with counters. Nothing checked means no restriction. */
export function renderCheckList(list: CheckListOptions): TemplateResult {
  const { options, checked, changed } = list;
  const values = options.map(({ value }) => value);
  const isAll = values.length > 0 && values.every((value) => checked.includes(value));
  const toggle = (value: string, isOn: boolean) => {
    if (list.isSingle) {
      changed(isOn ? [value] : []);
      return;
    }
    changed(values.filter((other) => (other === value ? isOn : checked.includes(other))));
  };
  let group: string | undefined;
  return html`
    <fieldset class="check-list">
      ${list.title === undefined ? nothing : html`<legend>${list.title}</legend>`}
      ${
        list.hasCheckAll && values.length > 1
          ? html`<label class="all"><input type="checkbox" .checked=${isAll} .indeterminate=${!isAll && checked.length > 0}
              @change=${() => changed(isAll ? [] : values)}><span>${t('host.all')}</span></label>`
          : nothing
      }
      ${options.map(({ value, text, count, ...option }) => {
        const heading =
          option.group !== group && option.group !== undefined
            ? html`<h3 class="soft" dir="auto">${option.group}</h3>`
            : nothing;
        group = option.group;
        return html`${heading}
          <label>
            <input type="checkbox" name=${list.name} .checked=${checked.includes(value)}
              @change=${(event: Event) => toggle(value, (event.target as HTMLInputElement).checked)}>
            <span dir="auto">${text}</span>
            ${count === undefined ? nothing : html`<span class="count">${formatNumber(count)}</span>`}
          </label>`;
      })}
    </fieldset>
  `;
}

export const checkListStyles = css`
  .check-list {
    min-width: 0;
  }
  .check-list legend {
    padding: 2px 8px;
    font-weight: 620;
    font-size: 12.5px;
    color: var(--text-soft);
  }
  .check-list h3 {
    padding: 6px 8px 2px;
    font-weight: 550;
  }
  .check-list label {
    display: flex;
    align-items: center;
    gap: 9px;
    min-height: 30px;
    padding: 2px 8px;
    border-radius: 7px;
    cursor: pointer;
  }
  .check-list label:hover {
    background: var(--hover);
  }
  /* Words that are too long go on below; a name without end does not take the column. */
  .check-list label > span:first-of-type {
    display: -webkit-box;
    flex: 1;
    min-width: 0;
    overflow: hidden;
    overflow-wrap: anywhere;
    line-height: 1.3;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .check-list input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
  }
  .check-list .count {
    color: var(--text-soft);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
  }
  @media (pointer: coarse) {
    .check-list label {
      min-height: 44px;
    }
  }
`;
