import { inject, injectable } from 'inversify';
import { Directory, type Draft, RecordListener, type Row } from '../../core/api';
import { CustomerGroup } from './customer-group.service';

/** Whoever gets an account without being a colleague joins the group of the customers, however the account is made. */
@injectable()
export class CustomersJoin extends RecordListener {
  constructor(
    @inject(CustomerGroup) private readonly group: CustomerGroup,
    @inject(Directory) private readonly directory: Directory,
  ) {
    super();
  }

  override async saved(type: string, draft: Draft): Promise<void> {
    if (type !== 'User' || !draft.isNew || draft.extras.get('isInternal') !== false) return;
    const group = await this.group.id();
    if (group !== null) await this.directory.addMember(group, draft.id);
  }

  override async destroying(type: string, { id }: Row): Promise<void> {
    if (type === 'Group') await this.group.forget(id);
  }
}
