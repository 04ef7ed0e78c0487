// Authorization code flow with PKCE (RFC 7636, RFC 8252), without a library.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

import { readOrganization } from './organization.mjs';

const issuer = '__ISSUER__';
const clientId = '__APP_ID__';
const redirectUri = '__REDIRECT_URI__';

const verifier = randomBytes(32).toString('base64url');
const state = randomBytes(16).toString('base64url');
const authorization = new URL(`${issuer}/auth`);
authorization.search = new URLSearchParams({
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  // A refresh token, organizations, and the permissions within them that this program uses.
  scope: 'openid profile offline_access urn:logto:scope:organizations org:read',
  resource: 'urn:logto:resource:organizations',
  prompt: 'consent',
  state,
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
});
console.log(`Open ${authorization}`);

const code = await new Promise((resolve, reject) => {
  const { hostname, pathname, port } = new URL(redirectUri);
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: answer } = new URL(request.url, redirectUri);
    if (path !== pathname || answer.get('state') !== state) return response.writeHead(404).end();
    response.end('You can close this page.');
    server.close();
    if (answer.has('code')) resolve(answer.get('code'));
    else reject(new Error(answer.get('error_description') ?? answer.get('error')));
  }).listen(Number(port), hostname);
});

/** Calls the token endpoint. */
const fetchTokens = async (parameters) => {
  const body = new URLSearchParams({ client_id: clientId, ...parameters });
  const response = await fetch(`${issuer}/token`, { method: 'POST', body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error_description ?? answer.error);
  return answer;
};

const tokens = await fetchTokens({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier });
const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url'));
console.log(`Signed in as ${claims.username ?? claims.sub}`);
if (claims.organizations?.length) {
  console.log(await readOrganization(fetchTokens, tokens.refresh_token, claims.organizations[0]));
}
