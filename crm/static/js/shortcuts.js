// Keyboard: "/" or Ctrl-K searches, "c" logs a contact, "g" and a letter goes to a section,
// "?" lists them. Single keys are off while a field or a dialog has the focus.

const WAIT = 1200;
let going = 0;

const typing = (target) =>
  target instanceof Element &&
  (target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]"));

function focusSearch() {
  const input = document.querySelector("#global-search");
  if (!input) return false;
  input.focus();
  input.select();
  return true;
}

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    if (focusSearch()) event.preventDefault();
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) return;
  // The key's place on the keyboard, so that it works while a Hangul or kana layout is on.
  const key = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
  if (Date.now() < going) {
    going = 0;
    const link = document.querySelector(`.sidebar [data-go="${CSS.escape(key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (key === "g") going = Date.now() + WAIT;
  else if (key === "/" && focusSearch()) event.preventDefault();
  else if (key === "c") document.querySelector("[data-shortcut=log]")?.click();
  else if (key === "?") document.querySelector("#shortcuts")?.showModal();
});
