// An application that people sign in to: a small web server that browsers come back to, and clients of Guildhall registered for it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { credentials } from './environment.js';
import { manage } from './management.js';

/** RFC 7636, appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
/** A picture of one colour, for logos and icons. */
const picture = (color) => `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96"><rect width="96" height="96" fill="${color}"/></svg>`;
const PICTURES = { '/logo.svg': picture('#b4501e'), '/logo-dark.svg': picture('#f0c9a0'), '/icon.svg': picture('#b4501e') };
const PAGE = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Application</title><h1>Back at the application</h1>';
const SCOPE = 'openid offline_access profile email urn:logto:scope:organizations urn:logto:scope:organization_roles';

/** A client of Guildhall. */
class Client {
  constructor(site, id) {
    this.site = site;
    this.id = id;
  }

  /** Where a browser goes to sign in. */
  url(parameters = {}) {
    const query = { client_id: this.id, redirect_uri: this.site.callback, response_type: 'code', scope: SCOPE, prompt: 'consent', state: 'st&te' };
    const all = { ...query, code_challenge: CHALLENGE, code_challenge_method: 'S256', ...parameters };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    return `${credentials.endpoint}/oidc/auth?${new URLSearchParams(given)}`;
  }

  /** Where a browser goes to sign out. */
  signOutUrl(parameters = {}) {
    return `${credentials.endpoint}/oidc/session/end?${new URLSearchParams({ client_id: this.id, ...parameters })}`;
  }

  /** What a code is good for. */
  async exchange(code, parameters = {}) {
    return this.tokens({ grant_type: 'authorization_code', code, redirect_uri: this.site.callback, code_verifier: VERIFIER, ...parameters });
  }

  /** The token for an organization. */
  refresh(refreshToken, parameters = {}) {
    return this.tokens({ grant_type: 'refresh_token', refresh_token: refreshToken, ...parameters });
  }

  async tokens(parameters) {
    const body = new URLSearchParams({ client_id: this.id, ...parameters });
    const response = await fetch(`${credentials.endpoint}/oidc/token`, { method: 'POST', body });
    const answer = await response.json();
    assert.equal(response.status, 200, JSON.stringify(answer));
    return answer;
  }
}

/** The web server. `posted` is the last form that came to it. It also has the pictures of somebody's brand. */
export class Site {
  static async start() {
    const site = new Site();
    site.server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        if (request.method === 'POST') site.posted = new URLSearchParams(Buffer.concat(parts).toString('utf8'));
        const shown = PICTURES[request.url];
        response.setHeader('content-type', shown ? 'image/svg+xml' : 'text/html; charset=utf-8').end(shown ?? PAGE);
      });
    });
    await new Promise((resolve) => site.server.listen(0, '127.0.0.1', resolve));
    site.origin = `http://127.0.0.1:${site.server.address().port}`;
    site.callback = `${site.origin}/callback`;
    return site;
  }

  /** Registers a single-page application. */
  async client(body = {}) {
    const oidcClientMetadata = { redirectUris: [this.callback], postLogoutRedirectUris: [`${this.origin}/bye`] };
    const { id } = await manage().post('/api/applications', { name: 'Fjord Desk', type: 'SPA', oidcClientMetadata, ...body });
    return new Client(this, id);
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
