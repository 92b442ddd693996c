import type { PanelDescription, Xtypes } from 'extjs-types';
import type { PanelElement } from './element';

export type PanelElementClass = new () => PanelElement;
export type PanelDefinition = PanelDescription | PanelElementClass;

const panels = new Map<string, PanelDefinition>();
const elements = new Map<string, string>();

/**
 * Says what a panel is: a typed description, which the host renders, or an element.
 * Called when the module's bundle runs; `id` is the panel's id in `module.json`.
 */
export function definePanel(id: string, definition: PanelDefinition): void {
  if (typeof definition === 'function' && customElements.getName(definition) === null) {
    customElements.define(`panel-${id.toLowerCase()}`, definition);
  }
  panels.set(id, definition);
}

/** The definition of a panel whose bundle has run. */
export function panelDefinition(id: string): PanelDefinition | undefined {
  return panels.get(id);
}

/**
 * Registers the element that renders a module's own xtype. It gets the description as its property `item`
 * and the id of the panel as `panelId`.
 */
export function defineXtype(xtype: keyof Xtypes, element: CustomElementConstructor): void {
  const tag = customElements.getName(element) ?? `x-${xtype}`;
  if (customElements.getName(element) === null) customElements.define(tag, element);
  elements.set(xtype, tag);
}

/** Tag of a module's own xtype. */
export function xtypeElement(xtype: string): string | undefined {
  return elements.get(xtype);
}
