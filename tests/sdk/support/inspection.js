// The rules that every hosted page is held to, whatever it asks.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { expectAccessible } from './accessibility.js';
import { debuggerOf, expectFits } from './browser.js';
import { credentials } from './environment.js';

const { endpoint } = credentials;
/** A document and everything that it loads, compressed. */
const MAX_BYTES = 60_000;
const WINDOWS = [{ width: 1440, height: 900 }, { width: 360, height: 780 }];
/** Read from the right, and the longest words. */
const LANGUAGES = [['ar', 'rtl'], ['de', 'ltr']];

/** The templates, and the kinds of widgets on them, that were looked at. */
export const seen = new Set();

/**
 * Asserts that the page, as it is shown now, keeps every rule. One that answers a form is not loaded again to see it in other languages, and
 * the tools of developers may be heavy and are not for phones. What is seen as a variant of a page that is looked at elsewhere only has to fit. `from` are the only
 * other servers that it may load from, and whose frames it may show; `pictures` those from which it may show pictures.
 */
export async function inspect(page, name, { isAnswer = false, isTool = false, isVariant = false, from = [], pictures = [] } = {}) {
  if (isVariant) return expectFits(page, name);
  seen.add(await page.locator('body').getAttribute('data-page'));
  for (const widget of await page.locator('[data-captcha]').all()) seen.add(`captcha/${await widget.getAttribute('data-captcha')}`);
  await expectStrict(page, name, from);
  if (!isTool) await expectLight(page, name, [...from, ...pictures]);
  for (const size of isTool ? WINDOWS.slice(0, 1) : WINDOWS) {
    await page.setViewportSize(size);
    await expectFits(page, name);
    await expectAccessible(page, `${name} at ${size.width} px`);
  }
  if (!isAnswer && (await isTranslated(page))) await expectOtherLanguages(page, name);
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

/** The tools of developers speak English alone, and name no direction. */
export async function isTranslated(page) {
  const { pathname } = new URL(page.url());
  return !/^\/console/.test(pathname) && (await page.locator('html').getAttribute('dir')) !== null;
}

/** Shows the page in another language. */
export async function speak(page, language) {
  const session = await debuggerOf(page);
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await session.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: language });
  await page.reload();
}

/** A policy without exceptions but the named ones, and no frames but theirs. */
async function expectStrict(page, name, from) {
  const headers = await page.shown.allHeaders();
  const policy = headers['content-security-policy'] ?? '';
  for (const directive of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    assert.ok(policy.includes(directive), `${name}: ${policy}`);
  }
  assert.doesNotMatch(policy, /unsafe|\*/, name);
  const directive = (kind) => policy.split('; ').find((one) => one.startsWith(`${kind} `)) ?? '';
  for (const kind of ['script-src', 'frame-src', 'connect-src']) {
    const others = directive(kind).split(' ').filter((source) => source.startsWith('http') && source !== endpoint);
    assert.ok(from.length > 0 || others.length === 0, `${name}: ${policy}`);
    assert.ok(kind === 'connect-src' || from.every((origin) => others.some((source) => source.startsWith(origin))), `${name}: ${policy}`);
  }
  assert.equal(headers['x-content-type-options'], 'nosniff', name);
  assert.equal(headers['cache-control'], 'no-store', name);
}

const compressed = new Map();

/**
 * What a file of ours weighs compressed, as a proxy in front of the server would send it. Every tenant's host has the same files, and not every
 * machine knows their names as the browser does.
 */
async function weightOf({ pathname, search }) {
  const address = `${endpoint}${pathname}${search}`;
  if (!compressed.has(address)) {
    const body = await (await fetch(address)).arrayBuffer();
    compressed.set(address, gzipSync(Buffer.from(body)).length);
  }
  return compressed.get(address);
}

/** Little to load, and nothing from elsewhere. What the named others make a page load is their own affair. */
async function expectLight(page, name, from) {
  await page.waitForLoadState('load');
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name).filter((address) => /^https?:/.test(address)));
  const own = loaded.filter((address) => !from.includes(new URL(address).origin));
  // A tenant's pages are at a host of their own.
  const { origin } = new URL(page.url());
  assert.deepEqual(own.filter((address) => new URL(address).origin !== origin), [], name);
  let bytes = gzipSync(Buffer.from(await page.content())).length;
  for (const address of new Set(own)) bytes += await weightOf(new URL(address));
  assert.ok(own.length > 0 && bytes < MAX_BYTES, `${name} takes ${bytes} bytes`);
}
