import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import { soon } from '../../core/testing/eventually';
import { describeWith, missingReason } from '../../core/testing/servers/availability';
import { anyDatabase } from '../../core/testing/servers/databases';
import { LegacyDatabase } from '../migrating/legacy-database';
import { ODD } from '../migrating/odd-rows.sql';
import { PanelsDesk, PHONE, picture } from './panels-desk';

// docs/migrating.md, walked through as it is written: an administrator brings the tickets of Group-Office here.

const ROUTE = '#settings/tickets-to-support';
const PASSWORD = 'read only 7';

const takesPictures = process.env['GROUPWARE_TEST_PICTURES'] !== undefined;
/** Until it is some way on. */
const TO_LOOK_MS = takesPictures ? 4000 : 0;
/** Beside the odd ones; for pictures enough that one is taken while it goes on. */
const TICKETS = takesPictures ? 2500 : 400;
const ALL_TICKETS = (TICKETS + 3).toLocaleString('en');
const ALL_MESSAGES = (2 * TICKETS + 7).toLocaleString('en');

const MANY = `
INSERT INTO ti_tickets (id, ticket_number, ticket_verifier, priority, status_id, type_id, user_id, agent_id, company, first_name, middle_name, last_name,
  email, phone, subject, ctime, mtime, muser_id, unseen, group_id, order_id, cc_addresses)
  SELECT 1000 + seq, CONCAT('20190', 1000 + seq), 1, 1, 0, 1, 0, 2, '', 'Many', '', '', CONCAT('many', seq % 50, '@example.net'), '', CONCAT('Printer ', seq),
    1550000000 + seq, 1550000000 + seq, 0, 0, 0, 0, '' FROM seq_1_to_${String(TICKETS)};
INSERT INTO ti_messages (id, ticket_id, status_id, type_id, has_status, has_type, content, is_note, user_id, ctime, mtime, rate_amount, rate_hours, rate_name)
  SELECT 10000 + seq, 1000 + CEIL(seq / 2), 0, 0, 1, 1, CONCAT('Message ', seq), 1, IF(seq % 2, 0, 2), 1550000000 + seq, 1550000000 + seq, 0, 0, ''
    FROM seq_1_to_${String(2 * TICKETS)};
UPDATE ti_types SET name = '<b>Fault</b>' WHERE id = 1;
`;

const source = missingReason('MariaDB');

describeWith('Chromium', `a migration in the panel${source === null ? '' : ' [skipped without MariaDB]'}`, () => {
  const reader = `panelreader${String(process.pid)}`;
  const checked = source === null ? test : test.skip;
  let desk: PanelsDesk;
  let old: LegacyDatabase;
  let ada: Page;

  beforeAll(async () => {
    if (source !== null) return;
    old = await LegacyDatabase.fresh();
    await old.run(ODD);
    await old.run(MANY);
    await old.run(`CREATE OR REPLACE USER '${reader}'@'%' IDENTIFIED BY '${PASSWORD}'`);
    await old.run(`GRANT SELECT ON ${new URL(old.url).pathname.slice(1)}.* TO '${reader}'@'%'`);
    desk = await PanelsDesk.open(anyDatabase(), { installsAll: true });
    await desk.makeAdministrator('ada');
    await desk.makeAdministrator('bram');
    ada = await desk.page('ada', ROUTE);
  });
  afterEach(() => {
    expect(source === null ? desk.complaints.splice(0) : []).toEqual([]);
  });
  afterAll(async () => {
    if (source !== null) return;
    await desk.close();
    await old.run(`DROP USER '${reader}'@'%'`);
    await old.drop();
  });

  const newest = (page: Page): Locator => page.locator('ticket-migration-run article').first();
  const state = (page: Page, name: string): Promise<void> =>
    newest(page).locator(`.badge:text-is("${name}")`).waitFor();
  const fillIn = async (page: Page, button: string): Promise<Locator> => {
    await page.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = page.locator('vaadin-dialog');
    const { host, pathname } = new URL(old.url);
    await dialog.getByLabel('Address of the database').fill(host);
    await dialog.getByLabel('Schema').fill(pathname.slice(1));
    await dialog.getByLabel('User', { exact: true }).fill(reader);
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog.getByLabel('Name of the source').fill('groupoffice');
    return dialog;
  };
  /** By day, by night, and on a phone. */
  const look = async (page: Page, name: string): Promise<void> => {
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, name);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE as { width: number; height: number });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await picture(page, `${name}-phone`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  checked('a dry run is refused with a wrong password, and tells what would come', async () => {
    await ada.getByText('Nothing was brought yet').waitFor();
    const dialog = await fillIn(ada, 'Dry run');
    await look(ada, 'migrating-start');
    await dialog.getByLabel('Password', { exact: true }).fill('wrong');
    await dialog.getByRole('button', { name: 'Dry run' }).click();
    await dialog.getByText('refuses the name or the password').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Dry run' }).click();
    await dialog.waitFor({ state: 'detached' });
    await state(ada, 'Done');
    const run = newest(ada);
    await run.getByText('Nothing was written.').waitFor();
    await run.getByRole('row', { name: `ti_messages ${ALL_MESSAGES}` }).waitFor();
    // What stands in the source is text.
    await run.getByRole('cell', { name: '<b>Fault</b>' }).waitFor();
    await look(ada, 'migrating-dry-run');
    const [download] = await Promise.all([
      ada.waitForEvent('download'),
      run.getByRole('button', { name: 'Discrepancies' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('"reason"');
    await run.getByRole('button', { name: 'Show report' }).click();
    const report = ada.locator('ticket-migration-report iframe').contentFrame();
    await report.getByRole('heading', { name: 'Dry run of groupoffice' }).waitFor();
    await report.getByRole('cell', { name: '<b>Fault</b>' }).waitFor();
    await look(ada, 'migrating-report');
    await ada.keyboard.press('Escape');
    await ada.locator('ticket-migration-report').waitFor({ state: 'detached' });
  });

  checked('a migration is paused, survives a reload, and another administrator goes on with it', async () => {
    const dialog = await fillIn(ada, 'Migrate');
    await dialog.getByText('Make accounts for users who are not here').click();
    await dialog.getByRole('button', { name: 'Migrate' }).click();
    const question = ada.getByRole('alertdialog', { name: 'Bring the tickets here?' });
    await question.getByText('Accounts are made for users who are not here.').waitFor();
    await ada.setViewportSize({ width: 1120, height: 720 });
    await picture(ada, 'migrating-confirm');
    await ada.setViewportSize({ width: 1280, height: 800 });
    // Nobody may read the tickets for now: it cannot be over before somebody has looked.
    await old.run('LOCK TABLES ti_tickets WRITE');
    await question.getByRole('button', { name: 'Migrate' }).click();
    await dialog.waitFor({ state: 'detached' });
    await newest(ada).getByRole('button', { name: 'Pause' }).click();
    await state(ada, 'Pausing…');
    await old.run('UNLOCK TABLES');
    await state(ada, 'Paused');
    const bram = await desk.page('bram', ROUTE);
    await state(bram, 'Paused');
    await ada.reload();
    await state(ada, 'Paused');
    await newest(ada).getByText(`of ${ALL_TICKETS} tickets`).waitFor();
    expect(await accessibilityFaults(ada)).toEqual([]);
    await newest(bram).getByRole('button', { name: 'Continue' }).click();
    await newest(ada).locator('.badge:text-is("Paused")').waitFor({ state: 'detached' });
    await ada.waitForTimeout(TO_LOOK_MS);
    await picture(ada, 'migrating-progress');
    await ada.reload();
    for (const page of [ada, bram]) {
      await state(page, 'Done');
      await newest(page).getByText('Everything is accounted for.').waitFor();
    }
    await newest(ada)
      .getByRole('row', { name: `ti_tickets ${ALL_TICKETS} ${ALL_TICKETS}` })
      .waitFor();
    await look(ada, 'migrating-done');
    await bram.context().close();
  });

  checked('a second run is cancelled', async () => {
    const dialog = await fillIn(ada, 'Migrate');
    await dialog.getByRole('button', { name: 'Migrate' }).click();
    await old.run('LOCK TABLES ti_tickets WRITE');
    await ada.getByRole('alertdialog').getByRole('button', { name: 'Migrate' }).click();
    await dialog.waitFor({ state: 'detached' });
    await newest(ada).getByRole('button', { name: 'Cancel run' }).click();
    await ada
      .getByRole('alertdialog', { name: 'Cancel this run?' })
      .getByRole('button', { name: 'Cancel run' })
      .click();
    await state(ada, 'Cancelling…');
    await old.run('UNLOCK TABLES');
    await state(ada, 'Cancelled');
    await newest(ada).getByRole('button', { name: 'Continue' }).click();
    const typed = ada.locator('ticket-migration-typed');
    await typed.getByText('Nobody has kept the password').waitFor();
    await typed.getByLabel('Password of the database').fill('wrong');
    await typed.getByRole('button', { name: 'Continue' }).click();
    await typed.getByText('refuses the name or the password').waitFor();
    expect(await accessibilityFaults(ada)).toEqual([]);
    await ada.keyboard.press('Escape');
    await typed.waitFor({ state: 'detached' });
  });

  checked('all of it is undone by whoever types its name', async () => {
    await ada.locator('article[data-state=done]').first().getByRole('button', { name: 'Undo' }).click();
    const typed = ada.locator('ticket-migration-typed');
    const undo = typed.getByRole('button', { name: 'Undo' });
    expect(await undo.isDisabled()).toBe(true);
    await typed.getByLabel('Name of the source').fill('groupoffice');
    expect(await accessibilityFaults(ada)).toEqual([]);
    await picture(ada, 'migrating-undo');
    await undo.click();
    await typed.waitFor({ state: 'detached' });
    await newest(ada).getByText(`${ALL_TICKETS} tickets are gone.`).waitFor();
    expect(await accessibilityFaults(ada)).toEqual([]);
  });

  checked('whoever is no administrator does not come here', async () => {
    const carla = await desk.page('carla', ROUTE);
    await soon(async () => expect(await carla.locator('gw-top-bar').count()).toBe(1));
    expect(await carla.getByText('Tickets to Support').count()).toBe(0);
    expect(await carla.locator('ticket-migration-run').count()).toBe(0);
    await carla.context().close();
  });
});
