// The same ways through the hosted pages in a browser that runs no scripts.

import { after, before, describe, it } from 'node:test';

import { Site } from '../support/application.js';
import { expectFits, openBrowser } from '../support/browser.js';
import { go } from '../support/visitor.js';
import { ways } from '../support/ways/index.js';

describe('people without JavaScript', () => {
  let browser;
  let site;
  let client;

  before(async () => {
    browser = await openBrowser();
    site = await Site.start();
    client = await site.client();
  });

  after(async () => {
    site?.stop();
    await browser?.close();
  });

  for (const way of ways.filter(({ needsScript }) => !needsScript)) {
    it(way.name, () => go(way, { browser, site, client, hasScript: false, look: expectFits }));
  }
});
