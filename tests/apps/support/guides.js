// The code that the console shows, as a developer takes it from there: read from its page and put where the page says.

import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { closePage, openPage } from '../../sdk/support/browser.js';
import { credentials } from '../../sdk/support/environment.js';

const { console: operator, endpoint } = credentials;
const folder = fileURLToPath(new URL('../guides', import.meta.url));

/** Signs in to the console, in a page of its own. */
export async function openConsole(browser) {
  const page = await openPage(browser);
  await page.goto(`${endpoint}/console/dashboard`);
  await page.getByLabel('Username').fill(operator.username);
  await page.getByLabel('Password', { exact: true }).fill(operator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${endpoint}/console/dashboard`);
  return { page, close: () => closePage(page) };
}

/** The files of a guide, `[name, text]`; commands are called `Terminal`. Where the code has a secret, one is made for it. */
export async function readGuide({ page }, path, framework) {
  await page.goto(`${endpoint}/console/${path}/guide?framework=${framework}`);
  const make = page.getByRole('button', { name: 'Create a secret for this code' });
  if (await make.count()) {
    await make.click();
    await page.getByText(/SECRET='(?!put the secret here)./).first().waitFor();
  }
  return page.locator('.code-block').evaluateAll((blocks) => blocks.map((block) => [block.querySelector('figcaption').innerText.trim(), block.querySelector('code').textContent]));
}

/** Puts files where they belong, in a folder of their own, and returns that folder. */
export function put(name, files) {
  const root = join(folder, name);
  rmSync(root, { recursive: true, force: true });
  for (const [file, text] of files) {
    if (file === 'Terminal') continue;
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
  return root;
}

/** Runs commands by a shell and returns what they print. */
export async function shell(commands, cwd) {
  const { stdout } = await promisify(execFile)('bash', ['-euc', commands], { cwd, timeout: 30_000 });
  return stdout;
}
