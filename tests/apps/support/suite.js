// What is shown of every SDK: the same journeys through applications in each one's own idiom.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { closePage, openBrowser, openPage, registerOnHostedPage } from '../../sdk/support/browser.js';
import { ben, credentials, unique } from '../../sdk/support/environment.js';
import { withSettings } from '../../sdk/support/mailbox.js';
import { expectStatus } from '../../sdk/support/management.js';
import { freeAddress } from './applications.js';
import { account, createOrganization, forgetHere, prove, signIn, signOut, take } from './journey.js';
import { ACCOUNT_ID, startProvider } from './provider.js';
import { ACCESS_TOKEN_TTL_S, ORDERS_API, apiClient, linkIdentity, makeWorld, promote, register, sessionsOf, withConnector } from './world.js';

const { endpoint } = credentials;
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const words = (scope) => (scope ?? '').split(' ').filter(Boolean).sort();
const pick = (source, members) => Object.fromEntries(members.map((member) => [member, source[member]]));

/** Who the person is, as their ID token and the userinfo endpoint tell. */
const identity = ({ person, organizations, role }) => ({
  sub: person.id,
  username: person.username,
  name: person.name,
  email: person.primaryEmail,
  email_verified: true,
  roles: [role],
  organizations: organizations.map(({ id }) => id).sort(),
  organization_roles: organizations.map(({ id }) => `${id}:member`).sort(),
});

const sorted = (claims) => ({ ...claims, organizations: claims.organizations?.toSorted(), organization_roles: claims.organization_roles?.toSorted() });

/** A refresh token buys nothing any more. */
async function expectRevoked(config, refreshToken) {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: config.appId });
  const response = await fetch(`${endpoint}/oidc/token`, { method: 'POST', body });
  assert.deepEqual([response.status, (await response.json()).error], [400, 'invalid_grant']);
}

const keptRefreshToken = (page) =>
  page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith('refreshToken'))?.[1]);

export function suite(name, application) {
  describe(name, () => {
    const undo = [];
    let browser;
    let world;
    let config;
    let provider;

    before(async () => {
      browser = await openBrowser();
      undo.push(() => browser.close());
      provider = await startProvider();
      undo.push(provider.close);
      undo.push(await withConnector(provider.origin));
      undo.push(await withSettings({ socialSignInConnectorTargets: ['fjord'] }));
      world = await makeWorld();
      await linkIdentity(world.person, ACCOUNT_ID);
      config = await register(application, world, await freeAddress());
      undo.push(await application.start(config));
    });

    after(async () => {
      for (const step of undo.reverse()) await step();
    });

    it('signs somebody in and knows who that is and what they may do', async () => {
      const page = await openPage(browser);
      const { claims, userInfo, resource, orders, organization } = await signIn(page, config, world.person);

      const expected = identity(world);
      assert.deepEqual(pick(sorted(claims), Object.keys(expected)), expected);
      assert.deepEqual(pick(claims, ['iss', 'aud']), { iss: `${endpoint}/oidc`, aud: config.appId });
      assert.deepEqual(pick(sorted(userInfo), Object.keys(expected)), expected);

      const holder = { iss: `${endpoint}/oidc`, sub: world.person.id, client_id: config.appId };
      assert.deepEqual(pick(resource, Object.keys(holder)), holder);
      assert.deepEqual(pick(resource, ['aud', 'scope']), { aud: world.resource, scope: 'boats:read' });
      assert.equal(resource.exp - resource.iat, ACCESS_TOKEN_TTL_S);

      const { id } = world.organizations[0];
      assert.equal(Boolean(orders), application.hasOrders);
      const inside = { ...holder, aud: ORDERS_API, scope: 'order:read', organization_id: id };
      if (orders) assert.deepEqual(pick(orders, Object.keys(inside)), inside);
      assert.deepEqual(pick(organization, Object.keys(holder)), holder);
      assert.deepEqual([organization.aud, words(organization.scope)], [`urn:logto:organization:${id}`, ['org:read']]);
      await closePage(page);
    });

    it('refreshes tokens that have expired, and one that lacks a permission which was given since', async () => {
      const page = await openPage(browser, { expected: [/status of 403/] });
      const first = await signIn(page, config, world.person);
      const refused = await createOrganization(page);
      assert.deepEqual([refused.status, refused.body.code], [403, 'gateway.permission_missing']);

      await promote(world.person, world.organizations[0]);
      await pause((ACCESS_TOKEN_TTL_S + 1) * 1_000);
      await page.goto(config.baseUrl);
      const second = await account(page, config);
      assert.notEqual(second.resource.jti, first.resource.jti);
      assert.ok(second.resource.iat >= first.resource.exp, 'the renewed token is as old as the first');
      assert.equal(second.organization.jti, first.organization.jti, 'a token that has not expired is kept');

      await page.getByText('Forget tokens', { exact: true }).click();
      const third = await account(page, config, ({ organization }) => organization.jti !== first.organization.jti);
      assert.deepEqual(words(third.organization.scope), ['org:create', 'org:read']);
      const created = await createOrganization(page);
      assert.deepEqual([created.status, created.body.name], [201, config.newOrganization]);
      const listed = expectStatus(await apiClient.GET('/api/users/{userId}/organizations', { params: { path: { userId: world.person.id } } }), 200);
      assert.ok(listed.some((organization) => organization.id === created.body.id), 'nobody is in the new organization');
      await closePage(page);
    });

    it('signs out in the application and at the provider', async () => {
      const page = await openPage(browser);
      await signIn(page, config, ben());
      const { id } = await sessionOwner(ben());
      const before = (await sessionsOf({ id })).length;
      const refreshToken = await keptRefreshToken(page);
      assert.equal(Boolean(refreshToken), application.type === 'SPA');
      await signOut(page, config);
      assert.equal((await sessionsOf({ id })).length, before - 1);
      if (refreshToken) await expectRevoked(config, refreshToken);
      await signIn(page, config, ben());
      await closePage(page);
    });

    it('begins where the application says: with registration, a name, or an account elsewhere', async () => {
      const page = await openPage(browser);
      await take(page, config, 'Sign in with your username');
      await page.waitForURL(`${endpoint}/identifier-sign-in**`);
      assert.equal(await page.getByLabel('Username', { exact: true }).inputValue(), world.person.username);

      await take(page, config, 'Continue with Fjord');
      assert.equal((await account(page, config)).claims.sub, world.person.id);
      assert.deepEqual(provider.asked.map(({ client_id: id }) => id), ['guildhall']);
      await signOut(page, config);

      await take(page, config, 'Create account');
      const username = unique('newcomer_');
      await registerOnHostedPage(page, { username, password: 'fjord-Lamp-78' });
      const { claims, organization } = await account(page, config);
      assert.deepEqual([claims.username, claims.organizations ?? [], organization], [username, [], undefined]);
      await closePage(page);
    });

    it('asks who it is once, and once more where the application wants to be sure', async () => {
      const page = await openPage(browser);
      const first = await signIn(page, config, world.person);
      await forgetHere(page, config);
      await take(page, config, 'Sign in');
      const second = await account(page, config);
      assert.equal(second.claims.sub, first.claims.sub);
      await forgetHere(page, config);
      const third = await signIn(page, config, world.person, 'Sign in again');
      assert.equal(third.claims.sub, first.claims.sub);
      await closePage(page);
    });

    it('signs in to an organization: the one it names, or the one that is chosen', async () => {
      const page = await openPage(browser, { expected: [/status of 4\d\d/] });
      const [harbour, island] = world.organizations;
      const named = await signIn(page, config, world.person, 'Open your organization');
      assert.equal(named.claims.organization_id, harbour.id);

      await forgetHere(page, config);
      await take(page, config, 'Choose an organization');
      await heading(page, 'Choose an organization');
      await page.getByRole('button', { name: island.name, exact: true }).click();
      const chosen = await account(page, config);
      assert.equal(chosen.claims.organization_id, island.id);
      await closePage(page);

      const stranger = await openPage(browser, { expected: [/status of 4\d\d/] });
      await take(stranger, config, 'Open your organization');
      await prove(stranger, ben());
      await stranger.getByRole('heading', { name: 'You are not a member' }).waitFor();
      await closePage(stranger);
    });
  });
}

async function sessionOwner({ username }) {
  const [user] = expectStatus(await apiClient.GET('/api/users', { params: { query: { search: username } } }), 200);
  return user;
}
