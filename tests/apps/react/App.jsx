import { useHandleSignInCallback, useLogto } from '@logto/react';
import { useEffect, useState } from 'react';

import { createOrganization, readAccount } from '../shared/account.js';
import { ways } from '../shared/ways.js';

const config = __CONFIG__;
const home = `${window.location.origin}/`;
const redirectUri = `${window.location.origin}/callback`;

const Value = ({ id, value }) => <pre data-testid={id}>{JSON.stringify(value, null, 2)}</pre>;

function Callback() {
  const { error } = useHandleSignInCallback(() => window.location.replace('/'));
  return error ? <p role="alert">{error.message}</p> : <p>Finishing your sign-in…</p>;
}

function SignedOut() {
  const { signIn } = useLogto();
  return Object.entries(ways(config)).map(([name, options]) => (
    <button key={name} type="button" onClick={() => signIn({ redirectUri, ...options })}>
      {name}
    </button>
  ));
}

function SignedIn() {
  const { getIdTokenClaims, fetchUserInfo, getAccessToken, getOrganizationToken, clearAccessToken, signOut } = useLogto();
  const [account, setAccount] = useState();
  const [answer, setAnswer] = useState();
  const [reading, setReading] = useState(0);

  useEffect(() => {
    readAccount({ getIdTokenClaims, fetchUserInfo, getAccessToken, getOrganizationToken }, config).then(setAccount);
  }, [reading, getIdTokenClaims, fetchUserInfo, getAccessToken, getOrganizationToken]);

  const create = async () => {
    const token = await getOrganizationToken(config.organizationId);
    setAnswer(await createOrganization(config.gateway, token, config.newOrganization));
  };
  const forget = async () => {
    await clearAccessToken();
    setReading(reading + 1);
  };

  return (
    <>
      {account && <Value id="account" value={account} />}
      {answer && <Value id="answer" value={answer} />}
      <button type="button" onClick={create}>
        Create organization
      </button>
      <button type="button" onClick={forget}>
        Forget tokens
      </button>
      <button type="button" onClick={() => signOut(home)}>
        Sign out
      </button>
    </>
  );
}

function Home() {
  const { isAuthenticated, isLoading, error } = useLogto();
  return (
    <>
      {error && <p role="alert">{error.message}</p>}
      {isAuthenticated ? <SignedIn /> : isLoading ? <p>Loading…</p> : <SignedOut />}
    </>
  );
}

export const App = () => (window.location.pathname === '/callback' ? <Callback /> : <Home />);
