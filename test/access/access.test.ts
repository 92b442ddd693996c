import { Method } from '../../core/jmap/method';
import { Types } from '../../core/jmap/types';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { sorted } from './asking';
import { chance, SEED } from './chance';
import { METHODS, MODEL } from './model';
import { Oracle } from './oracle';
import type { Person } from './rules';
import { World } from './world';

/** How many are asked on MariaDB, where each takes ten times as long: others with each seed. */
const SOME = 5;

function askers({ people }: World, database: 'sqlite' | 'mariadb'): Person[] {
  const below = chance(SEED);
  const left = [...people];
  while (database === 'mariadb' && left.length > SOME) left.splice(below(left.length), 1);
  return left;
}

describe.each(testDatabases())('$name', (database) => {
  test('the model has a row for every type, operation, reference and filter', async () => {
    const host = await TestHost.start(database, { installsAll: true });
    try {
      const types = host.get(Types);
      expect(sorted(types.names())).toEqual(sorted(Object.keys(MODEL)));
      expect(sorted(host.host.all(Method).map(({ name }) => name))).toEqual(sorted(METHODS));
      for (const name of types.names()) {
        const { type, properties, filters } = types.get(name);
        const row = MODEL[name]!;
        expect([name, sorted(type.operations)]).toEqual([name, sorted(row.operations)]);
        // Ids also come in maps (shareWith) and lists of objects (attachments): every such property counts.
        const references = [...properties].filter(
          ([, { property }]) => !property.serverSet && (property.refersTo !== null || property.kind === 'computed'),
        );
        const known = [...row.references, ...(name.startsWith('Mail') ? ['password'] : [])];
        expect([name, sorted(references.map(([key]) => key).filter((key) => !known.includes(key)))]).toEqual([
          name,
          [],
        ]);
        expect([name, sorted([...filters.keys()])]).toEqual([
          name,
          sorted([...Object.keys(row.idFilters), ...Object.keys(row.filters)]),
        ]);
      }
    } finally {
      await host.drop();
    }
  });

  test('everybody sees and does what the rules say, by every id in every place', async () => {
    const world = await World.open(database, SEED);
    try {
      const differences: string[] = [];
      for (const { fill } of Object.values(MODEL)) await fill?.(world);
      for (const person of askers(world, database.name)) {
        const oracle = new Oracle(world, person);
        // Answers tried by the one before left mail.
        world.outbox = await world.admin.query('OutboxMessage');
        await world.readNotifications();
        for (const type of Object.keys(MODEL)) await oracle.reads(type);
        for (const type of Object.keys(MODEL)) await oracle.writes(type);
        for (const type of Object.keys(MODEL)) await oracle.probes(type);
        await oracle.tasks();
        await oracle.comments();
        await oracle.drafts();
        await oracle.replies();
        await oracle.links();
        await oracle.files();
        await oracle.downloads();
        await oracle.search();
        await oracle.sharesAndLists();
        differences.push(...oracle.differences);
      }
      const levels = world.lists.map(({ id, role, levels: map }) => `${id} ${role} ${JSON.stringify([...map])}`);
      if (differences.length > 0) {
        throw new Error(
          [
            `With GROUPWARE_TEST_SEED=${String(SEED)}`,
            ...levels,
            JSON.stringify(world.people.map(({ name, inTeam, client }) => [name, inTeam, client.principalId])),
            ...differences.slice(0, 40),
          ].join('\n'),
        );
      }
    } finally {
      await world.host.drop();
    }
  }, 900_000);
});
