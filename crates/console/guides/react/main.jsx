import { LogtoProvider, UserScope, useHandleSignInCallback, useLogto } from '@logto/react';
import { createRoot } from 'react-dom/client';

import { Organization } from './Organization.jsx';

const config = {
  endpoint: '__ENDPOINT__',
  appId: '__APP_ID__',
  // Organizations, and the permissions within them that this application uses.
  scopes: [UserScope.Organizations, 'org:read'],
};

function Callback() {
  const { error } = useHandleSignInCallback(() => window.location.replace('/'));
  return <p>{error ? error.message : 'Finishing your sign-in…'}</p>;
}

function Home() {
  const { isAuthenticated, isLoading, signIn, signOut } = useLogto();
  if (isAuthenticated) {
    return (
      <>
        <Organization />
        <button type="button" onClick={() => signOut('__BASE_URL__/')}>
          Sign out
        </button>
      </>
    );
  }
  if (isLoading) return <p>Loading…</p>;
  return (
    <button type="button" onClick={() => signIn('__REDIRECT_URI__')}>
      Sign in
    </button>
  );
}

const isCallback = window.location.pathname === '__REDIRECT_PATH__';

createRoot(document.getElementById('root')).render(
  <LogtoProvider config={config}>{isCallback ? <Callback /> : <Home />}</LogtoProvider>,
);
