// The account center: every page of it, as somebody who changes an address and a password comes by.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { openAccounts } from '../accounts.js';
import { plugIn } from '../authenticator.js';
import { openPage, signInOnHostedPage } from '../browser.js';
import { TARGET, connect, makeOther, signInThere } from '../elsewhere.js';
import { credentials, longAddress } from '../environment.js';
import { codeTo } from '../mailbox.js';
import { expectStatus, manage, managementApi } from '../management.js';
import { makeOrganization, makePerson, openPortal } from '../portal.js';
import { assertAuthenticator, readQrCode } from '../qr-code.js';
import { totp } from '../totp.js';

const { endpoint } = credentials;
const { apiClient } = managementApi();
const at = (rest) => `${endpoint}/account${rest}`;
/** Two points by two. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGOQr8oGIgYIBQAbTgQRs3UvFQAAAABJRU5ErkJggg==', 'base64');
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

/** Saves the first form of the profile. */
const save = (visitor) => visitor.page.getByRole('button', { name: 'Save changes', exact: true }).first().click();

const changed = {
  name: 'change their name, their address and their password in the account center',
  async walk(visitor) {
    const { page } = visitor;
    const [person, password] = [await makePerson('Ingvild Sørensen-Lauritzen'), 'Another9!fjord-and-lake'];
    await openPortal(page, person, at('/profile'));
    await visitor.heading('Profile');
    await visitor.look('account-profile');
    await visitor.fill('Name', 'Ingvild Vik');
    await save(visitor);
    await visitor.reads('Your changes are saved.');
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Ingvild Vik');
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
  name: 'set up an authenticator in the account center by the picture that it reads, and sign in by its code',
  settings: factors,
  async walk(visitor) {
    const { page } = visitor;
    const person = await makePerson('Halvard Moe');
    await come(visitor, person, '/security');
    await visitor.follow('Set up: Authenticator app');
    await prove(visitor, person);
    await visitor.heading('Set up your authenticator app');
    const picture = await readQrCode(page.getByRole('img', { name: 'QR code for your authenticator app' }));
    const secret = new URL(picture).searchParams.get('secret');
    assertAuthenticator(picture, { secret: await page.locator('.manual code').innerText(), label: person.username });
    await visitor.fill('Code', '000000');
    await visitor.press('Continue');
    await visitor.reads('That code is not right');
    await visitor.look('account-totp', { isAnswer: true });
    await visitor.fill('Code', totp(secret));
    await visitor.press('Continue');
    await visitor.reads('Your second step is set up.');
    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Enter the code of your app');
    await visitor.fill('Code', totp(secret, 1));
    await visitor.press('Continue');
    await visitor.arriveSignedIn();
  },
};

const onPhone = {
  name: 'go by the menu of a phone, and read the account center in another language',
  async walk(visitor) {
    const { page } = visitor;
    const person = await makePerson('Sigrid Dahl');
    await page.setViewportSize({ width: 360, height: 780 });
    await come(visitor, person, '/security');
    await visitor.press('Security');
    await visitor.follow('Profile');
    await visitor.heading('Profile');
    await visitor.fill('Username', '1 fjord');
    await save(visitor);
    await visitor.reads('This cannot be a username.');
    await visitor.look('account-profile-refused', { isAnswer: true });
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await page.getByRole('button', { name: 'Save changes' }).last().click();
    await visitor.heading('Profil');
  },
};

const pictured = {
  name: 'show a picture of themselves, and take it away',
  async walk(visitor) {
    const { page } = visitor;
    const person = await makePerson('Marte Sund');
    await come(visitor, person, '/profile');
    const picture = page.getByRole('img', { name: 'Picture' });
    assert.equal(await picture.count(), 0);
    await page.getByLabel('Choose a picture.').setInputFiles({ name: 'me.txt', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
    await visitor.press('Upload picture');
    await visitor.reads('This is no picture that can be shown.');
    await visitor.look('account-picture-refused', { isAnswer: true });
    await page.getByLabel('Choose a picture.').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: PICTURE });
    await visitor.press('Upload picture');
    await visitor.reads('Your picture is changed.');
    assert.deepEqual(await picture.evaluate((image) => [image.complete, image.naturalWidth]), [true, 2]);
    await visitor.look('account-picture');
    await visitor.press('Remove picture');
    await visitor.reads('Your picture is removed.');
    assert.equal(await picture.count(), 0);
  },
};

const reached = {
  name: 'add a phone number in the account center, and remove it',
  async walk(visitor) {
    const [person, number] = [await makePerson('Sindre Hval'), String(Date.now()).slice(-6)];
    await come(visitor, person, '/profile');
    await visitor.follow('Add phone number');
    await prove(visitor, person);
    await visitor.heading('Add phone number');
    await visitor.look('account-phone');
    await visitor.fill('New phone number', '12');
    await visitor.press('Send a code');
    await visitor.reads('This is not a phone number.');
    await visitor.look('account-phone-refused', { isAnswer: true });
    await visitor.fill('New phone number', `+47 93 ${number.slice(0, 3)}-${number.slice(3)}`);
    await visitor.press('Send a code');
    await visitor.heading('Check your messages');
    await visitor.look('account-phone-code');
    await visitor.fill('Code', await codeTo(`4793${number}`));
    await visitor.press('Continue');
    await visitor.reads('Your phone number is changed.');
    await visitor.reads(`+4793${number}`);
    assert.equal((await manage().get(`/api/users/${person.id}`)).primaryPhone, `4793${number}`);
    await visitor.follow('Remove phone number');
    await visitor.press('Remove');
    await visitor.reads('Your phone number is removed.');
  },
};

const linked = {
  name: 'link an account elsewhere in the account center, and unlink it',
  async walk(visitor) {
    await connect(visitor);
    const [person, other] = [await makePerson('Kjersti Aas'), await makeOther('Kjersti Aas', longAddress('kjersti'))];
    visitor.later(await openAccounts());
    await openPortal(visitor.page, person, at('/profile'));
    await visitor.look('account-not-linked');
    await visitor.press('Link an account with Harbour');
    await prove(visitor, person);
    await visitor.press('Link an account with Harbour');
    await signInThere(visitor, other, 'Deny');
    await visitor.reads('Linking with Harbour did not work. Nothing was changed; try again.');
    await visitor.look('account-link-refused', { isAnswer: true });
    await visitor.page.context().clearCookies({ domain: '127.0.0.1' });
    await visitor.press('Link an account with Harbour');
    await signInThere(visitor, other);
    await visitor.reads('The account is linked.');
    await visitor.reads(other.primaryEmail);
    await visitor.look('account-linked');
    assert.equal((await manage().get(`/api/users/${person.id}`)).identities[TARGET].userId, other.id);
    await visitor.follow('Unlink your account with Harbour');
    await visitor.look('account-unlink');
    await visitor.press('Unlink');
    await visitor.reads('The account is no longer linked.');
    assert.deepEqual((await manage().get(`/api/users/${person.id}`)).identities, {});
  },
};

const revoked = {
  name: 'take back what an application may do',
  async walk(visitor) {
    const { page, client } = visitor;
    const person = await makePerson('Ivar Lund');
    visitor.later(await openAccounts());
    await visitor.open();
    await visitor.signIn(person);
    const tokens = await visitor.arriveSignedIn();
    await page.goto(at('/applications'));
    await visitor.heading('Connected applications');
    await visitor.follow('Take back what Fjord Desk may do');
    await prove(visitor, person);
    await visitor.heading('Take back what Fjord Desk may do?');
    await visitor.look('account-revoke');
    await visitor.press('Take back');
    await visitor.reads('It can no longer do anything for you.');
    assert.equal(await page.getByText('Fjord Desk').count(), 0);
    await assert.rejects(client.refresh(tokens.refresh_token), /invalid_grant/);
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
    await visitor.follow('Rename Backup script');
    await visitor.heading('Rename Backup script');
    await visitor.look('account-token-rename');
    await visitor.fill('Name', 'Nightly backup');
    await visitor.press('Save changes');
    await visitor.reads('Nightly backup');
    assert.equal(await page.getByText('Backup script').count(), 0);
    await visitor.follow('Delete Nightly backup');
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

const declined = {
  name: 'decline an invitation in the account center',
  async walk(visitor) {
    const [owner, person] = [await makePerson('Olav Lie'), await makePerson('Frode Vik')];
    const organizationId = await makeOrganization('Fjord Cables', owner.id, ['admin']);
    const body = { organizationId, invitee: person.primaryEmail, expiresAt: Date.now() + 86_400_000, organizationRoleIds: [], messagePayload: false };
    const { id } = await manage().post('/api/organization-invitations', body);
    await come(visitor, person, '/organizations');
    await visitor.press('Decline the invitation to Fjord Cables');
    await visitor.reads('The invitation is declined.');
    assert.equal(await visitor.page.getByText('Fjord Cables').count(), 0);
    assert.equal((await manage().get(`/api/organization-invitations/${id}`)).status, 'Revoked');
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

const elsewhere = {
  name: 'are sent to where the operator deletes accounts',
  async walk(visitor) {
    const deleteAccountUrl = 'https://fjord.example/delete-me?from=account';
    const person = await makePerson('Inger Moe');
    await come(visitor, person, '/data');
    await manage().patch('/api/account-center', { deleteAccountUrl });
    visitor.later(() => manage().patch('/api/account-center', { deleteAccountUrl: '' }));
    await visitor.page.reload();
    assert.equal(await visitor.page.getByRole('link', { name: 'Delete account' }).getAttribute('href'), deleteAccountUrl);
    await visitor.look('account-data-elsewhere');
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

export const ways = [changed, onPhone, pictured, reached, linked, passkey, authenticator, sessions, revoked, tokens, organizations, declined, lastAdministrator, elsewhere, end];
