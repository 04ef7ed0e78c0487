// Headless Chromium through playwright-core, with every complaint of the browser collected, so that a test can show there was none.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium as launcher } from 'playwright-core';

import { artifacts, chromium } from './environment.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDTHS = [1440, 360];
const SCHEMES = ['light', 'dark'];
const HEIGHT = 900;
/** Pictures of higher windows are more than a browser likes to draw at once. */
const MAX_HEIGHT = 8000;
/** What is narrower is held in a hand. */
const PHONE_WIDTH = 480;
const TIMEOUT_MS = 15_000;

export const openBrowser = () => launcher.launch({ executablePath: chromium(), headless: true, args: ARGUMENTS });

/**
 * A page in a context of its own (no cookies, no storage). `page.complaints` holds console errors, uncaught exceptions and violations of
 * the Content-Security-Policy; `expected` are patterns of console errors that the test provokes on purpose. `page.asked` are the addresses
 * that it asked for, `page.shown` is the answer that it shows. `locale` is the language that the browser asks for.
 */
export async function openPage(browser, { expected = [], locale = 'en-GB', hasScript = true } = {}) {
  const context = await browser.newContext({ viewport: { width: WIDTHS[0], height: HEIGHT }, locale, javaScriptEnabled: hasScript });
  context.setDefaultTimeout(TIMEOUT_MS);
  const complaints = [];
  const complain = (text) => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  await context.exposeBinding('reportPolicyViolation', (_source, text) => complain(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportPolicyViolation(`policy: ${event.violatedDirective} refused ${event.blockedURI} on ${event.documentURI}`);
    });
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complain(`exception: ${error.message}`));
  page.complaints = complaints;
  page.asked = [];
  page.on('request', (request) => page.asked.push(request.url()));
  page.on('response', (response) => {
    const isDocument = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
    if (isDocument && (response.status() < 300 || response.status() >= 400)) page.shown = response;
  });
  return page;
}

/** Ends a page's context, after asserting that the browser had nothing to complain about. */
export async function closePage(page) {
  await page.context().close();
  assert.deepEqual(page.complaints, []);
}

/** Asserts that nobody has to scroll sideways. */
export async function expectFits(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${name} is ${overflow} px wider than its window of ${page.viewportSize().width} px`);
}

const sessions = new WeakMap();

/** The debugger of a page, the same each time: one that leaves takes virtual authenticators with it. */
export async function debuggerOf(page) {
  if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
  return sessions.get(page);
}

/** Gives the page a window of this width; in a narrow one it is touched and not pointed at. */
async function resize(page, width) {
  const isTouched = width < PHONE_WIDTH;
  await page.setViewportSize({ width, height: HEIGHT });
  const session = await debuggerOf(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: isTouched });
  await page.waitForFunction((expected) => matchMedia('(pointer: coarse)').matches === expected, isTouched);
}

/** Makes the window as high as the page, so that what sticks to its edges covers nothing. */
async function stretch(page, width) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(Math.max(height, HEIGHT), MAX_HEIGHT) });
}

/** Pictures of the page as it is: each width in each colour scheme. */
export async function takeScreenshots(page, name, { widths = WIDTHS, schemes = SCHEMES } = {}) {
  const folder = join(artifacts(), 'screenshots');
  mkdirSync(folder, { recursive: true });
  for (const width of widths) {
    await resize(page, width);
    await stretch(page, width);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true, animations: 'disabled' });
    }
    await expectFits(page, name);
  }
  await resize(page, WIDTHS[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Fills the hosted sign-in page and sends it. */
export async function signInOnHostedPage(page, { username, password }) {
  await page.getByLabel('Username', { exact: true }).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Fills the hosted registration page and sends it. */
export async function registerOnHostedPage(page, { username, password }) {
  await page.getByRole('heading', { name: 'Create your account' }).waitFor();
  await page.getByLabel('Username', { exact: true }).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
}
