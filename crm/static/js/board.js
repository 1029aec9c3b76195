// Dragging a card to another column of a board.
//
//   <div class="board" id="board" data-board>
//     <ol class="column-cards" data-column="contacted">
//       <li class="deal" data-card data-move-url="…" data-version="3">
//
// A drop posts {to, version} to the card's data-move-url by htmx. 200 carries the whole board and
// replaces it; 422 carries what is missing and opens it in the modal, and the card goes back;
// any other answer puts the card back too. Each card also has a menu that does the same by form.

const assets = JSON.parse(document.querySelector("#assets").textContent);
let loading;

const sortable = () => (loading ??= import(assets.sortable).then(() => window.Sortable));

async function prepare(board) {
  if (board.dataset.boardReady !== undefined) return;
  const Sortable = await sortable();
  for (const column of board.querySelectorAll("[data-column]")) {
    Sortable.create(column, {
      group: "cards",
      sort: false,
      draggable: "[data-card]",
      filter: "a, button, summary, select, input",
      preventOnFilter: false,
      delay: 150,
      delayOnTouchOnly: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "deal-ghost",
      onEnd: (event) => event.from !== event.to && move(board, event),
    });
  }
  board.dataset.boardReady = "";
}

function move(board, { item, from, to, oldIndex }) {
  const back = () => {
    item.classList.remove("is-waiting");
    from.insertBefore(item, from.querySelectorAll(":scope > [data-card]")[oldIndex] ?? null);
  };
  item.classList.add("is-waiting");
  const refused = (event) => {
    if (event.detail.requestConfig.elt !== item || event.detail.xhr.status === 200) return;
    back();
    if (event.detail.xhr.status === 422) {
      event.detail.target = document.querySelector("#modal-body");
      event.detail.swapOverride = "innerHTML";
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  };
  const failed = (event) => event.detail.requestConfig.elt === item && back();
  document.addEventListener("htmx:beforeSwap", refused);
  document.addEventListener("htmx:sendError", failed);
  window.htmx
    .ajax("POST", item.dataset.moveUrl, {
      source: item,
      target: board,
      swap: "outerHTML",
      values: { to: to.dataset.column, version: item.dataset.version ?? "" },
    })
    .finally(() => {
      document.removeEventListener("htmx:beforeSwap", refused);
      document.removeEventListener("htmx:sendError", failed);
    });
}

const prepareAll = () => document.querySelectorAll("[data-board]").forEach(prepare);
document.addEventListener("htmx:afterSettle", prepareAll);
prepareAll();
