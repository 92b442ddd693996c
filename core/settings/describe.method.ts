import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { Method } from '../jmap/method';
import { capabilityOf } from '../jmap/types';
import { Contributions } from '../module/contributions';
import { Modules } from '../module/modules';
import { Translations } from '../module/translations';
import { Settings } from './settings';

const Arguments = z.strictObject({ accountId: z.string() });

/** `Settings/describe`: the forms of all settings that the caller may change. */
@injectable()
export class DescribeSettings extends Method {
  readonly name = 'Settings/describe';
  readonly capability = capabilityOf('core');

  constructor(
    @inject(Contributions) private readonly contributions: Contributions,
    @inject(Translations) private readonly translations: Translations,
    @inject(Modules) private readonly modules: Modules,
  ) {
    super();
  }

  run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId } = parseArguments(Arguments, args);
    const list = this.contributions
      .all(Settings)
      .filter(({ permission }) => context.may(permission))
      .map((settings) => {
        const module = this.contributions.moduleOf(settings);
        const say = this.translations.of(module, context);
        return {
          type: settings.name,
          module,
          panel: settings.panel,
          title: say(settings.title),
          items: settings.form().map(inWords(say)),
          companion: this.companionOf(settings, module),
        };
      });
    return Promise.resolve({ accountId, list });
  }

  /** The element shown with the form, and the address of the code that defines it. */
  private companionOf({ companion }: Settings, module: string): object | null {
    const url = companion === null ? null : this.modules.entryOf(module);
    return url === null ? null : { tag: companion, url };
  }
}

/** Properties of a field that people read. */
const WORDS = ['fieldLabel', 'helperText', 'text'];

/** A field with its words said by `say`, those of its options too. */
function inWords(say: (english: string) => string): (field: object) => object {
  const translate = (field: object): object =>
    Object.fromEntries(
      Object.entries(field).map(([name, value]: [string, unknown]) => {
        if (name === 'options' && Array.isArray(value)) return [name, value.map((option: object) => translate(option))];
        return [name, WORDS.includes(name) && typeof value === 'string' ? say(value) : value];
      }),
    );
  return translate;
}
