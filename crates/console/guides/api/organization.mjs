import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const issuer = '__ISSUER__';
const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));

/** Lets through whoever has a token for the organization that the path names, with this permission. */
const requirePermission = (permission) => async (request, response, next) => {
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const audience = `urn:logto:organization:${request.params.organizationId}`;
  try {
    // `typ` keeps ID tokens out, which are for the application and not for an API.
    const { payload } = await jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt' });
    request.caller = payload;
  } catch {
    return response.status(401).json({ error: 'a token for this organization is needed' });
  }
  if (!request.caller.scope?.split(' ').includes(permission)) {
    return response.status(403).json({ error: `the permission ${permission} is needed` });
  }
  next();
};

const app = express();
app.get('/organizations/:organizationId/orders', requirePermission('order:read'), (request, response) => {
  response.json({ organization: request.params.organizationId, readBy: request.caller.sub, orders: [] });
});
app.listen(8080, '127.0.0.1');
