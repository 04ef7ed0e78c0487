import { getLogtoContext, signIn, signOut } from '@logto/next/server-actions';

import { logto } from './logto.js';
import { Organizations } from './organizations.js';

async function enter() {
  'use server';
  await signIn(logto, { redirectUri: '__REDIRECT_URI__' });
}

async function leave() {
  'use server';
  await signOut(logto, '__BASE_URL__');
}

export default async function Home() {
  const { isAuthenticated, claims } = await getLogtoContext(logto);
  if (!isAuthenticated) {
    return (
      <form action={enter}>
        <button>Sign in</button>
      </form>
    );
  }
  return (
    <>
      <p>Signed in as {claims.username ?? claims.sub}</p>
      <Organizations ids={claims.organizations ?? []} />
      <form action={leave}>
        <button>Sign out</button>
      </form>
    </>
  );
}
