// Where the server is, and the one call that this application makes to the gateway.

export const { endpoint, gateway, appId, organizationId } = __GUILDHALL__;

export const redirectUri = `${window.location.origin}/callback`;
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
