import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { launchChromium } from '../../core/testing/servers/chromium';
import { freePort } from '../../core/testing/servers/ports';
import { Program } from '../faults/program';

const PASSWORD = 'four words make one';
const PATIENCE_MS = 30_000;

/** The real program on an empty data directory, and its administrator in a real browser. */
export class ProgramDesk {
  /** Errors in scripts, and what the policy refused. */
  readonly complaints: string[] = [];

  private constructor(
    readonly data: string,
    private readonly program: Program,
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /** @param main the built program; default: that of this tree */
  static async open(main?: string): Promise<ProgramDesk> {
    const data = mkdtempSync(join(tmpdir(), 'groupware-own-module-'));
    const port = String(await freePort());
    const settings = {
      GROUPWARE_DATA: data,
      GROUPWARE_PORT: port,
      GROUPWARE_SMTP_PORT: '-1',
      GROUPWARE_ADMIN_PASSWORD: PASSWORD,
      GROUPWARE_LOG_LEVEL: 'warn',
    };
    const program = await new Program(settings, [], main).ready();
    const browser = await launchChromium();
    const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(PATIENCE_MS);
    const desk = new ProgramDesk(data, program, browser, page);
    page.on('pageerror', (error) => desk.complaints.push(error.message));
    page.on('console', (message) => {
      // 401 before one has signed in; 400 when a module has gone whose types were asked for.
      if (message.type() === 'error' && !/status of 40[01]/.test(message.text())) desk.complaints.push(message.text());
    });
    await page.goto(`http://localhost:${port}/`);
    await page.getByLabel('Username or e-mail address').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('gw-top-bar').waitFor();
    return desk;
  }

  tab(title: string): Locator {
    return this.page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: title, exact: true });
  }

  /** Opens a panel of notes by its tab, makes a note in it, reads it, and comments on it. */
  async makeOne(module: string, panel: string, one: string, title: string): Promise<void> {
    const { page } = this;
    // Panels that were open before are kept in the page.
    const here = page.locator(`panel-${module}`);
    await this.tab(panel).click();
    await here.getByText('0 open, 0 archived').waitFor();
    await here.getByRole('button', { name: `New ${one}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByLabel('Text', { exact: true }).fill('Two tins of blue');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.waitFor({ state: 'detached' });
    await here.getByText('1 open, 0 archived').waitFor();
    await here.locator('vaadin-grid-cell-content:visible', { hasText: title }).first().click();
    await here.locator('x-detail').getByText('Two tins of blue').waitFor();
    const comments = here.locator('panel-comments');
    await comments.locator('summary').click();
    await comments.getByText('Nothing has been said yet').waitFor();
    await comments.getByRole('button', { name: 'Comment', exact: true }).click();
    await comments.getByRole('textbox', { name: 'Your comment' }).waitFor();
    await page.keyboard.type('Which blue?');
    await comments.getByRole('button', { name: 'Save comment' }).click();
    await comments.frameLocator('comment-entry iframe').getByText('Which blue?').waitFor();
    await comments.locator('summary .count', { hasText: '1' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  }

  /** In System settings → Modules: a module's row, which is looked for when it is not there. */
  async rowOf(module: string): Promise<Locator> {
    const { page } = this;
    await page.goto(new URL('#settings/modules', page.url()).href);
    await page.reload();
    await page.getByRole('button', { name: 'Look for new modules' }).click();
    const row = page.locator(`[data-module="${module}"]`);
    await row.waitFor();
    return row;
  }

  async install(module: string, title: string): Promise<void> {
    const row = await this.rowOf(module);
    await this.page.getByRole('button', { name: `Install: ${title}` }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Install' }).click();
    await row.getByText('Enabled').waitFor();
  }

  async disableAndDelete(module: string, title: string): Promise<void> {
    const { page } = this;
    const row = await this.rowOf(module);
    await page.getByRole('button', { name: `Disable: ${title}` }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await this.tab(title).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `Delete: ${title}` }).click();
    const deletion = page.getByRole('dialog', { name: `Delete ${title}` });
    await deletion.getByLabel(`Type ${module} to confirm`).fill(module);
    await deletion.getByRole('button', { name: 'Delete' }).click();
    await row.getByText('Not installed').waitFor();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.program.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}
