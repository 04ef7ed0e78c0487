// The account center: how somebody signs in, where, what may act for them, and the end of it, as people walk through it in a browser.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';

import { expectAccessible } from '../support/accessibility.js';
import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots } from '../support/browser.js';
import { credentials } from '../support/environment.js';
import { withSettings } from '../support/mailbox.js';
import { expectStatus, managementApi } from '../support/management.js';
import { makeOrganization, makePerson } from '../support/portal.js';

const { endpoint } = credentials;
const { apiClient } = managementApi();
/** Steps are refused with statuses of their own, which browsers report. */
const expected = [/status of 4\d\d/];

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const follow = (page, name) => page.getByRole('link', { name, exact: true }).click();
const at = (path) => `${endpoint}/account/${path}`;

async function look(page, name) {
  await expectAccessible(page, name);
  await takeScreenshots(page, `account-${name}`);
}

/** Opens every part of accounts; returns what closes them again. */
async function openAccounts() {
  const before = await expectStatus(await apiClient.GET('/api/account-center'), 200);
  const names = ['name', 'avatar', 'profile', 'email', 'phone', 'password', 'username', 'social', 'customData', 'mfa', 'passkey', 'session'];
  const own = ['organization', 'personalAccessToken', 'account'];
  const fields = Object.fromEntries([...names, ...own].map((name) => [name, 'Edit']));
  await expectStatus(await apiClient.PATCH('/api/account-center', { body: { enabled: true, fields } }), 200);
  const { enabled, fields: closed } = before;
  return async () => { await expectStatus(await apiClient.PATCH('/api/account-center', { body: { enabled, fields: closed } }), 200); };
}

/** Opens a page of the account center, signing in on the way. */
async function signIn(page, person, path) {
  await page.goto(at(path));
  await page.waitForURL(`${endpoint}/sign-in**`);
  await signInOnHostedPage(page, person);
  await page.waitForURL(at(path));
}

/** Says once more who one is. */
async function prove(page, person) {
  await heading(page, 'Confirm that it is you');
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await press(page, 'Continue');
}

describe('the account center', () => {
  let browser;
  let close;
  let restore;

  before(async () => {
    browser = await openBrowser();
    close = await openAccounts();
    restore = await withSettings({ mfa: { factors: ['Totp', 'WebAuthn', 'BackupCode'], policy: 'NoPrompt' } });
  });

  after(async () => {
    await restore?.();
    await close?.();
    await browser?.close();
  });

  it('adds a passkey by a name, backup codes beside it, and takes both away', async () => {
    const person = await makePerson('Vigdis Holm');
    const page = await openPage(browser, { expected });
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    await session.send('WebAuthn.addVirtualAuthenticator', { options });
    await signIn(page, person, 'security');
    await look(page, 'security-none');
    await follow(page, 'Add passkey');
    await prove(page, person);
    await heading(page, 'Create a passkey');
    await page.getByLabel('Name', { exact: true }).fill('Work laptop');
    await look(page, 'passkey');
    await press(page, 'Create passkey');
    await page.getByText('Your passkey is added.').waitFor();
    await page.getByText('Work laptop').waitFor();
    await follow(page, 'Set up: Backup code');
    await heading(page, 'Keep your backup codes');
    await look(page, 'backup-codes');
    await press(page, 'I have kept them');
    await page.getByText('10 codes are left').waitFor();
    await look(page, 'security');
    await follow(page, 'Rename Work laptop');
    await page.getByLabel('Name', { exact: true }).fill('Home desk');
    await look(page, 'rename');
    await press(page, 'Save changes');
    await follow(page, 'Remove Home desk');
    await heading(page, 'Remove Home desk?');
    await page.getByText('It is your last second step.', { exact: false }).waitFor();
    await look(page, 'remove');
    await press(page, 'Remove Home desk');
    await page.getByText('There is no passkey yet.').waitFor();
    assert.equal(await page.getByText('codes are left').count(), 0);
    await follow(page, 'Set up: Authenticator app');
    await heading(page, 'Set up your authenticator app');
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await press(page, 'Continue');
    await page.getByText('That code is not right', { exact: false }).waitFor();
    await look(page, 'totp');
    await closePage(page);
  });

  it('ends all other sessions', async () => {
    const person = await makePerson('Sigrid Berg');
    const elsewhere = await openPage(browser, { expected });
    await signIn(elsewhere, person, 'sessions');
    const page = await openPage(browser, { expected });
    await signIn(page, person, 'sessions');
    await page.getByText('This browser').waitFor();
    await look(page, 'sessions');
    await follow(page, 'End all other sessions');
    await prove(page, person);
    await heading(page, 'End all other sessions?');
    await look(page, 'sessions-others');
    await press(page, 'End all other sessions');
    await page.getByText('All other sessions are ended.').waitFor();
    assert.equal(await page.getByRole('link', { name: 'End all other sessions' }).count(), 0);
    await elsewhere.reload();
    await elsewhere.waitForURL(`${endpoint}/sign-in**`);
    await closePage(elsewhere);
    await closePage(page);
  });

  it('makes a token that is shown once, and shows what applications may do', async () => {
    const person = await makePerson('Tora Lund');
    const page = await openPage(browser, { expected });
    await page.goto(`${endpoint}/portal`);
    await signInOnHostedPage(page, person);
    await page.waitForURL(`${endpoint}/portal`);
    await page.goto(at('applications'));
    await page.getByText('Organization portal').waitFor();
    await look(page, 'applications');
    await page.goto(at('tokens'));
    await look(page, 'tokens-none');
    await follow(page, 'Create token');
    await prove(page, person);
    await page.getByLabel('Name', { exact: true }).fill('Backup script');
    await look(page, 'new-token');
    await press(page, 'Create token');
    await heading(page, 'Save this token now');
    const value = await page.locator('#token').textContent();
    assert.match(value, /^pat_/u);
    await look(page, 'token');
    await follow(page, 'I have saved it');
    await page.getByText('Backup script').waitFor();
    assert.ok(!(await page.content()).includes(value));
    await look(page, 'tokens');
    await follow(page, 'Delete Backup script');
    await press(page, 'Delete');
    await page.getByText('There is no token yet.').waitFor();
    await closePage(page);
  });

  it('accepts an invitation, and leaves unless nobody else could manage it', async () => {
    const [owner, person] = [await makePerson('Olav Lie'), await makePerson('Frida Vik')];
    const organizationId = await makeOrganization('Fjord Ferries', owner.id, ['admin']);
    const body = { organizationId, invitee: person.primaryEmail, expiresAt: Date.now() + 86_400_000, organizationRoleIds: [], messagePayload: false };
    await expectStatus(await apiClient.POST('/api/organization-invitations', { body }), 201);
    const page = await openPage(browser, { expected });
    await signIn(page, person, 'organizations');
    await look(page, 'invitation');
    await press(page, 'Accept the invitation to Fjord Ferries');
    await page.getByText('You belong to the organization now.').waitFor();
    await look(page, 'organizations');
    await follow(page, 'Leave Fjord Ferries');
    await prove(page, person);
    await press(page, 'Leave Fjord Ferries');
    await page.getByText('You have left the organization.').waitFor();
    await closePage(page);
    const last = await openPage(browser, { expected });
    await signIn(last, owner, 'organizations');
    await follow(last, 'Leave Fjord Ferries');
    await prove(last, owner);
    await press(last, 'Leave Fjord Ferries');
    await last.getByText('Nobody else could manage Fjord Ferries.', { exact: false }).waitFor();
    await look(last, 'last-administrator');
    await closePage(last);
  });

  it('gives all data out and deletes the account', async () => {
    const person = await makePerson('Astrid Moen');
    const page = await openPage(browser, { expected });
    await signIn(page, person, 'data');
    await look(page, 'data');
    await press(page, 'Download your data');
    await prove(page, person);
    await heading(page, 'Your data');
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download your data')]);
    assert.match(download.suggestedFilename(), /^account-\d{4}-\d{2}-\d{2}\.json$/u);
    const { user, sessions } = JSON.parse(await readFile(await download.path(), 'utf8'));
    assert.equal(user.username, person.username);
    assert.equal(sessions.filter(({ isCurrent }) => isCurrent).length, 1);
    await follow(page, 'Delete account');
    await heading(page, 'Delete your account?');
    await page.getByLabel(`Type ${person.username} to confirm`).fill('somebody else');
    await press(page, 'Delete account');
    await page.getByText(`Type exactly: ${person.username}`).waitFor();
    await look(page, 'delete');
    await page.getByLabel(`Type ${person.username} to confirm`).fill(person.username);
    await press(page, 'Delete account');
    await heading(page, 'Your account is deleted');
    await look(page, 'deleted');
    await page.goto(at('data'));
    await page.waitForURL(`${endpoint}/sign-in**`);
    await signInOnHostedPage(page, person);
    await page.getByText('do not match', { exact: false }).waitFor();
    await closePage(page);
  });
});
