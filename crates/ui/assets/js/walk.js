// The first walk through the console: carries out the requests that the page shows, and signs a user in as an application does, with
// an authorization code and PKCE (RFC 7636). What is kept is kept for this tab.

import { banner, codeBlock } from "./dom.js";

const walk = document.querySelector("[data-walk]");
const { dataset } = walk;
const KEY = "guildhall-walk";
const kept = () => JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
const keep = (values) => sessionStorage.setItem(KEY, JSON.stringify({ ...kept(), ...values }));
const answers = walk.querySelector("[data-answers]");
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const randomText = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** One request; any status is an answer. */
async function send(method, path, { form, json, headers = {} }) {
  const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
  if (json) headers["content-type"] = "application/json";
  const response = await fetch(path, { method, headers: { accept: "application/json", ...headers }, body, credentials: "omit" });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text.slice(0, 2000) };
  }
}

const shown = (method, path, { status, body }) => codeBlock(`${method} ${path} · ${status}`, typeof body === "string" ? body : JSON.stringify(body, null, 2));

/** Runs `work` at each click of `button`; whatever goes wrong is said. */
function onClick(button, work) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    await attempt(work);
    button.removeAttribute("aria-busy");
  });
}

async function attempt(work) {
  const messages = walk.querySelector("[data-messages]") ?? answers;
  try {
    messages.replaceChildren();
    await work();
  } catch (error) {
    messages.replaceChildren(banner("danger", error instanceof TypeError ? dataset.silent : error.message));
  }
}

async function runMachine() {
  const { clientId, clientSecret, resource } = dataset;
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const form = { grant_type: "client_credentials", resource, scope: "all" };
  const token = await send("POST", "/oidc/token", { form, headers: { authorization } });
  const isGood = typeof token.body.access_token === "string";
  const abridged = isGood ? { ...token, body: { ...token.body, access_token: `${token.body.access_token.slice(0, 24)}…` } } : token;
  answers.replaceChildren(shown("POST", "/oidc/token", abridged));
  if (!isGood) return;
  const called = await send("GET", "/api/organizations", { headers: { authorization: `Bearer ${token.body.access_token}` } });
  answers.append(shown("GET", "/api/organizations", called));
}

async function startSignIn() {
  const [verifier, state] = [randomText(), randomText()];
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  keep({ verifier, state, refreshToken: undefined });
  const query = new URLSearchParams({
    client_id: dataset.clientId, redirect_uri: dataset.redirectUri, response_type: "code", prompt: "consent", state,
    scope: `openid offline_access urn:logto:scope:organizations ${dataset.scopes}`, resource: "urn:logto:resource:organizations",
    code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: "S256",
  });
  location.assign(`/oidc/auth?${query}`);
}

/** A request to the token endpoint; what it brings is kept. */
async function token(parameters) {
  const { status, body } = await send("POST", "/oidc/token", { form: { client_id: dataset.clientId, ...parameters } });
  if (status !== 200) throw new Error(`${status}: ${body.error_description ?? body.error ?? body}`);
  keep({ refreshToken: body.refresh_token ?? kept().refreshToken });
  return body.access_token;
}

async function finishSignIn() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("code") && !answer.has("error")) return;
  // The code is good once: a reload must not send it again.
  history.replaceState(null, "", location.pathname);
  const { verifier, state } = kept();
  keep({ verifier: undefined, state: undefined });
  if (!verifier || answer.get("state") !== state || (answer.has("iss") && answer.get("iss") !== dataset.issuer)) throw new Error(dataset.foreign);
  if (answer.has("error")) throw new Error(answer.get("error_description") ?? answer.get("error"));
  await token({ grant_type: "authorization_code", code: answer.get("code"), redirect_uri: dataset.redirectUri, code_verifier: verifier });
}

let organizationToken;

async function fetchToken() {
  organizationToken = await token({ grant_type: "refresh_token", refresh_token: kept().refreshToken, organization_id: dataset.organizationId });
  const part = organizationToken.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes));
  walk.querySelector("[data-token]").replaceChildren(codeBlock(dataset.decoded, JSON.stringify(claims, null, 2)));
  walk.querySelector("[data-with-token]").hidden = false;
  answers.replaceChildren();
  for (const note of walk.querySelectorAll("[data-if]")) note.hidden = true;
}

async function callGateway() {
  const headers = { authorization: `Bearer ${organizationToken}` };
  const called = await send("POST", "/org/organizations", { json: { name: "Fjord Trading" }, headers });
  answers.replaceChildren(shown("POST", "/org/organizations", called));
  for (const note of walk.querySelectorAll("[data-if]")) note.hidden = note.dataset.if !== String(called.status);
}

if (dataset.walk === "machine") onClick(walk.querySelector("[data-run]"), runMachine);

if (dataset.walk === "token") {
  await attempt(finishSignIn);
  onClick(walk.querySelector("[data-sign-in]"), startSignIn);
  if (kept().refreshToken) {
    walk.querySelector("[data-signed-in]").hidden = false;
    walk.querySelector("[data-sign-in]").classList.replace("button-primary", "button-secondary");
    onClick(walk.querySelector("[data-fetch]"), fetchToken);
    onClick(walk.querySelector("[data-call]"), callGateway);
  }
}
