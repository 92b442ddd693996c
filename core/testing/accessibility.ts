import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Resolves when the screen has a heading and nothing in it moves: half-faded text has too little contrast. */
const WHEN_AT_REST = `new Promise((atRest) => {
  const look = () => {
    const moving = document.getAnimations().some(({ playState, effect }) =>
      playState === 'running' && effect.getComputedTiming().iterations !== Infinity);
    if (moving || document.querySelector('h1') === null) setTimeout(look, 50); else requestAnimationFrame(() => atRest());
  };
  requestAnimationFrame(look);
})`;

/** Milliseconds after which what is closing is closed. */
const MOMENT = 500;

/**
 * What axe-core finds against the page as it is now, and still finds a moment later: one line for each element, with the
 * rule and what would mend it. The caller waits before for what is to be looked at.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const faults = await faultsNow(page);
  if (faults.length === 0) return faults;
  await page.waitForTimeout(MOMENT);
  return faultsNow(page);
}

async function faultsNow(page: Page): Promise<string[]> {
  await page.evaluate(WHEN_AT_REST);
  const debuggerOfPage = await page.context().newCDPSession(page);
  // The debugger may run scripts where the page's own policy would not let anybody.
  await debuggerOfPage.send('Runtime.evaluate', { expression: axe });
  const { result } = await debuggerOfPage.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'], iframes: false }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
        id + ': ' + html.slice(0, 160) + ' ' + failureSummary.split('\\n')[1])))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await debuggerOfPage.detach();
  return result.value as string[];
}
