// Somebody who was invited by e-mail and has no account yet comes in by the link.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { closePage, openBrowser, openPage } from '../support/browser.js';
import { credentials, longAddress, olivia } from '../support/environment.js';
import { byEmail, codeTo, linkTo, withSettings } from '../support/mailbox.js';
import { inNorthwind, openPortal } from '../support/portal.js';

/** Steps are refused with statuses of their own, which browsers report. */
const expected = [/status of 4\d\d/];

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Has olivia invite somebody, as long as her username and password are all that she needs. */
async function invite(browser, address) {
  const page = await openPage(browser);
  await openPortal(page, olivia(), inNorthwind('/invitations/new'));
  await page.getByLabel('E-mail address').fill(address);
  await page.getByLabel('auditor').check();
  await press(page, 'Invite people');
  await page.getByText('The invitation is on its way.').waitFor();
  await closePage(page);
}

describe('hosted pages', () => {
  let browser;
  let restore;
  const invited = longAddress('invited');

  before(async () => {
    browser = await openBrowser();
    await invite(browser, invited);
    restore = await withSettings(byEmail);
  });

  after(async () => {
    await restore?.();
    await browser?.close();
  });

  it('take somebody who is invited and has no account into the organization', async () => {
    const theirs = await openPage(browser, { expected });
    await theirs.goto(await linkTo(invited));
    await heading(theirs, 'You were invited to an organization');
    await theirs.getByRole('link', { name: 'Create account' }).click();
    await heading(theirs, 'Create your account');
    assert.equal(await theirs.getByLabel('E-mail address').inputValue(), invited);
    await press(theirs, 'Continue');
    await heading(theirs, 'Check your e-mail');
    await theirs.getByLabel('Code', { exact: true }).fill(await codeTo(invited));
    await press(theirs, 'Continue');
    await heading(theirs, 'Join Northwind Trading?');
    await press(theirs, 'Accept');
    await theirs.getByText('Welcome. You are a member now.').waitFor();
    await closePage(theirs);
  });

  it('are written from right to left for those who read so', async () => {
    const page = await openPage(browser, { expected, locale: 'ar' });
    await page.goto(`${credentials.endpoint}/portal/sign-in?return_to=%2Fportal`);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    const label = await page.locator('label[for=identifier]').boundingBox();
    const input = await page.locator('#identifier').boundingBox();
    assert.ok(Math.abs(label.x + label.width - (input.x + input.width)) < 2, 'the label begins at the right');
    await closePage(page);
  });
});
