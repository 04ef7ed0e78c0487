// A route handler, because it may write the cookie: a token that was fetched here need not be fetched again.

import { getAccessToken, getLogtoContext, getOrganizationToken } from '@logto/next/server-actions';

import { isMember, payload } from '../../../shared/account.js';
import { logto, settings } from '../logto.js';

export async function GET() {
  const { resource, organizationId } = settings();
  const { isAuthenticated, claims, userInfo } = await getLogtoContext(logto(), { fetchUserInfo: true });
  if (!isAuthenticated) return Response.json({ error: 'not signed in' }, { status: 401 });
  const account = { claims, userInfo, resource: payload(await getAccessToken(logto(), resource)) };
  if (isMember(claims, organizationId)) {
    account.organization = payload(await getOrganizationToken(logto(), organizationId));
  }
  return Response.json(account);
}
