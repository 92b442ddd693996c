import { Database } from '../../core/database/database';
import { Records } from '../../core/jmap/records';
import { Arrivals } from '../../core/search/arrivals.service';
import { LegacyWork } from '../../modules/support/legacy/legacy.entity';
import { type TypeRow, taskOf } from '../access/type-row';
import type { World } from '../access/world';

/** Hours of an older system → the task on which they were worked. */
const worked = new WeakMap<World, Map<string, string>>();

/** What the access tests know of support's own types; see test/access/model.ts. */
export const rows: Readonly<Record<string, TypeRow>> = {
  TicketWork: {
    operations: ['get', 'changes', 'query', 'queryChanges'],
    fill: async (world) => {
      const { host } = world;
      const found = new Map<string, string>();
      for (const { id: task } of world.tasks) {
        const taskId = Number(task);
        const values = { taskId, at: new Date('2018-01-01T10:00:00Z'), authorName: 'Agent', rateName: 'Hour' };
        await host.database.transaction(async () => {
          const [id = 0] = await host
            .get(Database)
            .rows.insertAll(LegacyWork, [{ ...values, costCode: null, hours: 1, amount: 80 }]);
          const audience = await host.get(Records).audienceOf('TicketWork', { ...values, id });
          await host.get(Arrivals).add('TicketWork', [{ ...values, id }], new Map([[id, audience]]));
          found.set(String(id), task);
        });
      }
      worked.set(world, found);
    },
    ids: (world) => [...(worked.get(world)?.keys() ?? [])],
    sees: (rules, person, id) =>
      rules.level(person, taskOf(rules.world, worked.get(rules.world)?.get(id) ?? '').list) >= 10,
    patch: () => ({}),
    update: () => 'refused',
    destroy: () => 'refused',
    references: [],
    idFilters: { taskId: (world, id, wanted) => worked.get(world)?.get(id) === wanted },
    filters: {
      at: [{ after: '2010-01-01T00:00:00Z' }, { before: '2010-01-01T00:00:00Z' }],
      authorName: ['Agent'],
      rateName: ['Hour', { isEmpty: true }],
      costCode: [{ isEmpty: true }],
    },
  },
};
