import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const issuer = '__ISSUER__';
const audience = '__RESOURCE__';
const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));

/** Lets through whoever has a token for this API, with this permission. */
const requirePermission = (permission) => async (request, response, next) => {
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  try {
    // `typ` keeps ID tokens out, which are for the application and not for an API.
    const { payload } = await jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt' });
    request.caller = payload;
  } catch {
    return response.status(401).json({ error: 'a token for this API is needed' });
  }
  if (!request.caller.scope?.split(' ').includes(permission)) {
    return response.status(403).json({ error: `the permission ${permission} is needed` });
  }
  next();
};

const app = express();
app.get('/orders', requirePermission('__PERMISSION__'), (request, response) => {
  // A token that was asked for an organization names it: show nothing of any other.
  response.json({ organization: request.caller.organization_id, readBy: request.caller.sub, orders: [] });
});
app.listen(8080, '127.0.0.1');
