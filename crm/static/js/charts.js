// Draws each [data-chart] from its JSON block (see crm/charts/): resolves colour tokens, writes
// numbers in the page's language, follows a click to the records, re-themes and resizes.

const assets = JSON.parse(document.querySelector("#assets").textContent);
const language = document.documentElement.lang || "ko";
const drawn = new Map();
// Korea and Japan, and the land that a wide map shows beside them.
const COUNTRIES = new Map([
  ["392", "Japan"],
  ["410", "South Korea"],
  ["408", "North Korea"],
  ["156", "China"],
  ["643", "Russia"],
]);
const DAY = 24 * 3600 * 1000;
const SIGNS = { KRW: "₩", JPY: "¥", USD: "$", EUR: "€" };

let loading;
let loadingMap;
const library = () => (loading ??= import(assets.echarts).then(() => window.echarts));

// The coasts of Korea, Japan and their neighbours, cut out of Natural Earth's countries (public domain).
const map = (echarts) =>
  (loadingMap ??= Promise.all([
    fetch(assets.map).then((answer) => answer.json()),
    import(assets.topojson),
  ]).then(([topology]) => {
    const all = window.topojson.feature(topology, topology.objects.countries);
    const features = all.features.filter((feature) => COUNTRIES.has(feature.id));
    for (const feature of features) feature.properties = { name: COUNTRIES.get(feature.id) };
    echarts.registerMap("japan-korea", { type: "FeatureCollection", features });
  }));

// numbers ------------------------------------------------------------------

const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1, useGrouping: true });
const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const change = new Intl.NumberFormat(language, {
  style: "percent",
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const shortDay = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat(language, { year: "2-digit", month: "short", timeZone: "UTC" });
const wholeMonth = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
const longDay = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });

function write(value, unit = "", brief = true) {
  if (value === null || value === undefined || value === "-") return "–";
  if (unit === "year") return String(value);
  if (unit === "week" || unit === "date") return (brief ? shortDay : longDay).format(new Date(value));
  if (unit === "month") return (brief ? month : wholeMonth).format(new Date(value));
  if (unit === "abs") return plain.format(Math.abs(value));
  if (unit === "%") return share.format(value);
  if (unit === "±%") return change.format(value).replace("-", "−");
  if (unit) return `${value < 0 ? "−" : ""}${SIGNS[unit] ?? `${unit} `}${compact.format(Math.abs(value))}`;
  return plain.format(value);
}

// colours ------------------------------------------------------------------

const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);

// A token is light-dark(…) until it is used as a colour.
function colour(token) {
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

function resolved(part) {
  if (Array.isArray(part)) return part.map(resolved);
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolved(value)]));
  }
  return typeof part === "string" && part.startsWith("--") ? colour(part) : part;
}

// tooltip: built as elements, because the content security policy drops inline styles -------------

function element(tag, text) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  return made;
}

function line(label, value) {
  const row = element("span");
  row.append(element("span", label), element("i", value));
  return row;
}

function tip(units, params) {
  const all = Array.isArray(params) ? params : [params];
  const box = element("div");
  box.className = "chart-tip";
  const heading = all[0].axisValue ?? all[0].name;
  box.append(element("b", units.x && all[0].axisValue ? write(heading, units.x, false) : heading));
  for (const { data, value, seriesName, seriesType } of all) {
    const figure = Array.isArray(value) ? value[1] : value;
    if (seriesType !== "scatter" && figure !== null && figure !== undefined) {
      box.append(line(seriesName, write(figure, units.y)));
    }
    for (const more of data?.lines ?? []) box.append(line(more.label, write(more.value, more.unit)));
  }
  return box;
}

// A name on a map that would leave it at this width goes to the other side of its mark, or, above
// or below the mark, inwards; the sides in the option are those for the usual width. Counted from
// where the side puts the name, because `labelRect` may have been moved before.
function inside(width, side, { rect, labelRect }) {
  const gap = 5;
  const sides = {
    left: rect.x - gap - labelRect.width,
    right: rect.x + rect.width + gap,
    top: rect.x + (rect.width - labelRect.width) / 2,
  };
  sides.bottom = sides.top;
  const home = sides[side];
  const last = width - labelRect.width - 2;
  let x = home;
  if (rect.x + rect.width > 0 && rect.x < width) {
    if (side === "right" && home > last) x = sides.left;
    else if (side === "left" && home < 2) x = sides.right;
    else x = Math.max(2, Math.min(home, last));
  }
  return { dx: x - home, hideOverlap: true };
}

// The part of the map that fills the holder without stretching it: what is asked for, and more on
// both sides where the holder is wider or higher. A degree of longitude is shorter than one of
// latitude by the cosine of the latitude.
function framed([[west, north], [east, south]], { clientWidth, clientHeight }) {
  const shorter = Math.cos(((north + south) / 2) * (Math.PI / 180));
  const asked = ((east - west) * shorter) / (north - south);
  const given = clientWidth / clientHeight;
  const wider = Math.max(0, ((east - west) * (given / asked - 1)) / 2);
  const higher = Math.max(0, ((north - south) * (asked / given - 1)) / 2);
  return [[west - wider, north + higher], [east + wider, south - higher]];
}

// Names that would cover others are left out until the map is enlarged.
function dressed(raw, holder, enlarged = false) {
  const option = resolved(raw);
  const units = raw.dongban ?? {};
  const style = getComputedStyle(document.body);
  option.animation = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  option.animationDuration = 300;
  option.textStyle = { fontFamily: style.fontFamily, fontSize: 12 };
  option.tooltip = {
    confine: true,
    backgroundColor: colour("--bg-raised"),
    borderColor: colour("--line-strong"),
    padding: [6, 10],
    ...option.tooltip,
    formatter: (params) => tip(units, params),
  };
  if (raw.geo) option.geo.boundingCoords = framed(raw.geo.boundingCoords, holder);
  // Bars that lie down have their values on the x axis.
  const lying = option.yAxis?.type === "category";
  for (const [axis, unit] of [
    [option.xAxis, lying ? units.y : units.x],
    [option.yAxis, lying ? units.x : units.y],
  ]) {
    if (axis && (unit || axis.type === "value")) {
      const long = axis.type === "time" && span(option.series) > 300 * DAY;
      axis.axisLabel.formatter = (value) => (long ? month.format(new Date(value)) : write(value, unit));
    }
  }
  for (const series of option.series) {
    if (series.type === "bar" && series.label?.show) {
      series.label.formatter = ({ value, data }) =>
        [write(value, units.y), data.extra && write(data.extra.value, data.extra.unit)]
          .filter(Boolean)
          .join(" · ");
    }
    for (const datum of series.data) {
      if (datum?.label) datum.label.show = enlarged || !datum.crowded;
    }
    if (raw.geo) {
      const { data } = series;
      series.labelLayout = (params) =>
        inside(holder.clientWidth, data[params.dataIndex].label.position, params);
    }
    series.cursor = series.data.some((datum) => datum?.url) ? "pointer" : "default";
  }
  return option;
}

function span(series) {
  const times = series.flatMap(({ data }) => data.map(({ value }) => Date.parse(value[0])));
  return Math.max(...times) - Math.min(...times);
}

// drawing --------------------------------------------------------------------

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const { raw, chart } = drawn.get(target) ?? {};
    chart?.resize();
    if (raw?.geo) chart?.setOption({ geo: { boundingCoords: framed(raw.geo.boundingCoords, target) } });
  }
});

async function draw(holder) {
  if (drawn.has(holder)) return;
  const raw = JSON.parse(document.getElementById(holder.dataset.chart).textContent);
  drawn.set(holder, { raw });
  const echarts = await library();
  if (raw.geo) await map(echarts);
  if (!holder.isConnected) return drawn.delete(holder);
  const chart = echarts.init(holder, null, { renderer: "canvas" });
  drawn.set(holder, { raw, chart });
  chart.setOption(dressed(raw, holder));
  chart.on("click", ({ data }) => {
    if (data?.url) location.assign(data.url);
  });
  if (raw.geo) zoomable(holder, chart, raw);
  sizes.observe(holder);
  holder.dataset.drawn = "";
}

// Buttons, because a wheel that zooms a map also stops the page from scrolling.
function zoomable(holder, chart, raw) {
  for (const button of holder.parentElement.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      const { zoom = 1 } = chart.getOption().geo[0];
      const next = button.dataset.zoom === "reset" ? 1 : zoom * Number(button.dataset.zoom);
      const geo = { zoom: Math.min(Math.max(next, 1), 12) };
      if (next <= 1) geo.center = null;
      else if (zoom === 1) geo.center = densest(chart);
      chart.setOption({ geo, series: dressed(raw, holder, next > 1).series });
    });
  }
}

// Zooming in goes where most marks lie close together.
function densest(chart) {
  const points = chart.getOption().series.flatMap((series) => series.data.map(({ value }) => value));
  const near = (a) => points.filter((b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 0.7).length;
  return points.toSorted((a, b) => near(b) - near(a))[0] ?? null;
}

function drawAll() {
  for (const [holder, { chart }] of drawn) {
    if (holder.isConnected) continue;
    chart?.dispose();
    sizes.unobserve(holder);
    drawn.delete(holder);
  }
  document.querySelectorAll("[data-chart]").forEach(draw);
}

document.addEventListener("themechange", () => {
  for (const [holder, { raw, chart }] of drawn) chart?.setOption(dressed(raw, holder), true);
});
document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
