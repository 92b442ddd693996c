import {
  type Access,
  type Action,
  byText,
  type Context,
  containing,
  DataType,
  type Draft,
  type Filters,
  inject,
  injectable,
  Level,
  Records,
  type Row,
  reference,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { hasPanel, PANEL_AUDIENCE } from './access';
import { MANAGE } from './permission';
import { LegacyStatus } from './status.entity';
import { LegacyStatuses } from './statuses.service';

/**
 * Statuses of legacy tickets between open and closed (`ti_statuses`). One that names a type is for tickets of that type, and
 * seen by who sees the type; the others are for all, and for all who have the panel.
 */
@injectable()
export class LegacyStatusType extends DataType<LegacyStatus> {
  readonly name = 'LegacyTicketStatus';
  readonly entity = LegacyStatus;
  override readonly appearance = { label: 'Statuses of legacy tickets', icon: 'flag', title: 'name' };

  readonly access: Access<LegacyStatus> = {
    least: Level.read,
    where: (alias, context) => {
      const ofType = this.records.seesOther('LegacyTicketType', `${alias}.typeId`, context);
      return hasPanel(context) ? `(${alias}.typeId IS NULL OR ${ofType})` : ofType;
    },
    inAcls: (alias) => this.records.liesInAcls('LegacyTicketType', `${alias}.typeId`) ?? '1 = 0',
    audience: async ({ typeId }) => {
      if (typeId === null) return PANEL_AUDIENCE;
      const type = await this.records.find('LegacyTicketType', typeId);
      return type ? this.records.audienceOf('LegacyTicketType', type) : [];
    },
  };

  readonly properties = {
    name: text({ required: true, max: 100 }),
    typeId: reference('LegacyTicketType', { nullable: true, immutable: true }),
  };

  override readonly filters: Filters = {
    text: containing('name'),
  };
  override readonly sorts: Sorts = { name: byText('{row}.name') };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(LegacyStatuses) private readonly statuses: LegacyStatuses,
  ) {
    super();
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    if (!context.may(MANAGE)) throw SetError.forbidden('Statuses are changed by those who manage the legacy tickets');
  }

  override saving({ values }: Draft): void {
    values['typeId'] ??= null;
  }

  override async destroying({ id }: Row): Promise<void> {
    await this.statuses.takeAway(id);
  }
}
