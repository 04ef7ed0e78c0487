import { useHandleSignInCallback, useLogto } from '@logto/react';
import { useEffect, useRef, useState } from 'react';

import { createOrganization, loadElements, organizationId, pageAfterSignIn, postLogoutRedirectUri, redirectUri } from './guildhall.js';

/** The redirect URI: finishes the sign-in and goes home. */
function Callback() {
  const { error } = useHandleSignInCallback(() => {
    window.location.replace(pageAfterSignIn());
  });
  return error ? <Failure error={error} /> : <p role="status">Finishing your sign-in…</p>;
}

function Failure({ error }) {
  return (
    <p role="alert" className="failure">
      {error.message} <a href="/">Start again</a>
    </p>
  );
}

function SignedOut() {
  const { signIn } = useLogto();
  return (
    <section>
      <h1>Workshop</h1>
      <p>An ordinary React application. Guildhall signs you in and says what you may do in your organization.</p>
      <div className="actions">
        <button type="button" onClick={() => signIn(redirectUri)}>
          Sign in
        </button>
        <button type="button" className="quiet" onClick={() => signIn({ redirectUri, firstScreen: 'register' })}>
          Create account
        </button>
      </div>
    </section>
  );
}

/** Guildhall's own elements, beside the application's: React 19 knows custom elements. */
function Organization({ getOrganizationToken }) {
  const [id, setId] = useState(organizationId);
  const [failure, setFailure] = useState();
  const switcher = useRef(null);

  useEffect(() => {
    loadElements(getOrganizationToken).catch(setFailure);
  }, [getOrganizationToken]);

  useEffect(() => {
    const element = switcher.current;
    const select = (event) => setId(event.detail.organizationId);
    element.addEventListener('guildhall-select', select);
    return () => element.removeEventListener('guildhall-select', select);
  }, []);

  return (
    <section className="organization">
      <guildhall-organization-switcher ref={switcher} organization-id={id} />
      <guildhall-organization-profile organization-id={id} />
      <guildhall-members organization-id={id} />
      <guildhall-invitations organization-id={id} />
      {failure && <Failure error={failure} />}
    </section>
  );
}

function SignedIn() {
  const { getIdTokenClaims, getOrganizationToken, getOrganizationTokenClaims, signOut } = useLogto();
  const [claims, setClaims] = useState();
  const [permissions, setPermissions] = useState();
  const [answer, setAnswer] = useState();
  const [failure, setFailure] = useState();

  useEffect(() => {
    getIdTokenClaims().then(setClaims, setFailure);
  }, [getIdTokenClaims]);

  const create = async (event) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    setFailure(undefined);
    setAnswer(undefined);
    try {
      const token = await getOrganizationToken(organizationId);
      const tokenClaims = await getOrganizationTokenClaims(organizationId);
      setPermissions(tokenClaims.scope ?? '');
      setAnswer(await createOrganization(token, name));
    } catch (error) {
      setFailure(error);
    }
  };

  return (
    <section>
      <header>
        <h1>Workshop</h1>
        <p>
          Signed in as <strong data-testid="username">{claims?.username ?? '…'}</strong>
        </p>
        <button type="button" className="quiet" onClick={() => signOut(postLogoutRedirectUri)}>
          Sign out
        </button>
      </header>
      <form onSubmit={create}>
        <label htmlFor="name">Name of the new organization</label>
        <input id="name" name="name" required autoComplete="off" />
        <button type="submit">Create organization</button>
      </form>
      {permissions !== undefined && (
        <p>
          Permissions in your organization token: <code data-testid="permissions">{permissions || 'none'}</code>
        </p>
      )}
      {answer && (
        <div role="status" className={answer.status === 201 ? 'success' : 'failure'} data-testid="answer" data-status={answer.status}>
          <p>{answer.status === 201 ? `201: ${answer.body.name} exists, and you are its first member.` : `${answer.status}: ${answer.body.message}`}</p>
          <code data-testid="answer-code">{answer.body.code ?? answer.body.id}</code>
        </div>
      )}
      {failure && <Failure error={failure} />}
      <Disclosure getOrganizationToken={getOrganizationToken} />
    </section>
  );
}

/** Opened when it is wanted: the elements read the organization as soon as they are there. */
function Disclosure({ getOrganizationToken }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        Administer the organization
      </button>
      {isOpen && <Organization getOrganizationToken={getOrganizationToken} />}
    </>
  );
}

function Home() {
  const { isAuthenticated, isLoading, error } = useLogto();
  if (isAuthenticated) return <SignedIn />;
  if (error) return <Failure error={error} />;
  return isLoading ? <p role="status">Loading…</p> : <SignedOut />;
}

export function App() {
  return <main>{window.location.pathname === '/callback' ? <Callback /> : <Home />}</main>;
}
