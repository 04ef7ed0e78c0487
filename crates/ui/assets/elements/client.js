/** What all elements of a page share. */
const settings = {
  gateway: undefined,
  getToken: undefined,
  getUserToken: undefined,
  permissions: undefined,
};

const TOKEN_MARGIN_SECONDS = 20;
const PAGE_SIZE = 20;

/**
 * Tells the elements where the gateway is and how to get tokens.
 * @param {object} options
 * @param {string} [options.gateway] Address of the Organization API; by default the one that this module comes from.
 * @param {(organizationId: string) => Promise<string>} [options.getToken] An organization token, as `getOrganizationToken` of an SDK gives it.
 * @param {() => Promise<string>} [options.getUserToken] A token without an organization, for the switcher: an access token for the gateway's API resource.
 * @param {Record<string, string>} [options.permissions] Names of permissions that the gateway's policy has renamed, by their default names.
 * @param {Partial<typeof words>} [options.words] Other words.
 */
function configure({ words: others, ...rest } = {}) {
  for (const name of Object.keys(rest)) {
    if (!(name in settings)) throw new TypeError(`There is no setting “${name}”.`);
    settings[name] = rest[name];
  }
  for (const [key, text] of Object.entries(others ?? {})) {
    if (!(key in words)) throw new TypeError(`There is no word “${key}”.`);
    words[key] = String(text);
    given.add(key);
  }
  dispatchEvent(new Event(CONFIGURED));
}

const CONFIGURED = 'guildhall:configured';

/** A refusal, in words for people; `code` is the gateway's. */
class Refusal extends Error {
  constructor(message, { status, code, data } = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.data = data;
  }
}

/** The claims of a token, without any check: only to offer what would be refused anyway if it were wrong. */
function claimsOf(token) {
  try {
    const text = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0))));
  } catch {
    return {};
  }
}

/** Calls the gateway with one token, which stays in this object and is asked for again before it ends. */
class Client {
  #getToken;
  #gateway;
  #token;

  constructor(gateway, getToken) {
    this.#gateway = gateway.replace(/\/+$/, '');
    this.#getToken = getToken;
  }

  async #fresh() {
    const now = Date.now() / 1000;
    if (!this.#token || (this.claims.exp ?? 0) - TOKEN_MARGIN_SECONDS < now) {
      const token = await this.#getToken();
      if (typeof token !== 'string' || token === '') throw new Refusal(say('signedOut'), { status: 401 });
      this.#token = token;
      this.claims = claimsOf(token);
    }
    return this.#token;
  }

  claims = {};

  /** Learns what the token allows. */
  async open() {
    await this.#fresh();
    return new Set((this.claims.scope ?? '').split(' '));
  }

  /** Sends one request; segments of the path are encoded here. */
  async call(method, segments, { query, body, signal } = {}) {
    const path = segments.map(encodeURIComponent).join('/');
    const search = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== ''));
    const token = await this.#fresh();
    let response;
    try {
      response = await fetch(`${this.#gateway}/${path}${search.size > 0 ? `?${search}` : ''}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal,
      });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new Refusal(say('unreachable'));
    }
    if (response.status === 401) this.#token = undefined;
    const answer = await response.json().catch(() => undefined);
    if (!response.ok) throw this.#refusal(response.status, answer);
    return { answer, total: Number(response.headers.get('Total-Number') ?? Number.NaN) };
  }

  #refusal(status, answer) {
    const known = { 401: 'signedOut', 403: 'notAllowed' };
    const isAboutStanding = status === 403 && !['gateway.grant_exceeds_own', 'gateway.quota_exceeded'].includes(answer?.code);
    const message = status === 401 || isAboutStanding ? say(known[status]) : (answer?.message ?? say('failed'));
    return new Refusal(message, { status, code: answer?.code, data: answer?.data });
  }
}
