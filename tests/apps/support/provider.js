// An account elsewhere: a provider of OAuth 2.0 where one person is always signed in. It starts with a suite and ends with it.

import { createServer } from 'node:http';

import { unique } from '../../sdk/support/environment.js';

/** Who the person is there. */
export const ACCOUNT_ID = unique('astrid-at-fjord-');

const answers = {
  '/authorize': ({ searchParams }) => {
    const back = new URL(searchParams.get('redirect_uri'));
    back.search = new URLSearchParams({ code: 'once', state: searchParams.get('state') });
    return { status: 302, headers: { location: back.href } };
  },
  '/token': () => ({ json: { access_token: 'theirs', token_type: 'Bearer', expires_in: 60 } }),
  '/userinfo': () => ({ json: { id: ACCOUNT_ID, name: 'Astrid' } }),
};

/** Starts it; its address, what it was asked at the authorization endpoint, and how to end it. */
export async function startProvider() {
  const asked = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://provider');
    if (url.pathname === '/authorize') asked.push(Object.fromEntries(url.searchParams));
    const { status = 200, headers = { 'content-type': 'application/json' }, json } = answers[url.pathname]?.(url) ?? { status: 404 };
    response.writeHead(status, headers).end(json && JSON.stringify(json));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${server.address().port}`, asked, close };
}
