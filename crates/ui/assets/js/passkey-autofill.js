// Offers passkeys among what the browser fills the identifier in with, where it can, and posts the one that is chosen with the form. The server
// makes the question and checks the answer; nothing is decided here. Without any of it the form is as it was.

const form = document.querySelector("form[data-passkey-autofill]");
const { credential } = form.elements;
const { PublicKeyCredential } = globalThis;

let asking = new AbortController();

async function offer() {
  if (!PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  asking = new AbortController();
  const { signal } = asking;
  // Asked for now and not drawn with the page, so that browsers that cannot do this cost nothing and none answers an old question.
  const question = await fetch(form.dataset.passkeyAutofill, { method: "POST", signal });
  if (!question.ok) return;
  const { authenticationOptions } = await question.json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(authenticationOptions);
  const chosen = await navigator.credentials.get({ publicKey, mediation: "conditional", signal });
  credential.value = JSON.stringify(chosen.toJSON());
  // As by the button, which asks nothing of the fields; a captcha is asked for all the same.
  form.requestSubmit(form.querySelector("button[value=passkey]"));
}

// Somebody who goes on in another way is not asked, and neither is somebody who says no.
const begin = () => offer().catch(() => {});
const end = () => asking.abort();

// After the checks of the form: where one of them holds it back, its user is still here.
form.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) end();
});
addEventListener("pagehide", end);
addEventListener("pageshow", (event) => {
  // A question is answered once: a page that comes back asks another.
  if (!event.persisted) return;
  credential.value = "";
  begin();
});
begin();
