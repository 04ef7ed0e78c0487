// The look of the elements is the page's to choose: custom properties cross into them, and nothing else of the page does.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { closePage, openBrowser, openPage, signInOnHostedPage } from '../support/browser.js';
import { credentials, olivia, reactOrigin } from '../support/environment.js';

let browser;

/** How the element's first main button looks. */
const look = (page) =>
  page
    .locator('guildhall-invitations')
    .getByRole('button', { name: 'Send invitation' })
    .evaluate((button) => {
      const { backgroundColor, borderTopLeftRadius, fontFamily, textTransform } = getComputedStyle(button);
      return { backgroundColor, borderTopLeftRadius, fontFamily, textTransform };
    });

describe('the look of elements', () => {
  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser?.close());

  it('follows the custom properties of the page, and no rule of its style sheet', async () => {
    const page = await openPage(browser);
    await page.goto(`${reactOrigin()}/plain.html`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${credentials.endpoint}/sign-in**`);
    await signInOnHostedPage(page, olivia());
    await page.waitForURL(`${reactOrigin()}/plain.html`);
    await page.getByRole('heading', { name: 'Invitations' }).waitFor();
    const before = await look(page);
    assert.equal(before.backgroundColor, 'rgb(31, 79, 168)', 'the accent that plain.css gives');
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('button { background: rgb(9, 9, 9); text-transform: uppercase; border-radius: 30px }');
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    });
    assert.deepEqual(await look(page), before, 'a rule for buttons of the page');
    await page.evaluate(() => {
      const { style } = document.querySelector('guildhall-invitations');
      style.setProperty('--guildhall-accent', 'rgb(1, 2, 3)');
      style.setProperty('--guildhall-radius', '17px');
      style.setProperty('--guildhall-font', 'monospace');
    });
    const after = await look(page);
    assert.equal(after.backgroundColor, 'rgb(1, 2, 3)');
    assert.equal(after.fontFamily, 'monospace');
    assert.notEqual(after.borderTopLeftRadius, before.borderTopLeftRadius);
    await closePage(page);
  });
});
