// The form of weights: a slider beside each number, and what each is of the sum, as it is moved.

const root = document.querySelector("[data-weights]");
const percent = new Intl.NumberFormat(document.documentElement.lang, {
  style: "percent",
  maximumFractionDigits: 1,
});
const fields = [...root.querySelectorAll("[data-weight]")];

function value(field) {
  const typed = field.value.normalize("NFKC").trim().replace(",", "."); // as the form reads it
  return typed !== "" && Number(typed) >= 0 ? Number(typed) : Number.NaN;
}

function show() {
  const sum = fields.reduce((total, field) => total + value(field), 0);
  for (const field of fields) {
    const row = field.closest("li");
    row.querySelector("[data-share]").textContent = sum > 0 ? percent.format(value(field) / sum) : "–";
    const range = row.querySelector("[data-range]");
    if (document.activeElement !== range) range.value = value(field) || 0;
    range.style.setProperty("--filled", `${range.value}%`);
  }
}

for (const range of root.querySelectorAll("[data-range]")) range.hidden = false;

root.addEventListener("input", ({ target }) => {
  if ("range" in target.dataset) target.closest("li").querySelector("[data-weight]").value = target.value;
  show();
});

// "As version 3", "Standard": in place, so that the note and the chosen needs stay.
root.addEventListener("click", (event) => {
  const link = event.target.closest("[data-begin]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const [place, number] of link.dataset.begin.split(" ").entries()) fields[place].value = number;
  show();
  fields[0].dispatchEvent(new Event("input", { bubbles: true }));
});

show();
