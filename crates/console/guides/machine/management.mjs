const clientId = '__APP_ID__';
const secret = process.env.GUILDHALL_CLIENT_SECRET;

/** A token for this application itself. It is good for an hour: keep it until it ends. */
export async function fetchToken(parameters) {
  const response = await fetch('__ISSUER__/token', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...parameters }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error_description ?? answer.error);
  return answer.access_token;
}

const token = await fetchToken({ resource: '__MANAGEMENT_API__', scope: 'all' });
const response = await fetch('__ENDPOINT__/api/organizations', { headers: { authorization: `Bearer ${token}` } });
console.log(response.status, await response.json());
