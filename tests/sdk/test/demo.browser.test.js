// The server's own demonstration page in a browser, as a newcomer uses it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { closePage, openBrowser, openPage, registerOnHostedPage, signInOnHostedPage, takeScreenshots } from '../support/browser.js';
import { ben, credentials, olivia, unique } from '../support/environment.js';
import { expectStatus, managementApi } from '../support/management.js';

const { endpoint, demo } = credentials;
const { apiClient } = managementApi();
let browser;

async function openDemo(page, button) {
  await page.goto(`${endpoint}/demo`);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/demo');
}

async function signIn(page, user) {
  await openDemo(page, 'Sign in');
  await signInOnHostedPage(page, user);
  await page.getByRole('heading', { name: 'Your organizations' }).waitFor();
}

async function getToken(page) {
  await page.locator(`[data-organization="${demo.organizationId}"]`).click();
  await page.locator('.token-head').waitFor();
  const row = (claim) => page.locator('table.claims tr').filter({ has: page.locator('th', { hasText: claim }) }).locator('td').first();
  return { audience: await row('aud').innerText(), scope: (await row('scope').innerText()).split(/\s+/) };
}

async function createOrganization(page, name) {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create organization' }).click();
  const result = page.locator('[data-region="create-result"]');
  await result.locator('strong').first().waitFor();
  return (await result.locator('strong').first().innerText()).trim();
}

async function signOut(page) {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  // The hosted page confirms by itself where JavaScript runs.
  await page.waitForURL(`${endpoint}/demo`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
}

describe('the demonstration page', () => {
  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser?.close());

  it('takes olivia from sign-in to an organization that she created', async () => {
    const page = await openPage(browser);
    await signIn(page, olivia());
    const { audience, scope } = await getToken(page);
    assert.equal(audience, `urn:logto:organization:${demo.organizationId}`);
    assert.ok(scope.includes('org:create'), scope.join(' '));

    const name = unique('Lighthouse ');
    assert.equal(await createOrganization(page, name), '201.');
    await page.locator('.organization-name', { hasText: name }).waitFor();
    const organizations = expectStatus(await apiClient.GET('/api/organizations', { params: { query: { q: name } } }), 200);
    assert.equal(organizations.length, 1);
    await takeScreenshots(page, 'demo-created');
    await signOut(page);
    await takeScreenshots(page, 'demo-signed-out');
    await closePage(page);
  });

  it('refuses ben, who lacks the permission', async () => {
    const page = await openPage(browser, { expected: [/status of 403/] });
    await signIn(page, ben());
    const { scope } = await getToken(page);
    assert.ok(!scope.includes('org:create'), scope.join(' '));
    const name = unique('Refused ');
    assert.equal(await createOrganization(page, name), '403.');
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organizations', { params: { query: { q: name } } }), 200), []);
    await takeScreenshots(page, 'demo-refused');
    await signOut(page);
    await closePage(page);
  });

  it('registers a newcomer, who is in no organization', async () => {
    const page = await openPage(browser);
    await openDemo(page, 'Create account');
    await takeScreenshots(page, 'register');
    await registerOnHostedPage(page, { username: unique('astrid_'), password: 'fjord-Lamp-78' });
    await page.getByText('You are not in an organization yet').waitFor();
    await closePage(page);
  });

  it('says that a password is wrong, and signs in at the second try', async () => {
    const page = await openPage(browser, { expected: [/status of 4\d\d/] });
    await openDemo(page, 'Sign in');
    await takeScreenshots(page, 'sign-in');
    await signInOnHostedPage(page, { ...ben(), password: 'not-the-password' });
    await page.getByText('do not match an account').waitFor();
    await takeScreenshots(page, 'sign-in-refused');
    await signInOnHostedPage(page, ben());
    await page.getByRole('heading', { name: 'Your organizations' }).waitFor();
    await closePage(page);
  });

  it('signs in and out without JavaScript on the hosted pages', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const query = new URLSearchParams({
      client_id: demo.app.clientId,
      redirect_uri: demo.app.redirectUri,
      response_type: 'code',
      scope: 'openid',
      state: 'plain',
      // RFC 7636, appendix B.
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    await page.goto(`${endpoint}/oidc/auth?${query}`);
    await signInOnHostedPage(page, ben());
    await page.waitForURL((url) => url.href.startsWith(demo.app.redirectUri) && url.searchParams.get('state') === 'plain' && url.searchParams.has('code'));

    await page.goto(`${endpoint}/oidc/session/end?${new URLSearchParams({ client_id: demo.app.clientId, post_logout_redirect_uri: demo.app.redirectUri })}`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForURL(demo.app.redirectUri);
    await page.goto(`${endpoint}/oidc/auth?${query}`);
    await page.getByRole('heading', { name: /^Sign in to / }).waitFor();
    await context.close();
  });
});
