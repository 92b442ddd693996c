import type { Item } from 'extjs-types';
import { html, type TemplateResult } from 'lit';
import { learnFilters } from './place';

/**
 * A description as part of an element's template: `${renderItem({ xtype: 'grid', … }, this.panelId)}`. Keep the
 * description in a constant or a field: another object is another component.
 * @param panelId the panel whose route holds chosen record, checked filters, sort and search
 */
export function renderItem(item: Item, panelId: string): TemplateResult {
  learnFilters(panelId, item);
  return html`<gw-item .item=${item} .panelId=${panelId}></gw-item>`;
}
