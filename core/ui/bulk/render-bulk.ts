import type { GridPanel } from 'extjs-types';
import { html, type TemplateResult } from 'lit';
import { t } from '../i18n';
import { workOf } from './bulk-work';
import type { Selection } from './selection';

/**
 * Below the rows of a grid: how many are selected, in words for those who do not see it, and the bar with what can be
 * done to them, which is loaded when it is first needed.
 * @param total rows there are
 */
export function renderBulk(
  grid: GridPanel,
  selection: Selection,
  total: number,
  selectAll: () => Promise<void>,
): TemplateResult {
  const { size, isOn } = selection;
  const work = workOf(grid);
  if (isOn || work.told !== undefined) void import('./bulk-bar');
  return html`
    <p class="visually-hidden" role="status">${size === 0 ? '' : t('host.bulk.selected', { count: size })}</p>
    <x-bulk-bar .type=${grid.type} .bulk=${grid.bulk} .selection=${selection} .work=${work} .total=${total}
      .selectAll=${selectAll}></x-bulk-bar>
  `;
}
