// The account center: every page of it, as somebody who changes an address and a password comes by.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { openAccounts } from '../accounts.js';
import { plugIn } from '../authenticator.js';
import { openPage, signInOnHostedPage } from '../browser.js';
import { credentials } from '../environment.js';
import { codeTo } from '../mailbox.js';
import { expectStatus, managementApi } from '../management.js';
import { makeOrganization, makePerson, openPortal } from '../portal.js';

const { endpoint } = credentials;
const { apiClient } = managementApi();
const at = (rest) => `${endpoint}/account${rest}`;
const factors = { mfa: { factors: ['Totp', 'WebAuthn', 'BackupCode'], policy: 'NoPrompt' } };

/** Comes to a page of the account center, all of which is open until the end of the way. */
async function come(visitor, person, path) {
  visitor.later(await openAccounts());
  await openPortal(visitor.page, person, at(path));
}

/** Says once more who one is. */
async function prove(visitor, { password }) {
  await visitor.heading('Confirm that it is you');
  await visitor.fill('Password', password);
  await visitor.press('Continue');
}

const changed = {
  name: 'change their address and their password in the account center',
  async walk(visitor) {
    const { page } = visitor;
    const [person, password] = [await makePerson('Ingvild Sørensen-Lauritzen'), 'Another9!fjord-and-lake'];
    await openPortal(page, person, at('/profile'));
    await visitor.heading('Profile');
    await visitor.look('account-profile');
    await visitor.follow('Change e-mail address');
    await visitor.heading('Confirm that it is you');
    await visitor.look('account-verify');
    await visitor.fill('Password', 'not-the-password');
    await visitor.press('Continue');
    await visitor.reads('This password is not right.');
    await visitor.look('account-verify-refused', { isAnswer: true });
    await visitor.fill('Password', person.password);
    await visitor.press('Continue');
    await visitor.heading('Change e-mail address');
    await visitor.look('account-email');
    const address = `new-${person.primaryEmail}`;
    await visitor.fill('New e-mail address', address);
    await visitor.press('Send a code');
    await visitor.heading('Check your e-mail');
    await visitor.look('account-code');
    await visitor.fill('Code', await codeTo(address));
    await visitor.press('Continue');
    await visitor.reads('Your e-mail address is changed.');
    await page.goto(at('/email/remove'));
    await visitor.heading('Remove e-mail address');
    await visitor.look('account-remove-email');
    await visitor.press('Remove');
    await visitor.reads('Your e-mail address is removed.');
    await page.goto(at('/security'));
    await visitor.heading('Security');
    await visitor.look('account-security');
    await visitor.follow('Change password');
    await visitor.heading('Change password');
    await visitor.look('account-password');
    await visitor.fill('New password', password);
    await visitor.press('Save password');
    await visitor.heading('Password changed');
    await visitor.look('account-password-changed', { isAnswer: true });
  },
};

const passkey = {
  name: 'add a passkey by a name, keep backup codes beside it, and take both away',
  needsScript: true,
  settings: factors,
  async walk(visitor) {
    const person = await makePerson('Vigdis Holm');
    await plugIn(visitor);
    await come(visitor, person, '/security');
    await visitor.heading('Security');
    await visitor.look('account-security-none');
    await visitor.follow('Add passkey');
    await prove(visitor, person);
    await visitor.heading('Create a passkey');
    await visitor.look('account-passkey');
    await visitor.fill('Name', 'Work laptop');
    await visitor.press('Create passkey');
    await visitor.reads('Your passkey is added.');
    await visitor.reads('Work laptop');
    await visitor.follow('Set up: Backup code');
    await visitor.heading('Keep your backup codes');
    await visitor.look('account-backup-codes', { isAnswer: true });
    await visitor.press('I have kept them');
    await visitor.reads('10 codes are left');
    await visitor.look('account-security-both');
    await visitor.follow('Rename Work laptop');
    await visitor.look('account-rename');
    await visitor.fill('Name', 'Home desk');
    await visitor.press('Save changes');
    await visitor.follow('Remove Home desk');
    await visitor.heading('Remove Home desk?');
    await visitor.reads('It is your last second step.');
    await visitor.look('account-remove');
    await visitor.press('Remove Home desk');
    await visitor.reads('There is no passkey yet.');
    assert.equal(await visitor.page.getByText('codes are left').count(), 0);
  },
};

const authenticator = {
  name: 'are told that a code of their authenticator is not right, in the account center',
  settings: factors,
  async walk(visitor) {
    const person = await makePerson('Halvard Moe');
    await come(visitor, person, '/security');
    await visitor.follow('Set up: Authenticator app');
    await prove(visitor, person);
    await visitor.heading('Set up your authenticator app');
    await visitor.fill('Code', '000000');
    await visitor.press('Continue');
    await visitor.reads('That code is not right');
    await visitor.look('account-totp', { isAnswer: true });
  },
};

const sessions = {
  name: 'end all their other sessions',
  async walk(visitor) {
    const { page, browser } = visitor;
    const person = await makePerson('Sigrid Berg');
    await come(visitor, person, '/sessions');
    const elsewhere = await openPage(browser, { expected: [/status of 4\d\d/] });
    visitor.later(() => elsewhere.context().close());
    await openPortal(elsewhere, person, at('/sessions'));
    await page.reload();
    await visitor.reads('This browser');
    await visitor.look('account-sessions');
    await visitor.follow('End all other sessions');
    await prove(visitor, person);
    await visitor.heading('End all other sessions?');
    await visitor.look('account-sessions-others');
    await visitor.press('End all other sessions');
    await visitor.reads('All other sessions are ended.');
    assert.equal(await page.getByRole('link', { name: 'End all other sessions' }).count(), 0);
    await elsewhere.reload();
    await elsewhere.waitForURL(`${endpoint}/sign-in**`);
  },
};

const tokens = {
  name: 'make a token that is shown once, and see what applications may do',
  async walk(visitor) {
    const { page } = visitor;
    const person = await makePerson('Tora Lund');
    visitor.later(await openAccounts());
    await openPortal(page, person);
    await page.goto(at('/applications'));
    await visitor.reads('Organization portal');
    await visitor.look('account-applications');
    await page.goto(at('/tokens'));
    await visitor.look('account-tokens-none');
    await visitor.follow('Create token');
    await prove(visitor, person);
    await visitor.look('account-new-token');
    await visitor.fill('Name', 'Backup script');
    await visitor.press('Create token');
    await visitor.heading('Save this token now');
    const value = await page.locator('#token').textContent();
    assert.match(value, /^pat_/u);
    await visitor.look('account-token', { isAnswer: true });
    await visitor.follow('I have saved it');
    await visitor.reads('Backup script');
    assert.ok(!(await page.content()).includes(value));
    await visitor.look('account-tokens');
    await visitor.follow('Delete Backup script');
    await visitor.press('Delete');
    await visitor.reads('There is no token yet.');
  },
};

const organizations = {
  name: 'accept an invitation in the account center, and leave again',
  async walk(visitor) {
    const [owner, person] = [await makePerson('Olav Lie'), await makePerson('Frida Vik')];
    const organizationId = await makeOrganization('Fjord Ferries', owner.id, ['admin']);
    const body = { organizationId, invitee: person.primaryEmail, expiresAt: Date.now() + 86_400_000, organizationRoleIds: [], messagePayload: false };
    await expectStatus(await apiClient.POST('/api/organization-invitations', { body }), 201);
    await come(visitor, person, '/organizations');
    await visitor.look('account-invitation');
    await visitor.press('Accept the invitation to Fjord Ferries');
    await visitor.reads('You belong to the organization now.');
    await visitor.look('account-organizations');
    await visitor.follow('Leave Fjord Ferries');
    await prove(visitor, person);
    await visitor.press('Leave Fjord Ferries');
    await visitor.reads('You have left the organization.');
  },
};

const lastAdministrator = {
  name: 'stay in an organization that nobody else could manage',
  async walk(visitor) {
    const owner = await makePerson('Gunnar Lie');
    await makeOrganization('Harbour Lights', owner.id, ['admin']);
    await come(visitor, owner, '/organizations');
    await visitor.follow('Leave Harbour Lights');
    await prove(visitor, owner);
    await visitor.press('Leave Harbour Lights');
    await visitor.reads('Nobody else could manage Harbour Lights.');
    await visitor.look('account-last-administrator');
  },
};

const end = {
  name: 'take all their data along and delete their account',
  async walk(visitor) {
    const { page } = visitor;
    const person = await makePerson('Astrid Moen');
    await come(visitor, person, '/data');
    await visitor.look('account-data');
    await visitor.press('Download your data');
    await prove(visitor, person);
    await visitor.heading('Your data');
    const [download] = await Promise.all([page.waitForEvent('download'), visitor.press('Download your data')]);
    assert.match(download.suggestedFilename(), /^account-\d{4}-\d{2}-\d{2}\.json$/u);
    const { user, sessions: open } = JSON.parse(await readFile(await download.path(), 'utf8'));
    assert.equal(user.username, person.username);
    assert.equal(open.filter(({ isCurrent }) => isCurrent).length, 1);
    await visitor.follow('Delete account');
    await visitor.heading('Delete your account?');
    await visitor.fill(`Type ${person.username} to confirm`, 'somebody else');
    await visitor.press('Delete account');
    await visitor.reads(`Type exactly: ${person.username}`);
    await visitor.look('account-delete', { isAnswer: true });
    await visitor.fill(`Type ${person.username} to confirm`, person.username);
    await visitor.press('Delete account');
    await visitor.heading('Your account is deleted');
    await visitor.look('account-deleted', { isAnswer: true });
    await page.goto(at('/data'));
    await page.waitForURL(`${endpoint}/sign-in**`);
    await signInOnHostedPage(page, person);
    await visitor.reads('do not match');
  },
};

export const ways = [changed, passkey, authenticator, sessions, tokens, organizations, lastAdministrator, end];
