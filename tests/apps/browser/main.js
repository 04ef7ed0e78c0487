// A page without a framework, with @logto/browser.

import LogtoClient from '@logto/browser';

import { createOrganization, readAccount } from '../shared/account.js';
import { scopes } from '../shared/scopes.js';
import { ways } from '../shared/ways.js';

const config = __CONFIG__;
const { endpoint, appId, resource, ordersApi, organizationId, gateway } = config;
const redirectUri = `${window.location.origin}/callback`;

const client = new LogtoClient({ endpoint, appId, scopes, resources: [resource, ordersApi] });
const page = document.getElementById('app');

const button = (text, act) => {
  const element = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
  element.addEventListener('click', () => act().catch(fail));
  return element;
};

const show = (id, value) => {
  const element = document.createElement('pre');
  element.dataset.testid = id;
  element.textContent = JSON.stringify(value, null, 2);
  return element;
};

function fail(error) {
  const element = Object.assign(document.createElement('p'), { role: 'alert', textContent: error.message });
  page.append(element);
}

function showSignedOut() {
  page.replaceChildren(
    ...Object.entries(ways(config)).map(([name, options]) => button(name, () => client.signIn({ redirectUri, postRedirectUri: '/', ...options }))),
  );
}

async function showSignedIn() {
  const account = await readAccount(client, config);
  page.replaceChildren(
    show('account', account),
    button('Create organization', async () => {
      const answer = await createOrganization(gateway, await client.getOrganizationToken(organizationId), config.newOrganization);
      page.append(show('answer', answer));
    }),
    button('Forget tokens', async () => {
      await client.clearAccessToken();
      await showSignedIn();
    }),
    button('Sign out', () => client.signOut(`${window.location.origin}/`)),
  );
}

async function open() {
  if (await client.isSignInRedirected(window.location.href)) {
    // Goes on to `postRedirectUri`.
    await client.handleSignInCallback(window.location.href);
  } else if (await client.isAuthenticated()) {
    await showSignedIn();
  } else {
    showSignedOut();
  }
}

open().catch(fail);
