// The React example with @logto/react, unchanged, in a browser: hosted pages, organization token, gateway.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { closePage, openBrowser, openPage, registerOnHostedPage, signInOnHostedPage, takeScreenshots } from '../support/browser.js';
import { ben, credentials, olivia, reactOrigin, unique } from '../support/environment.js';
import { expectStatus, managementApi } from '../support/management.js';

const { apiClient } = managementApi();
let browser;

const organizationsNamed = async (name) => expectStatus(await apiClient.GET('/api/organizations', { params: { query: { q: name } } }), 200);

async function signIn(page, user) {
  await page.goto(`${reactOrigin()}/`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${credentials.endpoint}/sign-in**`);
  await signInOnHostedPage(page, user);
  await page.waitForURL(`${reactOrigin()}/`);
  await page.getByTestId('username').filter({ hasText: user.username }).waitFor();
}

async function createOrganization(page, name) {
  await page.getByLabel('Name of the new organization').fill(name);
  await page.getByRole('button', { name: 'Create organization' }).click();
  const answer = page.getByTestId('answer');
  await answer.waitFor();
  return { status: await answer.getAttribute('data-status'), code: await page.getByTestId('answer-code').innerText() };
}

async function signOut(page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  // The hosted page confirms by itself where JavaScript runs.
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(page.url(), `${reactOrigin()}/`);
}

describe('@logto/react in a browser', () => {
  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser?.close());

  it('lets ben sign in, refuses him at the gateway, and lets olivia create an organization', async () => {
    const page = await openPage(browser, { expected: [/status of 403/] });
    await signIn(page, ben());
    const refused = unique('Refused ');
    assert.deepEqual(await createOrganization(page, refused), { status: '403', code: 'gateway.permission_missing' });
    assert.deepEqual(await organizationsNamed(refused), []);
    await takeScreenshots(page, 'react-refused');
    await signOut(page);

    await signIn(page, olivia());
    const name = unique('Workshop ');
    const created = await createOrganization(page, name);
    assert.equal(created.status, '201');
    assert.deepEqual((await organizationsNamed(name)).map(({ id }) => id), [created.code]);
    assert.match(await page.getByTestId('permissions').innerText(), /org:create/);
    await takeScreenshots(page, 'react-created');
    await signOut(page);
    await closePage(page);
  });

  it('registers a new user who is in no organization yet', async () => {
    // The SDK writes a refused token request to the console.
    const page = await openPage(browser, { expected: [/status of 403/, /user is not a member/, /LogtoRequestError: Access denied/] });
    await page.goto(`${reactOrigin()}/`);
    await page.getByRole('button', { name: 'Create account' }).click();
    const username = unique('sigrid_');
    await registerOnHostedPage(page, { username, password: 'fjord-Lamp-78' });
    await page.waitForURL(`${reactOrigin()}/`);
    await page.getByTestId('username').filter({ hasText: username }).waitFor();

    await page.getByLabel('Name of the new organization').fill('Nobody');
    await page.getByRole('button', { name: 'Create organization' }).click();
    await page.getByRole('alert').waitFor();

    const [user] = expectStatus(await apiClient.GET('/api/users', { params: { query: { search: username } } }), 200);
    assert.equal(user.username, username);
    await closePage(page);
  });
});
