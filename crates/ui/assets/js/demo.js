// The demonstration application: an ordinary single-page application that signs in, gets an organization token and calls the
// gateway with it. State lives here; `views.js` draws it and `oidc.js` talks to the server.

import { banner, element } from "./dom.js";
import { Client, RequestError, SignedOutError, decodeJwt } from "./oidc.js";
import * as views from "./views.js";

const root = document.querySelector("[data-demo]");
const config = {
  endpoint: root.dataset.endpoint, gateway: new URL(root.dataset.gateway, location.href).href.replace(/\/$/, ""), clientId: root.dataset.clientId,
  redirectUri: root.dataset.redirectUri, postLogoutRedirectUri: root.dataset.postLogoutRedirectUri,
};
const exchanges = [];
const state = { organizations: [], selected: undefined, token: undefined };
const client = new Client(config, (exchange) => {
  exchanges.push(exchange);
  fill("log", views.log(exchanges));
});

const region = (name) => document.querySelector(`[data-region="${name}"]`);
const fill = (name, ...children) => region(name).replaceChildren(...children.flat());

function show(name) {
  for (const other of ["signed-out", "loading", "signed-in"]) region(other).hidden = other !== name;
}

function showLoading(text) {
  document.querySelector("[data-loading-text]").textContent = text;
  show("loading");
}

/** Runs `work`; whatever goes wrong is said on the page. */
async function attempt(work) {
  fill("messages");
  try {
    await work();
  } catch (error) {
    if (error instanceof SignedOutError) showSignedOut();
    fill("messages", banner("danger", error.message));
    if (!(error instanceof RequestError) && !(error instanceof SignedOutError)) console.error(error);
  }
}

async function busily(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  await attempt(work);
  button.removeAttribute("aria-busy");
}

function showSignedOut() {
  fill("account");
  show("signed-out");
}

async function showSignedIn() {
  showLoading("Reading your organizations…");
  await loadOrganizations();
  render();
  show("signed-in");
}

function render() {
  const { claims } = client;
  fill("account", views.account(claims, (event) => busily(event.currentTarget, () => client.signOut())));
  fill("profile", views.profile(claims));
  fill("organizations", views.organizations(state.organizations, state.selected, (id) => busily(buttonOf(id), () => select(id))));
  const organization = state.organizations.find(({ id }) => id === state.selected);
  const tokenClaims = state.token && decodeJwt(state.token);
  fill("token", tokenClaims ? views.token(organization?.name ?? state.selected, state.token, tokenClaims) : views.noToken(state.organizations.length > 0));
  fill("create-with", organization ? `Sent with the token for ${organization.name}.` : "Sent with a token that belongs to no organization.");
  fill("log", views.log(exchanges));
}

const buttonOf = (id) => document.querySelector(`[data-organization="${CSS.escape(id)}"]`);

/** The ID token says `<organization id>:<role name>` for each role. */
function rolesFromIdToken(organizationId) {
  return (client.claims.organization_roles ?? []).filter((role) => role.startsWith(`${organizationId}:`)).map((role) => role.slice(organizationId.length + 1));
}

async function loadOrganizations() {
  const token = await client.organizationApiToken();
  const exchange = await client.gateway("My organizations", "GET", "/me/organizations", token);
  if (exchange.status !== 200 || !Array.isArray(exchange.body)) {
    // The page stays usable: the ID token names the organizations too, only without their names.
    fill("messages", views.refusal(exchange));
    state.organizations = (client.claims.organizations ?? []).map((id) => ({ id, name: id, roles: rolesFromIdToken(id) }));
    return;
  }
  state.organizations = exchange.body.map(({ id, name, organizationRoles }) => ({
    id, name, roles: Array.isArray(organizationRoles) ? organizationRoles.map((role) => role.name) : rolesFromIdToken(id),
  }));
}

async function select(id, moveFocus = true) {
  state.token = await client.organizationToken(id);
  state.selected = id;
  render();
  // Drawing replaced the button that was clicked.
  if (moveFocus) buttonOf(id)?.focus();
  region("members-section").hidden = false;
  fill("members", views.members(await client.gateway("Members", "GET", `/organizations/${encodeURIComponent(id)}/members`, state.token)));
}

async function create(form) {
  const name = form.elements.name.value.trim();
  const description = form.elements.description.value.trim();
  const token = state.token ?? (await client.organizationApiToken());
  const exchange = await client.gateway("Create organization", "POST", "/organizations", token, description ? { name, description } : { name });
  fill("create-result", views.createResult(exchange));
  if (exchange.status !== 201) return;
  form.reset();
  await loadOrganizations();
  // A token for the new organization; its refresh also brings an ID token that knows the new role.
  await select(exchange.body.id, false);
}

function start() {
  document.querySelector('[data-action="sign-in"]').addEventListener("click", (event) => busily(event.currentTarget, () => client.startSignIn()));
  document.querySelector('[data-action="register"]').addEventListener("click", (event) => busily(event.currentTarget, () => client.startSignIn("register")));
  // After guildhall.js, whose listener stops the event when a required field is empty.
  document.querySelector("[data-create]").addEventListener("submit", (event) => {
    event.preventDefault();
    busily(event.submitter ?? event.target.querySelector("button"), () => create(event.target));
  });
  return attempt(async () => {
    showLoading("Finishing your sign-in…");
    try {
      await client.finishSignIn();
    } catch (error) {
      showSignedOut();
      throw error;
    }
    if (client.signedIn) await showSignedIn();
    else showSignedOut();
  });
}

// A tab's storage belongs to one origin: the page must be open at the origin that the sign-in returns to.
if (new URL(config.redirectUri).origin === location.origin) start();
else fill("messages", banner("info", "This demonstration answers at ", element("a", { href: config.redirectUri }, config.redirectUri), ". Open it there."));
