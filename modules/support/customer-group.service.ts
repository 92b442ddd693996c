import { inject, injectable } from 'inversify';
import { Directory } from '../../core/api';
import { SupportSettings } from './settings';

/** The group whose members are customers, where administrators have chosen one. */
@injectable()
export class CustomerGroup {
  constructor(
    @inject(SupportSettings) private readonly settings: SupportSettings,
    @inject(Directory) private readonly directory: Directory,
  ) {}

  /** Null for none, and for one that is gone. */
  async id(): Promise<number | null> {
    const { customerGroupId } = await this.settings.read();
    return customerGroupId !== null && (await this.directory.takesMembers(customerGroupId)) ? customerGroupId : null;
  }

  /** The group goes, and the choice with it. Needs a transaction. */
  async forget(groupId: number): Promise<void> {
    const { customerGroupId } = await this.settings.read();
    if (customerGroupId === groupId) await this.settings.write({ customerGroupId: null });
  }
}
