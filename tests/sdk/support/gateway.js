// Calls to the gateway, as an application's front end makes them: with the user's own token.

import { credentials } from './environment.js';

export const gateway = async (method, path, token, json) => {
  const response = await fetch(`${credentials.gateway}${path}`, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(json && { 'content-type': 'application/json' }) },
    body: json && JSON.stringify(json),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
};

/** The payload of a JWT, unverified. */
export const payload = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));
