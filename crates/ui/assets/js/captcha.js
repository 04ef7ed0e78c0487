// Mounts the widget of a provider that tells people from programs, and puts what it says into the form. The provider's own script stands
// before this one; the server asks the provider whether the answer is good. Nothing is decided here.

const place = document.querySelector("[data-captcha]");
const { captcha: kind, siteKey, action, language, textMissing, textUnreachable } = place.dataset;
const field = place.querySelector("input[name=captcha]");
const form = field.form;
// In a box of its own, so that fields which a provider adds go along with it.
const widget = place.querySelector("[data-captcha-widget]");
const isDark =
  matchMedia("(prefers-color-scheme: dark)").matches && getComputedStyle(place).colorScheme.includes("dark");
const theme = isDark ? "dark" : "light";

function say(message) {
  const error = document.getElementById("captcha-error");
  error.hidden = !message;
  error.querySelector("[data-error-text]").textContent = message;
}

function answer(token) {
  field.value = token;
  if (token) say("");
}

const forget = () => answer("");
const fail = () => {
  forget();
  say(textUnreachable);
};

let reset = forget;
// Set where an answer is asked for when the form is posted, and not before.
let ask;

const mounts = {
  turnstile() {
    const id = globalThis.turnstile.render(widget, {
      sitekey: siteKey,
      action,
      theme,
      language: language.toLowerCase(),
      size: "flexible",
      "response-field": false,
      callback: answer,
      "expired-callback": forget,
      "error-callback": fail,
    });
    reset = () => {
      forget();
      globalThis.turnstile.reset(id);
    };
  },
  "recaptcha-checkbox"() {
    const { enterprise } = globalThis.grecaptcha;
    enterprise.ready(() => {
      const id = enterprise.render(widget, {
        sitekey: siteKey,
        action,
        theme,
        callback: answer,
        "expired-callback": forget,
        "error-callback": fail,
      });
      reset = () => {
        forget();
        enterprise.reset(id);
      };
    });
  },
  recaptcha() {
    const { enterprise } = globalThis.grecaptcha;
    ask = () => new Promise((done, failed) => {
      enterprise.ready(() => enterprise.execute(siteKey, { action }).then(done, failed));
    });
  },
};

try {
  mounts[kind]();
} catch {
  // The provider's script did not come: it is blocked, or out of reach.
  fail();
}

// After the checks of the other fields, so that nothing is asked for what is not posted.
form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented || field.value) return;
  event.preventDefault();
  const { submitter } = event;
  if (ask) {
    try {
      answer(await ask());
    } catch {
      fail();
    }
  } else if (document.getElementById("captcha-error").hidden) {
    say(textMissing);
  }
  delete form.dataset.sent;
  submitter?.removeAttribute("aria-busy");
  if (field.value) form.requestSubmit(submitter);
});

// An answer counts once: a page that comes back wants another.
addEventListener("pageshow", (event) => {
  if (event.persisted) reset();
});
