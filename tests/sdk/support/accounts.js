// What the account center lets users do.

import { expectStatus, managementApi } from './management.js';

const { apiClient } = managementApi();
const NAMES = ['name', 'avatar', 'profile', 'email', 'phone', 'password', 'username', 'social', 'customData', 'mfa', 'passkey', 'session'];
/** Those that the wire does not have. */
const OWN = ['organization', 'personalAccessToken', 'account'];

/** Opens every part of accounts; returns what closes them again. */
export async function openAccounts() {
  const { enabled, fields: closed } = await expectStatus(await apiClient.GET('/api/account-center'), 200);
  const fields = Object.fromEntries([...NAMES, ...OWN].map((name) => [name, 'Edit']));
  await expectStatus(await apiClient.PATCH('/api/account-center', { body: { enabled: true, fields } }), 200);
  return async () => { await expectStatus(await apiClient.PATCH('/api/account-center', { body: { enabled, fields: closed } }), 200); };
}
