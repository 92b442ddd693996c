import { inject, injectable } from 'inversify';
import {
  type Action,
  Audience,
  type Context,
  type Draft,
  Level,
  type Row,
  SetError,
  Sharing,
  TypeExtension,
} from '../../core/api';
import { MANAGE, ROLE, USE } from './permissions';

/** Ticket types: task lists with the role `support`, ruled by the managers of the module. */
@injectable()
export class SupportList extends TypeExtension {
  readonly extends = 'TaskList';
  readonly entity = null;

  constructor(@inject(Sharing) private readonly sharing: Sharing) {
    super();
  }

  override widens(alias: string, context: Context): string | null {
    return context.may(MANAGE) ? `${alias}.role = '${ROLE}'` : null;
  }

  override audience(row: Row): readonly string[] {
    return row['role'] === ROLE ? [Audience.permitted(MANAGE)] : [];
  }

  override rules(row: Row, context: Context): boolean {
    return row['role'] === ROLE && context.may(MANAGE);
  }

  override async permits(action: Action, draft: Draft, context: Context): Promise<boolean> {
    if (draft.values['role'] !== ROLE) return false;
    if (context.may(MANAGE)) return true;
    const level = action === 'create' ? 0 : await this.sharing.levelOn(Number(draft.before?.['aclId']), context);
    if (level < Level.manage) throw SetError.forbidden('Ticket types are changed by those who manage Support');
    return true;
  }

  override async saving(draft: Draft): Promise<void> {
    if (!draft.isNew || draft.values['role'] !== ROLE) return;
    // Whoever is no agent is a customer here, whatever level a row may name.
    await this.sharing.require(Number(draft.values['aclId']), USE);
  }
}
