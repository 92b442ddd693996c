import type { Context } from '../auth/context';
import type { Contributions } from '../module/contributions';
import type { Modules, PanelEntry } from '../module/modules';
import { Settings } from './settings';

/** One panel under System settings for each module whose settings the caller may change. */
export function settingsPanels(contributions: Contributions, modules: Modules, context: Context): PanelEntry[] {
  return contributions
    .all(Settings)
    .filter(({ permission }) => context.may(permission))
    .map((settings) => {
      const module = contributions.moduleOf(settings);
      return {
        id: settings.panel,
        module,
        slot: 'settings',
        title: settings.title,
        counts: null,
        only: {},
        icon: settings.icon ?? (module === 'core' ? 'settings' : (modules.get(module)?.icon ?? null)),
        url: modules.bundle('core/ui/settings/index.ts'),
        definition: 'settings-form',
      };
    });
}
