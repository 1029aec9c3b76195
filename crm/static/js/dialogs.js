// Links with data-open="panel" or data-open="modal" load their page's fragment into a <dialog>.
// Without scripts they are plain links. Inside the dialog, plain forms post through htmx; the
// server answers with the form again (422), or with a redirect header, or with "dialog-close".

let opener = null;

const dialogOf = (element) => element?.closest?.("dialog[data-slot]");
const bodyOf = (name) => document.querySelector(`#${name}-body`);

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open]");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    open(link);
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    const dialog = closer.closest("dialog");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  } else if (event.target instanceof HTMLDialogElement) {
    close(event.target);
  }
});

function open(link) {
  const name = link.dataset.open;
  const body = bodyOf(name);
  const dialog = dialogOf(body);
  const inside = dialogOf(link);
  if (!inside) opener = link;
  if (!dialog.open) {
    body.replaceChildren(document.querySelector("#skeleton").content.cloneNode(true));
    dialog.showModal();
  }
  const url = link.dataset.openUrl ?? link.getAttribute("href");
  window.htmx.ajax("GET", url, { target: body, swap: "innerHTML", source: body });
}

// A click beside the dialog closes it, unless something was typed.
function close(dialog) {
  if (!dialog.dataset.slot || !dialog.querySelector("[data-dirty]")) dialog.close();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("dialog form");
  if (form) form.dataset.dirty = "";
});

// Give plain forms inside a dialog their htmx attributes before htmx reads them.
document.addEventListener("htmx:beforeProcessNode", (event) => {
  const body = event.target.closest?.("[data-dialog-body]");
  if (!body) return;
  const forms = event.target.querySelectorAll?.("form") ?? [];
  for (const form of event.target.matches("form") ? [event.target, ...forms] : forms) {
    if (form.matches("[hx-post], [hx-get], [data-plain]")) continue;
    const url = form.getAttribute("action") || body.dataset.url || location.pathname;
    form.setAttribute(form.method === "post" ? "hx-post" : "hx-get", url);
    form.setAttribute("hx-target", `#${body.id}`);
    form.setAttribute("hx-disabled-elt", "find button[type=submit]");
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const body = event.detail.target;
  if (body?.matches?.("[data-dialog-body]")) body.dataset.url = event.detail.pathInfo.requestPath;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const body = event.detail.target;
  if (!body?.matches?.("[data-dialog-body]")) return;
  const dialog = dialogOf(body);
  if (!body.childElementCount) return dialog.close();
  if (!dialog.open) dialog.showModal();
  const heading = body.querySelector("[data-dialog-title]");
  if (heading) {
    heading.id ||= `${dialog.id}-title`;
    dialog.setAttribute("aria-labelledby", heading.id);
  }
  const wrong = body.querySelector("[aria-invalid=true]");
  const first = body.querySelector("[autofocus], input:not([type=hidden]), select, textarea");
  // Whoever was quicker than this and is typing in a field already stays there.
  const chosen = body.querySelector("input:focus, select:focus, textarea:focus");
  (wrong ?? chosen ?? first ?? heading)?.focus();
});

document.addEventListener("htmx:responseError", (event) => {
  const dialog = dialogOf(event.detail.target);
  if (dialog?.querySelector(".skeleton")) dialog.close();
});

document.body.addEventListener("dialog-close", () => {
  for (const dialog of document.querySelectorAll("dialog[data-slot][open]")) dialog.close();
});

for (const dialog of document.querySelectorAll("dialog[data-slot]")) {
  dialog.addEventListener("close", () => {
    dialog.querySelector("[data-dialog-body]").replaceChildren();
    if (opener?.isConnected) opener.focus();
    opener = null;
  });
}
