import { ADMINISTER, type Context, MethodError } from '../../../core/api';

/** @throws MethodError unless the caller administers the host */
export function refuseOthers(context: Context): void {
  if (!context.may(ADMINISTER)) throw MethodError.of('forbidden', 'Migrations are for administrators');
}
