import { t } from './i18n';
import type { PanelInfo } from './store/types';

/** What the entries of a slot do, as modules define it. The bundle of each is loaded when it is first chosen. */
export class SlotEntries<T> {
  private readonly defined = new Map<string, T>();

  /** @param definer name of the function by which modules define one, for whoever forgot to call it */
  constructor(private readonly definer: string) {}

  define(id: string, entry: T): void {
    this.defined.set(id, entry);
  }

  /** @throws Error in words for people when the bundle cannot be loaded */
  async load({ id, title, url }: PanelInfo): Promise<T> {
    await import(/* @vite-ignore */ url).catch(() => {
      throw new Error(t('host.panelFailed', { panel: title }));
    });
    const entry = this.defined.get(id);
    if (entry === undefined) throw new Error(`${this.definer}('${id}') was not called`);
    return entry;
  }
}
