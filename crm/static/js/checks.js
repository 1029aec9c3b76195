// A box that checks all boxes of its form ([data-check-all] = the form's id), and how many are on.

function boxes(form) {
  return [...document.querySelectorAll(`input[type=checkbox][form="${form}"]:not([data-check-all])`)];
}

document.addEventListener("change", ({ target }) => {
  const form = target.dataset?.checkAll ?? target.getAttribute?.("form");
  const all = form && document.querySelector(`[data-check-all="${form}"]`);
  if (!all) return;
  const each = boxes(form);
  if (target === all) for (const box of each) box.checked = all.checked;
  const on = each.filter((box) => box.checked).length;
  all.checked = on > 0 && on === each.length;
  all.indeterminate = on > 0 && on < each.length;
  for (const count of document.querySelectorAll(`[data-checked="${form}"]`)) count.textContent = on || "";
});
