// Progressive enhancement for every page: password reveal, colours, copying, early messages for empty fields, protection against double
// submission, forms that submit themselves, dialogs and toasts. Each page works without it.

const all = (selector) => document.querySelectorAll(selector);

// --- Forms that submit themselves ------------------------------------------------------------------------------

const autoSubmit = document.querySelector("form[data-auto-submit]");
// Not on the way back: a user who returns by the back button gets the form itself instead of being thrown forward again.
if (autoSubmit && performance.getEntriesByType("navigation")[0]?.type !== "back_forward") {
  // From the prototype: a field named "submit" would hide the form's own method.
  HTMLFormElement.prototype.submit.call(autoSubmit);
}

// --- Tabs that are wider than the window -------------------------------------------------------------------------

// At first, and when a phone is turned.
const tabsInSight = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const current = target.querySelector("[aria-current]");
    if (!current) continue;
    const [row, tab] = [target.getBoundingClientRect(), current.getBoundingClientRect()];
    target.scrollLeft += tab.left + tab.width / 2 - row.left - row.width / 2;
  }
});
for (const tabs of all(".tabs")) tabsInSight.observe(tabs);

// --- Password reveal -------------------------------------------------------------------------------------------

for (const button of all("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    button.title = visible ? button.dataset.hide : button.dataset.show;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    show(input.type === "password");
    input.focus();
  });
  // Browsers remember what is in text fields, but not in password fields.
  input.form?.addEventListener("submit", () => show(false));
}

// --- Colours that are typed or picked --------------------------------------------------------------------------

for (const picker of all("[data-picks]")) {
  const input = document.getElementById(picker.dataset.picks);
  // Three digits are each of them twice; what is no colour is what the page began with.
  const typed = () => /^#(?:[0-9a-f]{3}){1,2}$/i.exec(input.value.trim())?.[0].replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3").toLowerCase();
  input.addEventListener("input", () => (picker.value = typed() ?? picker.defaultValue));
  picker.addEventListener("input", () => {
    if (typed() === picker.value) return;
    input.value = picker.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// --- Fields ----------------------------------------------------------------------------------------------------

function setError(input, message) {
  const error = document.getElementById(`${input.id}-error`);
  if (!error) return;
  error.hidden = !message;
  error.querySelector("[data-error-text]").textContent = message;
  if (message) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

for (const form of all("form[data-enhance], form[data-create]")) {
  // The server's messages and ours look the same; the browser's own bubbles do not.
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    // Ways around the form ask nothing of its fields.
    if (event.submitter?.formNoValidate) return;
    let first;
    for (const input of form.querySelectorAll("[data-missing], [data-wrong]")) {
      const isEmpty = input.value.trim() === "";
      const message = isEmpty || !input.dataset.wrong ? input.dataset.missing : input.dataset.wrong;
      if (!message || (!isEmpty && input.validity.valid)) continue;
      setError(input, message);
      first ??= input;
    }
    if (!first) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    first.focus();
  });
  form.addEventListener("input", (event) => {
    if (event.target.getAttribute("aria-invalid") === "true") setError(event.target, "");
  });
  // What cannot be is said as soon as somebody has typed it, and not while they type.
  form.addEventListener("change", (event) => {
    const { dataset, value, validity } = event.target;
    if (dataset.wrong && value !== "" && !validity.valid) setError(event.target, dataset.wrong);
  });
}

for (const form of all("form[data-enhance]")) {
  form.addEventListener("submit", (event) => {
    // What goes to a frame leaves the form as it is.
    if (event.defaultPrevented || event.submitter?.formTarget) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
}
// A page shown again from the back-forward cache may be submitted again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of all("form[data-sent]")) delete form.dataset.sent;
  for (const button of all("form [aria-busy]")) button.removeAttribute("aria-busy");
});

for (const input of all("[data-code]")) {
  // The field is pasted into from messages: "Your code is 123 456." `maxlength` would cut that off before it is cleaned.
  input.removeAttribute("maxlength");
  input.addEventListener("input", () => {
    input.value = input.value.replace(/\D/g, "").slice(0, 6);
  });
}

// The server decides when another code may be asked for; this saves the way there.
for (const button of all("[data-wait]")) {
  const label = button.textContent;
  const end = Date.now() + Number(button.dataset.wait) * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${label} (${left})` : label;
    if (left > 0) setTimeout(tick, 1000);
  };
  tick();
}

// --- Copying and toasts ----------------------------------------------------------------------------------------

// Pages in other languages bring their own words.
const words = document.querySelector("[data-toasts]").dataset;

function toast(message) {
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = message;
  document.querySelector("[data-toasts]").replaceChildren(note);
  setTimeout(() => note.remove(), 4000);
}

// The clipboard exists only on https and on the local machine.
const revealCopyButtons = () => {
  if (!navigator.clipboard) return;
  for (const button of all("[data-copy][hidden]")) button.hidden = false;
};
revealCopyButtons();
new MutationObserver(revealCopyButtons).observe(document.body, { childList: true, subtree: true });

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    toast(words.copyRefused ?? "The browser did not allow copying. Select the text and copy it yourself.");
    return;
  }
  button.dataset.copied = "yes";
  toast(words.copied ?? "Copied to the clipboard.");
  setTimeout(() => delete button.dataset.copied, 2000);
}

// --- Clicks, wherever the element came from --------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : undefined;
  const copyButton = target?.closest("[data-copy]");
  if (copyButton) copy(copyButton);
  const opener = target?.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  const toaster = target?.closest("[data-toast]");
  if (toaster) toast(toaster.dataset.toast);
});
