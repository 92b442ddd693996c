import type { MenuEntry, ShownScreen } from 'extjs-types';
import { t } from './i18n';
import { showError, toast } from './notice';
import type { PanelInfo } from './store/types';

const entries = new Map<string, MenuEntry>();

/** Says what an entry of the user's menu does. Called when the module's bundle runs; `id` is the panel's in `module.json`. */
export function defineMenuEntry(id: string, entry: MenuEntry): void {
  entries.set(id, entry);
}

/** Loads an entry and does what it does; a fault in it is told and stays in it. */
export async function chooseMenuEntry({ id, title, url }: PanelInfo, screen: ShownScreen): Promise<void> {
  try {
    await import(/* @vite-ignore */ url);
  } catch {
    toast(t('host.panelFailed', { panel: title }), 'red');
    return;
  }
  try {
    const entry = entries.get(id);
    if (entry === undefined) throw new Error(`defineMenuEntry('${id}') was not called`);
    await entry.handler(screen);
  } catch (error) {
    showError(error);
  }
}
