// A combobox over records: <div data-picker data-url="…?kinds=…"> with a hidden reference, a text
// field and a listbox. The server draws the options; this fills, walks and chooses them.

const WAIT = 150;
const parts = (root) => ({
  ref: root.querySelector("[data-picker-ref]"),
  input: root.querySelector("[role=combobox]"),
  list: root.querySelector("[role=listbox]"),
});
const timers = new WeakMap();
const asked = new WeakMap();

function ask(root, delay = WAIT) {
  clearTimeout(timers.get(root));
  timers.set(root, setTimeout(() => load(root), delay));
}

async function load(root) {
  const { input, list } = parts(root);
  const text = input.value.trim();
  asked.set(root, text);
  const answer = await fetch(`${root.dataset.url}&q=${encodeURIComponent(text)}`, {
    headers: { "HX-Request": "true" },
  }).catch(() => null);
  if (!answer?.ok || asked.get(root) !== text || document.activeElement !== input) return;
  list.innerHTML = await answer.text();
  for (const [place, option] of list.querySelectorAll("[data-ref]").entries()) {
    option.id = `${list.id}-${place}`;
  }
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  mark(root, text ? 0 : -1);
}

function mark(root, place) {
  const { input, list } = parts(root);
  const options = [...list.querySelectorAll("[data-ref]")];
  for (const [at, option] of options.entries()) {
    option.setAttribute("aria-selected", String(at === place));
    if (at === place) option.scrollIntoView({ block: "nearest" });
  }
  if (options[place]) input.setAttribute("aria-activedescendant", options[place].id);
  else input.removeAttribute("aria-activedescendant");
}

function close(root) {
  const { input, list } = parts(root);
  clearTimeout(timers.get(root));
  asked.delete(root);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(root, option) {
  const { ref, input } = parts(root);
  ref.value = option.dataset.ref;
  input.value = option.dataset.text;
  root.querySelector(".picker-candidates")?.remove();
  close(root);
  root.dispatchEvent(new CustomEvent("picked", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const root = event.target.closest?.("[data-picker]");
  if (!root || event.target !== parts(root).input) return;
  parts(root).ref.value = "";
  root.querySelector(".picker-candidates")?.remove();
  ask(root);
});

document.addEventListener("focusin", (event) => {
  for (const root of document.querySelectorAll("[data-picker]")) {
    if (!root.contains(event.target)) close(root);
  }
});

document.addEventListener("click", (event) => {
  const root = event.target.closest?.("[data-picker]");
  if (!root) return;
  const option = event.target.closest("[data-ref]");
  if (option) choose(root, option);
  else if (event.target === parts(root).input && parts(root).list.hidden) ask(root, 0);
});

// A press on an option must not take the focus from the field.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.(".picker-list")) event.preventDefault();
});

document.addEventListener(
  "keydown",
  (event) => {
    const root = event.target.closest?.("[data-picker]");
    if (!root || event.isComposing || event.target !== parts(root).input) return;
    const { list } = parts(root);
    const options = [...list.querySelectorAll("[data-ref]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return ask(root, 0);
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(root, (at + step + options.length) % options.length);
    } else if (event.key === "Enter" && !list.hidden && options[at]) {
      event.preventDefault();
      choose(root, options[at]);
    } else if (event.key === "Tab" && !list.hidden && options[at] && !parts(root).ref.value) {
      choose(root, options[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close(root);
    }
  },
  true,
);
