// Building elements without markup strings: text stays text, whatever it contains.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children. `undefined`, `null` and `false` attributes and children are left out; strings become text.
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

const PATHS = {
  alert: "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M8 4.75V8.5M8 11v.01",
  success: "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5m-2.75 6.5 2 2L11 6",
  info: "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M8 7.5v3.75M8 5v.01",
  copy: "M7.25 5.75h5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-5a1.5 1.5 0 0 1-1.5-1.5v-5a1.5 1.5 0 0 1 1.5-1.5M10.25 5.75v-2a1.5 1.5 0 0 0-1.5-1.5h-5a1.5 1.5 0 0 0-1.5 1.5v5a1.5 1.5 0 0 0 1.5 1.5h2",
  check: "m3 8.5 3.25 3.25L13 4.75",
  chevron: "m6 3.5 4.5 4.5L6 12.5",
  building: "M2.5 13.5v-6h2V5h2V2.5h3V5h2v2.5h2v6ZM6.5 13.5V11a1.5 1.5 0 0 1 3 0v2.5",
};

/** A decorative icon; the text beside it says the same. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    class: "icon", viewBox: "0 0 16 16", fill: "none", stroke: "currentColor", "stroke-width": "1.5",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Initials on a tint; the same rules as `components::initials` and `components::tint`. */
export function avatar(id, name, square = false) {
  const letters = name.split(/\s+/).flatMap((word) => word.match(/[\p{L}\p{N}]/u) ?? []);
  const initials = letters.length > 1 ? letters[0] + letters.at(-1) : (letters[0] ?? "?");
  const bytes = new TextEncoder().encode(id);
  const tint = bytes.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0) % 8;
  return element("span", { class: `avatar tint-${tint}${square ? " avatar-square" : ""}`, "aria-hidden": "true" }, initials.toUpperCase());
}

export function tag(label, { tone = "neutral", mono = false } = {}) {
  return element("span", { class: `tag tag-${tone}${mono ? " mono" : ""}` }, label);
}

export function copyButton(text, label = "Copy") {
  return element("button", { type: "button", class: "icon-button copy-button", "data-copy": text, "aria-label": label, title: label, hidden: true },
    element("span", { class: "copy-idle" }, icon("copy")), element("span", { class: "copy-done" }, icon("check")));
}

export function copyable(text) {
  return element("span", { class: "copyable" }, element("code", {}, text), copyButton(text));
}

export function codeBlock(label, text) {
  return element("figure", { class: "code-block" },
    element("figcaption", {}, label, copyButton(text)),
    element("pre", { tabindex: "0", "aria-label": label }, element("code", {}, text)));
}

export function banner(tone, ...children) {
  const mark = tone === "danger" || tone === "warning" ? "alert" : tone === "success" ? "success" : "info";
  return element("div", { class: `banner banner-${tone}`, role: tone === "danger" ? "alert" : "status" }, icon(mark), element("p", {}, ...children));
}

export function emptyState(heading, text) {
  return element("div", { class: "panel" }, element("div", { class: "empty-state" },
    element("span", { class: "empty-mark", "aria-hidden": "true" }, icon("building")), element("h3", {}, heading), element("p", {}, text)));
}

export function disclosure(summary, ...children) {
  return element("details", { class: "disclosure" }, element("summary", {}, icon("chevron"), summary), ...children);
}
