import type { MenuEntry, ShownScreen } from 'extjs-types';
import { showError } from './notice';
import { SlotEntries } from './slot-entries';
import type { PanelInfo } from './store/types';

const entries = new SlotEntries<MenuEntry>('defineMenuEntry');

/** Says what an entry of the user's menu does. Called when the module's bundle runs; `id` is the panel's in `module.json`. */
export function defineMenuEntry(id: string, entry: MenuEntry): void {
  entries.define(id, entry);
}

/** Loads an entry and does what it does; a fault in it is told and stays in it. */
export async function chooseMenuEntry(panel: PanelInfo, screen: ShownScreen): Promise<void> {
  try {
    const entry = await entries.load(panel);
    await entry.handler(screen);
  } catch (error) {
    showError(error);
  }
}
