// The organization portal: where its pages are, and people who use it.

import { managementApi } from './management.js';
import { expectStatus } from './management.js';
import { credentials, longAddress, unique } from './environment.js';
import { signInOnHostedPage } from './browser.js';

const { endpoint, demo } = credentials;
const { apiClient } = managementApi();

/** The address of a page in the demonstration's organization. */
export const inNorthwind = (rest = '') => `${endpoint}/portal/organizations/${demo.organizationId}${rest}`;

/** Opens a page of the portal, signing in on the way; `further` is what is asked after the password. */
export async function openPortal(page, user, address = `${endpoint}/portal`, further = async () => {}) {
  await page.goto(address);
  await page.waitForURL(`${endpoint}/sign-in**`);
  await signInOnHostedPage(page, user);
  await further();
  await page.waitForURL(address);
}

/** A new user with a verified e-mail address, which is long: no page may be wider than its window for it. */
export async function makePerson(name) {
  const username = unique('portal');
  const person = { username, password: 'Zq9!fjord-and-lake', name, primaryEmail: longAddress('portal') };
  const { id } = await expectStatus(await apiClient.POST('/api/users', { body: person }), 200);
  return { ...person, id };
}

/** A new organization with one member in these roles of the template; its id. */
export async function makeOrganization(name, memberId, roles) {
  const { id } = await expectStatus(await apiClient.POST('/api/organizations', { body: { name } }), 201);
  const params = { path: { id } };
  await expectStatus(await apiClient.POST('/api/organizations/{id}/users', { params, body: { userIds: [memberId] } }), 201);
  const body = { organizationRoleNames: roles };
  await expectStatus(await apiClient.PUT('/api/organizations/{id}/users/{userId}/roles', { params: { path: { id, userId: memberId } }, body }), 204);
  return id;
}
