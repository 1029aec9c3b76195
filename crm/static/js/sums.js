// Sums of figures that are being typed: inputs with [data-sum="name"] add up in [data-sum-of="name"].
// An empty one counts as its placeholder says, one that is no figure as nothing.

const digits = (text) => text.normalize("NFKC").replaceAll(",", "");
const figure = ({ value, placeholder }) => Math.max(0, parseInt(digits(value || placeholder), 10) || 0);

document.addEventListener("input", ({ target }) => {
  const name = target.dataset?.sum;
  const shown = name && document.querySelector(`[data-sum-of="${name}"]`);
  if (!shown) return;
  const inputs = [...document.querySelectorAll(`input[data-sum="${name}"]`)];
  const sum = inputs.reduce((total, input) => total + figure(input), 0);
  shown.textContent = new Intl.NumberFormat(document.documentElement.lang).format(sum);
});
