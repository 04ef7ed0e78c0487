// @logto/node, unchanged, as a server-side web application with a secret: sign in, organization token, gateway, refresh, sign out.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { UserScope } from '@logto/js';
import LogtoClient from '@logto/node';

import { ben, credentials, olivia, unique } from '../support/environment.js';
import { gateway, payload } from '../support/gateway.js';
import { CookieJar, send, signInWithPassword } from '../support/headless.js';
import { expectStatus, managementApi } from '../support/management.js';

const redirectUri = 'https://web.example/callback';
const postLogoutRedirectUri = 'https://web.example/';
const { organizationId } = credentials.demo;
const { apiClient } = managementApi();
/** A confidential client, and a public one whose refresh tokens rotate at every use. */
let application;
let publicApplication;

/** A web application's session for one user: the SDK, its storage, the user's cookie jar. */
class Visitor {
  jar = new CookieJar();
  values = new Map();
  destination = undefined;

  constructor({ id, secret } = application) {
    const { values } = this;
    this.client = new LogtoClient(
      {
        endpoint: credentials.endpoint,
        appId: id,
        ...(secret && { appSecret: secret }),
        scopes: [UserScope.Organizations, UserScope.OrganizationRoles, 'org:create', 'org:read', 'member:read'],
      },
      {
        navigate: (url) => {
          this.destination = url;
        },
        storage: {
          getItem: async (key) => values.get(key) ?? null,
          setItem: async (key, value) => void values.set(key, value),
          removeItem: async (key) => void values.delete(key),
        },
      },
    );
  }

  async signIn(user) {
    await this.client.signIn({ redirectUri });
    const callback = await signInWithPassword(this.jar, this.destination, user);
    assert.ok(callback.startsWith(`${redirectUri}?`), callback);
    await this.client.handleSignInCallback(callback);
    return this.client;
  }
}

describe('@logto/node', () => {
  before(async () => {
    const create = async (type) => {
      const oidcClientMetadata = { redirectUris: [redirectUri], postLogoutRedirectUris: [postLogoutRedirectUri] };
      return expectStatus(await apiClient.POST('/api/applications', { body: { name: unique('web '), type, oidcClientMetadata } }), 200);
    };
    publicApplication = { id: (await create('SPA')).id };
    const created = await create('Traditional');
    const secrets = expectStatus(await apiClient.GET('/api/applications/{id}/secrets', { params: { path: { id: created.id } } }), 200);
    application = { id: created.id, secret: secrets[0].value };
  });

  after(async () => {
    for (const { id } of [application, publicApplication].filter(Boolean)) {
      expectStatus(await apiClient.DELETE('/api/applications/{id}', { params: { path: { id } } }), 204);
    }
  });

  it('signs a user in and reads the ID token and userinfo', async () => {
    const client = await new Visitor().signIn(olivia());
    assert.equal(await client.isAuthenticated(), true);

    const claims = await client.getIdTokenClaims();
    assert.equal(claims.iss, `${credentials.endpoint}/oidc`);
    assert.equal(claims.aud, application.id);
    assert.equal(claims.username, 'olivia');
    assert.ok(claims.organizations.includes(organizationId));

    const userinfo = await client.fetchUserInfo();
    assert.equal(userinfo.sub, claims.sub);
    assert.equal(userinfo.username, 'olivia');
    assert.ok(userinfo.organization_data.some(({ id }) => id === organizationId));
  });

  it('gets an organization token with which the gateway creates an organization for its bearer', async () => {
    const client = await new Visitor().signIn(olivia());
    const { sub } = await client.getIdTokenClaims();
    const token = await client.getOrganizationToken(organizationId);
    const claims = payload(token);
    assert.equal(claims.aud, `urn:logto:organization:${organizationId}`);
    assert.equal(claims.sub, sub);
    assert.deepEqual(claims.scope.split(' ').toSorted(), ['member:read', 'org:create', 'org:read']);

    const name = unique('Northwind ');
    const created = await gateway('POST', '/organizations', token, { name });
    assert.equal(created.status, 201, JSON.stringify(created.body));
    assert.equal(created.body.name, name);

    const path = { id: created.body.id };
    assert.equal(expectStatus(await apiClient.GET('/api/organizations/{id}', { params: { path } }), 200).name, name);
    const members = expectStatus(await apiClient.GET('/api/organizations/{id}/users', { params: { path } }), 200);
    assert.deepEqual(members.map(({ id, organizationRoles }) => [id, organizationRoles.map((role) => role.name)]), [[sub, [olivia().organizationRole]]]);
  });

  it('is refused by the gateway without the permission, and nothing is created', async () => {
    const client = await new Visitor().signIn(ben());
    const token = await client.getOrganizationToken(organizationId);
    assert.ok(!payload(token).scope.split(' ').includes('org:create'));

    const name = unique('Never ');
    const refused = await gateway('POST', '/organizations', token, { name });
    assert.equal(refused.status, 403);
    assert.equal(refused.body.code, 'gateway.permission_missing');
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organizations', { params: { query: { q: name } } }), 200), []);
  });

  it('is refused a token for an organization that the user is not in', async () => {
    const client = await new Visitor().signIn(ben());
    const foreign = expectStatus(await apiClient.POST('/api/organizations', { body: { name: unique('Foreign ') } }), 201);
    await assert.rejects(client.getOrganizationToken(foreign.id), (error) => {
      assert.equal(error.code, 'oidc.access_denied');
      return true;
    });
    expectStatus(await apiClient.DELETE('/api/organizations/{id}', { params: { path: { id: foreign.id } } }), 204);
  });

  it('gets organization tokens in parallel', async () => {
    const visitor = new Visitor();
    const client = await visitor.signIn(olivia());
    const tokens = await Promise.all(Array.from({ length: 8 }, () => client.getOrganizationToken(organizationId)));
    for (const token of tokens) assert.equal(payload(token).aud, `urn:logto:organization:${organizationId}`);
    // The refresh token that the parallel calls left behind is a good one.
    await client.clearAccessToken();
    assert.equal(payload(await client.getOrganizationToken(organizationId)).aud, `urn:logto:organization:${organizationId}`);
  });

  it('keeps a public client signed in through parallel refreshes that rotate its token', async () => {
    const client = await new Visitor(publicApplication).signIn(olivia());
    const first = await client.getRefreshToken();
    await client.clearAccessToken();
    const [organizationToken, opaque] = await Promise.all([client.getOrganizationToken(organizationId), client.getAccessToken()]);
    assert.equal(payload(organizationToken).aud, `urn:logto:organization:${organizationId}`);
    assert.ok(opaque);
    assert.notEqual(await client.getRefreshToken(), first);
    await client.clearAccessToken();
    assert.equal(payload(await client.getOrganizationToken(organizationId)).client_id, publicApplication.id);
  });

  it('refreshes to a new token once the old one is forgotten', async () => {
    const client = await new Visitor().signIn(olivia());
    const first = await client.getOrganizationToken(organizationId);
    assert.equal(await client.getOrganizationToken(organizationId), first);
    await client.clearAccessToken();
    const second = await client.getOrganizationToken(organizationId);
    assert.notEqual(payload(second).jti, payload(first).jti);
  });

  it('signs out: the refresh token is revoked and the session ends', async () => {
    const visitor = new Visitor();
    const client = await visitor.signIn(olivia());
    const refreshToken = await client.getRefreshToken();
    await client.signOut(postLogoutRedirectUri);
    assert.equal(await client.isAuthenticated(), false);

    const response = await fetch(`${credentials.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${application.id}:${application.secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    });
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error, 'invalid_grant');

    const page = await send(visitor.jar, visitor.destination);
    assert.equal(page.status, 200);
    const html = await page.text();
    const action = html.match(/action="([^"]*\/session\/end\/confirm)"/)?.[1];
    const xsrf = html.match(/name="xsrf"\s+value="([^"]+)"/)?.[1];
    assert.ok(action && xsrf, html);
    const confirmed = await fetch(action, {
      method: 'POST', redirect: 'manual', headers: { cookie: visitor.jar.header(action) }, body: new URLSearchParams({ xsrf, logout: 'yes' }),
    });
    assert.equal(confirmed.status, 303);
    assert.equal(confirmed.headers.get('location'), postLogoutRedirectUri);
  });
});
