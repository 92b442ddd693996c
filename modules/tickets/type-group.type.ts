import {
  type Access,
  type Action,
  byText,
  type Context,
  containing,
  Database,
  DataType,
  type Draft,
  type Filters,
  inject,
  injectable,
  integer,
  Level,
  Records,
  type Row,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { hasPanel, PANEL_AUDIENCE } from './access';
import { MANAGE } from './permission';
import { LegacyType, LegacyTypeGroup } from './type.entity';

/** Headings under which types of legacy tickets are shown (`ti_type_groups`), for all who have the panel. */
@injectable()
export class LegacyTypeGroupType extends DataType<LegacyTypeGroup> {
  readonly name = 'LegacyTicketTypeGroup';
  readonly entity = LegacyTypeGroup;
  override readonly appearance = { label: 'Type groups of legacy tickets', icon: 'list', title: 'name' };

  readonly access: Access<LegacyTypeGroup> = {
    least: Level.read,
    where: (_alias, context) => (hasPanel(context) ? '1 = 1' : '1 = 0'),
    audience: () => Promise.resolve(PANEL_AUDIENCE),
  };

  readonly properties = { name: text({ required: true, max: 100 }), sortIndex: integer() };

  override readonly filters: Filters = {
    text: containing('name'),
  };
  override readonly sorts: Sorts = { name: byText('{row}.name'), sortIndex: '{row}.sortIndex' };

  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Records) private readonly records: Records,
  ) {
    super();
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    if (!context.may(MANAGE))
      throw SetError.forbidden('Type groups are changed by those who manage the legacy tickets');
  }

  /** Its types stand under no heading then. */
  override async destroying({ id }: Row): Promise<void> {
    const types = await this.database.manager.find(LegacyType, { where: { typeGroupId: id }, order: { id: 'ASC' } });
    for (const type of types) await this.records.update('LegacyTicketType', type.id, { typeGroupId: null });
  }
}
