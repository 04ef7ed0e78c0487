// Asks the browser for a passkey and posts what it says. The server made the options and checks the answer; nothing is decided here.

const form = document.querySelector("form[data-passkey]");
const isNew = form.dataset.passkey === "create";

// Browsers without these two have no passkeys worth the name (Web Authentication Level 3, §5.1.8 and §5.1.9, in all engines since 2025).
const fromJson = (isNew
  ? globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON
  : globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON
)?.bind(globalThis.PublicKeyCredential);

const unsupported = form.querySelector("[data-passkey-unsupported]");
unsupported.hidden = Boolean(fromJson);

let asked = false;
form.addEventListener(
  "submit",
  async (event) => {
    // Another way, or the second time with the answer.
    if (event.submitter?.name === "do" || form.elements.credential.value !== "") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!fromJson || asked) return;
    asked = true;
    event.submitter?.setAttribute("aria-busy", "true");
    try {
      const publicKey = fromJson(JSON.parse(form.dataset.options));
      const credential = await (isNew
        ? navigator.credentials.create({ publicKey })
        : navigator.credentials.get({ publicKey }));
      form.elements.credential.value = JSON.stringify(credential.toJSON());
    } catch {
      // The user said no, or the device cannot. The server says so in words: an empty answer is refused.
      form.elements.credential.value = "{}";
    }
    HTMLFormElement.prototype.submit.call(form);
  },
  { capture: true },
);
