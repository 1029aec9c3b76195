// Buttons that open the browser's print dialog ([data-print]); without scripts they do not show.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
