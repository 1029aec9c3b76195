// Colour theme: "system", "light" or "dark", kept in a cookie that the server reads, so that
// a page never flashes in the wrong one. Tells charts with a "themechange" event.

const YEAR = 365 * 24 * 3600;
const root = document.documentElement;

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
  mark();
  document.dispatchEvent(new CustomEvent("themechange"));
}

function mark() {
  const current = root.dataset.theme ?? "system";
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (button) choose(button.dataset.themeChoice);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.dispatchEvent(new CustomEvent("themechange"));
});
for (const part of document.querySelectorAll("[data-theme-switch]")) part.hidden = false;
mark();
