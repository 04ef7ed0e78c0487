// The demonstration's OpenID Connect client: authorization code with PKCE (RFC 7636), refresh with rotation, revocation (RFC 7009),
// RP-initiated sign-out. A real application uses an SDK; this one shows what an SDK does.

// Asking for this one makes organization permissions part of the grant; asking for that one gives tokens for the gateway that belong to
// no organization.
const ORGANIZATIONS = "urn:logto:resource:organizations";
const ORGANIZATION_API = "https://guildhall.dev/organization-api";
const SCOPES = [
  "openid", "offline_access", "profile", "urn:logto:scope:organizations", "urn:logto:scope:organization_roles",
  "org:create", "org:read", "org:update", "org:delete", "member:read", "member:add", "member:remove", "member:role",
];

/** A request that was not answered as hoped. `message` is a sentence for the page; `exchange` is what was sent and answered. */
export class RequestError extends Error {
  constructor(message, exchange) {
    super(message);
    this.exchange = exchange;
  }
}

/** The session is over: tokens are gone or no longer accepted. */
export class SignedOutError extends Error {}

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const randomText = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** The payload of a JWT, for display only: a signature is checked by whoever relies on the token, here the gateway. */
export function decodeJwt(token) {
  const part = token.split(".")[1];
  if (!part) return undefined;
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

// Kept for this tab only, and forgotten with it.
const store = {
  get: (key) => JSON.parse(sessionStorage.getItem(`guildhall-demo.${key}`) ?? "null"),
  set: (key, value) => sessionStorage.setItem(`guildhall-demo.${key}`, JSON.stringify(value)),
  remove: (key) => sessionStorage.removeItem(`guildhall-demo.${key}`),
};

export class Client {
  /** `config`: endpoint, gateway, clientId, redirectUri, postLogoutRedirectUri. `record` is called with every finished exchange. */
  constructor(config, record) {
    this.config = config;
    this.issuer = `${config.endpoint}/oidc`;
    this.record = record;
    this.queue = Promise.resolve();
  }

  get signedIn() {
    return store.get("tokens") !== null;
  }

  /** The claims of the newest ID token. */
  get claims() {
    return decodeJwt(store.get("tokens")?.idToken ?? "") ?? {};
  }

  /** Leaves for the hosted pages. */
  async startSignIn(firstScreen) {
    if (!crypto.subtle) throw new Error("PKCE needs a secure page: open this one as http://127.0.0.1, http://localhost or over https.");
    const verifier = randomText();
    const state = randomText();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    store.set("pending", { verifier, state });
    const query = new URLSearchParams({
      client_id: this.config.clientId, redirect_uri: this.config.redirectUri, response_type: "code", scope: SCOPES.join(" "),
      prompt: "consent", state, code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: "S256",
    });
    for (const resource of [ORGANIZATIONS, ORGANIZATION_API]) query.append("resource", resource);
    if (firstScreen) query.set("first_screen", firstScreen);
    location.assign(`${this.issuer}/auth?${query}`);
  }

  /** Finishes a sign-in when the address bar holds its answer. Says whether it did. */
  async finishSignIn() {
    const answer = new URLSearchParams(location.search);
    if (!answer.has("code") && !answer.has("error")) return false;
    // The code is good once: a reload must not send it again.
    history.replaceState(null, "", location.pathname);
    const pending = store.get("pending");
    store.remove("pending");
    if (!pending || answer.get("state") !== pending.state) {
      throw new Error("This answer does not belong to a sign-in that was started in this tab, so it was ignored. Sign in again.");
    }
    if (answer.has("iss") && answer.get("iss") !== this.issuer) {
      throw new Error("The answer names another issuer than the one that was asked, so it was ignored.");
    }
    if (answer.has("error")) {
      throw new Error(`The sign-in was not completed: ${answer.get("error_description") ?? answer.get("error")}.`);
    }
    await this.token("Exchange the code", {
      grant_type: "authorization_code", code: answer.get("code"), redirect_uri: this.config.redirectUri, code_verifier: pending.verifier,
    });
    return true;
  }

  /** A token for one organization. */
  organizationToken(organizationId) {
    return this.refresh("Organization token", { organization_id: organizationId });
  }

  /** A token that belongs to no single organization: for listing one's organizations and for creating the first. */
  organizationApiToken() {
    return this.refresh("Token for the Organization API", { resource: ORGANIZATION_API });
  }

  // A refresh token is good once, so refreshes wait for each other: the next one uses the successor that the last one brought.
  refresh(label, parameters) {
    const next = this.queue.then(() => {
      const tokens = store.get("tokens");
      if (!tokens?.refreshToken) throw new SignedOutError("You are signed out.");
      return this.token(label, { grant_type: "refresh_token", refresh_token: tokens.refreshToken, ...parameters });
    });
    this.queue = next.catch(() => undefined);
    return next;
  }

  async token(label, parameters) {
    const exchange = await this.send(label, "POST", `${this.issuer}/token`, { form: { client_id: this.config.clientId, ...parameters } });
    if (exchange.status === 200 && exchange.body?.access_token) {
      const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = exchange.body;
      const kept = store.get("tokens");
      store.set("tokens", { refreshToken: refreshToken ?? kept?.refreshToken, idToken: idToken ?? kept?.idToken });
      return accessToken;
    }
    const { error, error_description: description } = exchange.body ?? {};
    if (error === "invalid_grant" && parameters.grant_type === "refresh_token") {
      this.forget();
      throw new SignedOutError("Your session has ended: the refresh token is no longer accepted. Sign in again.");
    }
    throw new RequestError(`The token request was refused (${exchange.status}): ${description ?? error ?? "no reason given"}.`, exchange);
  }

  /** Calls the gateway with `token`. */
  gateway(label, method, path, token, json) {
    return this.send(label, method, `${this.config.gateway}${path}`, { token, json });
  }

  /** Revokes the grant, forgets the tokens and leaves for the end-session page. */
  async signOut() {
    const token = store.get("tokens")?.refreshToken;
    this.forget();
    if (token) {
      await this.send("Revoke the refresh token", "POST", `${this.issuer}/token/revocation`, { form: { client_id: this.config.clientId, token } })
        .catch(() => undefined); // Out of reach: the session still ends on the next page, where a browser can show why it does not.
    }
    const query = new URLSearchParams({ client_id: this.config.clientId, post_logout_redirect_uri: this.config.postLogoutRedirectUri });
    location.assign(`${this.issuer}/session/end?${query}`);
  }

  forget() {
    store.remove("tokens");
  }

  /** One HTTP exchange, recorded with its secrets left out. Any status is an answer; only silence throws. */
  async send(label, method, url, { form, json, token }) {
    const headers = { accept: "application/json" };
    if (token) headers.authorization = `Bearer ${token}`;
    if (json) headers["content-type"] = "application/json";
    const exchange = { label, method, url, sent: json ? JSON.stringify(json, null, 2) : form && shown(form), bearer: Boolean(token) };
    let response;
    try {
      response = await fetch(url, { method, headers, body: form ? new URLSearchParams(form) : json && JSON.stringify(json), credentials: "omit" });
    } catch {
      this.record(exchange);
      throw new RequestError(`${new URL(url).host} did not answer. Check that the server is running and allows this origin, then try again.`, exchange);
    }
    const text = await response.text();
    exchange.status = response.status;
    try {
      exchange.body = text ? JSON.parse(text) : undefined;
    } catch {
      exchange.text = text.slice(0, 2000);
    }
    this.record(exchange);
    return exchange;
  }
}

const SECRET = new Set(["refresh_token", "code", "code_verifier", "token"]);

function shown(form) {
  return Object.entries(form).map(([key, value]) => `${key}=${SECRET.has(key) ? `${value.slice(0, 6)}…` : value}`).join("\n");
}
