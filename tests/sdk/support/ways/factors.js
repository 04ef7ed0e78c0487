// The second step: set up on the way, asked for the next time, skipped where that is allowed.

import assert from 'node:assert/strict';

import { openAccounts } from '../accounts.js';
import { plugIn } from '../authenticator.js';
import { credentials, unique } from '../environment.js';
import { payload } from '../gateway.js';
import { byEmail, codeTo } from '../mailbox.js';
import { manage } from '../management.js';
import { makePerson } from '../portal.js';
import { assertAuthenticator, readQrCode } from '../qr-code.js';
import { totp } from '../totp.js';

const factorsOf = (factors, policy, rest = {}) => ({ mfa: { factors, policy }, ...rest });

const choose = (visitor, name) => visitor.page.getByRole('button', { name }).click();

const authenticator = {
  name: 'must set up an authenticator with backup codes, and use either the next time',
  settings: factorsOf(['Totp', 'WebAuthn', 'BackupCode'], 'Mandatory'),
  async walk(visitor) {
    const { page } = visitor;
    const person = await makePerson('Sunniva Rød');
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Protect your account');
    await visitor.reads('Fjord Desk asks everybody for a second step.');
    await visitor.look('set-up-required');
    await choose(visitor, 'Authenticator app');
    await visitor.heading('Set up your authenticator app');
    await visitor.look('set-up-totp');
    const picture = page.getByRole('img', { name: 'QR code for your authenticator app' });
    assert.ok(await picture.evaluate((image) => image.naturalWidth > 40), 'the picture is drawn');
    const secret = await page.locator('.manual code').innerText();
    assertAuthenticator(await readQrCode(picture), { secret, label: person.username });
    await visitor.fill('Code', '12');
    await visitor.press('Continue');
    await page.locator('#code-error').filter({ visible: true }).waitFor();
    await visitor.look('set-up-totp-refused', { isAnswer: true });
    const spent = totp(secret);
    await visitor.fill('Code', spent);
    await visitor.press('Continue');
    await visitor.heading('Keep your backup codes');
    await visitor.look('backup-codes');
    const codes = await page.locator('.backup-codes code').allInnerTexts();
    assert.equal(codes.length, 10);
    await visitor.press('I have kept them');
    await visitor.arriveSignedIn();

    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Enter the code of your app');
    await visitor.look('totp');
    await visitor.follow('Use another way');
    await visitor.heading('Confirm that it is you');
    await visitor.look('factors');
    await choose(visitor, 'Authenticator app');
    // The code that set it up is spent.
    await visitor.fill('Code', spent);
    await visitor.press('Continue');
    await visitor.reads('That code is not right. Your app shows another one every 30 seconds');
    await visitor.look('totp-refused', { isAnswer: true });
    await visitor.fill('Code', totp(secret, 1));
    await visitor.press('Continue');
    await visitor.arriveSignedIn();

    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.follow('Use another way');
    await choose(visitor, 'Backup code');
    await visitor.heading('Enter a backup code');
    await visitor.look('backup-code');
    await visitor.fill('Backup code', 'zzzzzzzzzz');
    await visitor.press('Continue');
    await visitor.reads('That backup code is not right, or was used already.');
    await visitor.look('backup-code-refused', { isAnswer: true });
    await visitor.fill('Backup code', codes[3]);
    await visitor.press('Continue');
    await visitor.arriveSignedIn();
  },
};

/** Trusts the browser no longer, in the account center, to which somebody who was spared their second step shows it first. */
async function stopTrusting(visitor, person, address) {
  const { page } = visitor;
  visitor.later(await openAccounts());
  await page.goto(`${credentials.endpoint}/account/sessions`);
  await visitor.heading('Sessions and devices');
  await visitor.look('account-trusted-browsers');
  await page.getByRole('link', { name: /^Stop trusting: / }).click();
  await visitor.heading('Confirm that it is you');
  await visitor.reads('You were signed in without your second step.');
  await visitor.look('account-verify-factor');
  await visitor.follow('Sign in again');
  await visitor.signIn(person);
  await visitor.heading('Check your e-mail');
  await visitor.tellCode(address);
  await visitor.heading('Confirm that it is you');
  await visitor.fill('Password', person.password);
  await visitor.press('Continue');
  await visitor.heading('Stop trusting this browser?');
  await visitor.look('account-stop-trusting');
  await visitor.press('Stop trusting');
  await visitor.reads('The browser is no longer trusted.');
  await visitor.reads('You trust no browser.');
}

const messages = {
  name: 'set up a code by e-mail as second step, correct the address, and are asked for it until they trust the browser',
  settings: factorsOf(['EmailVerificationCode', 'PhoneVerificationCode'], 'PromptAtSignInAndSignUp', { trustedDevice: { enabled: true, durationDays: 30 } }),
  async walk(visitor) {
    const username = unique('birgit');
    const [person, address] = [{ username, password: 'Zq9!fjord-and-lake' }, `${username}@fjord.example`];
    await visitor.open({ first_screen: 'register' });
    await visitor.fill('Username', person.username);
    await visitor.fill('Password', person.password);
    await visitor.press('Create account');
    await visitor.heading('Protect your account');
    await visitor.look('set-up');
    await choose(visitor, 'Code by text message');
    await visitor.heading('Add your phone number');
    await visitor.look('set-up-phone');
    await visitor.follow('Use another way');
    await choose(visitor, 'Code by e-mail');
    await visitor.heading('Add your e-mail address');
    await visitor.fill('E-mail address', `wrong-${address}`);
    await visitor.press('Send a code');
    await visitor.heading('Check your e-mail');
    await visitor.follow('Use another e-mail address');
    await visitor.heading('Add your e-mail address');
    await visitor.fill('E-mail address', address);
    await visitor.press('Send a code');
    await visitor.tellCode(address);
    await visitor.reads('Add another way, so that you still get in when you lose this one.');
    await visitor.look('set-up-more');
    await visitor.press('Not now');
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).email, address);
    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Check your e-mail');
    await visitor.look('factor-code');
    await visitor.page.getByRole('checkbox', { name: /^Trust this browser for/ }).check();
    await visitor.tellCode(address);
    await visitor.arriveSignedIn();
    // The session is over, the trust is not.
    await visitor.page.context().clearCookies({ name: /^_session/ });
    await visitor.open();
    await visitor.signIn(person);
    await visitor.arriveSignedIn();
    await stopTrusting(visitor, person, address);
    await visitor.page.context().clearCookies({ name: /^_session/ });
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Check your e-mail');
  },
};

const textMessage = {
  name: 'must set up a code by text message, and are asked for it the next time',
  settings: factorsOf(['PhoneVerificationCode'], 'Mandatory'),
  async walk(visitor) {
    const [person, phone] = [await makePerson('Oddny Foss'), `4792${String(Date.now()).slice(-6)}`];
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Protect your account');
    await choose(visitor, 'Code by text message');
    await visitor.heading('Add your phone number');
    await visitor.fill('Phone number', `+${phone}`);
    await visitor.press('Send a code');
    await visitor.heading('Check your messages');
    await visitor.look('set-up-phone-code');
    await visitor.tellCode(phone);
    await visitor.arriveSignedIn();
    assert.equal((await manage().get(`/api/users/${person.id}`)).primaryPhone, phone);
    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Check your messages');
    await visitor.look('factor-phone-code');
    const [right, wrong] = [await codeTo(phone), '000000'];
    await visitor.fill('Code', right === wrong ? '111111' : wrong);
    await visitor.press('Continue');
    await visitor.reads('That code is not right. Check it and try again.');
    await visitor.fill('Code', right);
    await visitor.press('Continue');
    await visitor.arriveSignedIn();
  },
};

const recovered = {
  name: 'show their authenticator after a forgotten password, which their mailbox alone replaces',
  settings: factorsOf(['Totp', 'EmailVerificationCode'], 'Mandatory', byEmail),
  async walk(visitor) {
    const [person, password] = [await makePerson('Turid Hauge'), 'another-Lamp-and-lake-7'];
    const factors = `/api/users/${person.id}/mfa-verifications`;
    const { secret } = await manage().post(factors, { type: 'Totp' });
    const signIn = async () => {
      await visitor.fill('Username or e-mail address', person.primaryEmail);
      await visitor.press('Continue');
      await visitor.fill('Password', password);
      await visitor.press('Sign in');
    };
    await visitor.open();
    await visitor.fill('Username or e-mail address', person.primaryEmail);
    await visitor.press('Continue');
    await visitor.follow('Forgot your password?');
    await visitor.fill('E-mail address', person.primaryEmail);
    await visitor.press('Send a code');
    await visitor.tellCode(person.primaryEmail);
    await visitor.fill('New password', password);
    await visitor.press('Save password');
    await visitor.reads('Your password is changed. Sign in with the new one.');
    await signIn();
    await visitor.heading('Enter the code of your app');
    // The mailbox has had its say.
    assert.equal(await visitor.page.getByRole('link', { name: 'Use another way' }).count(), 0);
    await visitor.fill('Code', totp(secret));
    await visitor.press('Continue');
    await visitor.arriveSignedIn();
    // Both have been shown, so that next time either will do.
    await visitor.forget();
    await visitor.open();
    await signIn();
    await visitor.heading('Confirm that it is you');
    await choose(visitor, /^Code by e-mail/);
    await visitor.tellCode(person.primaryEmail);
    await visitor.arriveSignedIn();
  },
};

const unusual = {
  name: 'are asked for their second step where they come from a new place, and not where they come from again',
  settings: factorsOf(['Totp'], 'Mandatory', { adaptiveMfa: { enabled: true } }),
  async walk(visitor) {
    const person = await makePerson('Eldbjørg Dahl');
    const { secret } = await manage().post(`/api/users/${person.id}/mfa-verifications`, { type: 'Totp' });
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Enter the code of your app');
    await visitor.fill('Code', totp(secret));
    await visitor.press('Continue');
    await visitor.arriveSignedIn();
    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.arriveSignedIn();
  },
};

const declined = {
  name: 'decline a second step where they may, and are not asked again',
  settings: factorsOf(['Totp', 'WebAuthn'], 'UserControlled'),
  async walk(visitor) {
    const person = await makePerson('Torill Berge');
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Protect your account');
    await visitor.press('Not now');
    await visitor.arriveSignedIn();
    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.arriveSignedIn();
  },
};

const passkey = {
  name: 'set up a passkey with backup codes, and are asked for it the next time',
  settings: factorsOf(['WebAuthn', 'BackupCode'], 'PromptAtSignInAndSignUp'),
  needsScript: true,
  async walk(visitor) {
    const [person, key] = [await makePerson('Vigdis Holm'), await plugIn(visitor)];
    await visitor.open();
    await visitor.signIn(person);
    await choose(visitor, 'Passkey');
    await visitor.heading('Create a passkey');
    await visitor.look('set-up-passkey');
    await visitor.press('Create passkey');
    await visitor.heading('Keep your backup codes');
    await visitor.press('I have kept them');
    await visitor.arriveSignedIn();
    await visitor.forget();
    await visitor.open();
    await visitor.signIn(person);
    await visitor.heading('Use your passkey');
    await visitor.look('passkey');
    await key.refuse(true);
    await visitor.press('Use passkey');
    await visitor.reads('The passkey was not accepted. Try again, or use another way.');
    await visitor.look('passkey-refused', { isAnswer: true });
    await key.refuse(false);
    await visitor.press('Use passkey');
    await visitor.arriveSignedIn();
  },
};

const passkeyAlone = {
  name: 'sign in by a passkey alone',
  settings: { passkeySignIn: { enabled: true, showPasskeyButton: true } },
  needsScript: true,
  async walk(visitor) {
    const person = await makePerson('Hjørdis Tveit');
    await plugIn(visitor);
    await visitor.open();
    await visitor.look('sign-in-passkey');
    await visitor.signIn(person);
    await visitor.heading('Create a passkey');
    await visitor.look('passkey-preferred');
    await visitor.press('Create passkey');
    await visitor.arriveSignedIn();
    await visitor.forget();
    await visitor.open();
    await visitor.press('Use passkey');
    await visitor.heading('Use your passkey');
    await visitor.look('passkey-alone');
    await visitor.press('Use passkey');
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, person.id);
  },
};

const passkeyFilledIn = {
  name: 'are offered their passkey where they would type their username',
  settings: { passkeySignIn: { enabled: true, showPasskeyButton: true, allowAutofill: true } },
  needsScript: true,
  async walk(visitor) {
    const [person, key] = [await makePerson('Ragnhild Aas'), await plugIn(visitor)];
    const { page } = visitor;
    const signsIn = async () => assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, person.id);
    await visitor.open();
    assert.equal(await page.getByLabel('Username', { exact: true }).getAttribute('autocomplete'), 'username webauthn');
    await visitor.look('sign-in-autofill');
    // Nobody has a passkey yet: the form is as it was.
    await visitor.signIn({ ...person, password: 'not-the-password' });
    await visitor.reads('That username and password do not match an account.');
    await visitor.fill('Password', person.password);
    await visitor.press('Sign in');
    await visitor.heading('Create a passkey');
    await visitor.press('Create passkey');
    await visitor.arriveSignedIn();
    await visitor.forget();
    // The authenticator chooses at once, as somebody does who takes what the browser offers.
    await visitor.open();
    await signsIn();
    await visitor.forget();
    // What is offered stands in nobody's way: by the button, and by the password.
    await key.attend(false);
    const asked = page.waitForResponse((response) => response.url().includes('/api/experience/preflight/'));
    await visitor.open();
    await asked;
    await visitor.press('Use passkey');
    await visitor.heading('Use your passkey');
    await key.attend(true);
    await visitor.press('Use passkey');
    await signsIn();
    await visitor.forget();
    await key.attend(false);
    await visitor.open();
    await visitor.signIn(person);
    await signsIn();
  },
};

export const ways = [authenticator, messages, textMessage, recovered, unusual, declined, passkey, passkeyAlone, passkeyFilledIn];
