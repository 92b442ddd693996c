import { inject, injectable } from 'inversify';
import { Database } from '../database/database';
import { Dependent } from '../jmap/data-type';
import { CustomField } from './custom-field.entity';

/** Fields are known to whoever knows their set. */
@injectable()
export class FieldsOfSet extends Dependent {
  readonly type = 'CustomField';

  constructor(@inject(Database) private readonly database: Database) {
    super();
  }

  follows(type: string): boolean {
    return type === 'CustomFieldSet';
  }

  async audiences(_type: string, id: number, followed: readonly string[]): Promise<Map<number, readonly string[]>> {
    const fields = await this.database.manager.findBy(CustomField, { fieldSetId: id });
    return new Map(fields.map((field) => [field.id, followed]));
  }

  /** The set removes them itself: it knows what is to become of their values. */
  destroyWith(): Promise<void> {
    return Promise.resolve();
  }
}
