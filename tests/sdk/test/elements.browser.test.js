// The elements for other applications' pages, in a browser: on a plain page under a strict policy, and in React.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { expectAccessible } from '../support/accessibility.js';
import { closePage, openBrowser, openPage, signInOnHostedPage, takeScreenshots } from '../support/browser.js';
import { ben, credentials, longAddress, olivia, reactOrigin, unique } from '../support/environment.js';
import { linkTo } from '../support/mailbox.js';
import { expectStatus, manage, managementApi } from '../support/management.js';
import { makeOrganization, makePerson } from '../support/portal.js';

const { apiClient } = managementApi();
const organization = credentials.demo.organizationId;
let browser;

async function openPlainPage(page, user) {
  await page.goto(`${reactOrigin()}/plain.html`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${credentials.endpoint}/sign-in**`);
  await signInOnHostedPage(page, user);
  await page.waitForURL(`${reactOrigin()}/plain.html`);
  await page.getByRole('heading', { name: 'Members' }).waitFor();
}

/** A user who is a member for the time of a test. */
async function withMember(run) {
  const username = unique('astrid_');
  const user = expectStatus(await apiClient.POST('/api/users', { body: { username, name: 'Astrid Nord', password: 'fjord-Lamp-78' } }), 200);
  const path = { params: { path: { id: organization } } };
  expectStatus(await apiClient.POST('/api/organizations/{id}/users', { ...path, body: { userIds: [user.id] } }), 201);
  try {
    await run(user);
  } finally {
    await apiClient.DELETE('/api/users/{userId}', { params: { path: { userId: user.id } } });
  }
}

const rolesOf = async (userId) => {
  const params = { path: { id: organization, userId } };
  const roles = expectStatus(await apiClient.GET('/api/organizations/{id}/users/{userId}/roles', { params }), 200);
  return roles.map(({ name }) => name);
};

/** Waits until somebody is no member of the demonstration's organization any more. */
async function expectLeft(userId) {
  for (let tries = 0; tries < 40; tries += 1) {
    const members = await manage().get(`/api/users/${userId}/organizations`);
    if (!members.some(({ id }) => id === organization)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('still a member');
}

describe('elements for other applications', () => {
  before(async () => {
    browser = await openBrowser();
  });

  after(() => browser?.close());

  it('lets an administrator change roles, remove, invite and revoke, under a policy without exceptions', async () => {
    await withMember(async (user) => {
      const page = await openPage(browser);
      await openPlainPage(page, olivia());
      const row = page.getByRole('listitem').filter({ hasText: 'Astrid Nord' });
      await page.getByRole('searchbox', { name: 'Search members' }).fill('Astrid');
      await row.waitFor();
      await row.getByRole('button', { name: 'Change roles: Astrid Nord' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: 'member' }).check();
      await takeScreenshots(page, 'elements-roles');
      await expectAccessible(page, 'the choice of roles');
      await dialog.getByRole('button', { name: 'Save roles' }).click();
      await page.getByText('The roles of Astrid Nord are saved.').waitFor();
      assert.deepEqual(await rolesOf(user.id), ['member']);

      await row.getByRole('button', { name: 'Remove member: Astrid Nord' }).click();
      await dialog.getByRole('button', { name: 'Remove member' }).click();
      await page.getByText('Astrid Nord is no longer a member.').waitFor();
      await page.getByText('No member matches “Astrid”.').waitFor();
      await page.getByRole('searchbox', { name: 'Search members' }).fill('');

      const address = longAddress('eve');
      await page.getByRole('button', { name: 'Send invitation' }).click();
      await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('eve');
      await dialog.getByRole('button', { name: 'Send invitation' }).click();
      await dialog.getByText('Enter an e-mail address, such as').waitFor();
      await dialog.getByRole('textbox', { name: 'E-mail address' }).fill(address);
      await dialog.getByRole('button', { name: 'Send invitation' }).click();
      await page.getByText(`An invitation is on its way to ${address}.`).waitFor();
      await linkTo(address);
      await takeScreenshots(page, 'elements-plain');
      await expectAccessible(page, 'the plain page');
      await page.getByRole('button', { name: `Revoke invitation: ${address}` }).click();
      await dialog.getByRole('button', { name: 'Revoke invitation' }).click();
      await page.getByText(`The invitation to ${address} is revoked.`).waitFor();
      await closePage(page);
    });
  });

  it('offers a member nothing that the gateway would refuse', async () => {
    const page = await openPage(browser, { expected: [/status of 403/] });
    await openPlainPage(page, ben());
    await page.getByRole('listitem').filter({ hasText: 'You' }).getByRole('button', { name: /^Leave organization/ }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^(Change roles|Remove member|Save profile)/ }).count(), 0);
    // ben's role has no member:invite: the element says so in words and not with a status.
    await page.getByText('Your role does not allow this.').first().waitFor();
    await takeScreenshots(page, 'elements-member');
    await closePage(page);
  });

  it('switches by keyboard, and names the organization everywhere', async () => {
    const name = unique('Fjord ');
    const created = expectStatus(await apiClient.POST('/api/organizations', { body: { name } }), 201);
    const path = { params: { path: { id: created.id } } };
    const [user] = expectStatus(await apiClient.GET('/api/users', { params: { query: { search: olivia().username } } }), 200);
    expectStatus(await apiClient.POST('/api/organizations/{id}/users', { ...path, body: { userIds: [user.id] } }), 201);
    const roles = { params: { path: { id: created.id, userId: user.id } }, body: { organizationRoleNames: ['admin'] } };
    expectStatus(await apiClient.POST('/api/organizations/{id}/users/{userId}/roles', roles), 201);
    try {
      const page = await openPage(browser);
      await openPlainPage(page, olivia());
      const button = page.locator('guildhall-organization-switcher').getByRole('button', { expanded: false }).first();
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('searchbox', { name: 'Search organizations' }).fill(name);
      await page.getByRole('button', { name }).waitFor();
      await takeScreenshots(page, 'elements-switcher');
      await expectAccessible(page, 'the switcher');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name }).waitFor();
      await page.keyboard.press('Escape');
      await closePage(page);
    } finally {
      await apiClient.DELETE('/api/organizations/{id}', path);
    }
  });

  it('answers invitations and makes an organization in the switcher, and leaves one', async () => {
    const [owner, person] = [await makePerson('Amund Vik'), await makePerson('Tiril Haug')];
    const [declined, accepted, made] = [unique('Bergen '), unique('Molde '), unique('Tromso ')];
    await manage().post(`/api/organizations/${organization}/users`, { userIds: [person.id] });
    await manage().put(`/api/organizations/${organization}/users/${person.id}/roles`, { organizationRoleNames: ['admin'] });
    const ids = [];
    for (const name of [declined, accepted]) {
      const id = await makeOrganization(name, owner.id, ['admin']);
      await manage().post('/api/organization-invitations', { invitee: person.primaryEmail, organizationId: id, expiresAt: Date.now() + 86_400_000, messagePayload: false });
      ids.push(id);
    }
    try {
      const page = await openPage(browser, { expected: [/status of 403/] });
      await openPlainPage(page, person);
      const switcher = page.locator('guildhall-organization-switcher');
      await switcher.getByRole('button', { expanded: false }).first().click();
      await page.getByRole('button', { name: `Accept the invitation to ${accepted}` }).waitFor();
      await takeScreenshots(page, 'elements-switcher-invitations');
      await expectAccessible(page, 'the switcher with invitations');
      await page.getByRole('button', { name: `Decline the invitation to ${declined}` }).click();
      await page.getByText(`You declined the invitation to ${declined}.`).waitFor();
      await page.getByRole('button', { name: `Accept the invitation to ${accepted}` }).click();
      await page.getByText(`You are a member of ${accepted} now.`).waitFor();
      assert.equal(await page.getByRole('heading', { name: 'Invitations to you' }).count(), 0);
      // Whoever answered by keyboard is still in the list.
      await page.keyboard.press('Escape');
      await switcher.getByRole('button', { expanded: false }).first().click();
      await page.getByRole('button', { name: 'Create organization' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Create organization' }).click();
      await dialog.getByText('Enter a name, of 128 characters at most.').waitFor();
      await dialog.getByLabel('Name of the new organization').fill(made);
      await dialog.getByRole('button', { name: 'Create organization' }).click();
      await page.getByText(`${made} is created.`).waitFor();
      const mine = await manage().get(`/api/users/${person.id}/organizations`);
      assert.deepEqual(mine.map(({ name }) => name).sort(), [accepted, made, 'Northwind Trading'].sort());

      const row = page.getByRole('listitem').filter({ hasText: 'You' });
      await page.keyboard.press('Escape');
      await row.getByRole('button', { name: /^Leave organization/ }).click();
      await dialog.getByRole('button', { name: 'Leave organization' }).click();
      await page.waitForLoadState('load');
      await expectLeft(person.id);
      await closePage(page);
    } finally {
      for (const { id } of await manage().get(`/api/users/${person.id}/organizations`)) if (id !== organization) ids.push(id);
      for (const id of new Set(ids)) await manage().delete(`/api/organizations/${id}`);
      await manage().delete(`/api/users/${person.id}`);
    }
  });

  it('works in React as it is', async () => {
    const page = await openPage(browser);
    await page.goto(`${reactOrigin()}/`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${credentials.endpoint}/sign-in**`);
    await signInOnHostedPage(page, olivia());
    await page.waitForURL(`${reactOrigin()}/`);
    await page.getByRole('button', { name: 'Administer the organization' }).click();
    await page.getByRole('heading', { name: 'Members' }).waitFor();
    const description = page.getByRole('textbox', { name: 'Description' });
    const text = unique('Timber and boats ');
    await description.fill(text);
    await page.getByRole('button', { name: 'Save profile' }).click();
    await page.getByText('The profile is saved.').waitFor();
    const read = expectStatus(await apiClient.GET('/api/organizations/{id}', { params: { path: { id: organization } } }), 200);
    assert.equal(read.description, text);
    await takeScreenshots(page, 'elements-react');
    await closePage(page);
  });
});
