// Signing in at an enterprise's own provider: a second Guildhall, found by the address.

import assert from 'node:assert/strict';

import { credentials, provider, unique } from '../environment.js';
import { payload } from '../gateway.js';
import { withSettings } from '../mailbox.js';
import { manage } from '../management.js';
import { enter } from '../operator.js';

const { endpoint } = credentials;

/** A domain that no other visit has. */
const makeDomain = () => `${unique('works').toLowerCase().replaceAll(/[^a-z0-9]/g, '')}.example`;

/** Registers this server at the second one, and that one here as the provider of an enterprise with this domain, for the length of a visit. */
async function employ(visitor, connectorName, domain) {
  const [here, there] = [manage(), manage(provider())];
  const oidcClientMetadata = { redirectUris: [], postLogoutRedirectUris: [] };
  const client = await there.post('/api/applications', { name: 'Fjord', type: 'Traditional', oidcClientMetadata });
  const [{ value: clientSecret }] = await there.get(`/api/applications/${client.id}/secrets`);
  const config = { clientId: client.id, clientSecret, issuer: `${provider().endpoint}/oidc` };
  const named = { connectorName: `${connectorName} ${domain}`, branding: { displayName: connectorName } };
  const connector = await here.post('/api/sso-connectors', { providerName: 'OIDC', ...named, domains: [domain], config });
  visitor.later(() => here.delete(`/api/sso-connectors/${connector.id}`));
  const redirectUris = [`${endpoint}/callback/${connector.id}`];
  await there.patch(`/api/applications/${client.id}`, { oidcClientMetadata: { ...oidcClientMetadata, redirectUris } });
  return connector.id;
}

/** Somebody with an account at work. */
async function makeEmployee(name, domain) {
  const person = { username: unique('employee'), password: 'Zq9!fjord-and-lake', name, primaryEmail: `${name.split(' ')[0].toLowerCase()}@${domain}` };
  const { id } = await manage(provider()).post('/api/users', person);
  return { ...person, id };
}

/** Signs in at work, where the browser was sent. */
async function signInAtWork(visitor, person) {
  await visitor.page.waitForURL(`${provider().endpoint}/**`);
  await visitor.heading('Sign in to Fjord');
  await visitor.signIn(person);
}

const employee = {
  name: 'sign in at their organization’s own provider by typing their address, and are known the next time',
  async walk(visitor) {
    const domain = makeDomain();
    const connector = await employ(visitor, 'Harbour Works', domain);
    visitor.later(await withSettings({ singleSignOnEnabled: true }));
    const person = await makeEmployee('Astrid Dahl', domain);
    await visitor.open();
    await visitor.look('sign-in-sso');
    await visitor.fill('Username', person.primaryEmail);
    await visitor.press('Continue');
    await signInAtWork(visitor, person);
    const { sub } = payload((await visitor.arriveSignedIn()).id_token);
    const user = await manage().get(`/api/users/${sub}?includeSsoIdentities=true`);
    assert.deepEqual([user.name, user.primaryEmail], ['Astrid Dahl', person.primaryEmail]);
    assert.deepEqual([user.ssoIdentities[0].ssoConnectorId, user.ssoIdentities[0].identityId], [connector, person.id]);
    await visitor.forget();
    await visitor.open({ direct_sign_in: `sso:${connector}` });
    await signInAtWork(visitor, person);
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, sub);
  },
};

const chosen = {
  name: 'choose among the providers of their organization, and are told which addresses have none',
  async walk(visitor) {
    const domain = makeDomain();
    await employ(visitor, 'Harbour Works', domain);
    await employ(visitor, 'Harbour Yard', domain);
    visitor.later(await withSettings({ singleSignOnEnabled: true }));
    const person = await makeEmployee('Gerd Solberg', domain);
    await visitor.open();
    await visitor.follow('Continue with single sign-on');
    await visitor.heading('Sign in with your organization');
    await visitor.look('single-sign-on');
    await visitor.fill('E-mail address', 'gerd@elsewhere.example');
    await visitor.press('Continue');
    await visitor.reads('No organization here signs in with this address.');
    await visitor.look('single-sign-on-refused', { isAnswer: true });
    await visitor.fill('E-mail address', person.primaryEmail);
    await visitor.press('Continue');
    await visitor.reads(person.primaryEmail);
    await visitor.look('single-sign-on-choice');
    await visitor.follow('Continue with Harbour Yard');
    await signInAtWork(visitor, person);
    const { sub } = payload((await visitor.arriveSignedIn()).id_token);
    assert.equal((await manage().get(`/api/users/${sub}`)).primaryEmail, person.primaryEmail);
  },
};

const tested = {
  name: 'are told in the console whether an organization’s provider can be used, before anybody is led there',
  async walk(visitor) {
    const connector = await employ(visitor, 'Harbour Works', makeDomain());
    await enter(visitor, `/enterprise-sso/${connector}`);
    await visitor.follow('Test');
    await visitor.look('console-enterprise-sso-test');
    await visitor.press('Ask the provider');
    await visitor.reads('The provider answers, and what it publishes is in order.');
    await visitor.reads(`${provider().endpoint}/oidc/token`);
    await visitor.look('console-enterprise-sso-tested', { isAnswer: true });
    const { config } = await manage().get(`/api/sso-connectors/${connector}`);
    await manage().patch(`/api/sso-connectors/${connector}`, { config: { ...config, issuer: `${provider().endpoint}/elsewhere` } });
    await visitor.press('Ask the provider');
    await visitor.reads('The provider cannot be used: ');
    await visitor.look('console-enterprise-sso-test-refused', { isAnswer: true });
  },
};

export const ways = [employee, chosen, tested];
