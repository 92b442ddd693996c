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
  integer,
  SetError,
  type Sorts,
  text,
} from '../../core/api';
import { agentsAccess } from './access';
import { MANAGE } from './permission';
import { LegacyRate } from './rate.entity';
import { LegacyTypes } from './types.service';

/** What an hour of work on a legacy ticket costs, in cents (`ti_rates`). Known to agents; customers are shown none. */
@injectable()
export class LegacyRateType extends DataType<LegacyRate> {
  readonly name = 'LegacyTicketRate';
  readonly entity = LegacyRate;
  readonly access: Access<LegacyRate>;
  override readonly appearance = { label: 'Rates of legacy tickets', icon: 'clock', title: 'name' };

  readonly properties = {
    name: text({ required: true, max: 100 }),
    amount: integer({ max: 100_000_000 }),
    costCode: text({ max: 50 }),
  };

  override readonly filters: Filters = {
    text: containing('name', 'costCode'),
  };
  override readonly sorts: Sorts = { name: byText('{row}.name'), amount: '{row}.amount' };

  constructor(@inject(LegacyTypes) types: LegacyTypes) {
    super();
    this.access = agentsAccess(types);
  }

  override allow(_action: Action, _draft: Draft, context: Context): void {
    if (!context.may(MANAGE)) throw SetError.forbidden('Rates are changed by those who manage the legacy tickets');
  }
}
