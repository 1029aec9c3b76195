// Short messages in the corner. The server sends them in the page (Django messages) or with an
// htmx answer: HX-Trigger: {"toast": {"level": "success", "text": "…", "undo": "/address"}}.

const STAY = 6000;
const list = document.querySelector("#toasts");
const texts = document.querySelector("#toast-texts").dataset;

function show(text, level = "info", undo = "") {
  if (level === "error" && stands(text)) return;
  const template = document.querySelector(`#toast-${level}`) ?? document.querySelector("#toast-info");
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector(".toast-text").textContent = text;
  if (undo) toast.querySelector("[data-dismiss]").before(undoForm(undo));
  list.append(toast);
  raise();
  watch(toast);
}

// What asks again and again must not say ten times a second that nobody answers.
function stands(text) {
  const errors = [...list.querySelectorAll(".toast-error .toast-text")];
  return errors.some((error) => error.textContent === text);
}

// A popover shown last lies above an open dialog.
function raise() {
  if (!list.showPopover) return;
  if (list.matches(":popover-open")) list.hidePopover();
  list.showPopover();
}

// The same form that the server draws in the toast of a page.
function undoForm(url) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const button = document.createElement("button");
  button.className = "btn btn-sm";
  button.textContent = texts.undo;
  form.append(token, button);
  return form;
}

// An error stays until it is dismissed; anything else leaves unless it is being read.
function watch(toast) {
  if (toast.matches(".toast-error")) return;
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAY);
    else toast.remove();
  };
  setTimeout(leave, STAY);
}

list.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast").remove();
});
for (const toast of list.children) watch(toast);
if (list.children.length) raise();

document.body.addEventListener("toast", (event) => {
  const { text, level, value, undo } = event.detail;
  show(text ?? value, level, undo);
});

// What went wrong with a request that htmx made, in one sentence.
document.body.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403) show(texts.forbidden, "error");
  else if (status === 409) show(texts.conflict, "error");
  else show(texts.failed, "error");
});
document.body.addEventListener("htmx:sendError", () => show(texts.offline, "error"));

// The thin line at the top, only for requests that take a moment.
let waiting = 0;
let timer;
document.body.addEventListener("htmx:beforeRequest", () => {
  waiting += 1;
  clearTimeout(timer);
  timer = setTimeout(() => document.body.classList.toggle("is-loading", waiting > 0), 200);
});
document.body.addEventListener("htmx:afterRequest", () => {
  waiting = Math.max(0, waiting - 1);
  if (!waiting) {
    clearTimeout(timer);
    document.body.classList.remove("is-loading");
  }
});
