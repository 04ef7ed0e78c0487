// Pictures of every page for whoever changes one: `cargo xtask screenshots`.

import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots } from './support/browser.js';
import { ben, credentials } from './support/environment.js';

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

const browser = await openBrowser();
try {
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
