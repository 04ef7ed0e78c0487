// What the demonstration shows, as functions from data to elements. They hold no state and send nothing.

import { avatar, banner, codeBlock, copyable, copyButton, disclosure, element, emptyState, tag } from "./dom.js";

const EXPLANATIONS = {
  sub: "Who it is about: your user id.",
  aud: "Where it is valid: in this one organization.",
  organization_id: "Which organization it is for.",
  scope: "What it permits there: your roles' permissions, as far as they were asked for.",
  client_id: "Which application asked for it.",
  iss: "Who issued it: this server.",
  iat: "When it was issued.",
  exp: "When it ends.",
  jti: "Its own number, unique to this token.",
};

const STATUS_WORDS = {
  400: "The request was not understood.",
  401: "The gateway did not accept the token.",
  403: "The gateway refused. No machine call was made.",
  404: "There is nothing at this address for you.",
  409: "It conflicts with what is there.",
  413: "The request is too large.",
  422: "A value in the request breaks a rule.",
  429: "Too many requests: wait a moment.",
};

export const displayName = (claims) => claims.name ?? claims.username ?? claims.email ?? claims.sub ?? "You";

export function account(claims, onSignOut) {
  return [
    element("span", { class: "person" }, avatar(claims.sub ?? "", displayName(claims)), element("span", { class: "person-name account-name" }, displayName(claims))),
    element("button", { type: "button", class: "button button-secondary", onclick: onSignOut }, "Sign out"),
  ];
}

export function profile(claims) {
  const rows = [["Name", claims.name], ["Username", claims.username], ["E-mail", claims.email]].filter(([, value]) => value);
  return element("div", { class: "panel panel-padded" },
    element("dl", { class: "definitions definitions-narrow" },
      rows.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value))),
      element("div", {}, element("dt", {}, "User id"), element("dd", {}, copyable(claims.sub ?? "")))),
    disclosure("ID token claims", codeBlock("Decoded payload", JSON.stringify(claims, null, 2))));
}

export function organizations(list, selectedId, onSelect) {
  if (list.length === 0) {
    return emptyState("You are not in an organization yet", "Somebody who manages one can add you, or a user with the permission org:create can create one. Until then the form below is refused: try it.");
  }
  return element("ul", { class: "panel organization-list" }, list.map(({ id, name, roles }) => element("li", { "aria-current": id === selectedId && "true" },
    avatar(id, name, true),
    element("div", { class: "organization-text" }, element("span", { class: "organization-name" }, name), element("code", {}, id)),
    element("div", { class: "tags" }, roles.length > 0 ? roles.map((role) => tag(role)) : tag("no role")),
    element("button", { type: "button", class: "button button-secondary", "aria-label": `Get a token for ${name}`, "data-organization": id, onclick: () => onSelect(id) }, "Get token"))));
}

const moment = (seconds) => new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });

function claimValue(key, value) {
  if (key === "iat" || key === "exp") return element("time", { datetime: new Date(value * 1000).toISOString(), title: String(value) }, moment(value));
  if (key === "scope") {
    const permissions = String(value).split(" ").filter(Boolean);
    return permissions.length > 0 ? element("span", { class: "tags" }, permissions.map((name) => tag(name, { mono: true }))) : element("em", {}, "empty: no permission");
  }
  return element("code", {}, typeof value === "string" ? value : JSON.stringify(value));
}

export function noToken(hasOrganizations) {
  return element("div", { class: "panel panel-padded" }, element("p", { class: "section-lead" },
    hasOrganizations ? "Choose “Get token” at one of your organizations." : "Without an organization there is no organization token."));
}

export function token(name, raw, claims) {
  const order = Object.keys(EXPLANATIONS);
  const rank = ([key]) => (order.includes(key) ? order.indexOf(key) : order.length);
  const rows = Object.entries(claims).sort((one, other) => rank(one) - rank(other)).map(([key, value]) => element("tr", {},
    element("th", { scope: "row" }, element("code", {}, key)), element("td", {}, claimValue(key, value)), element("td", {}, EXPLANATIONS[key] ?? "")));
  return element("div", { class: "panel" },
    element("div", { class: "token-head" }, element("p", {}, "Token for ", element("strong", {}, name)),
      element("span", { class: "row section-lead" }, "Copy the token", copyButton(raw, "Copy the token"))),
    element("div", { class: "token-part" }, element("table", { class: "claims" },
      element("caption", { class: "visually-hidden" }, "Claims of the organization token"),
      element("thead", { class: "visually-hidden" }, element("tr", {}, ["Claim", "Value", "Meaning"].map((label) => element("th", { scope: "col" }, label)))),
      element("tbody", {}, rows))),
    element("div", { class: "token-part" }, disclosure("Claims as JSON", codeBlock("Decoded payload", JSON.stringify(claims, null, 2)))));
}

export function members(exchange) {
  if (exchange.status !== 200 || !Array.isArray(exchange.body)) return refusal(exchange);
  return element("ul", { class: "panel organization-list" }, exchange.body.map((member) => {
    const name = member.name ?? member.username ?? member.primaryEmail ?? member.id;
    return element("li", {}, avatar(member.id, name), element("div", { class: "organization-text" }, element("span", { class: "organization-name" }, name), element("code", {}, member.id)),
      element("div", { class: "tags" }, (member.organizationRoles ?? []).map((role) => tag(role.name))));
  }));
}

/** The line of words for an answer that is not a success. */
export function refusal(exchange) {
  const words = STATUS_WORDS[exchange.status] ?? (exchange.status >= 500 ? "The server failed. Try again, and look at its log if it happens again." : `The answer was ${exchange.status}.`);
  const { message, code } = exchange.body ?? {};
  return banner("danger", element("strong", {}, `${exchange.status}. `), words, message && ` ${message}`, code && [" ", element("code", {}, code)]);
}

export function createResult(exchange) {
  const summary = exchange.status === 201
    ? banner("success", element("strong", {}, "201. "), `${exchange.body?.name ?? "The organization"} exists, and you are a member with the creator's role.`)
    : refusal(exchange);
  return element("div", { class: "result" }, summary, codeBlock("The exchange", transcript(exchange)));
}

function transcript(exchange) {
  const { pathname, host, search } = new URL(exchange.url);
  const request = [`${exchange.method} ${pathname}${search}`, `Host: ${host}`, exchange.bearer && "Authorization: Bearer <the token>"].filter(Boolean).join("\n");
  const answer = exchange.body === undefined ? (exchange.text ?? "") : JSON.stringify(withoutTokens(exchange.body), null, 2);
  return `${request}${exchange.sent ? `\n\n${exchange.sent}` : ""}\n\n${exchange.status ? `→ ${exchange.status}` : "→ no answer"}${answer ? `\n\n${answer}` : ""}`;
}

function withoutTokens(body) {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, /_token$/.test(key) && typeof value === "string" ? `${value.slice(0, 6)}…` : value]));
}

export function log(exchanges) {
  if (exchanges.length === 0) return element("div", { class: "panel panel-padded" }, element("p", { class: "section-lead" }, "None in this page load."));
  return element("ol", { class: "panel log", reversed: true }, exchanges.toReversed().map((exchange) => {
    const good = exchange.status >= 200 && exchange.status < 400;
    return element("li", {}, element("details", {},
      element("summary", {}, element("span", { class: "method mono" }, exchange.method), element("span", { title: exchange.url }, exchange.label),
        tag(exchange.status ? String(exchange.status) : "no answer", { tone: good ? "success" : "danger" })),
      element("pre", {}, transcript(exchange))));
  }));
}
