'use server';

import { getOrganizationToken } from '@logto/next/server-actions';

import { logto } from './logto.js';

// An action may write the cookie, so that the next call finds the token there.
export async function readOrganization(id) {
  const token = await getOrganizationToken(logto, id);
  const response = await fetch(`__GATEWAY__/organizations/${encodeURIComponent(id)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return response.json();
}
