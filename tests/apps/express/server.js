// A server with @logto/express: tokens stay in the session on the server, the browser holds a cookie.

import { PersistKey, handleAuthRoutes, withLogto } from '@logto/express';
import express from 'express';
import session from 'express-session';

import { createOrganization, payload } from '../shared/account.js';
import { scopes } from '../shared/scopes.js';
import { slug, ways } from '../shared/ways.js';

const config = JSON.parse(process.env.APP_CONFIG);
const { endpoint, appId, appSecret, baseUrl, resource, ordersApi, organizationId } = config;
const logto = { endpoint, appId, appSecret, baseUrl, scopes, resources: [resource, ordersApi] };

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const page = (content) =>
  `<!doctype html><html lang="en"><head><link rel="icon" href="data:,"><title>@logto/express on Guildhall</title></head><body><main>${content}</main></body></html>`;

const links = (entries) => entries.map(([href, text]) => `<p><a href="${href}">${text}</a></p>`).join('');
const signedOut = () => links(Object.keys(ways(config)).map((name) => [`/${slug(name)}/sign-in`, name]));
const signedIn = () =>
  `<div id="account"></div><button>Create organization</button><button>Forget tokens</button>${links([['/sign-in/sign-out', 'Sign out']])}` +
  '<script type="module" src="/page.js"></script>';

/** What is for people who are signed in; `options` say which tokens the SDK is to bring along. */
const guarded = (options, answer) => [
  withLogto({ ...logto, ...options }),
  async ({ user }, response) => {
    if (user.isAuthenticated) response.json(await answer(user));
    else response.status(401).json({ error: 'not signed in' });
  },
];

const app = express();
app.use(session({ secret: 'a test application', resave: false, saveUninitialized: false }));
for (const [name, signInOptions] of Object.entries(ways(config))) {
  app.use(handleAuthRoutes({ ...logto, authRoutesPrefix: slug(name), signInOptions }));
}
app.use(express.static('express/public'));
app.get('/', withLogto(logto), ({ user }, response) => response.send(page(user.isAuthenticated ? signedIn() : signedOut())));
app.get(
  '/account',
  guarded({ fetchUserInfo: true, getOrganizationToken: true, getAccessToken: true, resource }, ({ claims, userInfo, accessToken, organizationTokens }) => {
    const token = organizationTokens[organizationId];
    return { claims, userInfo, resource: payload(accessToken), organization: token && payload(token) };
  }),
);
app.post(
  '/organizations',
  guarded({ getOrganizationToken: true }, ({ organizationTokens }) => createOrganization(config.gateway, organizationTokens[organizationId], config.newOrganization)),
);
app.post('/forget', (request, response) => {
  delete request.session[PersistKey.AccessToken];
  response.status(204).end();
});
app.use((error, _request, response, _next) => {
  console.error(error);
  response.status(500).send(page(`<p role="alert">${escape(String(error.message))}</p>`));
});

const { port, hostname } = new URL(baseUrl);
app.listen(Number(port), hostname);
