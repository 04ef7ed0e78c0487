// The rules that every hosted page is held to, whatever it asks.

import assert from 'node:assert/strict';

import { expectAccessible } from './accessibility.js';
import { expectFits } from './browser.js';
import { credentials } from './environment.js';

const { endpoint } = credentials;
/** A document and everything that it loads, compressed. */
const MAX_BYTES = 60_000;
const WINDOWS = [{ width: 1440, height: 900 }, { width: 360, height: 780 }];
/** Read from the right, and the longest words. */
const LANGUAGES = [['ar', 'rtl'], ['de', 'ltr']];

/** The templates that were looked at. */
export const seen = new Set();

/**
 * Asserts that the page, as it is shown now, keeps every rule. One that answers a form is not loaded again to see it in other languages, and
 * the tools of developers may be heavy.
 */
export async function inspect(page, name, { isAnswer = false, isTool = false } = {}) {
  seen.add(await page.locator('body').getAttribute('data-page'));
  await expectStrict(page, name);
  if (!isTool) await expectLight(page, name);
  for (const size of WINDOWS) {
    await page.setViewportSize(size);
    await expectFits(page, name);
    await expectAccessible(page, `${name} at ${size.width} px`);
  }
  const isTranslated = (await page.locator('html').getAttribute('dir')) !== null;
  if (isTranslated && !isAnswer) await expectOtherLanguages(page, name);
  await page.setViewportSize(WINDOWS[0]);
}

/** On a phone, where words are long for their room. */
async function expectOtherLanguages(page, name) {
  for (const [language, direction] of LANGUAGES) {
    await speak(page, language);
    assert.equal(await page.locator('html').getAttribute('dir'), direction, name);
    assert.equal(await page.locator('html').getAttribute('lang'), language, name);
    await expectFits(page, `${name} in ${language}`);
    if (direction === 'rtl') await expectAccessible(page, `${name} in ${language}`);
  }
  await speak(page, 'en-GB');
}

const sessions = new WeakMap();

/** The debugger of a page, the same each time: one that leaves takes virtual authenticators with it. */
async function debuggerOf(page) {
  if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
  return sessions.get(page);
}

/** Shows the page in another language. */
export async function speak(page, language) {
  const session = await debuggerOf(page);
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await session.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: language });
  await page.reload();
}

/** A policy without exceptions, and no frames. */
async function expectStrict(page, name) {
  const headers = await page.shown.allHeaders();
  const policy = headers['content-security-policy'] ?? '';
  for (const directive of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    assert.ok(policy.includes(directive), `${name}: ${policy}`);
  }
  assert.doesNotMatch(policy, /unsafe|\*/, name);
  assert.equal(headers['x-content-type-options'], 'nosniff', name);
  assert.equal(headers['cache-control'], 'no-store', name);
}

/** Little to load, and nothing from elsewhere. */
async function expectLight(page, name) {
  await page.waitForLoadState('load');
  const loaded = await page.evaluate(() => ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))
    .filter((entry) => /^https?:/.test(entry.name))
    .map((entry) => [new URL(entry.name).origin, entry.encodedBodySize]));
  assert.deepEqual(loaded.filter(([origin]) => origin !== endpoint), [], name);
  const bytes = loaded.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(bytes > 0 && bytes < MAX_BYTES, `${name} takes ${bytes} bytes`);
}
