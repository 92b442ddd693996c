import { measuredInBrowser } from '../../core/testing/bench/browser/measured';
import { browserReport } from '../../core/testing/bench/browser/report';
import { makeDesk } from '../../core/testing/bench/desk';
import { Load } from '../../core/testing/bench/load';
import { describeWith } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';

const TICKETS = 60;
const CUSTOMERS = 10;

// That it measures is tested here, not what: no test waits for a clock.

describeWith('Chromium', 'the bench in a browser', () => {
  test('opens the first screens, scrolls, jumps, sorts and filters a small set, and writes it down', async () => {
    const host = await TestHost.start(anyDatabase());
    try {
      const desk = await makeDesk(host, 5);
      await Load.run(host, desk, TICKETS, CUSTOMERS);
      const { browser, readings } = await measuredInBrowser(host, desk, 1);
      for (const { name, values } of readings) {
        const isNoise = name.includes('frames over') || name.includes('longest work');
        expect({ name, isMeasured: isNoise || values.every((value) => value > 0) }).toEqual({ name, isMeasured: true });
      }
      const total = await desk.admin.call('Task/query', {
        filter: { role: 'support' },
        calculateTotal: true,
        limit: 0,
      });
      expect(readings.map(({ name }) => name)).toContain(`${String(total['total'])} rows: elements after it`);
      // Weight hangs on no clock: these bars hold on every machine.
      const heavy = readings.filter(({ unit, bar, values }) => unit === 'kB' && bar !== null && values[0]! > bar);
      expect(heavy).toEqual([]);
      const lines = browserReport(TICKETS, 1, browser, readings).split('\n');
      expect(lines.filter((line) => line.startsWith('| ')).length).toBe(readings.length + 1);
      expect(lines.at(-2)).toMatch(/^(All bars are met|Missed at the median: .*)\.$/);
    } finally {
      await host.drop();
    }
  });
});
