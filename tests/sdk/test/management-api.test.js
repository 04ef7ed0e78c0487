// @logto/api, unchanged, against the Management API.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createManagementApi } from '@logto/api/management';

import { credentials, unique } from '../support/environment.js';
import { expectRefusal, expectStatus, managementApi } from '../support/management.js';

const { apiClient, clientCredentials } = managementApi();

describe('@logto/api', () => {
  it('gets a machine token with the scope that the wire promises', async () => {
    const { value, scope } = await clientCredentials.getAccessToken();
    assert.equal(scope, 'all');
    assert.equal(value.split('.').length, 3);
  });

  it('is refused with a wrong secret', async () => {
    const stranger = createManagementApi('default', { ...credentials.managementApi, clientSecret: 'wrong', baseUrl: credentials.endpoint });
    await assert.rejects(stranger.clientCredentials.getAccessToken());
  });

  it('creates, reads, changes, lists and deletes an organization', async () => {
    const name = unique('Harbour ');
    const created = expectStatus(await apiClient.POST('/api/organizations', { body: { name, customData: { berth: 4 } } }), 201);
    assert.equal(created.name, name);
    assert.deepEqual(created.customData, { berth: 4 });
    const params = { path: { id: created.id } };

    assert.equal(expectStatus(await apiClient.GET('/api/organizations/{id}', { params }), 200).name, name);
    const changed = expectStatus(await apiClient.PATCH('/api/organizations/{id}', { params, body: { description: 'Ferries' } }), 200);
    assert.equal(changed.description, 'Ferries');

    const page = await apiClient.GET('/api/organizations', { params: { query: { q: name, page: 1, page_size: 20 } } });
    assert.deepEqual(expectStatus(page, 200).map(({ id }) => id), [created.id]);
    assert.equal(page.response.headers.get('total-number'), '1');

    expectStatus(await apiClient.DELETE('/api/organizations/{id}', { params }), 204);
    expectRefusal(await apiClient.GET('/api/organizations/{id}', { params }), 404, 'entity.not_exists_with_id');
  });

  it('manages members and their roles by id and by name', async () => {
    const organization = expectStatus(await apiClient.POST('/api/organizations', { body: { name: unique('Guild ') } }), 201);
    const user = expectStatus(await apiClient.POST('/api/users', { body: { username: unique('ida_'), password: 'fjord-Lamp-77' } }), 200);
    const role = expectStatus(await apiClient.POST('/api/organization-roles', { body: { name: unique('porter ') } }), 201);
    const path = { id: organization.id };
    const member = { id: organization.id, userId: user.id };

    const early = await apiClient.POST('/api/organizations/{id}/users/{userId}/roles', { params: { path: member }, body: { organizationRoleIds: [role.id] } });
    expectRefusal(early, 422, 'organization.require_membership');

    expectStatus(await apiClient.POST('/api/organizations/{id}/users', { params: { path }, body: { userIds: [user.id] } }), 201);
    expectStatus(await apiClient.POST('/api/organizations/{id}/users/{userId}/roles', { params: { path: member }, body: { organizationRoleNames: [role.name] } }), 201);
    const members = expectStatus(await apiClient.GET('/api/organizations/{id}/users', { params: { path } }), 200);
    assert.deepEqual(members.map(({ id, organizationRoles }) => [id, organizationRoles]), [[user.id, [{ id: role.id, name: role.name }]]]);

    expectStatus(await apiClient.PUT('/api/organizations/{id}/users/{userId}/roles', { params: { path: member }, body: { organizationRoleIds: [] } }), 204);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organizations/{id}/users/{userId}/roles', { params: { path: member } }), 200), []);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/users/{userId}/organizations', { params: { path: { userId: user.id } } }), 200).map(({ id }) => id), [organization.id]);

    expectStatus(await apiClient.DELETE('/api/organizations/{id}/users/{userId}', { params: { path: member } }), 204);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organizations/{id}/users', { params: { path } }), 200), []);
    expectStatus(await apiClient.DELETE('/api/organization-roles/{id}', { params: { path: { id: role.id } } }), 204);
    expectStatus(await apiClient.DELETE('/api/users/{userId}', { params: { path: { userId: user.id } } }), 204);
    expectStatus(await apiClient.DELETE('/api/organizations/{id}', { params: { path } }), 204);
  });

  it('manages applications, resources, scopes and roles', async () => {
    const resource = expectStatus(await apiClient.POST('/api/resources', { body: { name: 'Orders', indicator: `https://${unique('orders')}.example` } }), 201);
    const scope = expectStatus(
      await apiClient.POST('/api/resources/{resourceId}/scopes', { params: { path: { resourceId: resource.id } }, body: { name: 'order:read' } }),
      201,
    );
    const role = expectStatus(
      await apiClient.POST('/api/roles', { body: { name: unique('reader '), description: 'Reads orders', type: 'MachineToMachine', scopeIds: [scope.id] } }),
      200,
    );
    const application = expectStatus(await apiClient.POST('/api/applications', { body: { name: unique('worker '), type: 'MachineToMachine' } }), 200);
    // The wire answers with the word `Created` here, which is no JSON.
    const given = await apiClient.POST('/api/roles/{id}/applications', {
      params: { path: { id: role.id } }, body: { applicationIds: [application.id] }, parseAs: 'text',
    });
    assert.equal(expectStatus(given, 201), 'Created');

    const secrets = expectStatus(await apiClient.GET('/api/applications/{id}/secrets', { params: { path: { id: application.id } } }), 200);
    const worker = createManagementApi('default', {
      clientId: application.id, clientSecret: secrets[0].value, baseUrl: credentials.endpoint, apiIndicator: resource.indicator,
    });
    // Asks for `all`, which this resource does not have: the token carries nothing.
    assert.notEqual((await worker.clientCredentials.getAccessToken()).scope, 'all');

    expectStatus(await apiClient.DELETE('/api/applications/{id}', { params: { path: { id: application.id } } }), 204);
    expectStatus(await apiClient.DELETE('/api/roles/{id}', { params: { path: { id: role.id } } }), 204);
    expectStatus(await apiClient.DELETE('/api/resources/{id}', { params: { path: { id: resource.id } } }), 204);
  });

  it('is told what is wrong with a body', async () => {
    const answer = await apiClient.POST('/api/organizations', { body: { name: '' } });
    expectRefusal(answer, 400, 'guard.invalid_input');
  });
});
