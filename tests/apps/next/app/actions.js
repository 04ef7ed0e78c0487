'use server';

import LogtoClient, { getOrganizationToken, signIn, signOut } from '@logto/next/server-actions';

import { createOrganization } from '../../shared/account.js';
import { ways } from '../../shared/ways.js';
import { logto, settings } from './logto.js';

export async function enter(way) {
  const { baseUrl } = settings();
  await signIn(logto(), { redirectUri: `${baseUrl}/callback`, ...ways(settings())[way] });
}

export async function leave() {
  await signOut(logto(), settings().baseUrl);
}

export async function create() {
  const { gateway, organizationId, newOrganization } = settings();
  return createOrganization(gateway, await getOrganizationToken(logto(), organizationId), newOrganization);
}

export async function forget() {
  const client = await new LogtoClient(logto()).createNodeClient();
  await client.clearAccessToken();
}
