// What the console has beside its pages: a command palette, lists that stay up to date, an editor with line numbers that is checked while one types,
// and movement by arrow keys in the matrix of roles. Each page works without it.

const all = (selector) => [...document.querySelectorAll(selector)];
const make = (name, members = {}, ...children) => {
  const element = Object.assign(document.createElement(name), members);
  element.append(...children);
  return element;
};

// --- Command palette -------------------------------------------------------------------------------------------

const finder = document.querySelector("[data-palette]");
let palette;

function openPalette() {
  palette ??= buildPalette();
  if (palette.open) return;
  palette.showModal();
  const input = palette.querySelector("input");
  input.value = "";
  input.dispatchEvent(new Event("input"));
  input.focus();
}

function buildPalette() {
  const { placeholder, nothing } = finder.dataset;
  const list = make("div", { id: "palette-list", role: "listbox", className: "palette-list" });
  list.setAttribute("aria-label", finder.dataset.title);
  const input = make("input", { type: "text", className: "palette-input", placeholder, autocomplete: "off", spellcheck: false, role: "combobox" });
  input.setAttribute("aria-label", placeholder);
  input.setAttribute("aria-controls", "palette-list");
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-autocomplete", "list");
  const dialog = make("dialog", { className: "palette" }, input, list);
  dialog.setAttribute("aria-label", finder.dataset.title);
  document.body.append(dialog);

  let options = [];
  let chosen = 0;
  const choose = (at) => {
    chosen = options.length ? (at + options.length) % options.length : 0;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    if (options[chosen]) {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = (groups) => {
    options = [];
    const parts = groups.map((group) => {
      const part = make("div", { role: "group" });
      part.setAttribute("aria-label", group.label);
      part.append(make("p", { className: "palette-group", textContent: group.label }));
      for (const item of group.items) {
        const option = make("a", { href: item.href, className: "palette-option", role: "option", id: `palette-${options.length}`, tabIndex: -1 }, make("span", { textContent: item.label }));
        if (item.detail) option.append(make("span", { className: "palette-detail", textContent: item.detail }));
        options.push(option);
        part.append(option);
      }
      return part;
    });
    list.replaceChildren(...(parts.length ? parts : [make("p", { className: "palette-nothing", textContent: nothing })]));
    choose(0);
  };
  let asked = 0;
  let wait;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const mine = ++asked;
      const response = await fetch(`/console/search?format=json&q=${encodeURIComponent(input.value)}`, { headers: { accept: "application/json" } });
      // An answer that comes late is not shown over a later one; a session that has ended leads to the sign-in.
      if (response.redirected) return location.assign("/console/sign-in");
      if (response.ok && mine === asked) show(await response.json());
    }, input.value ? 140 : 0);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && options[chosen]) options[chosen].click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

if (finder) {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const key = finder.querySelector("kbd");
  if (key) {
    key.textContent = isMac ? "⌘K" : "Ctrl K";
    key.hidden = false;
  }
  finder.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("#areas:popover-open")?.hidePopover();
    openPalette();
  });
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openPalette();
  });
}

// --- Where one is ----------------------------------------------------------------------------------------------

const areas = document.querySelector("#areas");

/** Brings the area that is shown into sight, in a window that is not high enough for all. */
function showArea() {
  const current = areas.querySelector("[aria-current]");
  if (!current) return;
  // Whoever is signed in stands over the lower end.
  const end = current.offsetTop + current.offsetHeight + 96 - areas.clientHeight;
  if (end > areas.scrollTop) areas.scrollTop = end;
}

if (areas) {
  showArea();
  areas.addEventListener("toggle", showArea);
}

// --- Lists that stay up to date --------------------------------------------------------------------------------

// Each look keeps the session alive: where nobody is any more, it must end.
const IDLE_MS = 15 * 60 * 1000;
let touched = Date.now();
for (const event of ["pointermove", "pointerdown", "keydown", "scroll"]) addEventListener(event, () => { touched = Date.now(); }, { passive: true });

for (const live of all("[data-live]")) {
  const again = () => {
    setTimeout(() => {
      if (document.hidden || Date.now() - touched > IDLE_MS) return again();
      // Read as a document, which no policy about texts that become elements forbids.
      const request = new XMLHttpRequest();
      request.open("GET", location.href);
      request.responseType = "document";
      request.onloadend = () => {
        const fresh = request.status === 200 ? request.response?.getElementById(live.id) : undefined;
        // Whoever is at a link of it keeps it.
        if (fresh && !live.contains(document.activeElement)) live.replaceChildren(...document.importNode(fresh, true).childNodes);
        if (request.status === 200) again();
      };
      request.send();
    }, Number(live.dataset.live) * 1000);
  };
  again();
}

// --- Pictures that are chosen ------------------------------------------------------------------------------------

for (const shown of all("[data-picture]")) {
  document.getElementById(shown.dataset.picture)?.addEventListener("change", ({ target }) => {
    const [file] = target.files;
    if (!file?.type.startsWith("image/")) return shown.replaceChildren();
    const reader = new FileReader();
    reader.onload = () => shown.replaceChildren(make("img", { src: reader.result, alt: file.name }));
    reader.readAsDataURL(file);
  });
}

// --- The editor of scripts -------------------------------------------------------------------------------------

for (const form of all("form[data-claims]")) {
  const text = form.querySelector(".editor-text");
  const lines = form.querySelector(".editor-lines");
  const said = form.querySelector("[data-editor-said]");
  let wrong = 0;
  const number = () => {
    const count = text.value.split("\n").length;
    lines.replaceChildren(...Array.from({ length: count }, (_, at) => make("span", { textContent: String(at + 1), className: at + 1 === wrong ? "wrong" : "" })));
    lines.scrollTop = text.scrollTop;
  };
  lines.hidden = false;
  number();
  text.addEventListener("scroll", () => {
    lines.scrollTop = text.scrollTop;
  });
  if (text.matches(":disabled")) continue;

  let asked = 0;
  let wait;
  const check = async () => {
    const mine = ++asked;
    const response = await fetch(form.dataset.claims, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!response.ok || response.redirected || mine !== asked) return;
    const { isGood, message, line } = await response.json();
    wrong = line ?? 0;
    said.hidden = false;
    said.textContent = message;
    said.dataset.tone = isGood ? "success" : "danger";
    number();
  };
  form.addEventListener("input", () => {
    number();
    clearTimeout(wait);
    wait = setTimeout(check, 600);
  });
  // Tab indents; Escape lets the next Tab leave, for whoever has no other way out.
  let leaves = false;
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leaves = true;
    else if (event.key === "Tab" && !event.shiftKey && !leaves) {
      event.preventDefault();
      text.setRangeText("  ", text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key !== "Tab") leaves = false;
  });
  text.addEventListener("blur", () => {
    leaves = false;
  });
  for (const known of form.querySelectorAll("[data-insert]")) {
    const button = make("button", { type: "button", className: "known-field", textContent: known.dataset.insert });
    button.addEventListener("click", () => {
      text.setRangeText(known.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
    known.replaceWith(button);
  }
}

// --- The matrix of roles and permissions -----------------------------------------------------------------------

for (const matrix of all(".matrix-edit")) {
  const rows = [...matrix.querySelectorAll("tbody tr:not(.matrix-group)")].map((row) => [...row.querySelectorAll("input")]).filter((row) => row.length);
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  matrix.addEventListener("keydown", (event) => {
    const at = rows.findIndex((row) => row.includes(event.target));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const column = rows[at].indexOf(event.target);
    let target;
    if (moves[event.key]) target = rows[at + moves[event.key][0]]?.[column + moves[event.key][1]];
    else if (event.key === "Home") target = rows[at][0];
    else if (event.key === "End") target = rows[at].at(-1);
    else return;
    event.preventDefault();
    target?.focus();
  });
}
