// A form is sent once: while its answer is on the way, its buttons rest. The server holds a second
// sending back by itself (crm/web/once.py); this only shows that the first one is under way.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return;
  if ("sending" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "";
  // After the browser has read which button was pressed. A file that is sent leaves the page here.
  setTimeout(() => rest(form, true));
  setTimeout(() => wake(form), 8000);
});

// Back from the next page, the browser shows this one as it was left.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) wake(form);
});

function wake(form) {
  delete form.dataset.sending;
  rest(form, false);
}

function rest(form, yes) {
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = yes;
}
