import { join } from 'node:path';
import type { FixtureModule } from '../modules/fixture-modules';

const API = JSON.stringify(join(__dirname, '../../core/api'));

/** Binders can be shared, but know no customers: their lowest right is to read. */
export const binders: FixtureModule = {
  manifest: { id: 'binders', permissions: { use: 'Use them' } },
  migration: `
    const { column } = schema;
    await schema.createTable('binders_binder', [column.id(), column.text('name'), column.int('aclId')]);`,
  code: `
    const api = require(${API});
    class Binder {}
    api.Entity('binders_binder')(Binder);
    api.Id()(Binder.prototype, 'id');
    api.Text()(Binder.prototype, 'name');
    api.Int()(Binder.prototype, 'aclId');
    class BinderType extends api.DataType {
      name = 'Binder';
      entity = Binder;
      access = api.ownsAcl();
      properties = { name: api.text({ required: true }) };
      allow() {}
    }
    api.injectable()(BinderType);
    exports.default = api.defineModule({ entities: [Binder], types: [BinderType] });`,
};
