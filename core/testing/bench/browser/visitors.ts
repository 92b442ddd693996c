import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { Credentials } from '../../../auth/credentials.service';
import { User } from '../../../auth/principal.entity';
import { launchChromium } from '../../servers/chromium';
import type { TestHost } from '../../test-host';
import { IN_PAGE } from './in-page';
import { Traffic } from './traffic';

const SCREEN = { width: 1440, height: 850 };
/** How long a page may take for a step before the bench gives up. */
const PATIENCE_MS = 120_000;

/** A page that was just opened, with what is counted of it. */
export interface Visit {
  readonly page: Page;
  readonly traffic: Traffic;
  /** CPU of the page's main thread since it was opened, in milliseconds, and how much of it ran scripts. */
  cpu(): Promise<{ all: number; scripts: number }>;
  /** Bytes of the scripts' heap when its garbage is gone. */
  heap(): Promise<number>;
  close(): Promise<void>;
}

/** People of the bench in a real Chromium; each page has an empty profile, as somebody has who was never here. */
export class Visitors {
  private readonly sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();

  private constructor(
    private readonly browser: Browser,
    private readonly host: TestHost,
    readonly origin: string,
  ) {}

  /** Has the program listen, and starts the browser. */
  static async at(host: TestHost): Promise<Visitors> {
    await host.server.listen({ port: 0, host: 'localhost' });
    const { port } = host.server.server.address() as AddressInfo;
    return new Visitors(await launchChromium(), host, `http://localhost:${String(port)}`);
  }

  get version(): string {
    return this.browser.version();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Opens an address of somebody who has signed in; without a name, a page of no program. */
  async visit(username: string | null, address: string): Promise<Visit> {
    const storageState = username === null ? undefined : await this.session(username);
    const context = await this.browser.newContext({
      viewport: SCREEN,
      locale: 'en-GB',
      ...(storageState === undefined ? {} : { storageState }),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript({ content: IN_PAGE });
    const debuggerOfPage = await context.newCDPSession(page);
    const traffic = await Traffic.of(debuggerOfPage);
    // Of the thread, not of the clock: what others do on the machine is not the page's.
    await debuggerOfPage.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(username === null ? address : `${this.origin}/${address}`);
    return {
      page,
      traffic,
      cpu: async () => {
        const metrics = await metricsOf(debuggerOfPage);
        return { all: (metrics['TaskDuration'] ?? 0) * 1000, scripts: (metrics['ScriptDuration'] ?? 0) * 1000 };
      },
      heap: async () => {
        await debuggerOfPage.send('HeapProfiler.collectGarbage');
        return (await metricsOf(debuggerOfPage))['JSHeapUsedSize'] ?? 0;
      },
      close: () => context.close(),
    };
  }

  /** What a browser keeps of somebody who has signed in with it. */
  private async session(username: string): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
    const known = this.sessions.get(username);
    if (known) return known;
    const { id } = await this.host.database.manager.findOneByOrFail(User, { username });
    const password = `bench ${username} of today`;
    await this.host.get(Credentials).setPassword(id, password);
    const context = await this.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(this.origin);
    await page.getByLabel('Username or e-mail address').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('gw-top-bar').waitFor();
    const session = await context.storageState();
    await context.close();
    this.sessions.set(username, session);
    return session;
  }
}

async function metricsOf(debuggerOfPage: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await debuggerOfPage.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
