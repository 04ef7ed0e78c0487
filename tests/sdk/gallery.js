// Pictures of every page for whoever changes one: `cargo xtask screenshots`.

import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots } from './support/browser.js';
import { ben, credentials, olivia } from './support/environment.js';
import { inNorthwind, openPortal } from './support/portal.js';

const { endpoint, demo } = credentials;
const PAGES = [
  ['home', '/'],
  ['components', '/_ui'],
  ['demo', '/demo'],
  ['reference-home', '/api/reference'],
  ['reference', '/api/reference/organizations'],
  ['unknown-session', '/unknown-session'],
  ['not-found', '/no-such-page'],
];

/** Pages of the organization portal, for an administrator. */
const PORTAL = [
  ['home', '/portal'],
  ['new', '/portal/new'],
  ['general', inNorthwind()],
  ['members', inNorthwind('/members')],
  ['members-empty', inNorthwind('/members?q=nobody')],
  ['invitations', inNorthwind('/invitations')],
  ['invite', inNorthwind('/invitations/new')],
  ['roles', inNorthwind('/roles')],
  ['security', inNorthwind('/security')],
  ['domains', inNorthwind('/domains')],
  ['api-keys', inNorthwind('/api-keys')],
  ['new-api-key', inNorthwind('/api-keys/new')],
  ['activity', inNorthwind('/activity')],
  ['leave', inNorthwind('/leave')],
  ['delete', inNorthwind('/delete')],
  ['no-entry', `/portal/organizations/nothing`],
  ['other-account', `/portal/invitations/nothing`],
];

/** Pages of the account center, for whoever is signed in. */
const ACCOUNT = [
  ['profile', '/account/profile'],
  ['security', '/account/security'],
  ['verify', '/account/verify?return_to=/account/security'],
  ['verify-email', '/account/verify?by=email&return_to=/account/security'],
];

async function takeAccount(page) {
  await openPortal(page, olivia(), `${endpoint}/account/profile`);
  for (const [name, path] of ACCOUNT) {
    await page.goto(new URL(path, endpoint).href);
    await takeScreenshots(page, `account-${name}`);
  }
}

async function takePortal(page) {
  await page.goto(`${endpoint}/portal/invitations/nothing`);
  await takeScreenshots(page, 'portal-invited');
  await openPortal(page, olivia());
  for (const [name, path] of PORTAL) {
    await page.goto(new URL(path, endpoint).href);
    await takeScreenshots(page, `portal-${name}`);
  }
  await page.goto(inNorthwind('/members'));
  await page.getByRole('link', { name: 'Manage Ben' }).click();
  await takeScreenshots(page, 'portal-member');
  await page.getByRole('link', { name: 'Remove member' }).click();
  await takeScreenshots(page, 'portal-remove-member');
}

const browser = await openBrowser();
try {
  const portal = await openPage(browser, { expected: [/status of 4\d\d/] });
  await takePortal(portal);
  await closePage(portal);

  const account = await openPage(browser);
  await takeAccount(account);
  await closePage(account);

  const page = await openPage(browser, { expected: [/status of 4\d\d/] });
  for (const [name, path] of PAGES) {
    await page.goto(`${endpoint}${path}`);
    await takeScreenshots(page, name);
  }
  await page.goto(`${endpoint}/demo`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${endpoint}/sign-in**`);
  await takeScreenshots(page, 'sign-in');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByRole('heading', { name: 'Create your account' }).waitFor();
  await takeScreenshots(page, 'register');
  await page.goBack();
  await signInOnHostedPage(page, ben());
  await page.getByRole('heading', { name: 'Your organizations' }).waitFor();
  await takeScreenshots(page, 'demo-signed-in');

  // With JavaScript the sign-out page is gone at once.
  const still = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const signOut = await still.newPage();
  await signOut.goto(`${endpoint}/oidc/session/end?client_id=${demo.app.clientId}`);
  await takeScreenshots(signOut, 'sign-out');
  await signOut.getByRole('button', { name: 'Sign out', exact: true }).click();
  await takeScreenshots(signOut, 'signed-out');
  await still.close();
  await closePage(page);
} finally {
  await browser.close();
}
