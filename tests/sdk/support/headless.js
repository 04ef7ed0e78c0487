// A browser without pages: a cookie jar and the Experience API, as server-side tests of this wire sign in.

import assert from 'node:assert/strict';

import { credentials } from './environment.js';

/** Cookies by name and path; sends those whose path covers the request's. */
export class CookieJar {
  #cookies = new Map();

  keep(response) {
    for (const header of response.headers.getSetCookie()) {
      const [pair, ...attributes] = header.split(';').map((part) => part.trim());
      const separator = pair.indexOf('=');
      const [name, value] = [pair.slice(0, separator), pair.slice(separator + 1)];
      const attribute = (key) => attributes.find((text) => text.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
      const path = attribute('path') ?? '/';
      const expires = attribute('expires');
      const key = `${name};${path}`;
      if (expires && new Date(expires) <= new Date()) this.#cookies.delete(key);
      else this.#cookies.set(key, { name, value, path });
    }
  }

  header(url) {
    const { pathname } = new URL(url);
    const covers = (path) => path === '/' || pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
    return [...this.#cookies.values()].filter(({ path }) => covers(path)).map(({ name, value }) => `${name}=${value}`).join('; ');
  }
}

/** Sends one request with the jar's cookies, follows no redirect, keeps the cookies it sets. */
export const send = async (jar, url, { method = 'GET', json } = {}) => {
  const headers = { cookie: jar.header(url), ...(json && { 'content-type': 'application/json' }) };
  const response = await fetch(url, { method, headers, body: json && JSON.stringify(json), redirect: 'manual' });
  jar.keep(response);
  return response;
};

const location = async (response, status) => {
  assert.equal(response.status, status, `${response.url}: ${await response.clone().text()}`);
  return response.headers.get('location');
};

const experience = async (jar, method, path, json) => {
  const response = await send(jar, `${credentials.endpoint}/api/experience${path}`, { method, json });
  const text = await response.text();
  assert.ok(response.ok, `${method} /api/experience${path}: ${response.status} ${text}`);
  return text.startsWith('{') ? JSON.parse(text) : undefined;
};

/** Starts at the authorization URL and returns the callback URL with its code. */
export const signInWithPassword = async (jar, authorizationUrl, { username, password }) => {
  const screen = await location(await send(jar, authorizationUrl), 303);
  assert.match(screen, /^\/sign-in/);

  await experience(jar, 'PUT', '', { interactionEvent: 'SignIn' });
  const { verificationId } = await experience(jar, 'POST', '/verification/password', { identifier: { type: 'username', value: username }, password });
  await experience(jar, 'POST', '/identification', { verificationId });
  const { redirectTo } = await experience(jar, 'POST', '/submit');
  assert.ok(redirectTo.startsWith(`${credentials.endpoint}/oidc/auth/`), redirectTo);

  const next = await location(await send(jar, redirectTo), 303);
  if (!next.startsWith('/consent')) return next;
  const resumed = await location(await send(jar, `${credentials.endpoint}${next}`), 302);
  assert.ok(resumed.startsWith(`${credentials.endpoint}/oidc/auth`), resumed);
  return location(await send(jar, resumed), 303);
};
