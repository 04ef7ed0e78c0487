// Pictures of every page for whoever changes one: `cargo xtask screenshots`. They are taken on the ways of `support/ways`, so that each step
// and each mistake is seen as people see it; a second round has the longest words and those that are read from the right, on a phone, and the
// console in its second language. A way that fails is told at the end, and the others are gone. Words after the command are parts of the names
// of the only ways to go.

import { Site } from './support/application.js';
import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots, WIDTHS } from './support/browser.js';
import { forgottenPages } from './support/console-pages.js';
import { ben, credentials } from './support/environment.js';
import { isTranslated, speak } from './support/inspection.js';
import { go } from './support/visitor.js';
import { ways } from './support/ways/index.js';

const { endpoint } = credentials;
const PHONE = { widths: [360] };
/** Operators have larger phones, and more on each page. */
const CONSOLE_WIDTHS = [1440, 390];

const isOfConsole = (page) => new URL(page.url()).pathname.startsWith('/console');
const taken = new Set();

/** Pictures in every scheme and width; on a phone in two other languages. */
async function photograph(page, name, { isAnswer = false, isPhone = false } = {}) {
  if (taken.has(name)) return;
  taken.add(name);
  const widths = (isOfConsole(page) ? CONSOLE_WIDTHS : WIDTHS).filter((width) => !isPhone || width < WIDTHS[0]);
  await takeScreenshots(page, name, { widths });
  if (isPhone) return;
  if (isOfConsole(page)) return photographInChinese(page, name, isAnswer);
  if (isAnswer || !(await isTranslated(page))) return;
  for (const language of ['de', 'ar']) {
    await speak(page, language);
    await takeScreenshots(page, `${name}-${language}`, PHONE);
  }
  await speak(page, 'en-GB');
}

/**
 * The other language of the console, beside the page itself: what has been typed there stays. It is a window of its own, for a page that another one of the
 * same window has covered may not answer for a while.
 */
async function photographInChinese(page, name, isAnswer) {
  if (isAnswer || page.shown.request().method() !== 'GET') return;
  const storageState = await page.context().storageState();
  const context = await page.context().browser().newContext({ storageState, locale: 'zh-CN', viewport: page.viewportSize() });
  const beside = await context.newPage();
  await beside.goto(page.url());
  await takeScreenshots(beside, `${name}-zh-CN`, { widths: CONSOLE_WIDTHS, schemes: ['light'] });
  await context.close();
}

async function takeDemonstration(browser) {
  const page = await openPage(browser);
  await page.goto(`${endpoint}/demo`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${endpoint}/sign-in**`);
  await signInOnHostedPage(page, ben());
  await page.getByRole('heading', { name: 'Your organizations' }).waitFor();
  await takeScreenshots(page, 'demo-signed-in');
  await closePage(page);
}

const wanted = process.argv.slice(2);
const isWanted = ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word));
const failures = [];
const attempt = async (name, action) => {
  try {
    await action();
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
};

const browser = await openBrowser();
const site = await Site.start();
try {
  const client = await site.client();
  for (const way of ways.filter(isWanted)) await attempt(way.name, () => go(way, { browser, site, client, look: photograph }));
  if (wanted.length === 0) {
    await attempt('the demonstration', () => takeDemonstration(browser));
    for (const row of forgottenPages()) failures.push(`${row}: no way in support/ways leads to this page`);
  }
} finally {
  site.stop();
  await browser.close();
}
console.log(`${taken.size} pages and steps`);
for (const failure of failures) console.error(`failed: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
