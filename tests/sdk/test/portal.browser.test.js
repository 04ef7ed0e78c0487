// The organization portal in a browser: by mouse, by keyboard, without JavaScript, on a phone.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { expectAccessible } from '../support/accessibility.js';
import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots } from '../support/browser.js';
import { ben, credentials, olivia } from '../support/environment.js';
import { inNorthwind, makeOrganization, makePerson, openPortal } from '../support/portal.js';

const { endpoint } = credentials;
let browser;

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

describe('the organization portal', () => {
  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser?.close());

  it('invites somebody, who opens the link, signs in on the way and joins', async () => {
    const person = await makePerson('Ingrid Fjord');
    const page = await openPage(browser);
    await openPortal(page, olivia(), inNorthwind('/members'));
    await page.getByRole('link', { name: 'Invite people' }).click();
    await page.getByLabel('E-mail address').fill(person.primaryEmail);
    await page.getByLabel('auditor').check();
    await page.getByRole('button', { name: 'Invite people', exact: true }).click();
    await page.getByText('The invitation is on its way.').waitFor();
    const row = page.getByRole('row').filter({ hasText: person.primaryEmail });
    const link = await row.getByRole('button', { name: 'Copy the link' }).getAttribute('data-copy');
    assert.match(link, /\/portal\/invitations\/\w+\?login_hint=/);

    const theirs = await openPage(browser);
    await theirs.goto(link);
    await heading(theirs, 'You were invited to an organization');
    await expectAccessible(theirs, 'an invitation before signing in');
    await theirs.getByRole('link', { name: 'Sign in', exact: true }).click();
    await signInOnHostedPage(theirs, person);
    await heading(theirs, 'Join Northwind Trading?');
    await expectAccessible(theirs, 'an invitation');
    await takeScreenshots(theirs, 'portal-invitation');
    await theirs.getByRole('button', { name: 'Accept' }).click();
    await theirs.getByText('Welcome. You are a member now.').waitFor();
    await closePage(theirs);

    await page.goto(inNorthwind(`/members?q=${person.username}`));
    await page.getByRole('link', { name: 'Manage Ingrid Fjord' }).click();
    await page.getByRole('link', { name: 'Remove member' }).click();
    await page.getByRole('button', { name: 'Remove member' }).click();
    await page.getByText('The member was removed.').waitFor();
    await closePage(page);
  });

  it('lets ben see his colleagues and nothing to change', async () => {
    const page = await openPage(browser);
    await openPortal(page, ben());
    await page.getByRole('link', { name: /Northwind Trading/ }).click();
    await heading(page, 'General');
    assert.equal(await page.getByRole('button', { name: 'Save changes' }).count(), 0);
    await page.getByRole('link', { name: 'Members', exact: true }).first().click();
    await page.getByRole('link', { name: 'Manage Olivia' }).click();
    await heading(page, 'Olivia');
    assert.equal(await page.getByRole('button', { name: 'Save roles' }).count(), 0);
    await closePage(page);
  });

  it('works without JavaScript: a profile is changed and an organization deleted', async () => {
    const person = await makePerson('Sigrid Dahl');
    const id = await makeOrganization('Sunder & Sons', person.id, ['admin']);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await openPortal(page, person, `${endpoint}/portal/organizations/${id}`);
    await page.getByLabel('Name', { exact: true }).fill('Sunder');
    await page.getByLabel('Color', { exact: true }).fill('blue');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Enter a color as #').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Sunder');
    await page.getByLabel('Color', { exact: true }).fill('#ffd400');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Your changes are saved.').waitFor();
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await page.getByLabel('Type Sunder to confirm').fill('Sunder');
    await page.getByRole('button', { name: 'Delete organization' }).click();
    await page.getByText('The organization is deleted.').waitFor();
    await context.close();
  });

  it('is used by keyboard alone', async () => {
    const page = await openPage(browser);
    await openPortal(page, olivia(), inNorthwind());
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
    await page.getByRole('button', { name: /^Account of/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Sign out' }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('link', { name: 'Sign out' }).isVisible(), false);
    await closePage(page);
  });
});
