// Signing in: by a password, by codes, from a link, after a forgotten password, and what applications ask for on the way.

import assert from 'node:assert/strict';

import { credentials, longAddress, unique } from '../environment.js';
import { payload } from '../gateway.js';
import { byEmail, byPhone, codeTo } from '../mailbox.js';
import { manage } from '../management.js';
import { makeOrganization, makePerson } from '../portal.js';

const { endpoint } = credentials;
const NEW_PASSWORD = 'another-Lamp-and-lake-7';

const byPassword = {
  name: 'sign in by a username and a password',
  async walk(visitor) {
    const person = await makePerson('Ingrid Fjord');
    await visitor.open();
    await visitor.heading('Sign in to Fjord Desk');
    await visitor.look('sign-in');
    if (visitor.hasScript) {
      await visitor.press('Sign in');
      await visitor.reads('Enter your username.');
      await visitor.look('sign-in-empty', { isAnswer: true });
    }
    await visitor.signIn({ ...person, password: 'not-the-password' });
    await visitor.reads('That username and password do not match an account. Check both and try again.');
    assert.equal(await visitor.page.getByLabel('Username', { exact: true }).inputValue(), person.username);
    await visitor.look('sign-in-refused', { isAnswer: true });
    await visitor.signIn(person);
    const { id_token: idToken } = await visitor.arriveSignedIn();
    assert.equal(payload(idToken).sub, person.id);
  },
};

const byCode = {
  name: 'sign in by a code to an e-mail address, or by the password after all',
  settings: byEmail,
  async walk(visitor) {
    const person = await makePerson('Signe Dahl');
    await visitor.open();
    await visitor.look('sign-in-identifier');
    await visitor.fill('Username or e-mail address', person.primaryEmail);
    await visitor.press('Continue');
    await visitor.heading('Enter your password');
    await visitor.look('password');
    await visitor.fill('Password', 'not-the-password');
    await visitor.press('Sign in');
    await visitor.reads('That account and password do not match.');
    await visitor.look('password-refused', { isAnswer: true });
    await visitor.press('Use a code instead');
    await visitor.heading('Check your e-mail');
    await visitor.look('code');
    const [right, wrong] = [await codeTo(person.primaryEmail), '000000'];
    await visitor.fill('Code', right === wrong ? '111111' : wrong);
    await visitor.press('Continue');
    await visitor.reads('That code is not right. Check it and try again.');
    await visitor.look('code-refused', { isAnswer: true });
    if (!visitor.hasScript) {
      // Where a script counts the seconds, the button is not to be pressed.
      await visitor.press('Send another code');
      await visitor.reads('You can ask for another code in');
    }
    await visitor.follow('Use your password instead');
    await visitor.heading('Enter your password');
    await visitor.press('Use a code instead');
    await visitor.tellCode(person.primaryEmail);
    await visitor.arriveSignedIn();
  },
};

const byTextMessage = {
  name: 'sign in by a code to a phone',
  settings: byPhone,
  async walk(visitor) {
    const person = await makePerson('Runa Berg');
    const phone = `4790${String(Date.now()).slice(-6)}`;
    await manage().patch(`/api/users/${person.id}`, { primaryPhone: phone });
    await visitor.open();
    await visitor.look('sign-in-phone');
    await visitor.fill('Username or phone number', `+47 90 ${phone.slice(4)}`);
    await visitor.press('Continue');
    await visitor.heading('Check your messages');
    await visitor.reads(`+${phone}`);
    await visitor.look('code-phone');
    await visitor.tellCode(phone);
    await visitor.arriveSignedIn();
  },
};

const forgotten = {
  name: 'replace a forgotten password',
  settings: byEmail,
  async walk(visitor) {
    const person = await makePerson('Frida Vik');
    await visitor.open();
    await visitor.fill('Username or e-mail address', person.primaryEmail);
    await visitor.press('Continue');
    await visitor.follow('Forgot your password?');
    await visitor.heading('Reset your password');
    await visitor.look('forgotten');
    await visitor.fill('E-mail address', person.primaryEmail);
    await visitor.press('Send a code');
    await visitor.heading('Check your e-mail');
    await visitor.reads('If ');
    await visitor.look('forgotten-code');
    await visitor.tellCode(person.primaryEmail);
    await visitor.heading('Choose a new password');
    await visitor.look('new-password');
    await visitor.fill('New password', 'short');
    await visitor.press('Save password');
    await visitor.reads('Use at least 8 characters.');
    await visitor.look('new-password-refused', { isAnswer: true });
    await visitor.fill('New password', NEW_PASSWORD);
    await visitor.press('Save password');
    await visitor.reads('Your password is changed. Sign in with the new one.');
    await visitor.look('password-changed');
    await visitor.fill('Username or e-mail address', person.primaryEmail);
    await visitor.press('Continue');
    await visitor.fill('Password', NEW_PASSWORD);
    await visitor.press('Sign in');
    await visitor.arriveSignedIn();
  },
};

const link = {
  name: 'sign in from a link, which also leads into an organization, once',
  settings: byEmail,
  async walk(visitor) {
    const [owner, address] = [await makePerson('Olav Strand'), longAddress('link')];
    const organization = await makeOrganization(unique('Nordlys '), owner.id, ['admin']);
    const context = { jitOrganizationIds: [organization] };
    const { token } = await manage().post('/api/one-time-tokens', { email: address, context });
    const parameters = { one_time_token: token, login_hint: address };
    await visitor.open(parameters);
    await visitor.heading('Sign in with your link');
    await visitor.look('link');
    await visitor.press('Sign in');
    const { id_token: idToken } = await visitor.arriveSignedIn();
    assert.deepEqual(payload(idToken).organizations, [organization]);
    await visitor.forget();
    await visitor.open(parameters);
    await visitor.press('Sign in');
    await visitor.reads('This link has expired or was used already. Ask for another one.');
    await visitor.look('link-used', { isAnswer: true });
  },
};

const wishes = {
  name: 'begin where and how the application wishes',
  settings: { ...byEmail, languageInfo: { autoDetect: true, fallbackLanguage: 'en' } },
  async walk(visitor) {
    const { page } = visitor;
    await visitor.open({ login_hint: 'ingrid@fjord.example' });
    assert.equal(await page.getByLabel('Username or e-mail address').inputValue(), 'ingrid@fjord.example');
    await visitor.open({ identifier: 'email' });
    assert.equal(await page.getByLabel('E-mail address', { exact: true }).getAttribute('type'), 'email');
    await visitor.open({ first_screen: 'register' });
    await visitor.heading('Create your account');
    await visitor.open({ first_screen: 'reset_password' });
    await visitor.heading('Reset your password');
    await visitor.open({ first_screen: 'identifier:sign_in' });
    assert.equal(new URL(page.url()).pathname, '/identifier-sign-in');
    await visitor.open({ direct_sign_in: 'social:nobody' });
    await visitor.heading('Sign in to Fjord Desk');
    await visitor.open({ ui_locales: 'de' });
    await visitor.heading('Bei Fjord Desk anmelden');
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  },
};

const again = {
  name: 'are asked again, or not, as the application wishes',
  async walk(visitor) {
    const person = await makePerson('Liv Haugen');
    await visitor.open({ prompt: 'none' });
    assert.equal((await visitor.arrive()).get('error'), 'login_required');
    await visitor.open();
    await visitor.signIn(person);
    const first = payload((await visitor.arriveSignedIn()).id_token);
    await visitor.open({ prompt: 'none', scope: 'openid profile' });
    const silent = payload((await visitor.arriveSignedIn()).id_token);
    assert.deepEqual([silent.sub, silent.sid], [first.sub, first.sid]);
    await visitor.open({ prompt: 'login' });
    await visitor.heading('Sign in to Fjord Desk');
    // It counts whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await visitor.open({ max_age: '0', prompt: undefined, scope: 'openid profile' });
    await visitor.heading('Sign in to Fjord Desk');
    await visitor.open({ prompt: 'consent select_account' });
    await visitor.heading('Choose an account');
    await visitor.look('select-account');
    await visitor.press('Continue as Liv Haugen');
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, person.id);
    await visitor.open({ prompt: 'consent select_account' });
    await visitor.press('Back to the application');
    assert.equal((await visitor.arrive()).get('error'), 'access_denied');
    await visitor.open({ prompt: 'consent select_account' });
    await visitor.press('Use another account');
    const other = await makePerson('Kari Moe');
    await visitor.signIn(other);
    await visitor.goOn();
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, other.id);
  },
};

const out = {
  name: 'sign out, or stay',
  async walk(visitor) {
    const person = await makePerson('Tove Lund');
    await visitor.open();
    await visitor.signIn(person);
    const { id_token: idToken } = await visitor.arriveSignedIn();
    if (!visitor.hasScript) {
      await visitor.page.goto(visitor.client.signOutUrl());
      await visitor.heading('Sign out?');
      await visitor.press('Stay signed in');
      await visitor.open();
      await visitor.arriveSignedIn();
    }
    // With a script the page goes on by itself.
    await visitor.page.goto(visitor.client.signOutUrl({ id_token_hint: idToken, post_logout_redirect_uri: `${visitor.site.origin}/bye` }));
    if (!visitor.hasScript) await visitor.press('Sign out');
    await visitor.page.waitForURL(`${visitor.site.origin}/bye`);
    await visitor.open({ prompt: 'none' });
    assert.equal((await visitor.arrive()).get('error'), 'login_required');
    // Nobody is signed in, so that nobody is asked.
    await visitor.page.goto(visitor.client.signOutUrl());
    await visitor.goOn();
    await visitor.heading('Signed out');
    await visitor.look('signed-out');
  },
};

const expired = {
  name: 'are told that their password has expired, and replace it by a code',
  settings: { ...byEmail, passwordExpiration: { enabled: true, validPeriodDays: 30 } },
  async walk(visitor) {
    const person = await makePerson('Solfrid Aune');
    await manage().patch(`/api/users/${person.id}/password/expiration`, { isExpired: true });
    const say = async (password) => {
      await visitor.fill('Username or e-mail address', person.primaryEmail);
      await visitor.press('Continue');
      await visitor.fill('Password', password);
      await visitor.press('Sign in');
    };
    await visitor.open();
    await say(person.password);
    await visitor.reads('This password has expired. Choose “Forgot your password?” to set a new one.');
    await visitor.look('password-expired', { isAnswer: true });
    await visitor.follow('Forgot your password?');
    await visitor.fill('E-mail address', person.primaryEmail);
    await visitor.press('Send a code');
    await visitor.tellCode(person.primaryEmail);
    await visitor.heading('Choose a new password');
    await visitor.fill('New password', person.password);
    await visitor.press('Save password');
    await visitor.reads('This is your password already. Choose another one.');
    await visitor.fill('New password', NEW_PASSWORD);
    await visitor.press('Save password');
    await visitor.reads('Your password is changed. Sign in with the new one.');
    await say(NEW_PASSWORD);
    await visitor.arriveSignedIn();
  },
};

const lockedOut = {
  name: 'are locked out after wrong passwords, however the name is written, even with the right one',
  settings: { sentinelPolicy: { maxAttempts: 3, lockoutDuration: 10 } },
  async walk(visitor) {
    const [person, other] = [await makePerson('Torfinn Lie'), await makePerson('Torgeir Lie')];
    await visitor.open();
    for (const username of [person.username, person.username.toUpperCase(), person.username]) {
      await Promise.all([visitor.page.waitForEvent('load'), visitor.signIn({ username, password: 'not-the-password' })]);
      await visitor.reads(/do not match|too many failed attempts/);
    }
    await visitor.signIn(person);
    await visitor.reads('There were too many failed attempts. Try again in 10 minutes.');
    await visitor.look('sign-in-locked', { isAnswer: true });
    // Nobody else is.
    await visitor.signIn(other);
    await visitor.arriveSignedIn();
  },
};

const notices = {
  name: 'are told what went wrong',
  async walk(visitor) {
    const { page } = visitor;
    await page.goto(`${endpoint}/sign-in`);
    await visitor.heading('This sign-in is no longer under way');
    await visitor.look('unknown-session');
    await page.goto(`${endpoint}/no-such-page`);
    await visitor.heading('There is no such page');
    await visitor.look('not-found');
    const redirectUri = encodeURIComponent('https://evil.example/cb');
    for (const [path, heading, name] of [
      [`/oidc/auth?client_id=nobody&redirect_uri=${redirectUri}&response_type=code`, 'This application cannot sign you in here', 'refused-application'],
      ['/oidc/auth/nothing', 'This sign-in is over', 'refused-sign-in'],
      ['/oidc/session/end?client_id=nobody', 'Signing out did not work', 'refused-sign-out'],
    ]) {
      await page.goto(`${endpoint}${path}`);
      await visitor.heading(heading);
      await visitor.look(name);
      assert.ok(page.url().startsWith(endpoint), page.url());
    }
  },
};

export const ways = [byPassword, byCode, byTextMessage, forgotten, link, wishes, again, out, expired, lockedOut, notices];
