// Companies chosen for a comparison stay chosen when the list is filtered or paged: the bar keeps
// them as ticked chips, which are what the form sends. Without scripts the boxes of the list are.

const form = document.querySelector("form[data-compare]");

if (form) {
  const most = Number(form.dataset.compare);
  const list = form.querySelector("[data-chosen]");
  const chip = form.querySelector("template").content.firstElementChild;
  const boxes = () => document.querySelectorAll(`input[type=checkbox][form="${form.id}"]`);
  const chips = () => [...list.querySelectorAll("input")];

  const show = () => {
    const chosen = new Set(chips().map((each) => each.value));
    for (const box of boxes()) {
      box.removeAttribute("name"); // the chip is sent
      box.checked = chosen.has(box.value);
      box.disabled = !box.checked && chosen.size >= most;
    }
    form.dataset.chosen = chosen.size;
    form.classList.toggle("is-few", chosen.size === 1);
    form.classList.toggle("is-full", chosen.size >= most);
    form.querySelector("[data-count]").textContent = chosen.size || "";
  };

  const choose = (box) => {
    const added = chip.cloneNode(true);
    added.querySelector("input").value = box.value;
    added.querySelector("span").textContent = box.dataset.name;
    list.append(added);
  };

  document.addEventListener("change", ({ target }) => {
    if (target.closest("[data-chosen]") === list) {
      target.closest("li").remove();
      (chips()[0] ?? form.querySelector("button")).focus();
    } else if (target.getAttribute("form") === form.id) {
      const there = chips().find((each) => each.value === target.value);
      if (target.checked && !there) choose(target);
      else if (!target.checked) there?.closest("li").remove();
    } else return;
    show();
  });

  document.addEventListener("htmx:afterSettle", show);
  // Back from the comparison the browser may have kept boxes ticked that no chip stands for.
  addEventListener("pageshow", () => {
    for (const box of boxes()) {
      if (box.checked && !chips().some((each) => each.value === box.value)) choose(box);
    }
    show();
  });
}
