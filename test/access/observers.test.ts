import { delay } from '../../core/ports/timers';
import { testDatabases } from '../../core/testing/servers/databases';
import type { Json } from './json';
import { Observed } from './observed';
import { HIDDEN_MOST, OBSERVERS } from './observers';
import { Push } from './push';

describe.each(testDatabases())('$name', (database) => {
  test.each(Object.keys(OBSERVERS))(
    'two worlds that differ in what the %s may not see look the same',
    async (observer) => {
      const transcripts: string[][] = [];
      for (const isFuller of [false, true]) {
        const play = await Observed.open(database, OBSERVERS[observer]!, isFuller);
        try {
          transcripts.push(await play.run(database.name === 'sqlite' ? 2 : 1));
        } finally {
          await play.host.drop();
        }
      }
      const [sparse, full] = transcripts as [string[], string[]];
      expect(full.length).toBeGreaterThan(60);
      expect(full).toEqual(sparse);
    },
    400_000,
  );

  test('a customer hears of what is theirs, and of nothing else', async () => {
    const play = await Observed.open(database, OBSERVERS['customer']!, true);
    try {
      const address = await play.host.server.listen({ port: 0, host: '127.0.0.1' });
      const stream = await Push.open(address, await play.token());
      for (let index = 0; index < HIDDEN_MOST; index++) await play.hide(index);
      // Longer than the host needs to notice anything.
      await delay(1_500);
      expect(stream.events).toEqual([]);
      await play.answer('Public');
      await stream.next();
      expect(stream.events.flatMap((event) => Object.keys(event['changed'].g1 as Json)).sort()).toEqual([
        'Comment',
        'Task',
      ]);
      stream.close();
    } finally {
      await play.host.drop();
    }
  });
});
