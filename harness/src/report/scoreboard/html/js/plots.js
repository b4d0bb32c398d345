// Plots: lines over runs, and over attempts. What a plot shows stands in a table too.

/** The models that get a line: those with most cases. */
const LINES = 8;
const WIDE = 520;
const HIGH = 240;

function text(x, y, words, as, anchor) {
  const made = svg("text", { x, y, class: as, "text-anchor": anchor });
  made.textContent = words;
  return made;
}

/** A name that is short enough for a plot. */
function short(name, most = 18) {
  const letters = [...name];
  return letters.length > most ? letters.slice(0, most - 1).join("") + "\u2026" : name;
}

/** A round number that is not below. */
function roundUp(value) {
  if (value <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * size).find((step) => step >= value);
}

/** The mark of a line: a shape for each, so that colour says nothing alone. */
function mark(x, y, at, says) {
  const shapes = [
    () => svg("circle", { cx: x, cy: y, r: 4 }),
    () => svg("rect", { x: x - 3.5, y: y - 3.5, width: 7, height: 7 }),
    () => svg("path", { d: "M" + x + " " + (y - 5) + "l5 9h-10z" }),
    () => svg("path", { d: "M" + x + " " + (y - 5.5) + "l5.5 5.5l-5.5 5.5l-5.5-5.5z" }),
  ];
  const made = shapes[at % shapes.length]();
  made.setAttribute("class", "dot m" + at);
  const title = svg("title", {});
  title.textContent = says;
  made.appendChild(title);
  return made;
}

/**
 * Lines: `xs` are the names along the axis, each line has a name and a value or null for each of them. `most` is
 * where the other axis ends; `say` makes words of a value.
 */
function plot(title, note, xs, lines, most, say) {
  const [left, right, top, bottom] = [44, 130, 14, 34];
  const made = svg("svg", { class: "plot", viewBox: "0 0 " + WIDE + " " + HIGH, role: "img" });
  const spoken = lines.map((line) => line.name + ": " + xs.map((x, at) => x + " " + say(line.values[at])).join(", ")).join("; ");
  made.setAttribute("aria-label", title + ". " + spoken);
  const width = WIDE - left - right;
  const height = HIGH - top - bottom;
  const xOf = (at) => left + (xs.length === 1 ? width / 2 : (at * width) / (xs.length - 1));
  const yOf = (value) => top + height - (value / most) * height;
  for (let step = 0; step <= 4; step += 1) {
    const value = (most * step) / 4;
    made.appendChild(svg("line", { class: "grid", x1: left, x2: left + width, y1: yOf(value), y2: yOf(value) }));
    made.appendChild(text(left - 8, yOf(value) + 4, say(value), "tick", "end"));
  }
  const every = Math.ceil(xs.length / 8);
  xs.forEach((x, at) => {
    if (at % every === 0 || at === xs.length - 1) made.appendChild(text(xOf(at), HIGH - 12, short(x, 14), "tick", "middle"));
  });
  lines.forEach((line, at) => {
    // A run that a model has no part in leaves a gap.
    let path = "";
    line.values.forEach((value, x) => {
      if (value === null) return;
      const from = x > 0 && line.values[x - 1] !== null;
      path += (from ? "L" : "M") + xOf(x).toFixed(1) + " " + yOf(value).toFixed(1);
    });
    if (path) made.appendChild(svg("path", { class: "line m" + at, d: path }));
  });
  lines.forEach((line, at) => line.values.forEach((value, x) => {
    if (value !== null) made.appendChild(mark(xOf(x), yOf(value), at, line.name + ", " + xs[x] + ": " + say(value)));
  }));
  // The names stand at the ends of the lines, as far as there is room.
  const ends = lines.map((line, at) => {
    const x = line.values.reduce((last, value, place) => (value === null ? last : place), -1);
    return x < 0 ? null : { line, at, y: yOf(line.values[x]) };
  }).filter(Boolean).sort((a, b) => a.y - b.y);
  ends.forEach((end, place) => { if (place) end.y = Math.max(end.y, ends[place - 1].y + 15); });
  for (let place = ends.length - 1, low = HIGH - bottom + 6; place >= 0; place -= 1, low -= 15) ends[place].y = Math.min(ends[place].y, low);
  for (const { line, at, y } of ends) {
    made.appendChild(mark(left + width + 16, y, at, line.name));
    made.appendChild(text(left + width + 26, y + 4, short(line.name, 15), "name", "start"));
  }
  return el("figure", "card", el("figcaption", "", el("h3", "", title), note ? el("span", "quiet", note) : null), made);
}

/** The models of these cases that get a line, most cases first, and how many do not. */
function plotted(list) {
  const all = partsBy("model", list);
  const chosen = [...all].sort((a, b) => b.list.length - a.list.length).slice(0, LINES).map((part) => part.at);
  return [all.filter((part) => chosen.includes(part.at)), Math.max(0, all.length - LINES)];
}

function trendPlots(list) {
  const [models, more] = plotted(list);
  const runs = partsBy("run", list).filter((part) => part.at >= 0);
  const left = more ? counted(more, "more model") + " left out" : "";
  if (runs.length < 2) return [];
  const scores = models.map((model) => ({
    name: model.name,
    scores: runs.map((run) => {
      const both = model.list.filter((one) => one.run === run.at);
      return both.length ? scoreOf(both) : null;
    }),
  }));
  const lines = (value) => scores.map(({ name, scores: of }) => ({ name, values: of.map((score) => score && value(score)) }));
  const names = runs.map((run) => run.name);
  const rates = lines(rateOf);
  const most = roundUp(Math.max(0, ...rates.flatMap((line) => line.values).filter((value) => value !== null)));
  const percentWords = (value) => (value === null ? "none" : Math.floor(value + 1e-9) + "\u202f%");
  return [
    plot("Pass rate by run", left, names, lines((score) => (score.cases ? (score.clean * 100) / score.cases : null)), 100, percentWords),
    plot("Findings per 100 resources by run", left, names, rates, most, (value) => (value === null ? "none" : String(Math.round(value * 10) / 10))),
  ];
}

/** pass@k over k, where prompts have several attempts. */
function passPlot(list) {
  const [models, more] = plotted(list);
  const most = Math.min(20, Math.max(0, ...models.map((part) => fewest(part.score))));
  if (most < 2) return [];
  const ks = Array.from({ length: most }, (_, at) => at + 1);
  const lines = models.map(({ name, score }) => ({ name, values: ks.map((k) => { const at = meanPassAt(score, k); return at === null ? null : at * 100; }) }));
  const prompts = models.reduce((sum, part) => sum + part.score.passes.length, 0);
  const note = "one of k attempts passes; over " + counted(prompts, "prompt") + (more ? "; " + counted(more, "more model") + " left out" : "");
  return [plot("pass@k", note, ks.map((k) => "k = " + k), lines, 100, (value) => (value === null ? "none" : Math.floor(value + 1e-9) + "\u202f%"))];
}
