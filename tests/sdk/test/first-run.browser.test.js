// `guildhall serve` on an empty folder, as a newcomer meets it: the link that the start prints, the first administrator, the first walk.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';

import { closePage, openBrowser, openPage, takeScreenshots } from '../support/browser.js';
import { program } from '../support/environment.js';
import { Visitor } from '../support/visitor.js';
import { walkThrough } from '../support/walk.js';

const CREDENTIALS = { username: 'first', password: 'every heron stands on one leg' };
/** Wide enough for a page of documentation. */
const PICTURES = { widths: [1440], schemes: ['light'] };

/** Starts the program in a folder; what it printed until it was ready, and its endpoint. */
async function start(folder) {
  const listen = ['--listen', '127.0.0.1:0', '--gateway-listen', '127.0.0.1:0', '--data-dir', join(folder, 'data')];
  const server = spawn(program(), ['serve', ...listen], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = [];
  const ended = new Promise((resolve) => { server.once('exit', resolve); });
  const link = new Promise((resolve, reject) => {
    ended.then(() => reject(new Error(`it ended before it was ready: ${lines.join('\n')}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      lines.push(line);
      const found = line.match(/\S+\/console\/set-up\?token=\S+/);
      if (found) resolve(found[0]);
    });
  });
  const stop = async () => {
    server.kill('SIGTERM');
    return ended;
  };
  return { link: await link, lines, stop };
}

describe('a server that nobody administers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-first-run-'));
  let browser;
  let server;

  before(async () => {
    browser = await openBrowser();
    server = await start(folder);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is set up by the link that its start prints, once, and leads to the first 201', async () => {
    const page = await openPage(browser, { expected: [/status of 4\d\d/] });
    const look = async (of, name) => takeScreenshots(of, name.replace('console-', 'first-run-'), PICTURES);
    const visitor = new Visitor({ page, browser, hasScript: true, look });
    const endpoint = new URL(server.link).origin;
    assert.equal(server.lines[0], `guildhall ready ${endpoint}`);
    await page.goto(server.link);
    await visitor.fill('Username', CREDENTIALS.username);
    await visitor.fill('Password', CREDENTIALS.password);
    await visitor.look('console-set-up');
    await visitor.press('Create owner account');
    await page.waitForURL(`${endpoint}/console**`);
    await page.goto(`${endpoint}/console/get-started`);
    await walkThrough(visitor, endpoint);

    const other = await openPage(browser, { expected: [/status of 4\d\d/] });
    await other.goto(server.link);
    await other.getByRole('heading', { level: 1, name: 'This link is not good any more' }).waitFor();
    await closePage(other);
    await closePage(page);
  });
});
