// Small things that open: <details class="menu">, the navigation drawer, closing buttons.

const openMenus = () => document.querySelectorAll("details.menu[open]");

function closeMenus(except) {
  for (const menu of openMenus()) if (!menu.contains(except)) menu.open = false;
}

document.addEventListener("click", (event) => {
  closeMenus(event.target);
  const opener = event.target.closest("[data-show]");
  if (opener) document.getElementById(opener.dataset.show)?.showModal();
  const drawer = event.target.closest("[data-drawer]");
  if (drawer) {
    event.preventDefault();
    setDrawer(!document.querySelector("#sidebar").classList.contains("is-open"));
  }
});

document.addEventListener("focusin", (event) => closeMenus(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  setDrawer(false);
});

function setDrawer(open) {
  const sidebar = document.querySelector("#sidebar");
  const button = document.querySelector("[data-drawer]");
  if (!sidebar || !button || sidebar.classList.contains("is-open") === open) return;
  sidebar.classList.toggle("is-open", open);
  button.setAttribute("aria-expanded", String(open));
  if (open) sidebar.querySelector("a")?.focus();
  else button.focus();
}

// A select or field that acts at once; without scripts its form has a button.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});
