import { Records } from '../../core/jmap/records';
import { NOTHING_ASKED } from '../../modules/tickets-to-support/runs/asked';
import type { TypeRow } from '../access/type-row';
import type { World } from '../access/world';

const made = new WeakMap<World, string>();

/** What the access tests know of runs that bring tickets; see test/access/model.ts. */
export const rows: Readonly<Record<string, TypeRow>> = {
  TicketMigration: {
    operations: ['get', 'changes', 'query', 'queryChanges'],
    fill: async (world) => {
      const { host } = world;
      const { id } = await host.database.transaction(() =>
        host.get(Records).insert('TicketMigration', {
          ...{ kind: 'dry-run', name: 'old', options: NOTHING_ASKED, state: 'done', wish: null, startedById: null },
          ...{ startedAt: new Date('2026-01-01T10:00:00Z'), endedAt: new Date('2026-01-01T10:00:01Z'), stage: null },
          ...{
            done: 1,
            total: 1,
            messages: 1,
            elapsed: 1000,
            runner: null,
            heldUntil: null,
            error: null,
            summary: null,
          },
          ...{ htmlBlobId: null, jsonBlobId: null, discrepanciesBlobId: null },
        }),
      );
      made.set(world, String(id));
    },
    ids: (world) => [made.get(world) ?? ''],
    sees: (rules, person) => rules.has(person, 'core:administer'),
    patch: () => ({}),
    update: () => 'refused',
    destroy: () => 'refused',
    references: [],
    idFilters: {},
    filters: {},
  },
};
