// Short messages in the corner. The server sends them in the page (Django messages) or with an
// htmx answer: HX-Trigger: {"toast": {"level": "success", "text": "…"}}.

const STAY = 6000;
const list = document.querySelector("#toasts");
const texts = document.querySelector("#toast-texts").dataset;

function show(text, level = "info") {
  const template = document.querySelector(`#toast-${level}`) ?? document.querySelector("#toast-info");
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector(".toast-text").textContent = text;
  list.append(toast);
  watch(toast);
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

document.body.addEventListener("toast", (event) => {
  const { text, level, value } = event.detail;
  show(text ?? value, level);
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
