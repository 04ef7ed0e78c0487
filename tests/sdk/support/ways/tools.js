// Pages for those who operate the server or write programs against it.

import { credentials } from '../environment.js';

const { endpoint } = credentials;

const developers = {
  name: 'read what the server says to developers',
  needsScript: true,
  async walk(visitor) {
    const { page } = visitor;
    const pages = [['home', '/'], ['components', '/_ui'], ['mailbox', '/demo/mailbox'], ['demo', '/demo'], ['reference-home', '/api/reference'], ['reference', '/api/reference/organizations']];
    for (const [name, path] of pages) {
      await page.goto(`${endpoint}${path}`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await visitor.look(name, { isTool: true });
    }
  },
};

export const ways = [developers];
