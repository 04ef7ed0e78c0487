// What a person does in an application, whichever SDK it is written with.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { signInOnHostedPage } from '../../sdk/support/browser.js';
import { credentials } from '../../sdk/support/environment.js';

const { endpoint } = credentials;
const TIMEOUT_MS = 15_000;

/** Opens the application, signed out, and takes one of its ways to sign in. */
export async function take(page, config, way) {
  await page.goto(config.baseUrl);
  await page.getByText(way, { exact: true }).click();
}

/** Signs in on the page that the hosted pages begin with. */
export async function prove(page, user) {
  await page.waitForURL((url) => url.href.startsWith(`${endpoint}/`) && /sign-in$/.test(url.pathname));
  await signInOnHostedPage(page, user);
}

/** Waits until the application shows an account that is as it should be, and reads it. */
export async function account(page, config, isGood = () => true) {
  await page.waitForURL(`${config.baseUrl}/`);
  const deadline = Date.now() + TIMEOUT_MS;
  let shown;
  do {
    const alert = page.getByRole('alert').filter({ hasText: /./ });
    if (await alert.count()) assert.fail(`the application complains: ${await alert.first().textContent()}`);
    const text = page.getByTestId('account');
    shown = (await text.count()) ? JSON.parse(await text.textContent()) : undefined;
    if (shown && isGood(shown)) return shown;
    await pause(50);
  } while (Date.now() < deadline);
  return assert.fail(`the application does not show what it should, but ${JSON.stringify(shown)}`);
}

export async function signIn(page, config, user, way = 'Sign in') {
  await take(page, config, way);
  await prove(page, user);
  return account(page, config);
}

/** The gateway's answer to the application's one call. */
export async function createOrganization(page) {
  await page.getByText('Create organization', { exact: true }).click();
  const answer = page.getByTestId('answer');
  await answer.waitFor();
  return JSON.parse(await answer.textContent());
}

/** Signs out. The hosted page in between confirms by itself where JavaScript runs. */
export async function signOut(page, config) {
  await page.getByText('Sign out', { exact: true }).click();
  await page.getByText('Sign in', { exact: true }).waitFor();
  assert.equal(page.url(), `${config.baseUrl}/`);
}

/** Takes away what the application remembers of the person, and leaves the session at the provider. */
export async function forgetHere(page, config) {
  await page.evaluate(() => localStorage.clear());
  await page.context().clearCookies({ domain: new URL(config.baseUrl).hostname });
}
