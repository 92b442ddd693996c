import type { Creator, TypeName } from 'extjs-types';
import { SlotEntries } from './slot-entries';
import { theStore } from './store/index';
import type { PanelInfo } from './store/types';

const creators = new SlotEntries<Creator>('defineCreator');

/** Says how people make an object from beside another. Called when the module's bundle runs; `id` is the panel's in `module.json`. */
export function defineCreator(id: string, creator: Creator): void {
  creators.define(id, creator);
}

/** What the user may make of linkable things: panels of the slot `create`, in their order. */
export function creatorPanels(): (PanelInfo & { shows: TypeName })[] {
  const { panels } = theStore().session.capabilities['urn:groupware:core'];
  return panels.filter(
    (panel): panel is PanelInfo & { shows: TypeName } => panel.slot === 'create' && panel.shows !== undefined,
  );
}

/** Asks for a new object. @returns its id, or null when the user thought better of it @throws Error in words for people */
export async function createBy(panel: PanelInfo): Promise<string | null> {
  const creator = await creators.load(panel);
  return creator.create();
}
