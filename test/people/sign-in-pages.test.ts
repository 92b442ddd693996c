import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../../core/testing/accessibility';
import type { Client } from '../../core/testing/client';
import { eventually, soon } from '../../core/testing/eventually';
import { describeWith } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { SmtpSink } from '../../core/testing/servers/smtp-sink';
import { type Look, PanelsDesk, PHONE, picture } from '../e2e/panels-desk';

// How people come in, as they see it; the rules are in the other tests of this folder, on every database.

const PASSWORD = 'a password of some length';
const LOOKS: [string, Look][] = [
  ['light', {}],
  ['dark', { isDark: true }],
  ['phone-dark', { ...PHONE, isDark: true }],
];

describeWith('Chromium', 'ways in', () => {
  let desk: PanelsDesk;
  let sink: SmtpSink;
  let admin: Client;
  const pages: Page[] = [];

  beforeAll(async () => {
    desk = await PanelsDesk.open(testDatabases()[0]!);
    sink = await SmtpSink.start();
    await desk.makeAdministrator('ada');
    admin = await desk.host.admin();
    await connect();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(desk.complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await sink.stop();
    await desk.close();
  });

  const connect = (isOn = true): Promise<void> =>
    admin.update('MailRelay', 'singleton', { host: isOn ? sink.host : '', port: sink.port, security: 'none' });
  const visitor = async (route: string, look?: Look): Promise<Page> => {
    const page = await desk.visitor(route, look);
    pages.push(page);
    return page;
  };
  const open = async (route: string, look?: Look): Promise<Page> => {
    const page = await desk.page('ada', route, look);
    pages.push(page);
    return page;
  };
  /** The link of the next mail to somebody. */
  const linkTo = (address: string, after = 0): Promise<string> =>
    eventually(`a mail to ${address}`, () => {
      const mail = sink.messages.slice(after).find(({ envelope }) => envelope.to.includes(address));
      const plain = mail?.raw.toString('latin1').replaceAll('=\r\n', '').replaceAll('=3D', '=');
      return Promise.resolve(plain && /\/(#[\w-]+\/[\w-]{43})/.exec(plain)?.[1]);
    });
  const isIn = (page: Page): Promise<void> => page.locator('gw-top-bar').waitFor();

  test('somebody who has forgotten the password chooses a new one by the link in the mail', async () => {
    const page = await visitor('');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('textbox', { name: 'Username or e-mail address' }).fill('bram');
    await page.getByRole('button', { name: 'Send the mail' }).click();
    await page.getByRole('status').getByText('a mail is on its way').waitFor();
    await desk.visit(page, await linkTo('bram@example.org'));
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Once more').fill('another one');
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByRole('alert').getByText('differ').waitFor();
    await page.getByLabel('Once more').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await isIn(page);
  });

  test('where no mail is sent, the page says whom to ask, and leads back', async () => {
    await connect(false);
    try {
      const page = await visitor('#forgot');
      await page.getByText('Ask your administrator for a link').waitFor();
      expect(await page.getByRole('button', { name: 'Send the mail' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Back to sign-in' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    } finally {
      await connect();
    }
  });

  test('an administrator invites somebody, who chooses user name and password, and is in', async () => {
    const page = await open('#settings/invitations');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('erin@example.org');
    await dialog.getByRole('textbox', { name: 'Name, if you know it' }).fill('Erin Visser');
    await dialog.getByRole('combobox', { name: 'Groups' }).fill('Support');
    await page.getByRole('option', { name: 'Support agents' }).click();
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByText('A mail to erin@example.org is on its way').waitFor();
    await page.locator('vaadin-grid-cell-content:visible', { hasText: 'erin@example.org' }).first().waitFor();

    const erin = await visitor(await linkTo('erin@example.org'));
    expect(await erin.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Erin Visser');
    await erin.getByRole('textbox', { name: 'Username' }).fill('bram');
    await erin.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await erin.getByLabel('Once more').fill(PASSWORD);
    await erin.getByRole('button', { name: 'Save and sign in' }).click();
    await erin.getByRole('alert').getByText('username is taken').waitFor();
    desk.complaints.splice(0); // the browser's own line about that answer
    await erin.getByRole('textbox', { name: 'Username' }).fill('erin');
    await erin.getByRole('button', { name: 'Save and sign in' }).click();
    await isIn(erin);
    await page.locator('vaadin-grid-cell-content:visible', { hasText: 'Accepted' }).first().waitFor();
  });

  test('an invitation is sent again, withdrawn, and handed over where no mail can be sent', async () => {
    await admin.create('Invitation', { email: 'fred@example.org' });
    const page = await open('#settings/invitations');
    const row = page.locator('vaadin-grid-cell-content:visible', { hasText: 'fred@example.org' }).first();
    await row.click();
    const before = sink.messages.length;
    await page.getByRole('button', { name: 'Send again' }).click();
    const link = await linkTo('fred@example.org', before);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
    await row.waitFor({ state: 'detached' });
    const fred = await visitor(link);
    await fred.getByText('Ask whoever invited you').waitFor();
    desk.complaints.splice(0);

    await connect(false);
    try {
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
      await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('gina@example.org');
      await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
      const shown = page.getByRole('dialog', { name: 'Invitation for gina@example.org' });
      await soon(async () => expect(await shown.locator('code').textContent()).toMatch(/\/#invitation\/[\w-]{43}$/));
    } finally {
      await connect();
    }
  });

  test('where the door is open, somebody opens an account by the link in a mail', async () => {
    await admin.update('SignInSettings', 'singleton', { registration: true });
    try {
      const page = await visitor('');
      await page.getByRole('link', { name: 'Open an account' }).click();
      await page.getByRole('textbox', { name: 'E-mail address' }).fill('nora@example.com');
      await page.getByRole('button', { name: 'Send the mail' }).click();
      await page.getByRole('status').getByText('a mail is on its way').waitFor();
      await desk.visit(page, await linkTo('nora@example.com'));
      await page.getByRole('textbox', { name: 'Your name' }).fill('Nora');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByLabel('Once more').fill(PASSWORD);
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await isIn(page);
    } finally {
      await admin.update('SignInSettings', 'singleton', { registration: false });
    }
  });

  test.each(LOOKS)(
    'an administrator is somebody else, knows it all the time, and comes back: %s',
    async (look, options) => {
      const page = await open('#settings/users', options);
      const rows = page.locator('vaadin-grid-cell-content:visible');
      await rows.filter({ hasText: 'Carla Jansen' }).first().click();
      await page.getByRole('button', { name: 'Log in as' }).click();
      const dialog = page.getByRole('dialog', { name: 'Log in as Carla Jansen?' });
      const password = dialog.getByLabel('Your own password');
      await password.fill('not my password');
      await dialog.getByRole('button', { name: 'Log in as' }).click();
      await dialog.getByRole('alert').getByText('The password is wrong.').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `acting-dialog-${look}`);
      await password.fill(desk.password);
      await dialog.getByRole('button', { name: 'Log in as' }).click();
      const banner = page.getByText('You, Ada Brouwer, are here as Carla Jansen.');
      await banner.waitFor();
      await page.getByRole('button', { name: 'Search' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await picture(page, `acting-${look}`);
      await desk.visit(page, '#account/sessions');
      await banner.waitFor();
      await page.getByRole('button', { name: 'Back to yourself' }).click();
      await banner.waitFor({ state: 'detached' });
      await page.getByText('Account menu of Ada Brouwer').waitFor({ state: 'attached' });
    },
  );

  test.each(LOOKS)('no page on the way in breaks a rule of accessibility: %s', async (look, options) => {
    await admin.update('SignInSettings', 'singleton', { registration: true });
    const before = sink.messages.length;
    const { id } = await admin.create('Invitation', { email: `${look}@example.org`, name: 'Hanna' });
    const steps: [name: string, route: string, shown: string][] = [
      ['login', '', 'Forgot your password?'],
      ['forgot', '#forgot', 'Send the mail'],
      ['register', '#register', 'Send the mail'],
      ['invited', await linkTo(`${look}@example.org`, before), 'Save and sign in'],
    ];
    for (const [name, route, shown] of steps) {
      const page = await visitor(route, options);
      await page.getByText(shown).first().waitFor();
      expect([name, await accessibilityFaults(page)]).toEqual([name, []]);
      await picture(page, `way-in-${name}-${look}`);
    }
    const page = await open('#settings/invitations', options);
    await page.getByRole('button', { name: 'Invite', exact: true }).waitFor();
    await page
      .locator('vaadin-grid-cell-content:visible', { hasText: `${look}@example.org` })
      .first()
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `way-in-invitations-${look}`);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page
      .getByRole('dialog', { name: 'Invite somebody' })
      .getByRole('textbox', { name: 'E-mail address' })
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `way-in-invite-${look}`);
    await desk.visit(page, '#settings/sign-in-settings');
    await page.getByText('People choose a new password by themselves').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `way-in-settings-${look}`);
    await admin.refused('Invitation', { destroy: id });
    await admin.update('SignInSettings', 'singleton', { registration: false });
  });
});
