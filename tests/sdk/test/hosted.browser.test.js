// The hosted pages of sign-in and registration by e-mail, as people walk through them in a browser.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { expectAccessible } from '../support/accessibility.js';
import { closePage, openBrowser, openPage, takeScreenshots } from '../support/browser.js';
import { credentials, olivia, unique } from '../support/environment.js';
import { byEmail, codeTo, linkTo, withSettings } from '../support/mailbox.js';
import { inNorthwind, makePerson, openPortal } from '../support/portal.js';

const { endpoint } = credentials;
/** Steps are refused with statuses of their own, which browsers report. */
const expected = [/status of 4\d\d/];
/** A document and everything it loads, compressed. */
const MAX_BYTES = 60_000;

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const home = (page) => page.waitForURL(`${endpoint}/portal`);

/** Has olivia invite somebody, as long as her username and password are all that she needs. */
async function invite(browser, address) {
  const page = await openPage(browser);
  await openPortal(page, olivia(), inNorthwind('/invitations/new'));
  await page.getByLabel('E-mail address').fill(address);
  await page.getByLabel('auditor').check();
  await press(page, 'Invite');
  await page.getByText('The invitation is on its way.').waitFor();
  await closePage(page);
}

/** Begins a sign-in that ends in the portal. */
const begin = (page, query = '') => page.goto(`${endpoint}/portal/sign-in?return_to=%2Fportal${query}`);

async function look(page, name) {
  await expectAccessible(page, name);
  await takeScreenshots(page, `step-${name}`);
}

async function tellCode(page, address, name) {
  await heading(page, 'Check your e-mail');
  await look(page, name);
  await page.getByLabel('Code', { exact: true }).fill(await codeTo(address));
  await press(page, 'Continue');
}

describe('hosted pages', () => {
  let browser;
  let restore;
  const invited = `${unique('invited')}@fjord.example`;

  before(async () => {
    browser = await openBrowser();
    await invite(browser, invited);
    restore = await withSettings(byEmail);
  });

  after(async () => {
    await restore?.();
    await browser?.close();
  });

  it('register somebody by a code to their address', async () => {
    const address = `${unique('registers')}@fjord.example`;
    const page = await openPage(browser, { expected });
    await begin(page, '&register=yes');
    await heading(page, 'Create your account');
    await look(page, 'register-by-email');
    await press(page, 'Continue');
    await page.getByText('Enter your e-mail address.').waitFor();
    await page.getByLabel('E-mail address').fill(address);
    await press(page, 'Continue');
    await heading(page, 'Check your e-mail');
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await press(page, 'Continue');
    await page.getByText('That code is not right. Check it and try again.').waitFor();
    await tellCode(page, address, 'code');
    await home(page);
    await heading(page, 'Your organizations');
    await closePage(page);
  });

  it('sign somebody in by a code instead of the password', async () => {
    const person = await makePerson('Signe Dahl');
    const page = await openPage(browser, { expected });
    await begin(page);
    await page.getByLabel('Username or e-mail address').fill(person.primaryEmail);
    await look(page, 'sign-in-identifier');
    await press(page, 'Continue');
    await heading(page, 'Enter your password');
    await look(page, 'password');
    await press(page, 'Use a code instead');
    await tellCode(page, person.primaryEmail, 'sign-in-code');
    await home(page);
    await closePage(page);
  });

  it('lead somebody without an account to one', async () => {
    const address = `${unique('new')}@fjord.example`;
    const page = await openPage(browser, { expected });
    await begin(page);
    await page.getByLabel('Username or e-mail address').fill(address);
    await press(page, 'Continue');
    await press(page, 'Use a code instead');
    await tellCode(page, address, 'new-code');
    await heading(page, 'There is no account yet');
    await look(page, 'no-account');
    await press(page, 'Create account');
    await home(page);
    await closePage(page);
  });

  it('replace a forgotten password, without JavaScript too', async () => {
    const person = await makePerson('Frida Vik');
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const page = await context.newPage();
    await begin(page);
    await page.getByLabel('Username or e-mail address').fill(person.primaryEmail);
    await press(page, 'Continue');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await heading(page, 'Reset your password');
    await takeScreenshots(page, 'step-forgotten');
    await page.getByLabel('E-mail address').fill(person.primaryEmail);
    await press(page, 'Send a code');
    await heading(page, 'Check your e-mail');
    await page.getByLabel('Code', { exact: true }).fill(await codeTo(person.primaryEmail));
    await press(page, 'Continue');
    await heading(page, 'Choose a new password');
    await takeScreenshots(page, 'step-new-password');
    await page.getByLabel('New password').fill('short');
    await press(page, 'Save password');
    await page.getByText('Use at least 8 characters.').waitFor();
    await page.getByLabel('New password').fill('another-Lamp-and-lake-7');
    await press(page, 'Save password');
    await page.getByText('Your password is changed. Sign in with the new one.').waitFor();
    await page.getByLabel('Username or e-mail address').fill(person.primaryEmail);
    await press(page, 'Continue');
    await page.getByLabel('Password', { exact: true }).fill('another-Lamp-and-lake-7');
    await press(page, 'Sign in');
    await home(page);
    await context.close();
  });

  it('take somebody who is invited and has no account into the organization', async () => {
    const theirs = await openPage(browser, { expected });
    await theirs.goto(await linkTo(invited));
    await heading(theirs, 'You were invited to an organization');
    await theirs.getByRole('link', { name: 'Create an account' }).click();
    await heading(theirs, 'Create your account');
    assert.equal(await theirs.getByLabel('E-mail address').inputValue(), invited);
    await press(theirs, 'Continue');
    await tellCode(theirs, invited, 'invited-code');
    await heading(theirs, 'Join Northwind Trading?');
    await press(theirs, 'Accept');
    await theirs.getByText('Welcome. You are a member now.').waitFor();
    await closePage(theirs);
  });

  it('are written from right to left for those who read so', async () => {
    const page = await openPage(browser, { expected, locale: 'ar' });
    await begin(page);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    const field = page.locator('#identifier');
    const label = await page.locator('label[for=identifier]').boundingBox();
    const input = await field.boundingBox();
    assert.ok(Math.abs(label.x + label.width - (input.x + input.width)) < 2, 'the label begins at the right');
    await look(page, 'sign-in-arabic');
    await field.fill('ingrid@fjord.example');
    await page.locator('form button[type=submit]').first().click();
    await page.waitForURL(`${endpoint}/sign-in/password**`);
    await look(page, 'password-arabic');
    await closePage(page);
  });

  it('are light and ask nobody else for anything', async () => {
    const page = await openPage(browser, { expected });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    const foreign = [];
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    page.on('request', (request) => {
      if (!request.url().startsWith(endpoint) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    await begin(page);
    await page.waitForLoadState('networkidle');
    assert.deepEqual(foreign, []);
    assert.ok(bytes > 0 && bytes < MAX_BYTES, `the sign-in page takes ${bytes} bytes`);
    await closePage(page);
  });
});

describe('hosted pages of the second step', () => {
  let browser;
  let restore;

  before(async () => {
    browser = await openBrowser();
    restore = await withSettings({ mfa: { factors: ['WebAuthn', 'BackupCode'], policy: 'PromptAtSignInAndSignUp' } });
  });

  after(async () => {
    await restore?.();
    await browser?.close();
  });

  it('set up a passkey with backup codes, and ask for it the next time', async () => {
    const person = await makePerson('Vigdis Holm');
    const page = await openPage(browser, { expected });
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    await session.send('WebAuthn.addVirtualAuthenticator', { options });
    await openPortal(page, person, `${endpoint}/portal`, async () => {
      await heading(page, 'Protect your account');
      await look(page, 'set-up');
      await page.getByRole('button', { name: 'Passkey' }).click();
      await heading(page, 'Create a passkey');
      await press(page, 'Create passkey');
      await heading(page, 'Keep your backup codes');
      await look(page, 'backup-codes');
      await press(page, 'I have kept them');
    });
    await page.context().clearCookies();
    await openPortal(page, person, `${endpoint}/portal`, async () => {
      await heading(page, 'Use your passkey');
      await look(page, 'passkey');
      await press(page, 'Use passkey');
    });
    await heading(page, 'Your organizations');
    await closePage(page);
  });
});
