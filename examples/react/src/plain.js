// The elements on a page without a framework: the SDK gives the tokens, the elements do the rest.

import LogtoClient, { UserScope } from '@logto/browser';

import { appId, comeBackAfterSignIn, endpoint, loadElements, organizationId, permissions, redirectUri } from './guildhall.js';

const client = new LogtoClient({ endpoint, appId, scopes: [UserScope.Organizations, UserScope.OrganizationRoles, ...permissions] });
const signIn = document.getElementById('sign-in');
const status = document.getElementById('status');
const elements = [...document.querySelectorAll('header > *, main > *')].filter((element) => element.localName.startsWith('guildhall-'));

const show = (id) => {
  for (const element of elements) element.setAttribute('organization-id', id);
};

document.addEventListener('guildhall-select', (event) => show(event.detail.organizationId));
document.addEventListener('guildhall-leave', () => window.location.reload());
signIn.addEventListener('click', () => {
  comeBackAfterSignIn();
  client.signIn(redirectUri);
});

try {
  if (await client.isAuthenticated()) {
    show(organizationId);
    await loadElements((id) => client.getOrganizationToken(id));
  } else {
    signIn.hidden = false;
  }
} catch (error) {
  status.textContent = error.message;
}
