import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Directory } from '../../core/auth/directory.service';
import { User } from '../../core/auth/principal.entity';
import { fillDemo } from '../../core/cli/demo';
import { Demo } from '../../core/module/contract';
import { eventually } from '../../core/testing/eventually';
import { launchChromium } from '../../core/testing/servers/chromium';
import type { TestDatabase } from '../../core/testing/servers/databases';
import { TestHost, type TestHostOptions } from '../../core/testing/test-host';
import { SmtpSource } from '../../modules/mail/smtp.source';
import { SupportDemo } from '../../modules/support/demo';

/** Where pictures for the guide go; none are kept without it. */
const pictures = process.env['GROUPWARE_TEST_PICTURES'];

/** How long a page may take for one step on a busy machine, before the test says which step it was. */
const PATIENCE_MS = 60_000;

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
}
export const PHONE: Look = { width: 390, height: 844 };

/** A desk with the demo's people and stories, real mail and a real browser. */
export class PanelsDesk {
  /** What the pages have complained about: errors in scripts, and what the policy refused. */
  readonly complaints: string[] = [];
  private readonly signedIn = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();

  private constructor(
    readonly host: TestHost,
    readonly browser: Browser,
    private readonly url: string,
    /** Of all the demo's people. */
    readonly password: string,
  ) {}

  static async open(
    database: TestDatabase,
    options: Pick<TestHostOptions, 'clock' | 'installsAll'> = {},
  ): Promise<PanelsDesk> {
    const host = await TestHost.start(database, { running: true, ...options });
    const lines: string[] = [];
    // Whoever needs tasks makes them: the numbers of the tickets stay those of the stories.
    const stories = host.host.all(Demo).filter((demo) => demo instanceof SupportDemo);
    await fillDemo(host.host, stories, (line) => lines.push(line));
    await host.server.listen({ port: 0, host: 'localhost' });
    const { port } = host.server.server.address() as AddressInfo;
    const password = / \/ (\S+)$/.exec(lines[0] ?? '')?.[1] ?? '';
    return new PanelsDesk(host, await launchChromium(), `http://localhost:${String(port)}`, password);
  }

  /** An empty data directory, as after the first start: nobody has a password yet. */
  static async empty(database: TestDatabase): Promise<PanelsDesk> {
    const host = await TestHost.start(database, { running: true });
    await host.server.listen({ port: 0, host: 'localhost' });
    const { port } = host.server.server.address() as AddressInfo;
    return new PanelsDesk(host, await launchChromium(), `http://localhost:${String(port)}`, '');
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.host.drop();
  }

  /** Makes one of the demo's people a member of Admins. */
  async makeAdministrator(username: string): Promise<void> {
    const { host } = this;
    const user = await host.database.manager.findOneByOrFail(User, { username });
    const directory = host.get(Directory);
    await host.database.transaction(async () => directory.addMember(await directory.builtIn('admins'), user.id));
  }

  /** A page of somebody who has signed in, at a route. */
  async page(username: string, route: string, look: Look = {}): Promise<Page> {
    const known = this.signedIn.get(username);
    const page = await this.visitor(route, look, known);
    if (known === undefined) {
      await page.getByLabel('Username or e-mail address').fill(username);
      await page.getByLabel('Password', { exact: true }).fill(this.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }
    await page.locator('gw-top-bar').waitFor();
    this.signedIn.set(username, await page.context().storageState());
    return page;
  }

  /** A page of a browser that nobody has signed in with, or only those whose cookies it has. */
  async visitor(
    route: string,
    { width = 1280, height = 800, isDark = false }: Look = {},
    cookies?: Awaited<ReturnType<BrowserContext['storageState']>>,
  ): Promise<Page> {
    const isPhone = width < 600;
    const options: BrowserContextOptions = {
      viewport: { width, height },
      colorScheme: isDark ? 'dark' : 'light',
      ...(isPhone ? { isMobile: true, hasTouch: true } : {}),
      locale: 'en-GB',
      timezoneId: 'Europe/Amsterdam',
    };
    const context = await this.browser.newContext({
      ...options,
      ...(cookies === undefined ? {} : { storageState: cookies }),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) this.complaints.push(message.text());
    });
    await page.goto(`${this.url}/${route}`);
    return page;
  }

  /** Opens a route afresh, as a reload does. */
  async visit(page: Page, route: string): Promise<void> {
    await page.goto(`${this.url}/${route}`);
    await page.reload();
  }

  /** Hands a mail to the listener. @returns its Message-ID */
  async mail(mail: SendMailOptions): Promise<string> {
    const { port } = this.host.get(SmtpSource);
    const transport = createTransport({ host: 'localhost', port: port ?? 0, secure: false, ignoreTLS: true });
    const sending = transport.sendMail({ to: 'support@localhost', ...mail });
    const { messageId } = await sending.finally(() => {
      transport.close();
    });
    return messageId;
  }

  /** Waits until the mail has become a ticket. */
  async ticketOf(title: string): Promise<string> {
    const admin = await this.host.admin();
    return eventually(`the ticket "${title}"`, async () => {
      const { list } = await admin.get<{ id: string; title: string }>('Task', await admin.query('Task'));
      return list.find((ticket) => ticket.title === title)?.id;
    });
  }
}

/** A PNG of a badge reader whose light is red. */
export function badgeReader(width = 160, height = 80): Buffer {
  const colour = (x: number, y: number) =>
    Math.hypot(x - width / 2, y - height / 2) < height / 5
      ? [220, 50, 47]
      : x % width < 3 || y < 3
        ? [90, 98, 112]
        : [52, 58, 70];
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (__, x) => colour(x, y)).flat()]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // eight bits of red, green and blue
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Keeps a picture of the page for the guide, if asked for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
