// @ts-check
// A back end's day with @logto/api, unchanged: more than a hundred operations, each checked by its types (`tsc --noEmit`) and its answers.

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import { longAddress, unique } from '../support/environment.js';
import { apiClient, counts, expectCreated, expectNothing, expectStatus } from '../support/operations.js';

/** The least number of different operations that must be used and looked at. */
const LEAST_OPERATIONS = 130;
/** For answers in plain text. */
const parseAs = /** @type {const} */ ('text');

/** @param {{ id?: string }[]} rows */
const ids = (rows) => rows.map(({ id }) => id);
/** @param {{ name?: string | null }[]} rows */
const names = (rows) => rows.map(({ name }) => name);

const newOrganization = async () => expectStatus(await apiClient.POST('/api/organizations', { body: { name: unique('Fjord ') } }), 201);
const newUser = async () => expectStatus(await apiClient.POST('/api/users', { body: { username: unique('user_') } }), 200);
const newMachine = async () =>
  expectStatus(await apiClient.POST('/api/applications', { body: { name: unique('Worker '), type: 'MachineToMachine' } }), 200);
/** @param {'User' | 'MachineToMachine'} type */
const newOrganizationRole = async (type) =>
  expectStatus(await apiClient.POST('/api/organization-roles', { body: { name: unique('role '), type, organizationScopeIds: [], resourceScopeIds: [] } }), 201);
/** @param {'User' | 'MachineToMachine'} type */
const newRole = async (type) =>
  expectStatus(await apiClient.POST('/api/roles', { body: { name: unique('role '), description: 'A role', type } }), 200);
const newOrganizationScope = async () =>
  expectStatus(await apiClient.POST('/api/organization-scopes', { body: { name: unique('scope:') } }), 201);
const newResource = async () =>
  expectStatus(await apiClient.POST('/api/resources', { body: { name: 'Lamps', indicator: `https://${unique('lamps')}.example` } }), 201);
/** @param {string} resourceId */
const newScope = async (resourceId) =>
  expectStatus(await apiClient.POST('/api/resources/{resourceId}/scopes', { params: { path: { resourceId } }, body: { name: unique('see:') } }), 201);

describe('@logto/api, operation by operation', () => {
  it('keeps organizations', async () => {
    const { id, name } = await newOrganization();
    const params = { path: { id } };
    const found = expectStatus(await apiClient.GET('/api/organizations', { params: { query: { q: name } } }), 200);
    assert.deepEqual(ids(found), [id]);
    const changed = expectStatus(await apiClient.PATCH('/api/organizations/{id}', { params, body: { description: 'Ferries', customData: { berth: 4 } } }), 200);
    assert.deepEqual([changed.description, changed.customData], ['Ferries', { berth: 4 }]);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organizations/{id}', { params }), 200), changed);
    expectNothing(await apiClient.DELETE('/api/organizations/{id}', { params }));
    assert.equal((await apiClient.GET('/api/organizations/{id}', { params })).response.status, 404);
  });

  it('keeps users as members, with roles and their scopes', async () => {
    const [organization, ada, bob] = [await newOrganization(), await newUser(), await newUser()];
    const [role, scope] = [await newOrganizationRole('User'), await newOrganizationScope()];
    const path = { id: organization.id };
    const member = { ...path, userId: ada.id };
    const granted = { organizationScopeIds: [scope.id] };
    expectCreated(await apiClient.POST('/api/organization-roles/{id}/scopes', { params: { path: { id: role.id } }, body: granted, parseAs }));

    const userIds = [ada.id];
    expectStatus(await apiClient.POST('/api/organizations/{id}/users', { params: { path }, body: { userIds } }), 201);
    expectNothing(await apiClient.PUT('/api/organizations/{id}/users', { params: { path }, body: { userIds: [ada.id, bob.id] } }));
    const body = { userIds: [ada.id, bob.id], organizationRoleIds: [role.id] };
    expectCreated(await apiClient.POST('/api/organizations/{id}/users/roles', { params: { path }, body, parseAs }));
    const members = expectStatus(await apiClient.GET('/api/organizations/{id}/users', { params: { path } }), 200);
    assert.deepEqual(ids(members), [ada.id, bob.id].sort());
    assert.deepEqual(members[0]?.organizationRoles, [{ id: role.id, name: role.name }]);

    const roles = /** @type {const} */ ('/api/organizations/{id}/users/{userId}/roles');
    expectNothing(await apiClient.PUT(roles, { params: { path: member }, body: { organizationRoleIds: [] } }));
    assert.deepEqual(expectStatus(await apiClient.GET(roles, { params: { path: member } }), 200), []);
    expectStatus(await apiClient.POST(roles, { params: { path: member }, body: { organizationRoleNames: [role.name] } }), 201);
    assert.deepEqual(ids(expectStatus(await apiClient.GET(roles, { params: { path: member } }), 200)), [role.id]);
    const scopes = expectStatus(await apiClient.GET('/api/organizations/{id}/users/{userId}/scopes', { params: { path: member } }), 200);
    assert.deepEqual(names(scopes), [scope.name]);
    const theirs = expectStatus(await apiClient.GET('/api/users/{userId}/organizations', { params: { path: { userId: ada.id } } }), 200);
    assert.deepEqual(ids(theirs), [organization.id]);
    const held = { ...member, organizationRoleId: role.id };
    expectNothing(await apiClient.DELETE('/api/organizations/{id}/users/{userId}/roles/{organizationRoleId}', { params: { path: held } }));
    expectNothing(await apiClient.DELETE('/api/organizations/{id}/users/{userId}', { params: { path: member } }));
    const left = expectStatus(await apiClient.GET('/api/organizations/{id}/users', { params: { path } }), 200);
    assert.deepEqual(ids(left), [bob.id]);
  });

  it('keeps machines as members, with roles', async () => {
    const [organization, machine, role] = [await newOrganization(), await newMachine(), await newOrganizationRole('MachineToMachine')];
    const path = { id: organization.id };
    const member = { ...path, applicationId: machine.id };
    const body = { applicationIds: [machine.id] };
    expectCreated(await apiClient.POST('/api/organizations/{id}/applications', { params: { path }, body, parseAs }));
    const given = { ...body, organizationRoleIds: [role.id] };
    expectCreated(await apiClient.POST('/api/organizations/{id}/applications/roles', { params: { path }, body: given, parseAs }));
    const members = expectStatus(await apiClient.GET('/api/organizations/{id}/applications', { params: { path } }), 200);
    assert.deepEqual(members.map(({ id, organizationRoles }) => [id, organizationRoles]), [[machine.id, [{ id: role.id, name: role.name }]]]);

    const roles = /** @type {const} */ ('/api/organizations/{id}/applications/{applicationId}/roles');
    const held = { ...member, organizationRoleId: role.id };
    expectNothing(await apiClient.DELETE('/api/organizations/{id}/applications/{applicationId}/roles/{organizationRoleId}', { params: { path: held } }));
    assert.deepEqual(expectStatus(await apiClient.GET(roles, { params: { path: member } }), 200), []);
    expectCreated(await apiClient.POST(roles, { params: { path: member }, body: { organizationRoleIds: [role.id] }, parseAs }));
    expectNothing(await apiClient.PUT(roles, { params: { path: member }, body: { organizationRoleIds: [role.id] } }));
    assert.deepEqual(ids(expectStatus(await apiClient.GET(roles, { params: { path: member } }), 200)), [role.id]);
    const theirs = expectStatus(await apiClient.GET('/api/applications/{id}/organizations', { params: { path: { id: machine.id } } }), 200);
    assert.deepEqual(ids(theirs), [organization.id]);
    expectNothing(await apiClient.DELETE('/api/organizations/{id}/applications/{applicationId}', { params: { path: member } }));
    expectNothing(await apiClient.PUT('/api/organizations/{id}/applications', { params: { path }, body: { applicationIds: [] } }));
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organizations/{id}/applications', { params: { path } }), 200), []);
  });

  it('lets people in by their domain', async () => {
    const [organization, role] = [await newOrganization(), await newOrganizationRole('User')];
    const path = { id: organization.id };
    const domains = /** @type {const} */ ('/api/organizations/{id}/jit/email-domains');
    const added = expectStatus(await apiClient.POST(domains, { params: { path }, body: { emailDomain: 'a.example' } }), 201);
    assert.equal(added.emailDomain, 'a.example');
    expectNothing(await apiClient.PUT(domains, { params: { path }, body: { emailDomains: ['b.example', 'c.example'] } }));
    expectNothing(await apiClient.DELETE('/api/organizations/{id}/jit/email-domains/{emailDomain}', { params: { path: { ...path, emailDomain: 'b.example' } } }));
    const left = expectStatus(await apiClient.GET(domains, { params: { path } }), 200);
    assert.deepEqual(left.map(({ emailDomain }) => emailDomain), ['c.example']);

    const roles = /** @type {const} */ ('/api/organizations/{id}/jit/roles');
    expectCreated(await apiClient.POST(roles, { params: { path }, body: { organizationRoleIds: [role.id] }, parseAs }));
    assert.deepEqual(ids(expectStatus(await apiClient.GET(roles, { params: { path } }), 200)), [role.id]);
    const given = { ...path, organizationRoleId: role.id };
    expectNothing(await apiClient.DELETE('/api/organizations/{id}/jit/roles/{organizationRoleId}', { params: { path: given } }));
    expectNothing(await apiClient.PUT(roles, { params: { path }, body: { organizationRoleIds: [] } }));
    assert.deepEqual(expectStatus(await apiClient.GET(roles, { params: { path } }), 200), []);
  });

  it('keeps the template of roles and scopes', async () => {
    const [scope, resource] = [await newOrganizationScope(), await newResource()];
    const lamp = await newScope(resource.id);
    const path = { id: scope.id };
    const described = expectStatus(await apiClient.PATCH('/api/organization-scopes/{id}', { params: { path }, body: { description: 'Reads' } }), 200);
    assert.equal(described.description, 'Reads');
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organization-scopes/{id}', { params: { path } }), 200), described);
    assert.ok(ids(expectStatus(await apiClient.GET('/api/organization-scopes'), 200)).includes(scope.id));

    const role = await newOrganizationRole('User');
    const params = { path: { id: role.id } };
    assert.equal(expectStatus(await apiClient.GET('/api/organization-roles/{id}', { params }), 200).name, role.name);
    const renamed = expectStatus(await apiClient.PATCH('/api/organization-roles/{id}', { params, body: { name: unique('renamed ') } }), 200);
    expectNothing(await apiClient.PUT('/api/organization-roles/{id}/scopes', { params, body: { organizationScopeIds: [scope.id] } }));
    assert.deepEqual(ids(expectStatus(await apiClient.GET('/api/organization-roles/{id}/scopes', { params }), 200)), [scope.id]);
    const apiScopes = /** @type {const} */ ('/api/organization-roles/{id}/resource-scopes');
    expectCreated(await apiClient.POST(apiScopes, { params, body: { scopeIds: [lamp.id] }, parseAs }));
    assert.deepEqual(ids(expectStatus(await apiClient.GET(apiScopes, { params }), 200)), [lamp.id]);
    const listed = expectStatus(await apiClient.GET('/api/organization-roles', { params: { query: { q: renamed.name } } }), 200);
    assert.deepEqual(listed.map(({ scopes, resourceScopes }) => [ids(scopes), ids(resourceScopes)]), [[[scope.id], [lamp.id]]]);
    const [held, heldLamp] = [{ id: role.id, organizationScopeId: scope.id }, { id: role.id, scopeId: lamp.id }];
    expectNothing(await apiClient.DELETE('/api/organization-roles/{id}/scopes/{organizationScopeId}', { params: { path: held } }));
    expectNothing(await apiClient.DELETE('/api/organization-roles/{id}/resource-scopes/{scopeId}', { params: { path: heldLamp } }));
    expectNothing(await apiClient.PUT(apiScopes, { params, body: { scopeIds: [] } }));
    expectNothing(await apiClient.DELETE('/api/organization-roles/{id}', { params }));
    expectNothing(await apiClient.DELETE('/api/organization-scopes/{id}', { params: { path } }));
    assert.equal((await apiClient.GET('/api/organization-scopes/{id}', { params: { path } })).response.status, 404);
  });

  it('invites people', async () => {
    const [organization, role] = [await newOrganization(), await newOrganizationRole('User')];
    const invitee = longAddress('guest');
    const user = expectStatus(await apiClient.POST('/api/users', { body: { primaryEmail: invitee } }), 200);
    const body = { invitee, organizationId: organization.id, expiresAt: Date.now() + 600_000, organizationRoleIds: [role.id], messagePayload: false };
    const invitation = expectStatus(await apiClient.POST('/api/organization-invitations', { body }), 201);
    assert.equal(invitation.status, 'Pending');
    const params = { path: { id: invitation.id } };
    assert.deepEqual(expectStatus(await apiClient.GET('/api/organization-invitations/{id}', { params }), 200), invitation);
    const accepted = expectStatus(
      await apiClient.PUT('/api/organization-invitations/{id}/status', { params, body: { status: 'Accepted', acceptedUserId: user.id } }),
      200,
    );
    assert.deepEqual([accepted.status, accepted.acceptedUserId], ['Accepted', user.id]);
    const all = expectStatus(await apiClient.GET('/api/organization-invitations', { params: { query: { organizationId: organization.id } } }), 200);
    assert.deepEqual(ids(all), [invitation.id]);
    expectNothing(await apiClient.DELETE('/api/organization-invitations/{id}', { params }));
  });

  it('keeps users', async () => {
    const user = expectStatus(await apiClient.POST('/api/users', { body: { username: unique('ida_'), password: 'fjord-Lamp-77', name: 'Ida' } }), 200);
    const params = { path: { userId: user.id } };
    const changed = expectStatus(await apiClient.PATCH('/api/users/{userId}', { params, body: { name: 'Ida Vik' } }), 200);
    assert.deepEqual([changed.name, changed.username], ['Ida Vik', user.username]);
    assert.equal(expectStatus(await apiClient.GET('/api/users/{userId}', { params }), 200).name, 'Ida Vik');
    // The wire lets any key that begins with `search` through; the types name plain pages only.
    const query = /** @type {{ page: number, page_size: number }} */ ({ page: 1, page_size: 5, 'search.username': user.username });
    const found = expectStatus(await apiClient.GET('/api/users', { params: { query } }), 200);
    assert.deepEqual(ids(found), [user.id]);
    const data = expectStatus(await apiClient.PATCH('/api/users/{userId}/custom-data', { params, body: { customData: { berth: 4 } } }), 200);
    assert.deepEqual(data, { berth: 4 });
    assert.deepEqual(expectStatus(await apiClient.GET('/api/users/{userId}/custom-data', { params }), 200), { berth: 4 });
    const profile = expectStatus(await apiClient.PATCH('/api/users/{userId}/profile', { params, body: { profile: { nickname: 'I' } } }), 200);
    assert.equal(profile.nickname, 'I');
    expectStatus(await apiClient.PATCH('/api/users/{userId}/password', { params, body: { password: 'fjord-Lamp-78' } }), 200);
    expectNothing(await apiClient.POST('/api/users/{userId}/password/verify', { params, body: { password: 'fjord-Lamp-78' } }));
    assert.deepEqual(expectStatus(await apiClient.GET('/api/users/{userId}/has-password', { params }), 200), { hasPassword: true });
    const suspended = expectStatus(await apiClient.PATCH('/api/users/{userId}/is-suspended', { params, body: { isSuspended: true } }), 200);
    assert.equal(suspended.isSuspended, true);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/users/{userId}/sessions', { params }), 200).sessions, []);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/users/{userId}/grants', { params }), 200).grants, []);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/users/{userId}/mfa-verifications', { params }), 200), []);

    const tokens = /** @type {const} */ ('/api/users/{userId}/personal-access-tokens');
    const token = expectStatus(await apiClient.POST(tokens, { params, body: { name: 'desk' } }), 201);
    assert.match(token.value ?? '', /^pat_/);
    const named = { path: { userId: user.id, name: 'desk' } };
    const renamed = expectStatus(await apiClient.PATCH('/api/users/{userId}/personal-access-tokens/{name}', { params: named, body: { name: 'phone' } }), 200);
    assert.equal(renamed.name, 'phone');
    assert.deepEqual(names(expectStatus(await apiClient.GET(tokens, { params }), 200)), ['phone']);
    expectNothing(await apiClient.DELETE('/api/users/{userId}/personal-access-tokens/{name}', { params: { path: { userId: user.id, name: 'phone' } } }));

    expectNothing(await apiClient.DELETE('/api/users/{userId}', { params }));
    assert.equal((await apiClient.GET('/api/users/{userId}', { params })).response.status, 404);
  });

  it('keeps API resources and their scopes', async () => {
    const resource = await newResource();
    const params = { path: { id: resource.id } };
    const scope = await newScope(resource.id);
    const renamed = expectStatus(await apiClient.PATCH('/api/resources/{id}', { params, body: { name: 'Lights' } }), 200);
    assert.deepEqual([renamed.name, renamed.indicator], ['Lights', resource.indicator]);
    assert.equal(expectStatus(await apiClient.GET('/api/resources/{id}', { params }), 200).name, 'Lights');
    const chosen = expectStatus(await apiClient.PATCH('/api/resources/{id}/is-default', { params, body: { isDefault: true } }), 200);
    assert.equal(chosen.isDefault, true);
    expectStatus(await apiClient.PATCH('/api/resources/{id}/is-default', { params, body: { isDefault: false } }), 200);
    const path = { resourceId: resource.id, scopeId: scope.id };
    const changed = expectStatus(await apiClient.PATCH('/api/resources/{resourceId}/scopes/{scopeId}', { params: { path }, body: { description: 'Sees' } }), 200);
    assert.equal(changed.description, 'Sees');
    const scopes = expectStatus(await apiClient.GET('/api/resources/{resourceId}/scopes', { params: { path: { resourceId: resource.id } } }), 200);
    assert.deepEqual(ids(scopes), [scope.id]);
    assert.ok(ids(expectStatus(await apiClient.GET('/api/resources'), 200)).includes(resource.id));
    expectNothing(await apiClient.DELETE('/api/resources/{resourceId}/scopes/{scopeId}', { params: { path } }));
    expectNothing(await apiClient.DELETE('/api/resources/{id}', { params }));
  });

  it('keeps roles, their scopes and who holds them', async () => {
    const [reader, robot, resource, user, machine] = [await newRole('User'), await newRole('MachineToMachine'), await newResource(), await newUser(), await newMachine()];
    const scope = await newScope(resource.id);
    const params = { path: { id: reader.id } };
    const described = expectStatus(await apiClient.PATCH('/api/roles/{id}', { params, body: { description: 'Reads lamps' } }), 200);
    assert.equal(described.description, 'Reads lamps');
    assert.equal(expectStatus(await apiClient.GET('/api/roles/{id}', { params }), 200).name, reader.name);
    const granted = expectStatus(await apiClient.POST('/api/roles/{id}/scopes', { params, body: { scopeIds: [scope.id] } }), 201);
    assert.deepEqual(ids(/** @type {{ id?: string }[]} */ (granted)), [scope.id]);
    assert.deepEqual(ids(expectStatus(await apiClient.GET('/api/roles/{id}/scopes', { params }), 200)), [scope.id]);
    expectNothing(await apiClient.DELETE('/api/roles/{id}/scopes/{scopeId}', { params: { path: { id: reader.id, scopeId: scope.id } } }));

    expectCreated(await apiClient.POST('/api/roles/{id}/users', { params, body: { userIds: [user.id] }, parseAs }));
    assert.deepEqual(ids(expectStatus(await apiClient.GET('/api/roles/{id}/users', { params }), 200)), [user.id]);
    expectNothing(await apiClient.DELETE('/api/roles/{id}/users/{userId}', { params: { path: { id: reader.id, userId: user.id } } }));
    const ofUser = { path: { userId: user.id } };
    const added = expectStatus(await apiClient.POST('/api/users/{userId}/roles', { params: ofUser, body: { roleIds: [reader.id] } }), 201);
    assert.deepEqual(added.addedRoleIds, [reader.id]);
    assert.deepEqual(ids(expectStatus(await apiClient.GET('/api/users/{userId}/roles', { params: ofUser }), 200)), [reader.id]);
    expectNothing(await apiClient.DELETE('/api/users/{userId}/roles/{roleId}', { params: { path: { userId: user.id, roleId: reader.id } } }));
    const replaced = expectStatus(await apiClient.PUT('/api/users/{userId}/roles', { params: ofUser, body: { roleIds: [] } }), 200);
    assert.deepEqual(replaced.roleIds, []);

    const ofRobot = { path: { id: robot.id } };
    expectCreated(await apiClient.POST('/api/roles/{id}/applications', { params: ofRobot, body: { applicationIds: [machine.id] }, parseAs }));
    assert.deepEqual(ids(expectStatus(await apiClient.GET('/api/roles/{id}/applications', { params: ofRobot }), 200)), [machine.id]);
    expectNothing(await apiClient.DELETE('/api/roles/{id}/applications/{applicationId}', { params: { path: { id: robot.id, applicationId: machine.id } } }));
    const ofMachine = { path: { applicationId: machine.id } };
    expectStatus(await apiClient.POST('/api/applications/{applicationId}/roles', { params: ofMachine, body: { roleIds: [robot.id] } }), 201);
    assert.deepEqual(ids(expectStatus(await apiClient.GET('/api/applications/{applicationId}/roles', { params: ofMachine }), 200)), [robot.id]);
    expectNothing(await apiClient.DELETE('/api/applications/{applicationId}/roles/{roleId}', { params: { path: { applicationId: machine.id, roleId: robot.id } } }));
    assert.equal(expectStatus(await apiClient.PUT('/api/applications/{applicationId}/roles', { params: ofMachine, body: { roleIds: [] }, parseAs }), 200), 'OK');

    const listed = expectStatus(await apiClient.GET('/api/roles', { params: { query: { page_size: 100 } } }), 200);
    assert.ok(ids(listed).includes(reader.id) && ids(listed).includes(robot.id));
    expectNothing(await apiClient.DELETE('/api/roles/{id}', { params }));
  });

  it('keeps applications, their secrets and what third parties may ask for', async () => {
    const desk = expectStatus(await apiClient.POST('/api/applications', { body: { name: unique('Desk '), type: 'Traditional', isThirdParty: true } }), 200);
    const params = { path: { id: desk.id } };
    const changed = expectStatus(await apiClient.PATCH('/api/applications/{id}', { params, body: { description: 'A desk' } }), 200);
    assert.equal(changed.description, 'A desk');
    assert.equal(expectStatus(await apiClient.GET('/api/applications/{id}', { params }), 200).isThirdParty, true);
    assert.ok(ids(expectStatus(await apiClient.GET('/api/applications', { params: { query: { isThirdParty: 'true' } } }), 200)).includes(desk.id));
    const ofDesk = { path: { applicationId: desk.id } };
    assert.deepEqual(expectStatus(await apiClient.PATCH('/api/applications/{applicationId}/custom-data', { params: ofDesk, body: { berth: 4 } }), 200), { berth: 4 });

    const secrets = /** @type {const} */ ('/api/applications/{id}/secrets');
    const secret = expectStatus(await apiClient.POST(secrets, { params, body: { name: 'next' } }), 201);
    assert.equal(secret.value?.length, 32);
    const named = { path: { id: desk.id, name: 'next' } };
    assert.equal(expectStatus(await apiClient.PATCH('/api/applications/{id}/secrets/{name}', { params: named, body: { name: 'newest' } }), 200).name, 'newest');
    assert.deepEqual(names(expectStatus(await apiClient.GET(secrets, { params }), 200)).sort(), ['Default secret', 'newest']);
    expectNothing(await apiClient.DELETE('/api/applications/{id}/secrets/{name}', { params: { path: { id: desk.id, name: 'newest' } } }));

    const consent = /** @type {const} */ ('/api/applications/{applicationId}/user-consent-scopes');
    expectCreated(await apiClient.POST(consent, { params: ofDesk, body: { userScopes: ['email'] }, parseAs }));
    assert.deepEqual(expectStatus(await apiClient.GET(consent, { params: ofDesk }), 200).userScopes, ['email']);
    const taken = { applicationId: desk.id, scopeType: /** @type {const} */ ('user-scopes'), scopeId: 'email' };
    expectNothing(await apiClient.DELETE('/api/applications/{applicationId}/user-consent-scopes/{scopeType}/{scopeId}', { params: { path: taken } }));
    expectNothing(await apiClient.DELETE('/api/applications/{id}', { params }));
  });

  it('keeps webhooks, logs and tokens for one use', async () => {
    const body = { name: unique('Hook '), events: [/** @type {const} */ ('User.Created')], config: { url: 'https://fjord.example/hook' }, enabled: false };
    const hook = expectStatus(await apiClient.POST('/api/hooks', { body }), 201);
    const params = { path: { id: hook.id } };
    const changed = expectStatus(await apiClient.PATCH('/api/hooks/{id}', { params, body: { name: 'Renamed' } }), 200);
    assert.deepEqual([changed.name, changed.events], ['Renamed', ['User.Created']]);
    assert.equal(expectStatus(await apiClient.GET('/api/hooks/{id}', { params }), 200).enabled, false);
    assert.ok(ids(expectStatus(await apiClient.GET('/api/hooks'), 200)).includes(hook.id));
    assert.notEqual(expectStatus(await apiClient.PATCH('/api/hooks/{id}/signing-key', { params }), 200).signingKey, hook.signingKey);
    assert.deepEqual(expectStatus(await apiClient.GET('/api/hooks/{id}/recent-logs', { params }), 200), []);
    expectNothing(await apiClient.DELETE('/api/hooks/{id}', { params }));

    const logs = expectStatus(await apiClient.GET('/api/logs', { params: { query: { logKey: 'ExchangeTokenBy.ClientCredentials' } } }), 200);
    const [newest] = logs;
    assert.ok(newest, 'the token of this very client is in the log');
    assert.deepEqual(expectStatus(await apiClient.GET('/api/logs/{id}', { params: { path: { id: newest.id } } }), 200), newest);

    const email = longAddress('once');
    const token = expectStatus(await apiClient.POST('/api/one-time-tokens', { body: { email } }), 201);
    const listed = expectStatus(await apiClient.GET('/api/one-time-tokens', { params: { query: { email } } }), 200);
    assert.deepEqual(ids(listed), [token.id]);
    const one = { path: { id: token.id } };
    assert.equal(expectStatus(await apiClient.GET('/api/one-time-tokens/{id}', { params: one }), 200).status, 'active');
    expectStatus(await apiClient.POST('/api/one-time-tokens/verify', { body: { email, token: token.token } }), 200);
    assert.equal(expectStatus(await apiClient.GET('/api/one-time-tokens/{id}', { params: one }), 200).status, 'consumed');
    expectNothing(await apiClient.DELETE('/api/one-time-tokens/{id}', { params: one }));
    const subject = expectStatus(await apiClient.POST('/api/subject-tokens', { body: { userId: (await newUser()).id } }), 201);
    assert.match(subject.subjectToken, /^sub_/);
  });

  after(() => {
    const { used, checked } = counts();
    console.log(`${used.length} operations of the Management API used, the answers of ${checked.length} looked at`);
    assert.deepEqual(used.filter((operation) => !checked.includes(operation)), [], 'operations whose answers nobody looked at');
    assert.ok(checked.length >= LEAST_OPERATIONS, `${checked.length} operations`);
  });
});
