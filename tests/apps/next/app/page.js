// The App Router with the server actions of @logto/next: tokens stay in a sealed cookie that only the server opens.

import { getAccessTokenRSC, getLogtoContext } from '@logto/next/server-actions';

import { isMember, payload } from '../../shared/account.js';
import { ways } from '../../shared/ways.js';
import { Account } from './account-view.js';
import { create, enter, forget, leave } from './actions.js';
import { logto, settings } from './logto.js';

export const dynamic = 'force-dynamic';

/** A component cannot write the cookie: this token is fetched anew each time. */
async function ordersOf(claims) {
  const { ordersApi, organizationId } = settings();
  if (!isMember(claims, organizationId)) return undefined;
  return payload(await getAccessTokenRSC(logto(), ordersApi, organizationId));
}

export default async function Home() {
  const { isAuthenticated, claims } = await getLogtoContext(logto());
  if (isAuthenticated) return <Account orders={await ordersOf(claims)} create={create} forget={forget} leave={leave} />;
  return Object.keys(ways(settings())).map((name) => (
    <form key={name} action={enter.bind(null, name)}>
      <button>{name}</button>
    </form>
  ));
}
