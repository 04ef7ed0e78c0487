// The account center in a browser: a name, an e-mail address and a password are changed, with and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { expectAccessible } from '../support/accessibility.js';
import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots } from '../support/browser.js';
import { credentials } from '../support/environment.js';
import { codeTo } from '../support/mailbox.js';
import { makePerson, openPortal } from '../support/portal.js';

const { endpoint } = credentials;
const at = (rest) => `${endpoint}/account${rest}`;
let browser;

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Signs in on the way to a page of the account center. */
const enter = (page, person, path = '/profile') => openPortal(page, person, at(path));

/** Proves by the password who it is, where that is asked. */
async function prove(page, password) {
  await heading(page, 'Confirm that it is you');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** The page is not wider than a small phone's window. */
async function expectNarrow(page, name) {
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${name} is ${overflow} px wider than 360 px`);
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function look(page, name) {
  await expectAccessible(page, name);
  await expectNarrow(page, name);
  await takeScreenshots(page, name);
}

describe('the account center', () => {
  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser?.close());

  it('changes a name, an e-mail address and a password', async () => {
    const person = await makePerson('Ingrid Fjord');
    const page = await openPage(browser, { expected: [/status of 422/] });
    await enter(page, person);
    await heading(page, 'Profile');
    await look(page, 'account-profile');
    await page.getByLabel('Name', { exact: true }).fill('Ingrid Vik');
    await page.getByRole('button', { name: 'Save changes' }).first().click();
    await page.getByText('Your changes are saved.').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ingrid Vik');

    await page.getByRole('link', { name: 'Change e-mail address' }).click();
    await heading(page, 'Confirm that it is you');
    await look(page, 'account-verify');
    await prove(page, person.password);
    await heading(page, 'Change e-mail address');
    await look(page, 'account-email');
    const address = `new-${person.username}@fjord.example`;
    await page.getByLabel('New e-mail address').fill(address);
    await page.getByRole('button', { name: 'Send a code' }).click();
    await heading(page, 'Check your e-mail');
    await look(page, 'account-code');
    await page.getByLabel('Code', { exact: true }).fill(await codeTo(address));
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByText('Your e-mail address is changed.').waitFor();
    await page.getByRole('main').getByText(address).waitFor();

    await page.getByRole('link', { name: 'Security' }).click();
    await heading(page, 'Security');
    await look(page, 'account-security');
    await page.getByRole('link', { name: 'Change password' }).click();
    await heading(page, 'Change password');
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.getByText('Use at least 8 characters.').waitFor();
    await look(page, 'account-password');
    const password = 'Another9!fjord-and-lake';
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Save password' }).click();
    await heading(page, 'Password changed');
    await look(page, 'account-password-changed');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signInOnHostedPage(page, { ...person, password });
    await heading(page, 'Profile');
    await closePage(page);
  });

  it('works without JavaScript, and by the menu of a phone', async () => {
    const person = await makePerson('Sigrid Dahl');
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await enter(page, person, '/security');
    await page.getByRole('button', { name: 'Security', exact: true }).click();
    await page.getByRole('link', { name: 'Profile', exact: true }).click();
    await heading(page, 'Profile');
    await page.getByLabel('Username', { exact: true }).fill('1 fjord');
    await page.getByRole('button', { name: 'Save changes' }).first().click();
    await page.getByText('This cannot be a username.').waitFor();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await page.getByRole('button', { name: 'Save changes' }).last().click();
    await heading(page, 'Profil');
    await context.close();
  });
});
