// The operator's console: speaking for a user with a reason, and administrators who are limited to parts of the Management API.

import assert from 'node:assert/strict';

import { credentials, unique } from '../environment.js';
import { manage } from '../management.js';
import { at, enter } from '../operator.js';

const { endpoint } = credentials;

const impersonated = {
  name: 'speak for a user in the console, with a reason that stays',
  async walk(visitor) {
    const { page } = visitor;
    const api = manage();
    const oidcClientMetadata = { redirectUris: ['https://help.example/callback'], postLogoutRedirectUris: [] };
    const { id: application } = await api.post('/api/applications', { name: 'Help desk', type: 'Traditional', oidcClientMetadata });
    visitor.later(() => api.delete(`/api/applications/${application}`));
    const [user] = await api.get('/api/users?search=olivia');
    await enter(visitor, `/users/${user.id}/impersonate`);
    await visitor.reads('No application exchanges tokens');
    await visitor.look('console-impersonate-none');
    await page.goto(at(`/applications/${application}`));
    await page.getByLabel('Let it exchange tokens that stand for users').check();
    await visitor.press('Save changes');
    await visitor.reads('Your changes are saved.');
    await visitor.look('console-application-exchange');
    await page.goto(at(`/users/${user.id}`));
    await page.getByRole('navigation', { name: 'Olivia' }).getByRole('link', { name: 'Impersonate' }).click();
    await visitor.look('console-impersonate');
    await visitor.press('Create token');
    await visitor.reads('Say why.');
    await visitor.look('console-impersonate-wrong', { isAnswer: true });
    await visitor.fill('Reason', 'Ticket 4711: the invoice does not open');
    await page.getByLabel('Application', { exact: true }).selectOption({ label: 'Help desk' });
    await page.getByLabel('Organization', { exact: true }).selectOption({ index: 1 });
    await visitor.press('Create token');
    await visitor.heading('Speaking for Olivia');
    assert.match(await page.locator('#once-1').textContent(), /^sub_/);
    await visitor.look('console-impersonate-token', { isAnswer: true });
    await visitor.follow('Done');
    await visitor.fill('Reason', 'Ticket 4711: once more');
    await page.getByLabel('Organization', { exact: true }).selectOption({ index: 1 });
    await page.getByRole('radio', { name: 'An access token' }).check();
    await visitor.press('Create token');
    await visitor.heading('Speaking for Olivia');
    const [, claims] = (await page.locator('#once-1').textContent()).split('.');
    const { sub, act } = JSON.parse(Buffer.from(claims, 'base64url'));
    assert.equal(sub, user.id);
    assert.equal(act.iss, `${endpoint}/console`);
    await visitor.look('console-impersonate-access', { isAnswer: true });
    await page.goto(at(`/users/${user.id}/activity`));
    await visitor.reads('Reason: Ticket 4711: once more');
    await visitor.look('console-user-activity');
  },
};

const limited = {
  name: 'limit an administrator to parts, and see what they see',
  async walk(visitor) {
    const { page } = visitor;
    const somebody = { username: unique('parts'), password: 'every heron stands on one leg' };
    await enter(visitor, '/administrators/new');
    await page.getByLabel('Limited', { exact: true }).check();
    await visitor.look('console-administrators-limited');
    await visitor.press('Create link');
    await visitor.reads('Choose at least one part.');
    await page.getByLabel('Users', { exact: true }).selectOption('editor');
    await page.getByLabel('Audit log', { exact: true }).selectOption('read-only');
    await visitor.press('Create link');
    await visitor.heading('Send this link');
    const link = await page.locator('#once-1').textContent();
    await visitor.follow('Done');
    await visitor.press('Sign out');
    await visitor.heading('Sign in to the console');
    await page.goto(link);
    await visitor.heading('Join the console');
    await visitor.fill('Username', somebody.username);
    await visitor.fill('Password', somebody.password);
    await visitor.press('Create account');
    await visitor.heading('Users');
    await visitor.look('console-limited-users');
    await page.goto(at('/applications'));
    await visitor.reads('Your role does not allow this in: Applications.');
    await visitor.look('console-limited-refused', { isAnswer: true });
    await page.goto(at('/account'));
    await visitor.press('Sign out');
    await enter(visitor, '/administrators');
    await page.getByRole('link', { name: somebody.username }).click();
    await visitor.heading(somebody.username);
    await visitor.look('console-administrator-limited');
    await page.getByLabel('Users', { exact: true }).selectOption('read-only');
    await visitor.press('Save changes');
    await visitor.reads('Your changes are saved.');
    await visitor.follow('Remove administrator');
    await visitor.fill('The name', somebody.username);
    await visitor.press('Remove administrator');
    await visitor.reads('The administrator is removed.');
  },
};

export const ways = [impersonated, limited];
