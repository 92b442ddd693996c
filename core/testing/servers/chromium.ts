import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const candidates = [
  process.env['GROUPWARE_TEST_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** How many times slower than this machine the pages shall be: shows what a test does not wait for. */
const slowness = Number(process.env['GROUPWARE_TEST_SLOW'] ?? 1);

/** Null when a Chromium is installed, else why the browser tests cannot run. */
export async function available(): Promise<string | null> {
  return binary() === undefined ? 'no Chromium is installed (GROUPWARE_TEST_CHROMIUM may name one)' : null;
}

/**
 * Starts a headless Chromium with a new, empty profile. It asks no host but the pages' own for anything.
 * Close it with `browser.close()`, which also removes the profile.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = binary();
  if (executablePath === undefined) throw new Error('No Chromium is installed');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    // Chromium refuses its own sandbox to root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
  if (slowness > 1) browser.on('context', (context) => context.on('page', (page) => void slowDown(page)));
  return browser;
}

async function slowDown(page: Page): Promise<void> {
  try {
    const debuggerOfPage = await page.context().newCDPSession(page);
    await debuggerOfPage.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  } catch (error) {
    // A page that is closed at once need not be slow.
    if (!page.isClosed()) throw error;
  }
}

function binary(): string | undefined {
  return candidates.find((path) => path !== undefined && existsSync(path));
}
