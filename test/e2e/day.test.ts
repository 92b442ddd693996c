import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import type { Acts } from './day/acts';
import { afternoon } from './day/afternoon';
import { busyHour } from './day/busy-hour';
import { compareCounters, compareMails, compareRequests } from './day/compare';
import { evening } from './day/evening';
import { firstHours } from './day/first-hours';
import { morning } from './day/morning';
import { noon } from './day/noon';
import { openTheDay } from './day/opening';
import { COLLEAGUES, carla, daniel, hanna, ivo } from './day/people';
import { Screens } from './day/screens';

// A day of the desk: 12 customers, 4 agents and their manager. A plain plan says what should be after each step, and the
// whole desk is compared with it.

describeWith('Chromium', 'a day of the desk', () => {
  describe.each(testDatabases().slice(0, 1))('on $name', (database) => {
    let acts: Acts;
    let screens: Screens;

    beforeAll(async () => {
      acts = await openTheDay(database);
      screens = new Screens(acts);
    });
    afterAll(async () => {
      await acts.desk.close();
      await acts.mailroom.close();
    });

    const compare = async (): Promise<void> => {
      await compareRequests(acts);
      await compareCounters(acts);
      await compareMails(acts);
    };

    test('what every customer sees, every mail and every counter are as the plan says', async () => {
      await morning(acts);
      await firstHours(acts);
      await compare();
      await noon(acts, screens);
      await compare();
      await afternoon(acts, screens);
      await compare();
      await busyHour(acts, 20_261_123);
      await compare();
      await evening(acts);
      await compare();
      await screens.compareCounters(COLLEAGUES);
      await screens.compareRequests([carla, daniel, ivo, hanna]);
      expect(acts.desk.complaints).toEqual([]);
    }, 600_000);
  });
});
