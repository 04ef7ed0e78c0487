// Somebody in a browser on their way through the hosted pages, by what they read on them.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { closePage, openPage } from './browser.js';
import { rememberLook } from './console-pages.js';
import { artifacts } from './environment.js';
import { codeTo, withSettings } from './mailbox.js';

/** Steps are refused with statuses of their own, which browsers report. */
const EXPECTED = [/status of 4\d\d/];

export class Visitor {
  constructor({ page, browser, site, client, hasScript, look }) {
    Object.assign(this, { page, browser, site, client, hasScript });
    this.show = look;
    this.undo = [];
  }

  /** Something to do at the end, whatever happens until then. */
  later(action) {
    this.undo.push(action);
  }

  /** Begins at an application. */
  async open(parameters = {}, client = this.client) {
    await this.page.goto(client.url(parameters));
  }

  async heading(name) {
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  async press(name) {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Presses what a script would press. */
  async goOn() {
    if (!this.hasScript) await this.press('Continue');
  }

  async follow(name) {
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  async fill(label, value) {
    await this.page.getByLabel(label, { exact: true }).fill(value);
  }

  async reads(text) {
    await this.page.getByText(text).first().waitFor();
  }

  /** Reads the page closely. */
  async look(name, options) {
    rememberLook(this.page);
    await this.show(this.page, name, options);
  }

  /** Types the code that was sent to an address. */
  async tellCode(address) {
    await this.fill('Code', await codeTo(address));
    await this.press('Continue');
  }

  /** Says who it is, where password and identifier are asked for on one page. */
  async signIn({ username, password }) {
    await this.fill('Username', username);
    await this.fill('Password', password);
    await this.press('Sign in');
  }

  /** Is back at the application; what it was told. */
  async arrive() {
    await this.page.waitForURL((url) => url.href.startsWith(this.site.callback));
    return new URL(this.page.url()).searchParams;
  }

  /** Is back at the application with a code, and what that is good for. */
  async arriveSignedIn(client = this.client) {
    const answer = await this.arrive();
    assert.ok(answer.has('code'), this.page.url());
    return client.exchange(answer.get('code'));
  }

  /** Forgets that anybody was here. */
  async forget() {
    await this.page.context().clearCookies();
  }
}

/** Goes a way, with its settings, and puts everything back. */
export async function go(way, { browser, site, client, hasScript = true, look }) {
  const restore = way.settings ? await withSettings(way.settings) : undefined;
  const page = await openPage(browser, { expected: EXPECTED, hasScript });
  const visitor = new Visitor({ page, browser, site, client, hasScript, look });
  try {
    await way.walk(visitor);
  } catch (error) {
    await photograph(page, way.name);
    throw error;
  } finally {
    for (const action of visitor.undo.reverse()) await action();
    await restore?.();
  }
  await closePage(page);
}

/** What was shown when it went wrong. */
async function photograph(page, name) {
  const folder = join(artifacts(), 'failures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true }).catch(() => {});
  await page.context().close();
}
