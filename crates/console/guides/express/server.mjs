import { UserScope, handleAuthRoutes, withLogto } from '@logto/express';
import express from 'express';
import session from 'express-session';

import { organizations } from './organizations.mjs';

const logto = {
  endpoint: '__ENDPOINT__',
  appId: '__APP_ID__',
  appSecret: process.env.GUILDHALL_APP_SECRET,
  baseUrl: '__BASE_URL__',
  // Organizations, and the permissions within them that this server uses.
  scopes: [UserScope.Organizations, 'org:read'],
};

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET, resave: false, saveUninitialized: false }));
app.use(handleAuthRoutes(logto)); // /logto/sign-in, /logto/sign-in-callback, /logto/sign-out
app.use('/organizations', organizations(logto));

app.get('/', withLogto(logto), ({ user }, response) => {
  if (!user.isAuthenticated) return response.send('<a href="/logto/sign-in">Sign in</a>');
  const links = (user.claims.organizations ?? []).map((id) => `<p><a href="/organizations/${id}">Read ${id}</a></p>`);
  response.send(`<p>Signed in as ${user.claims.sub}</p>${links.join('')}<a href="/logto/sign-out">Sign out</a>`);
});

const { hostname, port } = new URL(logto.baseUrl);
app.listen(Number(port) || 3000, hostname);
