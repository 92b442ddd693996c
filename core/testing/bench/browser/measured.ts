import type { TestHost } from '../../test-host';
import type { Desk } from '../desk';
import { bigGrid } from './big-grid';
import { firstScreens } from './first-screens';
import type { Reading } from './reading';
import { Visitors } from './visitors';

/**
 * Measures the screens of a set of tickets in a real browser, `rounds` times each.
 * @returns the readings, and which browser it was
 */
export async function measuredInBrowser(
  host: TestHost,
  desk: Desk,
  rounds: number,
  say: (what: string) => void = () => undefined,
): Promise<{ browser: string; readings: Reading[] }> {
  const visitors = await Visitors.at(host);
  try {
    const screens = await firstScreens(visitors, rounds, say);
    return { browser: visitors.version, readings: [...screens, ...(await bigGrid(visitors, desk, rounds, say))] };
  } finally {
    await visitors.close();
  }
}
