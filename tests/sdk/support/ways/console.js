// The operator's console: the way in, an application from its making to its end, and the other areas.

import assert from 'node:assert/strict';

import { credentials, longAddress, unique } from '../environment.js';
import { manage } from '../management.js';
import { at, enter } from '../operator.js';
import { makePerson } from '../portal.js';
import { totp } from '../totp.js';
import { walkThrough } from '../walk.js';

const { console: operator, endpoint } = credentials;

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="28" fill="#2f6f6b"/></svg>';

const application = {
  name: 'make an application in the console, give it a secret, and delete it',
  async walk(visitor) {
    const { page } = visitor;
    await page.goto(at('/applications'));
    await visitor.heading('Sign in to the console');
    await visitor.look('console-sign-in');
    await visitor.fill('Username', operator.username);
    await visitor.fill('Password', 'not-the-password');
    await visitor.press('Sign in');
    await visitor.reads('Username or password is wrong.');
    await visitor.fill('Password', operator.password);
    await visitor.press('Sign in');
    await visitor.heading('Applications');
    await visitor.look('console-applications');
    await visitor.follow('Create application');
    await visitor.heading('Create application');
    await visitor.look('console-new-application');
    await visitor.fill('Name', 'Nightly sync of the fjord');
    await page.getByLabel('Machine to machine').check();
    await visitor.press('Create application');
    await visitor.reads('The application is created.');
    await visitor.look('console-guide-machine');
    await page.getByRole('link', { name: /^Python/ }).click();
    await page.waitForURL(/framework=python/);
    await visitor.press('Create a secret for this code');
    await visitor.reads(/^export GUILDHALL_CLIENT_SECRET='(?!put)/);
    await visitor.look('console-guide-secret', { isAnswer: true });
    await visitor.follow('Settings');
    await visitor.look('console-application');
    await visitor.follow('Secrets');
    await visitor.look('console-secrets');
    await visitor.fill('Name of the new secret', 'spare');
    await visitor.press('Create secret');
    await visitor.heading('Secret spare');
    await visitor.look('console-secret', { isAnswer: true });
    await visitor.follow('Done');
    await visitor.follow('Danger zone');
    await visitor.look('console-danger');
    await visitor.follow('Delete application');
    await visitor.heading('Delete Nightly sync of the fjord?');
    await visitor.look('console-delete-application');
    await visitor.fill('The name', 'Nightly sync of the fjord');
    await visitor.press('Delete application');
    await visitor.reads('The application is deleted.');
  },
};

const guides = {
  name: 'take code for a single-page application from the console, register its addresses, and give it a logo',
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/applications/new');
    await visitor.fill('Name', 'Shop at the fjord');
    await page.getByLabel('Single-page application').check();
    await visitor.press('Create application');
    await visitor.reads('The application is created.');
    await visitor.reads('Not registered yet');
    await visitor.look('console-guide');
    await visitor.press('Register these addresses');
    await visitor.reads('The addresses are registered.');
    await page.getByRole('link', { name: /^Vue/ }).click();
    await page.waitForURL(/framework=vue/);
    await visitor.reads('createLogto');
    await visitor.look('console-guide-vue');
    await page.getByRole('link', { name: /^axum/ }).click();
    await visitor.reads('RequirePermission');
    await visitor.follow('Branding');
    await visitor.fill('Name on the sign-in pages', 'Fjord shop');
    await page.getByLabel(/^Logo: a file instead/).setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(LOGO) });
    await visitor.press('Save changes');
    await visitor.reads('Your changes are saved.');
    await page.locator('.picture-shown img').first().waitFor();
    await visitor.look('console-application-branding');
    await page.getByLabel(/^Logo: a file instead/).setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await visitor.press('Save changes');
    await visitor.reads('The file is no picture that can be shown');
    await visitor.look('console-application-branding-wrong', { isAnswer: true });
    await visitor.follow('Danger zone');
    await visitor.follow('Delete application');
    await visitor.fill('The name', 'Shop at the fjord');
    await visitor.press('Delete application');
    await visitor.reads('The application is deleted.');
  },
};

const areas = {
  name: 'see users, numbers, records and administrators in the console',
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/dashboard');
    await visitor.heading('Dashboard');
    await visitor.look('console-dashboard');
    for (const [path, heading] of [
      ['/users', 'Users'],
      ['/logs', 'Audit log'],
      ['/administrators', 'Administrators'],
      ['/account', 'Your account'],
    ]) {
      await page.goto(at(path));
      await visitor.heading(heading);
      await visitor.look(`console${path.replace('/', '-')}`);
    }
    await page.goto(at('/users?q=olivia'));
    await page.getByRole('link', { name: /olivia/i }).click();
    await visitor.heading('Olivia');
    await visitor.look('console-user');
    for (const tab of ['Roles', 'Organizations', 'Sessions', 'Danger zone']) {
      await page.getByRole('navigation', { name: 'Olivia' }).getByRole('link', { name: tab, exact: true }).click();
      await visitor.look(`console-user-${tab.toLowerCase().replaceAll(' ', '-')}`);
    }
  },
};

/** The page beside the settings, once it holds what is looked for. */
async function preview(page, selector) {
  await page.frameLocator('.preview-frame:not(.preview-coming)').locator(selector).first().waitFor({ state: 'attached' });
}

const experience = {
  name: 'change in the console how users sign in, and see the page as it will be before it is stored',
  // The page follows what is typed by a script; without one a button shows it.
  async walk(visitor) {
    const { page, hasScript } = visitor;
    const shows = async (selector) => {
      if (!hasScript) await visitor.press('Update preview');
      await preview(page, selector);
    };
    await enter(visitor, '/sign-in-experience');
    await visitor.heading('Sign-in experience');
    await preview(page, 'form');
    await visitor.look('console-sign-in-experience');
    await visitor.fill('Brand colour', '#5d34f2');
    await shows('link[href*="/assets/brand/5d34f2-"]');
    await page.getByLabel('Language').selectOption('de');
    await shows('html[lang=de]');
    await page.getByLabel('Scheme').selectOption('dark');
    await shows('link[href*="/assets/dark."]');
    await page.getByLabel('Phone').check({ force: true });
    await visitor.look('console-sign-in-experience-phone');
    await visitor.fill('Brand colour', 'teal');
    await visitor.press('Save changes');
    if (hasScript) {
      await visitor.reads('Enter a colour such as #2f6f6b.');
      await visitor.look('console-sign-in-experience-wrong', { isAnswer: true });
    } else {
      // Without scripts the browser says it, and sends nothing.
      assert.ok(await page.getByLabel('Brand colour', { exact: true }).evaluate((input) => !input.validity.valid));
    }
    await visitor.follow('Sign-up and sign-in');
    await preview(page, 'form');
    await visitor.look('console-sign-in-experience-methods');
    await visitor.follow('Content');
    await visitor.fill('On the registration page', 'We open at nine.');
    await page.getByLabel('Page', { exact: true }).selectOption('register');
    await shows('.own-words');
    await visitor.look('console-sign-in-experience-content');
  },
};

const connectors = {
  name: 'set up a connector in the console, change it, and delete it',
  async walk(visitor) {
    const { page } = visitor;
    const target = unique('acme').toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
    await enter(visitor, '/connectors');
    await visitor.heading('Connectors');
    await visitor.look('console-connectors');
    await page.goto(at('/connectors/new?kind=Social'));
    await visitor.heading('New connector');
    await visitor.look('console-connectors-new');
    await page.goto(at('/connectors/new/oidc'));
    await visitor.look('console-connectors-new-one');
    await visitor.fill('Provider key', target);
    await visitor.fill('Name on the button', 'Acme');
    await visitor.fill('Client ID', 'desk');
    await visitor.press('Create connector');
    await visitor.reads('Enter a value.');
    await visitor.look('console-connectors-new-wrong', { isAnswer: true });
    await page.locator('[name="config.clientSecret"]').fill('deep-secret');
    await visitor.fill('Issuer (optional)', 'https://id.acme.example');
    await visitor.press('Create connector');
    await visitor.reads('The connector is there.');
    await visitor.look('console-connector');
    assert.ok(!(await page.content()).includes('deep-secret'));
    await visitor.fill('Client ID', 'other');
    await visitor.press('Save changes');
    await visitor.reads('Your changes are saved.');
    await visitor.follow('Delete connector');
    await visitor.heading('Delete Acme?');
    await visitor.fill('The name', 'Acme');
    await visitor.press('Delete connector');
    await visitor.reads('The connector is deleted.');
  },
};

const mails = {
  name: 'write an e-mail in the console, see it as it arrives, send it to themselves, and delete it',
  async walk(visitor) {
    const { page, hasScript } = visitor;
    await enter(visitor, '/email-templates');
    await visitor.heading('E-mail templates');
    await visitor.look('console-email-templates');
    await visitor.follow('Code for a dangerous step');
    await visitor.heading('Code for a dangerous step');
    await page.getByLabel('Language').selectOption('nl');
    await page.getByLabel('Format').selectOption('text/html');
    await visitor.fill('Subject', 'Je code');
    await visitor.fill('Content', '<p style="color: #5d34f2"><b>{{code}}</b></p>');
    if (!hasScript) await visitor.press('Update preview');
    await preview(page, 'b:text("000000")');
    await visitor.look('console-email-templates-new');
    await visitor.press('Create e-mail');
    await visitor.reads('The e-mail is stored.');
    await visitor.look('console-email-template');
    await visitor.follow('Send it to yourself');
    const address = longAddress('mail');
    await visitor.fill('E-mail address', address);
    await visitor.look('console-email-template-test');
    await visitor.press('Send test message');
    await visitor.reads('The message is sent.');
    await visitor.follow('Delete e-mail');
    await visitor.look('console-email-template-delete');
    await visitor.press('Delete e-mail');
    await visitor.reads('The e-mail is deleted.');
  },
};

const phrases = {
  name: 'say something on the pages in their own words in the console, put it back, and remove the language',
  async walk(visitor) {
    const { page } = visitor;
    // Nobody who goes another way reads this language.
    const removed = () => manage().delete('/api/custom-phrases/eo-EO').catch(() => {});
    await removed();
    await enter(visitor, '/sign-in-experience/phrases');
    await visitor.heading('Phrases');
    await visitor.look('console-phrases');
    await page.goto(at('/sign-in-experience/phrases/new'));
    await page.getByLabel('Language').selectOption('eo-EO');
    await visitor.look('console-phrases-new');
    await visitor.press('Add language');
    visitor.later(removed);
    await visitor.reads('The language is added.');
    await visitor.look('console-phrases-one');
    await page.getByLabel('Search by words or key').fill('description.sign_in_to');
    await visitor.press('Search');
    await page.waitForURL(/q=description/);
    const field = page.locator('[name="phrase.description.sign_in_to"]');
    await field.fill('Bonvenon al {{nmae}}');
    await visitor.press('Save changes');
    await visitor.reads('Nothing stands for {{nmae}} in this phrase.');
    await visitor.look('console-phrases-wrong', { isAnswer: true });
    await field.fill('Bonvenon al {{name}}');
    await visitor.press('Save changes');
    await visitor.reads('Your changes are saved.');
    await visitor.look('console-phrases-own');
    const back = page.getByRole('button', { name: 'Put back: Sign in to {{name}}', exact: true });
    await back.click();
    await back.waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), '');
    await visitor.follow('Remove this language');
    await visitor.look('console-phrases-remove');
    await visitor.press('Remove this language');
    await visitor.reads('The language is removed');
  },
};

const fields = {
  name: 'ask users for something of their own in the console, and take it back',
  async walk(visitor) {
    const { page } = visitor;
    const name = unique('berth').replaceAll(/[^A-Za-z0-9]/g, '_');
    await enter(visitor, '/profile-fields');
    await visitor.heading('Profile fields');
    await visitor.look('console-profile-fields');
    await page.goto(at('/profile-fields/new'));
    await visitor.look('console-profile-fields-new');
    await visitor.follow('Choice');
    await visitor.fill('Key', name);
    await visitor.fill('Label', 'Berth');
    await visitor.fill('Choices', 'n = North\ns = South');
    await visitor.look('console-profile-fields-new-one');
    await visitor.press('Create field');
    await visitor.reads('The field is created.');
    visitor.later(() => manage().delete(`/api/custom-profile-fields/${name}`).catch(() => {}));
    await visitor.fill('Place', '1');
    await visitor.press('Save changes');
    await visitor.reads('Your changes are saved.');
    await visitor.look('console-profile-field');
    await visitor.follow('Delete field');
    await visitor.press('Delete field');
    await visitor.reads('The field is deleted.');
  },
};

const security = {
  name: 'look at second factors and security in the console, and change what is asked for',
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/mfa');
    await visitor.heading('Multi-factor');
    await visitor.look('console-mfa');
    await page.goto(at('/security'));
    for (const [tab, name] of [['E-mail addresses', 'addresses'], ['Captcha', 'captcha'], ['Guessing', 'attacks']]) {
      await page.getByRole('navigation', { name: 'Security' }).getByRole('link', { name: tab }).click();
      await visitor.look(`console-security-${name}`);
    }
    await visitor.fill('Attempts', '0');
    await visitor.press('Save changes');
    await visitor.reads('This cannot be used');
    await visitor.fill('Attempts', '10');
    await visitor.press('Save changes');
    await visitor.reads('Your changes are saved.');
  },
};

const explained = {
  name: 'explain what a token may do in the console, and ask the gateway',
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/tokens');
    await visitor.heading('Explain a token');
    await visitor.look('console-tokens');
    const { organizationId, users } = credentials.demo;
    await visitor.fill('User', users[0].username);
    await visitor.fill('Organization', organizationId);
    await visitor.press('Show scopes');
    await visitor.reads('By the role');
    await visitor.look('console-tokens-scopes');
    const api = credentials.managementApi;
    const form = { grant_type: 'client_credentials', resource: api.resource, scope: 'all', client_id: api.clientId, client_secret: api.clientSecret };
    const answer = await fetch(`${endpoint}/oidc/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: token } = await answer.json();
    await visitor.fill('Token', token);
    await visitor.press('Explain token');
    await visitor.reads('Management API token');
    await visitor.reads('Signed by the key that signs now.');
    await visitor.look('console-tokens-read', { isAnswer: true });
    await page.goto(at('/gateway'));
    await visitor.look('console-gateway');
    await page.goto(at('/gateway/what-if'));
    await visitor.fill('Path', `/organizations/${organizationId}/members`);
    await visitor.fill('Token', token);
    await visitor.press('Ask the gateway');
    await visitor.reads('refused');
    await visitor.look('console-gateway-what-if', { isAnswer: true });
    await fetch(`${credentials.gateway}/organizations/${organizationId}/members`, { headers: { authorization: `Bearer ${token}` } });
    await page.goto(at('/gateway/decisions'));
    await visitor.reads('list_members');
    await visitor.look('console-gateway-decisions');
  },
};

const webhooks = {
  name: 'make a webhook in the console, try it, and delete it',
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/webhooks');
    await visitor.look('console-webhooks');
    await page.goto(at('/webhooks/new'));
    await visitor.look('console-new-webhook');
    const name = unique('Orders');
    await visitor.fill('Name', name);
    await visitor.fill('Address', 'http://127.0.0.1:9/hook');
    await page.getByLabel('User.Created', { exact: true }).check();
    await visitor.press('Create webhook');
    await visitor.reads('The webhook is created.');
    await visitor.press('Send example');
    await visitor.reads('The receiver could not be reached');
    await visitor.look('console-webhook-key', { isAnswer: true });
    await manage().post('/api/users', { username: unique('hooked') });
    await visitor.follow('Deliveries');
    const delivery = page.locator('a[href*="/deliveries/"]').first();
    for (let attempt = 0; attempt < 20 && !(await delivery.isVisible()); attempt += 1) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    await visitor.look('console-deliveries');
    await delivery.click();
    await visitor.reads('Send again');
    await visitor.look('console-delivery');
    await page.goBack();
    await visitor.follow('Settings');
    await visitor.look('console-webhook');
    await visitor.follow('Delete webhook');
    await visitor.fill('The name', name);
    await visitor.press('Delete webhook');
    await visitor.reads('The webhook is deleted.');
  },
};

const claims = {
  name: 'write a script for token claims in the console, and rotate a key',
  needsScript: true,
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/token-claims');
    await visitor.look('console-token-claims');
    await page.getByRole('textbox', { name: 'Script' }).fill('const a = 1;\nconst getCustomJwtClaims = () => ({ a: };\n');
    await page.locator('.editor-lines .wrong').waitFor();
    await visitor.look('console-token-claims-wrong');
    await page.getByRole('textbox', { name: 'Script' }).fill('const getCustomJwtClaims = async ({ context }) => ({ plan: context.user.customData.plan });');
    await visitor.reads('It runs with the examples below.');
    await visitor.press('Run test');
    await visitor.reads('Claims that are added');
    await page.goto(at('/signing-keys'));
    await visitor.look('console-signing-keys');
    await page.goto(at('/signing-keys/cookie-keys/rotate'));
    await visitor.look('console-rotate');
    await visitor.press('Rotate key');
    await visitor.reads('There is a new key.');
  },
};

const takenAway = {
  name: 'take things away in the console and give them back, and are asked where that cannot be',
  async walk(visitor) {
    const { page } = visitor;
    const api = manage();
    const person = await makePerson('Ragna Vik');
    await visitor.open();
    await visitor.signIn(person);
    await visitor.arriveSignedIn();
    const { id: organization } = await api.post('/api/organizations', { name: 'Harbour office' });
    visitor.later(() => api.delete(`/api/organizations/${organization}`));
    await api.post(`/api/organizations/${organization}/users`, { userIds: [person.id] });
    const [role] = (await api.get('/api/organization-roles')).filter(({ type }) => type === 'User');
    await api.post(`/api/organizations/${organization}/users/${person.id}/roles`, { organizationRoleIds: [role.id] });
    await enter(visitor, `/organizations/${organization}/members`);
    await visitor.press('Remove: Ragna Vik');
    await visitor.reads('The member is removed.');
    await visitor.reads('No members');
    await visitor.look('console-member-removed');
    await visitor.press('Undo');
    await visitor.reads('They belong here again, with the roles that they held.');
    await page.locator('.row-item').filter({ hasText: 'Ragna Vik' }).getByText(role.name, { exact: true }).waitFor();
    await visitor.look('console-undone');

    await visitor.follow('Invitations');
    await page.getByRole('link', { name: 'Invite somebody' }).first().click();
    await visitor.fill('E-mail address', 'sunniva@fjord.example');
    await visitor.press('Invite somebody');
    await visitor.reads('sunniva@fjord.example');
    await visitor.follow('Take back: sunniva@fjord.example');
    await visitor.heading('Take back the invitation for sunniva@fjord.example?');
    await visitor.look('console-invitation-revoke');
    await visitor.follow('Cancel');
    await visitor.follow('Take back: sunniva@fjord.example');
    await visitor.press('Take back invitation');
    await visitor.reads('The invitation is taken back.');

    await page.goto(at(`/users/${person.id}`));
    await visitor.press('Suspend user');
    await visitor.reads('The user is suspended');
    await visitor.look('console-user-suspended');
    await visitor.press('Undo');
    await visitor.reads('The user can sign in again.');
    // The suspension has ended the first session.
    await visitor.open();
    await visitor.signIn(person);
    await visitor.arriveSignedIn();
    await page.goto(at(`/users/${person.id}/sessions`));
    await page.getByRole('link', { name: /^End session/ }).first().click();
    await visitor.heading('End this session of Ragna Vik?');
    await visitor.look('console-session-end');
    await visitor.press('End session');
    await visitor.reads('The session has ended.');

    await page.goto(at('/account'));
    await visitor.follow('End my other sessions');
    await visitor.heading('End your other sessions?');
    await visitor.look('console-account-sessions');
    await visitor.follow('Cancel');
    await visitor.heading('Your account');
  },
};

const found = {
  name: 'find somebody by the command palette of the console, and move in the matrix by keys',
  needsScript: true,
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/dashboard');
    await page.keyboard.press('Control+k');
    const input = page.getByRole('combobox', { name: /Search users/ });
    await input.fill('olivia');
    await page.getByRole('option', { name: /olivia/i }).first().waitFor();
    await visitor.look('console-palette', { isAnswer: true });
    await page.keyboard.press('Enter');
    await visitor.heading('Olivia');
    await page.goto(at('/organization-template'));
    const cell = page.locator('.matrix-edit tbody input').first();
    await cell.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    assert.ok(await cell.evaluate((element) => element === document.activeElement));
  },
};

const joined = {
  name: 'become an administrator by a link, and are asked for a code from then on',
  async walk(visitor) {
    const { page } = visitor;
    const [username, password] = [unique('operator'), 'every heron stands on one leg'];
    await enter(visitor, '/administrators/new');
    await visitor.press('Create link');
    await visitor.heading('Send this link');
    const link = await page.locator('#once-1').textContent();
    await visitor.follow('Done');
    await visitor.press('Sign out');
    await visitor.heading('Sign in to the console');
    await page.goto(link);
    await visitor.heading('Join the console');
    await visitor.look('console-join');
    await visitor.fill('Username', username);
    await visitor.fill('Password', password);
    await visitor.press('Create account');
    await page.waitForURL((url) => !url.pathname.startsWith('/console/set-up'));
    await page.goto(at('/account/authenticator'));
    const secret = await page.locator('input[name=secret]').inputValue();
    const used = totp(secret);
    await visitor.fill('Code', used);
    await visitor.press('Continue');
    await visitor.reads('You are asked for a code from now on.');
    await visitor.look('console-account-authenticator');
    await visitor.press('Sign out');
    await visitor.heading('Sign in to the console');
    await visitor.fill('Username', username);
    await visitor.fill('Password', password);
    await visitor.press('Sign in');
    await visitor.heading('Enter your code');
    await visitor.look('console-code');
    await visitor.fill('Code', used);
    await visitor.press('Sign in');
    await visitor.reads('That code is not right.');
    await visitor.fill('Code', totp(secret, 1));
    await visitor.press('Sign in');
    await page.waitForURL((url) => !url.pathname.startsWith('/console/sign-in'));
    // Used, the link opens nothing.
    await page.goto(link);
    await visitor.heading('This link is not good any more');
  },
};

const tenants = {
  name: 'make a tenant, go to its console at its own host, and delete it',
  needsScript: true,
  async walk(visitor) {
    const { page } = visitor;
    const id = unique('harbour-');
    // Names under localhost lead to this machine.
    const host = `${id}.localhost`;
    await enter(visitor, '/tenants');
    await visitor.heading('Tenants');
    await visitor.look('console-tenants');
    await visitor.follow('Create tenant');
    await visitor.heading('Create tenant');
    await visitor.look('console-tenants-new');
    await visitor.fill('Name', 'Harbour');
    await visitor.fill('Id', id);
    await visitor.fill('Host names', host);
    await visitor.press('Create tenant');
    await visitor.reads('The tenant is created.');
    await visitor.look('console-tenant');
    await page.goto(at('/enter?ticket=none'));
    await visitor.heading('This way has ended');
    await page.goto(at('/tenants'));
    await page.getByRole('row').filter({ hasText: host }).getByRole('button').last().click();
    await page.waitForURL((url) => url.hostname === host);
    await visitor.heading('Open another console');
    await visitor.look('console-enter', { isAnswer: true });
    await visitor.press('Go on');
    await page.waitForURL((url) => url.hostname === host && url.pathname === '/console/dashboard');
    await visitor.reads(id);
    await page.goto(at(`/tenants/${id}/delete`));
    await visitor.heading('Delete Harbour?');
    await visitor.fill('The name', 'Harbour');
    await visitor.press('Delete tenant');
    await page.waitForURL((url) => url.href.startsWith(at('/tenants?')));
  },
};

const begun = {
  name: 'walk from nothing to the first 201, in the console',
  async walk(visitor) {
    // The walk is remembered at its application; the next walk begins at its beginning.
    visitor.later(async () => {
      const api = manage();
      for (const { id, name } of await api.get('/api/applications?types=SPA')) {
        if (name === 'Get started') await api.delete(`/api/applications/${id}`);
      }
    });
    await enter(visitor, '/get-started');
    await walkThrough(visitor, endpoint);
  },
};

export const ways = [begun, application, guides, areas, experience, connectors, mails, phrases, fields, security, joined, explained, webhooks, claims, takenAway, found, tenants];
