// The second step: set up on the way, asked for the next time, skipped where that is allowed.

import assert from 'node:assert/strict';

import { plugIn } from '../authenticator.js';
import { unique } from '../environment.js';
import { payload } from '../gateway.js';
import { makePerson } from '../portal.js';
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

export const ways = [authenticator, messages, declined, passkey, passkeyAlone];
