import { type Context, Database, inject, injectable, Level, Sharing } from '../../core/api';
import { LegacyType } from './type.entity';

/** The types of legacy tickets, from which tickets and messages inherit who may do what. */
@injectable()
export class LegacyTypes {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {}

  /** @throws Error when there is none of this id: whoever stores one has checked that */
  async of(id: number): Promise<LegacyType> {
    const [type] = await this.database.rows.with(LegacyType, 'id', [id]);
    if (!type) throw new Error(`Legacy ticket type ${String(id)} does not exist`);
    return type;
  }

  /** True for who files tickets of the type. */
  async maySubmit(id: number, context: Context): Promise<boolean> {
    return (await this.levelOn(id, context)) >= Level.submit;
  }

  /** True for an agent: who manages the type. */
  async isAgent(id: number, context: Context): Promise<boolean> {
    return (await this.levelOn(id, context)) >= Level.manage;
  }

  private async levelOn(id: number, context: Context): Promise<number> {
    return this.sharing.levelOn((await this.of(id)).aclId, context);
  }

  /** ACLs of all types, in order. */
  async acls(): Promise<number[]> {
    const types = await this.database.manager.find(LegacyType, { order: { id: 'ASC' } });
    return types.map(({ aclId }) => aclId);
  }
}
