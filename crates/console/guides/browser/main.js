import LogtoClient, { UserScope } from '@logto/browser';

import { showOrganizations } from './organizations.js';

const client = new LogtoClient({
  endpoint: '__ENDPOINT__',
  appId: '__APP_ID__',
  // Organizations, and the permissions within them that this page uses.
  scopes: [UserScope.Organizations, 'org:read'],
});

const button = (text, act) => {
  const element = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
  element.addEventListener('click', act);
  return element;
};

if (await client.isSignInRedirected(window.location.href)) {
  await client.handleSignInCallback(window.location.href);
  window.location.replace('/');
} else if (await client.isAuthenticated()) {
  await showOrganizations(client, button);
  document.body.append(button('Sign out', () => client.signOut('__BASE_URL__/')));
} else {
  document.body.append(button('Sign in', () => client.signIn('__REDIRECT_URI__')));
}
