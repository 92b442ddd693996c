import { Audience, type Context, injectable, type Row, TypeExtension } from '../../core/api';
import { MANAGE } from './permission';

/** Managers of the module see every type, and say with whom it is shared, without being agents by that. */
@injectable()
export class ManagedTypes extends TypeExtension {
  readonly extends = 'LegacyTicketType';
  readonly entity = null;

  override widens(_alias: string, context: Context): string | null {
    return context.may(MANAGE) ? '1 = 1' : null;
  }

  override audience(_row: Row): readonly string[] {
    return [Audience.permitted(MANAGE)];
  }

  override rules(_row: Row, context: Context): boolean {
    return context.may(MANAGE);
  }
}
