// Pictures of every page for whoever changes one: `cargo xtask screenshots`. They are taken on the ways of `support/ways`, so that each step
// and each mistake is seen as people see it; a second round has the longest words and those that are read from the right, on a phone.

import { Site } from './support/application.js';
import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots } from './support/browser.js';
import { ben, credentials } from './support/environment.js';
import { isTranslated, speak } from './support/inspection.js';
import { go } from './support/visitor.js';
import { ways } from './support/ways/index.js';

const { endpoint } = credentials;
const PHONE = { widths: [360] };

/** Pictures in every scheme and width; on a phone in two other languages. */
async function photograph(page, name, { isAnswer = false } = {}) {
  await takeScreenshots(page, name);
  if (isAnswer || !(await isTranslated(page))) return;
  for (const language of ['de', 'ar']) {
    await speak(page, language);
    await takeScreenshots(page, `${name}-${language}`, PHONE);
  }
  await speak(page, 'en-GB');
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

const only = process.argv[2];
const browser = await openBrowser();
const site = await Site.start();
try {
  const client = await site.client();
  for (const way of ways.filter(({ name }) => !only || name.includes(only))) await go(way, { browser, site, client, look: photograph });
  if (!only) await takeDemonstration(browser);
} finally {
  site.stop();
  await browser.close();
}
