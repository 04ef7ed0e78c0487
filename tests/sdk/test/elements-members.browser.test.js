// The members of an organization in their element: what is offered fits who is shown, however late a token comes, and nobody loses a role that
// was not there to choose.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { Site } from '../support/application.js';
import { closePage, openBrowser, openPage } from '../support/browser.js';
import { credentials, unique } from '../support/environment.js';
import { CookieJar, signInWithPassword } from '../support/headless.js';
import { manage } from '../support/management.js';
import { makeOrganization, makePerson } from '../support/portal.js';

/** More than a page of the template's roles at its largest. */
const MANY = 101;

let browser;
let site;

/** Tokens of somebody for their organizations, by id. */
async function tokensFor(person, organizationIds) {
  const client = await site.client();
  const scope = 'openid offline_access urn:logto:scope:organizations member:read member:role';
  const address = client.url({ scope, resource: 'urn:logto:resource:organizations' });
  const callback = new URL(await signInWithPassword(new CookieJar(), address, person));
  let { refresh_token: refreshToken } = await client.exchange(callback.searchParams.get('code'));
  const tokens = {};
  for (const id of organizationIds) {
    const answer = await client.refresh(refreshToken, { organization_id: id });
    refreshToken = answer.refresh_token ?? refreshToken;
    tokens[id] = answer.access_token;
  }
  return tokens;
}

/** A page with the element alone. The token of an organization that is in `late` comes when the page calls `window.arrive(id)`. */
async function openMembers(tokens, first, late = []) {
  const page = await openPage(browser);
  await page.goto(site.origin);
  const module = `${credentials.endpoint}/org/elements/guildhall.js`;
  await page.evaluate(async (given) => {
    const { configure } = await import(given.module);
    const arriving = {};
    window.arrive = async (id) => {
      while (!arriving[id]) await new Promise((resolve) => setTimeout(resolve, 10));
      const resolve = arriving[id];
      delete arriving[id];
      resolve(given.tokens[id]);
    };
    const getToken = (id) => {
      if (!given.late.includes(id)) return Promise.resolve(given.tokens[id]);
      return new Promise((resolve) => (arriving[id] = resolve));
    };
    configure({ gateway: given.gateway, getToken });
    const element = document.createElement('guildhall-members');
    element.setAttribute('organization-id', given.first);
    document.body.append(element);
  }, { module, gateway: credentials.gateway, tokens, first, late });
  return page;
}

describe('the members of an organization in their element', () => {
  before(async () => {
    browser = await openBrowser();
    site = await Site.start();
  });

  after(async () => {
    await browser?.close();
    site?.stop();
  });

  it('are not offered with the rights in an organization that is shown no more', async () => {
    const person = await makePerson('Runa Dahl');
    const ids = [await makeOrganization(unique('Ruled '), person.id, ['admin']), await makeOrganization(unique('Seen '), person.id, ['member'])];
    const [ruled, seen] = ids;
    try {
      const tokens = await tokensFor(person, ids);
      const page = await openMembers(tokens, ruled, [ruled]);
      const change = page.getByRole('button', { name: /^Change roles/ });
      const asked = () => page.asked.filter((address) => address.includes(`/organizations/${ruled}/`));
      await page.evaluate((id) => document.querySelector('guildhall-members').setAttribute('organization-id', id), seen);
      await page.getByRole('button', { name: /^Leave organization/ }).waitFor();
      assert.equal(await change.count(), 0);
      // The token of the first one comes when the second one is shown: nothing is shown anew, and nothing is asked with it.
      await page.evaluate((id) => window.arrive(id), ruled);
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
      assert.equal(await change.count(), 0);
      const can = await page.evaluate(() => document.querySelector('guildhall-members').can('member:role'));
      assert.equal(can, false, 'what may be done is of the organization that is shown');
      assert.deepEqual(asked(), []);
      // Where it is shown again, so are its rights.
      await page.evaluate((id) => document.querySelector('guildhall-members').setAttribute('organization-id', id), ruled);
      await page.evaluate((id) => window.arrive(id), ruled);
      await change.waitFor();
      await closePage(page);
    } finally {
      for (const id of ids) await manage().delete(`/api/organizations/${id}`);
      await manage().delete(`/api/users/${person.id}`);
    }
  });

  it('are offered every role for people and none for machines, and keep those beyond the first hundred', async () => {
    const person = await makePerson('Sunniva Berg');
    const roles = [];
    const id = await makeOrganization(unique('Many '), person.id, ['admin']);
    try {
      const machine = await manage().post('/api/organization-roles', { name: unique('machine '), type: 'MachineToMachine' });
      roles.push(machine);
      for (let number = 0; number < MANY; number += 1) roles.push(await manage().post('/api/organization-roles', { name: unique(`deck ${number} `) }));
      const names = roles.slice(1).map(({ name }) => name);
      // The first and the last, in whichever order the list is.
      const held = ['admin', names[0], names.at(-1)];
      await manage().put(`/api/organizations/${id}/users/${person.id}/roles`, { organizationRoleNames: held });
      const page = await openMembers(await tokensFor(person, [id]), id);
      await page.getByRole('button', { name: 'Change roles: Sunniva Berg' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: names[1] }).check();
      const offered = await dialog.getByRole('checkbox').evaluateAll((boxes) => boxes.map((box) => box.value));
      assert.deepEqual(names.filter((name) => !offered.includes(name)), [], 'all are offered');
      assert.ok(!offered.includes(machine.name) && !offered.includes('integration'), 'none for machines is');
      await dialog.getByRole('button', { name: 'Save roles' }).click();
      await page.getByText('The roles of Sunniva Berg are saved.').waitFor();
      const now = await manage().get(`/api/organizations/${id}/users/${person.id}/roles`);
      assert.deepEqual(now.map(({ name }) => name).sort(), [...held, names[1]].sort());
      await closePage(page);
    } finally {
      await manage().delete(`/api/organizations/${id}`);
      for (const { id: role } of roles) await manage().delete(`/api/organization-roles/${role}`);
      await manage().delete(`/api/users/${person.id}`);
    }
  });
});
