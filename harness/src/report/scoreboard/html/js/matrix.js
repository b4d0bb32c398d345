// The matrix: a row a case, a column a spec that was red somewhere.

/** How many cases and specs are shown at first. */
const ROWS = 100;
const ACROSS = 60;
let matrixRows = ROWS;
let matrixColumns = ACROSS;
let warnToo = false;

const MARKS = { pass: "\u00b7", fail: "\u2715", unknown: "?", vacuous: "\u2205", error: "!", waived: "w", skipped: "" };

function showMatrix(panel, list) {
  const failures = failuresOf(list).filter((hits) => warnToo || hits.spec.deny);
  const columns = failures.slice(0, matrixColumns).map((hits) => hits.spec);
  const box = el("input", "");
  box.type = "checkbox";
  box.id = "f-warn";
  box.checked = warnToo;
  box.addEventListener("change", () => { warnToo = box.checked; render(); by("f-warn").focus(); });
  const key = ["pass", "fail", "unknown", "vacuous", "error"].map((word) => el("li", "", el("span", "o o-" + word, MARKS[word]), word));
  put(panel, el("div", "bar-of-actions", el("ul", "legend", key, el("li", "", el("span", "o"), "not asked")), el("label", "check", box, "specs of level warn too")));
  if (!columns.length) {
    put(panel, el("p", "empty", list.length ? "No spec was red in these cases." : "No case is like that."));
    return "";
  }
  const [, direction] = order.matrix;
  const sorted = direction > 0 ? list : [...list].sort((a, b) => reds(b, columns) - reds(a, columns) || a.id - b.id);
  const sort = button(direction > 0 ? "case" : "case, most red first", () => { order.matrix = ["name", -direction]; render(); });
  sort.title = direction > 0 ? "Sort by how much is red" : "Sort by run, model and name";
  const head = el("tr", "", el("th", "corner", sort), columns.map((spec) => {
    const made = el("th", "tall", link(short(spec.short, 34), hashWith({ spec: spec.name, view: "cases", one: null })));
    made.scope = "col";
    made.title = spec.name + (spec.title ? ": " + spec.title : "");
    return made;
  }));
  const rows = sorted.slice(0, matrixRows).map((one) => matrixRow(one, columns));
  put(panel, el("div", "scroll matrix", el("table", "", el("thead", "", head), el("tbody", "", rows))));
  const left = [];
  if (sorted.length > matrixRows) left.push(button("Show " + number(Math.min(ROWS, sorted.length - matrixRows)) + " more cases", () => { matrixRows += ROWS; render(); }));
  if (failures.length > columns.length) left.push(button("Show " + counted(failures.length - columns.length, "more spec"), () => { matrixColumns = failures.length; render(); }));
  if (left.length) put(panel, el("div", "foot", left));
  return number(rows.length) + " rows and " + number(columns.length) + " columns are shown. ";
}

function reds(one, columns) {
  return columns.reduce((sum, spec) => sum + Number(isRed(one, spec.id)), 0);
}

function matrixRow(one, columns) {
  const state = STATES[one.state];
  const head = el("th", "side", glyph(state, "glyph " + state), link(one.name, hashWith({ one, cell: "" })), el("span", "quiet", " " + made(one)));
  head.scope = "row";
  head.title = WORDS[one.state];
  const row = el("tr", asked.one === one ? "chosen" : "", head);
  for (const spec of columns) {
    const outcome = outcomeOf(one, spec.id);
    const chosen = asked.one === one && asked.cell === spec.name ? " at" : "";
    const at = el("td", (outcome ? "o o-" + outcome : "o") + chosen);
    if (RED.has(outcome)) {
      const to = link(MARKS[outcome], hashWith({ one, cell: spec.name }));
      to.setAttribute("aria-label", outcome + ", " + counted(one.counts.get(spec.id) || 0, "finding") + ": " + spec.name + ", " + one.name);
      at.title = outcome + ", " + counted(one.counts.get(spec.id) || 0, "finding") + ": " + spec.name;
      at.appendChild(to);
    } else if (outcome) {
      at.textContent = MARKS[outcome];
    }
    row.appendChild(at);
  }
  return row;
}

/** Who made a case, in a few words. */
function made(one) {
  return [one.model >= 0 && NAMES.model[one.model], one.run >= 0 && NAMES.run[one.run]].filter(Boolean).join(", ");
}
