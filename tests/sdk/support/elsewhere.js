// Accounts elsewhere: at a second Guildhall, which each server is registered at for the length of a visit.

import { credentials, provider, unique } from './environment.js';
import { withSettings } from './mailbox.js';
import { manage } from './management.js';

const { endpoint } = credentials;
/** What accounts there are known by here. */
export const TARGET = 'harbour';
const settings = { socialSignInConnectorTargets: [TARGET], socialSignIn: { skipRequiredIdentifiers: true } };
const LOGO = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><path fill='%23b4501e' d='M12 2 2 22h20z'/></svg>";

/** Registers each server at the other, for the length of a visit, and offers the other here. Only what there is can be offered. */
export async function connect(visitor, further = {}) {
  const [here, there] = [manage(), manage(provider())];
  const oidcClientMetadata = { redirectUris: [], postLogoutRedirectUris: [] };
  const client = await there.post('/api/applications', { name: 'Fjord', type: 'Traditional', isThirdParty: true, oidcClientMetadata });
  const [{ value: clientSecret }] = await there.get(`/api/applications/${client.id}/secrets`);
  const config = { clientId: client.id, clientSecret, issuer: `${provider().endpoint}/oidc` };
  const metadata = { target: TARGET, name: { en: 'Harbour' }, logo: LOGO, logoDark: LOGO };
  const connector = await here.post('/api/connectors', { connectorId: 'oidc', metadata, config });
  visitor.later(() => here.delete(`/api/connectors/${connector.id}`));
  const redirectUris = [`${endpoint}/callback/${connector.id}`];
  await there.patch(`/api/applications/${client.id}`, { oidcClientMetadata: { ...oidcClientMetadata, redirectUris } });
  await there.post(`/api/applications/${client.id}/user-consent-scopes`, { userScopes: ['profile', 'email'] });
  visitor.later(await withSettings({ ...settings, ...further }));
}

/** Somebody with an account at the second server. */
export async function makeOther(name, primaryEmail) {
  const person = { username: unique('other'), password: 'Zq9!fjord-and-lake', name, primaryEmail };
  const { id } = await manage(provider()).post('/api/users', person);
  return { ...person, id };
}

/** Signs in at the second server, to which the browser was sent, and allows what the first one asks for. */
export async function signInThere(visitor, other, decision = 'Allow') {
  await visitor.page.waitForURL(`${provider().endpoint}/**`);
  await visitor.heading('Sign in to Fjord');
  await visitor.signIn(other);
  await visitor.heading('Fjord asks for access');
  await visitor.press(decision);
}
