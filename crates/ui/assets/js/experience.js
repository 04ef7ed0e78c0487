// Settings of the sign-in pages: what is typed is shown in the frame beside the form. Without this script a button does it.

const form = document.querySelector("form[data-preview]");
const stage = document.querySelector("[data-preview-stage]");
const send = document.querySelector("[data-preview-send]");
const PATIENCE = 5_000;
let isRunning = false;
let isStale = false;
let timer;
let count = 0;

// A new frame for each look: it comes into sight when it is drawn, and the way back in the browser does not lead through what was typed.
function show() {
  if (isRunning) {
    isStale = true;
    return;
  }
  isRunning = true;
  const shown = stage.querySelector("iframe");
  const next = shown.cloneNode();
  count += 1;
  next.removeAttribute("src");
  next.name = `preview-${count}`;
  next.classList.add("preview-coming");
  stage.append(next);
  let isDone = false;
  const done = () => {
    if (isDone) return;
    isDone = true;
    next.classList.remove("preview-coming");
    shown.remove();
    send.formTarget = next.name;
    isRunning = false;
    if (isStale) {
      isStale = false;
      show();
    }
  };
  next.addEventListener("load", done);
  setTimeout(done, PATIENCE);
  send.formTarget = next.name;
  form.requestSubmit(send);
}

if (form && stage && send) {
  send.hidden = true;
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      if (event.target.name === "preview_device") return;
      clearTimeout(timer);
      timer = setTimeout(show, 250);
    });
  }
  // What a browser has filled in again is not what the frame shows.
  addEventListener("pageshow", (event) => event.persisted && show());
}
