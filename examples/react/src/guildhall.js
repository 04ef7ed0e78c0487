// Where the server is, and the one call that this application makes to the gateway.

export const { endpoint, gateway, appId, organizationId } = __GUILDHALL__;

/** What this application may do for its users where they may do it themselves. */
export const permissions = [
  'org:create',
  'org:read',
  'org:update',
  'member:read',
  'member:role',
  'member:remove',
  'member:invite',
];

/**
 * Loads the elements with which an organization's members administer it (`<guildhall-members>` and others) and tells them where tokens come
 * from. The module comes from the gateway itself; nothing is installed.
 */
export async function loadElements(getToken) {
  const { configure } = await import(/* @vite-ignore */ `${gateway}/elements/guildhall.js`);
  configure({ getToken });
}

export const redirectUri = `${window.location.origin}/callback`;
/** Two pages of this example share one redirect URI: the one that signs in is the one to come back to. */
export const comeBackAfterSignIn = () => sessionStorage.setItem('afterSignIn', window.location.pathname);
export const pageAfterSignIn = () => {
  const page = sessionStorage.getItem('afterSignIn') ?? '/';
  sessionStorage.removeItem('afterSignIn');
  return page;
};

export const postLogoutRedirectUri = `${window.location.origin}/`;

/** Asks the gateway to create an organization for the bearer of `token`. Answers with the status and the body. */
export async function createOrganization(token, name) {
  const response = await fetch(`${gateway}/organizations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  return { status: response.status, body: await response.json() };
}
