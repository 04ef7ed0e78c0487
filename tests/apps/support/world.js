// What an application is registered with, and who uses it: made anew for each suite.

import { credentials, unique } from '../../sdk/support/environment.js';
import { expectStatus, managementApi } from '../../sdk/support/management.js';
import { makeOrganization, makePerson } from '../../sdk/support/portal.js';

export const { apiClient } = managementApi();

/** How long access tokens for the suite's own API resource live: short, so that they end during a test. */
export const ACCESS_TOKEN_TTL_S = 2;
/** The demonstration's API resource, whose permissions the roles of organizations give. */
export const ORDERS_API = 'https://orders.guildhall.dev';

/** An API resource with one permission, and a role that gives it to the person. */
async function makeResource(person) {
  const indicator = `https://${unique('boats')}.example`;
  const body = { name: 'Boats', indicator, accessTokenTtl: ACCESS_TOKEN_TTL_S };
  const { id: resourceId } = expectStatus(await apiClient.POST('/api/resources', { body }), 201);
  const scope = { params: { path: { resourceId } }, body: { name: 'boats:read' } };
  const { id: scopeId } = expectStatus(await apiClient.POST('/api/resources/{resourceId}/scopes', scope), 201);
  const role = { name: unique('skipper '), description: 'Sees boats', type: 'User', scopeIds: [scopeId] };
  const { id: roleId } = expectStatus(await apiClient.POST('/api/roles', { body: role }), 200);
  const given = { params: { path: { userId: person.id } }, body: { roleIds: [roleId] } };
  expectStatus(await apiClient.POST('/api/users/{userId}/roles', given), 201);
  return { indicator, role: role.name };
}

/** A person who works in two organizations, and an API resource that they may read. */
export async function makeWorld() {
  const person = await makePerson('Astrid Berg');
  const names = [unique('Harbour '), unique('Island ')];
  const organizations = [];
  for (const name of names) organizations.push({ name, id: await makeOrganization(name, person.id, ['member']) });
  const { indicator, role } = await makeResource(person);
  return { person, organizations, resource: indicator, role };
}

/** Gives the person another role in an organization. */
export async function promote(person, organization) {
  const params = { path: { id: organization.id, userId: person.id } };
  const body = { organizationRoleNames: ['member', 'admin'] };
  expectStatus(await apiClient.PUT('/api/organizations/{id}/users/{userId}/roles', { params, body }), 204);
}

/** Registers the application and tells it what it has to know. */
export async function register(application, world, baseUrl) {
  const { endpoint, gateway } = credentials;
  const known = {
    endpoint,
    gateway,
    baseUrl,
    resource: world.resource,
    ordersApi: ORDERS_API,
    organizationId: world.organizations[0].id,
    loginHint: world.person.username,
    newOrganization: unique('New '),
  };
  const oidcClientMetadata = {
    redirectUris: application.redirectPaths(known).map((path) => `${baseUrl}${path}`),
    postLogoutRedirectUris: [`${baseUrl}${application.postLogoutRedirectPath}`],
  };
  const body = { name: unique('app '), type: application.type, oidcClientMetadata };
  const { id } = expectStatus(await apiClient.POST('/api/applications', { body }), 200);
  if (application.type === 'SPA') return { ...known, appId: id };
  const [{ value }] = expectStatus(await apiClient.GET('/api/applications/{id}/secrets', { params: { path: { id } } }), 200);
  return { ...known, appId: id, appSecret: value };
}

/** Makes a connector to the provider, whose target `directSignIn` names; what is returned removes it. */
export async function withConnector(provider) {
  const endpoints = { authorizationEndpoint: `${provider}/authorize`, tokenEndpoint: `${provider}/token`, userInfoEndpoint: `${provider}/userinfo` };
  const config = { clientId: 'guildhall', clientSecret: 'secret', tokenEndpointResponseType: 'json', ...endpoints };
  const body = { connectorId: 'oauth2', config, metadata: { target: 'fjord', name: { en: 'Fjord' } } };
  const { id } = expectStatus(await apiClient.POST('/api/connectors', { body }), 200);
  return async () => {
    expectStatus(await apiClient.DELETE('/api/connectors/{id}', { params: { path: { id } } }), 204);
  };
}

/** Says that the person is who this is at the provider. */
export async function linkIdentity(person, userId) {
  const params = { path: { userId: person.id, target: 'fjord' } };
  expectStatus(await apiClient.PUT('/api/users/{userId}/identities/{target}', { params, body: { userId } }), 201);
}

/** The sessions that the provider keeps for the person. */
export async function sessionsOf(person) {
  const answer = await apiClient.GET('/api/users/{userId}/sessions', { params: { path: { userId: person.id } } });
  return expectStatus(answer, 200).sessions;
}
