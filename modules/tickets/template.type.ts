import {
  type Access,
  type Action,
  boolean,
  byText,
  type Context,
  containing,
  Database,
  DataType,
  type Draft,
  type Filters,
  inject,
  injectable,
  Records,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { agentsAccess } from './access';
import { MANAGE } from './permission';
import { LegacyTemplate, TEMPLATE_KINDS } from './template.entity';
import { LegacyTypes } from './types.service';

/**
 * Texts of mails about legacy tickets (`ti_templates`), with tags such as `{MESSAGE}`. Five flags say for what one is used of
 * its own accord; of each kind there is one, and none has that mail not sent. Known to agents.
 */
@injectable()
export class LegacyTemplateType extends DataType<LegacyTemplate> {
  readonly name = 'LegacyTicketTemplate';
  readonly entity = LegacyTemplate;
  readonly access: Access<LegacyTemplate>;
  override readonly appearance = { label: 'Templates of legacy tickets', icon: 'reply', title: 'name' };

  readonly properties = {
    name: text({ required: true, max: 100 }),
    content: text({ required: true, max: 20_000 }),
    defaultTemplate: boolean(),
    autoreply: boolean(),
    ticketCreatedForClient: boolean(),
    ticketMailForAgent: boolean(),
    ticketClaimNotification: boolean(),
  };

  override readonly filters: Filters = {
    text: containing('name'),
  };
  override readonly sorts: Sorts = { name: byText('{row}.name') };

  constructor(
    @inject(LegacyTypes) types: LegacyTypes,
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
    this.access = agentsAccess(types);
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    if (!context.may(MANAGE)) throw SetError.forbidden('Templates are changed by those who manage the legacy tickets');
  }

  /** Whatever this one is used for from now on, no other is. */
  override async saved(draft: Draft): Promise<void> {
    for (const kind of TEMPLATE_KINDS) {
      if (draft.values[kind] !== true || !draft.changed(kind)) continue;
      const others = await this.database.manager.find(LegacyTemplate, {
        where: { [kind]: true },
        order: { id: 'ASC' },
      });
      for (const { id } of others.filter((other) => other.id !== draft.id))
        await this.records.update(this.name, id, { [kind]: false });
    }
  }
}
