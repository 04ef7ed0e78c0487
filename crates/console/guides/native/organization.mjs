/** Exchanges the refresh token for one of an organization, and reads that organization through the gateway. */
export async function readOrganization(fetchTokens, refreshToken, id) {
  const { access_token: token } = await fetchTokens({
    grant_type: 'refresh_token',
    refresh_token: refreshToken, // The answer has a new one: keep that.
    organization_id: id,
  });
  const response = await fetch(`__GATEWAY__/organizations/${id}`, { headers: { authorization: `Bearer ${token}` } });
  return response.json();
}
