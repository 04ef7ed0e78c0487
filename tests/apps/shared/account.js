// What each application shows of whoever is signed in, and its one call of the gateway.

/** The payload of a JWT, unverified: the API that gets the token verifies it. */
export const payload = (token) => {
  const bytes = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0))));
};

/** Whether these claims of an ID token are a member's. */
export const isMember = (claims, organizationId) => claims?.organizations?.includes(organizationId) ?? false;

/** Everything at once, as a page does: the parallel calls refresh in parallel. `sdk` has the methods that the SDKs for browsers share. */
export async function readAccount(sdk, { resource, ordersApi, organizationId }) {
  const claims = await sdk.getIdTokenClaims();
  const forMembers = (get) => (isMember(claims, organizationId) ? get().then(payload) : undefined);
  const [userInfo, token, orders, organization] = await Promise.all([
    sdk.fetchUserInfo(),
    sdk.getAccessToken(resource),
    forMembers(() => sdk.getAccessToken(ordersApi, organizationId)),
    forMembers(() => sdk.getOrganizationToken(organizationId)),
  ]);
  return { claims, userInfo, resource: payload(token), orders, organization };
}

/** Asks the gateway for a new organization in the name of the bearer of `token`. */
export async function createOrganization(gateway, token, name) {
  const response = await fetch(`${gateway}/organizations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  return { status: response.status, body: await response.json() };
}
