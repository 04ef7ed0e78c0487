// Every way through the hosted pages in a browser, and every page on it held to the rules of `support/inspection.js`.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';

import { Site } from '../support/application.js';
import { openBrowser } from '../support/browser.js';
import { forgottenPages } from '../support/console-pages.js';
import { inspect, seen } from '../support/inspection.js';
import { go } from '../support/visitor.js';
import { ways } from '../support/ways/index.js';

const TEMPLATES = new URL('../../../crates/ui/templates/pages/', import.meta.url);

const CAPTCHA = new URL('../../../crates/ui/assets/js/captcha.js', import.meta.url);

/** Every template of a page, for the page of all steps each step, and each kind of widget that tells people from programs. */
function templates() {
  const files = readdirSync(TEMPLATES, { recursive: true }).filter((file) => file.endsWith('.html') && !/(^|\/)_/.test(file));
  const source = readFileSync(new URL('step.html', TEMPLATES), 'utf8');
  const kebab = (name) => name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const steps = [...source.matchAll(/\{% when crate::pages::Step::(\w+)/g)].map(([, name]) => `step/${kebab(name)}`);
  const widgets = [...readFileSync(CAPTCHA, 'utf8').matchAll(/^  "?([\w-]+)"?\(\) \{$/gmu)].map(([, name]) => `captcha/${name}`);
  assert.equal(widgets.length, 3);
  return [...files.map((file) => file.slice(0, -'.html'.length)).filter((name) => name !== 'step'), ...steps, ...widgets].sort();
}

describe('people', () => {
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

  const wanted = process.env.WAYS;
  for (const way of ways.filter(({ name }) => !wanted || name.includes(wanted))) it(way.name, () => go(way, { browser, site, client, look: inspect }));

  it('have seen every page there is', () => {
    const missing = templates().filter((name) => !seen.has(name));
    assert.deepEqual(missing, [], 'no way in support/ways leads to these templates');
  });

  it('have seen every page of the console that its table has', () => {
    assert.deepEqual(forgottenPages(), [], 'no way in support/ways leads to these pages');
  });
});
