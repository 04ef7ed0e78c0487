// Making an account: by username, by address, by phone, and what else a tenant asks for.

import assert from 'node:assert/strict';

import { longAddress, unique } from '../environment.js';
import { payload } from '../gateway.js';
import { byEmail, byPhone } from '../mailbox.js';
import { manage } from '../management.js';
import { makePerson } from '../portal.js';

const PASSWORD = 'Zq9!fjord-and-lake';
const terms = { termsOfUseUrl: 'https://fjord.example/terms', privacyPolicyUrl: 'https://fjord.example/privacy', supportEmail: 'help@fjord.example' };

const byUsername = {
  name: 'register by a username and a password',
  settings: terms,
  async walk(visitor) {
    const [known, username] = [await makePerson('Astrid Nord'), unique('astrid')];
    await visitor.open({ first_screen: 'register' });
    await visitor.heading('Create your account');
    await visitor.look('register');
    if (visitor.hasScript) {
      await visitor.press('Create account');
      await visitor.reads('Choose a password.');
      await visitor.look('register-empty', { isAnswer: true });
    }
    await visitor.fill('Username', known.username);
    await visitor.fill('Password', PASSWORD);
    await visitor.press('Create account');
    await visitor.reads('This username is taken. Choose another one.');
    await visitor.look('register-refused', { isAnswer: true });
    await visitor.fill('Username', username);
    await visitor.fill('Password', '12345678');
    await visitor.press('Create account');
    await visitor.page.locator('#password-error').filter({ visible: true }).waitFor();
    await visitor.look('register-weak', { isAnswer: true });
    await visitor.fill('Password', PASSWORD);
    await visitor.press('Create account');
    const { id_token: idToken } = await visitor.arriveSignedIn();
    assert.equal(payload(idToken).username, username);
  },
};

const byAddress = {
  name: 'register by a code to an e-mail address, once the terms are agreed to',
  settings: { ...byEmail, ...terms, agreeToTermsPolicy: 'ManualRegistrationOnly' },
  async walk(visitor) {
    const address = longAddress('registers');
    await visitor.open({ first_screen: 'register' });
    await visitor.look('register-by-email');
    await visitor.fill('E-mail address', address);
    if (visitor.hasScript) {
      await visitor.press('Continue');
      await visitor.reads('Tick the box to agree before you go on.');
      await visitor.look('register-terms-missing', { isAnswer: true });
    }
    await visitor.page.getByRole('checkbox').check();
    await visitor.press('Continue');
    await visitor.heading('Check your e-mail');
    await visitor.tellCode(address);
    const { id_token: idToken } = await visitor.arriveSignedIn();
    assert.deepEqual([payload(idToken).email, payload(idToken).email_verified], [address, true]);
  },
};

const byNumber = {
  name: 'register by a code to a phone, and choose a password',
  settings: byPhone,
  async walk(visitor) {
    const phone = `4791${String(Date.now()).slice(-6)}`;
    await visitor.open({ first_screen: 'register' });
    await visitor.look('register-by-phone');
    await visitor.fill('Phone number', '12');
    await visitor.press('Continue');
    await visitor.reads('This is not a phone number.');
    await visitor.look('register-no-number', { isAnswer: true });
    await visitor.fill('Phone number', `+${phone}`);
    await visitor.press('Continue');
    await visitor.heading('Check your messages');
    await visitor.tellCode(phone);
    await visitor.heading('Choose a password');
    await visitor.look('choose-password');
    await visitor.fill('New password', PASSWORD);
    await visitor.press('Save password');
    await visitor.arriveSignedIn();
    await visitor.forget();
    await visitor.open();
    await visitor.fill('Username or phone number', `+${phone}`);
    await visitor.press('Continue');
    await visitor.follow('Use your password instead');
    await visitor.follow('Forgot your password?');
    await visitor.fill('Phone number', `+${phone}`);
    await visitor.press('Send a code');
    await visitor.heading('Check your messages');
  },
};

const offered = {
  name: 'are led to the account that they have, or to the one that they lack',
  settings: byEmail,
  async walk(visitor) {
    const [person, unknown] = [await makePerson('Marit Eide'), longAddress('new')];
    await visitor.open({ first_screen: 'register' });
    await visitor.fill('E-mail address', person.primaryEmail);
    await visitor.press('Continue');
    await visitor.tellCode(person.primaryEmail);
    await visitor.heading('You already have an account');
    await visitor.look('offer-sign-in');
    await visitor.press('Sign in');
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, person.id);
    await visitor.forget();
    await visitor.open();
    await visitor.fill('Username or e-mail address', unknown);
    await visitor.press('Continue');
    await visitor.press('Use a code instead');
    await visitor.tellCode(unknown);
    await visitor.heading('There is no account yet');
    await visitor.look('offer-register');
    await visitor.press('Create account');
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).email, unknown);
  },
};

const part = (name, required = false) => ({ name, type: 'Text', enabled: true, required });
const FIELDS = [
  { name: 'fullname', type: 'Fullname', required: true, label: 'Full name', config: { parts: [part('givenName', true), part('familyName', true)] } },
  { name: 'birthdate', type: 'Date', required: false, label: 'Birthday', config: { format: 'yyyy-MM-dd' } },
  { name: 'boat', type: 'Select', required: true, label: 'Colour of the boat', description: 'As it is painted now.', config: { options: [{ value: 'red', label: 'Red' }, { value: 'blue', label: 'Blue' }] } },
  { name: 'length', type: 'Number', required: false, label: 'Length of the boat', description: 'In feet.', config: { minValue: 6 } },
  { name: 'newsletter', type: 'Checkbox', required: false, label: 'Send me news about harbours', config: { defaultValue: 'false' } },
  { name: 'website', type: 'Url', required: false, label: 'Website' },
];

const completed = {
  name: 'complete a profile, a username and an address before they are in',
  settings: {
    signUp: { identifiers: ['username'], password: true, verify: true, secondaryIdentifiers: [{ identifier: 'email', verify: true }] },
    signUpProfileFields: null,
  },
  async walk(visitor) {
    const api = manage();
    for (const field of FIELDS) await api.post('/api/custom-profile-fields', field);
    visitor.later(async () => {
      for (const { name } of FIELDS) await api.delete(`/api/custom-profile-fields/${name}`);
    });
    const [username, address] = [unique('hedda'), longAddress('hedda')];
    await visitor.open({ first_screen: 'register' });
    await visitor.fill('Username', username);
    await visitor.fill('Password', PASSWORD);
    await visitor.press('Create account');
    await visitor.heading('Add your e-mail address');
    await visitor.look('add-email');
    await visitor.fill('E-mail address', address);
    await visitor.press('Send a code');
    await visitor.tellCode(address);
    await visitor.heading('A few more details');
    await visitor.look('profile');
    if (visitor.hasScript) {
      await visitor.press('Continue');
      await visitor.reads('Fill in this field.');
      await visitor.look('profile-empty', { isAnswer: true });
    }
    await visitor.fill('First name', 'Hedda');
    await visitor.fill('Last name', 'Gran');
    await visitor.page.getByLabel('Length of the boat').fill('3');
    await visitor.page.getByLabel('Colour of the boat').selectOption('blue');
    await visitor.page.getByLabel('Send me news about harbours').check();
    await visitor.press('Continue');
    await visitor.reads('This does not have the form that is asked for.');
    await visitor.look('profile-refused', { isAnswer: true });
    await visitor.page.getByLabel('Length of the boat').fill('31');
    await visitor.press('Continue');
    const { sub } = payload((await visitor.arriveSignedIn()).id_token);
    const user = await api.get(`/api/users/${sub}`);
    assert.deepEqual([user.username, user.primaryEmail, user.profile.givenName], [username, address, 'Hedda']);
    assert.equal(user.customData.boat, 'blue');
    assert.equal(user.customData.length, 31);
  },
};

export const ways = [byUsername, byAddress, byNumber, offered, completed];
