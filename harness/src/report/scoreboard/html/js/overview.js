// The overview: plots, then a table for each axis.

let order = {
  model: ["name", 1], run: ["name", 1], class: ["name", 1], platform: ["name", 1],
  failures: ["hit", -1], groups: ["hit", -1], cases: ["name", 1], prompts: ["name", 1], matrix: ["name", 1],
};

/** The figures at the head of the page, of the cases that are asked for. */
function showFigures(list) {
  const score = scoreOf(list);
  const share = (part, of) => floored(of ? part / of : null);
  const k = fewest(score);
  const made = [
    ["pass rate", share(score.clean, score.cases), number(score.clean) + " of " + counted(score.cases, "case"), states(score.tally)],
    ["as expected", share(score.asExpected, score.expecting), number(score.asExpected) + " of " + number(score.expecting) + " that say what is expected"],
    ["faults found", share(score.found, score.withFaults), number(score.found) + " of " + counted(score.withFaults, "case") + " with expected faults"],
    ["pass@1", floored(meanPassAt(score, 1)), "over " + counted(score.passes.length, "prompt") + (k > 1 ? "; pass@" + k + " " + floored(meanPassAt(score, k)) : "")],
    ["per 100 resources", rateWords(score), counted(score.findings, "finding") + " in " + counted(score.resources, "resource")],
  ];
  const figures = by("figures");
  figures.textContent = "";
  for (const [name, value, note, more] of made) {
    put(figures, el("div", "", el("dt", "", name), el("dd", "", el("strong", "", value), el("span", "", note), more)));
  }
}

/** States as a bar, and as words. */
function states(tally) {
  const items = STATES.map((state, at) => (tally[at] || at < 2) && el("li", state, glyph(state), number(tally[at]) + " " + WORDS[at]));
  return [bar(tally), el("ul", "legend", items)];
}

function shareOf(score) { return score.cases ? score.clean / score.cases : -1; }

/** How good a share is, in steps, for the ground of a cell. */
function step(share) { return "h" + Math.round(Math.max(0, Math.min(1, share)) * 5); }

/** How many points of the pass rate each row gained since the run before; null if it is not in both. */
function changesOf(axis, rows, list) {
  const runs = partsBy("run", list).filter((part) => part.at >= 0);
  const [before, last] = runs.slice(-2);
  if (!last) return new Map();
  const rate = (part, run) => {
    const of = scoreOf(part.list.filter((one) => one.run === run.at));
    return of.cases ? Math.floor((of.clean * 100) / of.cases) : null;
  };
  return new Map(rows.map((row) => {
    // A run is held against the one before it, and anything else by its last two runs.
    const at = axis === "run" ? runs.findIndex((run) => run.at === row.at) : -1;
    const [old, now] = axis !== "run" ? [rate(row, before), rate(row, last)] : at > 0 ? [rate(runs[at - 1], runs[at - 1]), rate(row, row)] : [null, null];
    return [row.at, old === null || now === null ? null : now - old];
  }));
}

function changeCell(points) {
  if (points === null) return cell("none", "n zero");
  if (!points) return cell("\u00b10", "n zero");
  return cell((points > 0 ? "+" : "\u2212") + Math.abs(points) + (Math.abs(points) === 1 ? " point" : " points"), points > 0 ? "n good" : "n bad");
}

function axisTable(axis, word, list, panel) {
  const rows = partsBy(axis, list);
  const changes = changesOf(axis, rows, list);
  const name = (row) => (row.at < 0 ? "\uffff" : row.name);
  const some = (pick) => rows.some((row) => pick(row.score));
  const columns = [
    ["name", word, "", name],
    ["cases", "cases", "n", (row) => row.score.cases],
    ["states", "", "", (row) => shareOf(row.score)],
    ["rate", "pass rate", "n", (row) => shareOf(row.score)],
    ["lost", "no verdict", "n", (row) => row.score.tally[2] + row.score.tally[3]],
    changes.size && ["since", "since the run before", "n", (row) => changes.get(row.at) ?? 0],
    some((score) => score.expecting) && ["expected", "as expected", "n", (row) => row.score.asExpected / (row.score.expecting || 1)],
    some((score) => score.withFaults) && ["found", "faults found", "n", (row) => row.score.found / (row.score.withFaults || 1)],
    some((score) => score.passes.length) && ["pass1", "pass@1", "n", (row) => meanPassAt(row.score, 1) ?? -1],
    some((score) => fewest(score) > 1) && ["passk", "pass@k", "n", (row) => (fewest(row.score) > 1 ? meanPassAt(row.score, fewest(row.score)) : -1)],
    ["findings", "findings", "n", (row) => row.score.findings],
    ["per", "per 100 resources", "n", (row) => rateOf(row.score) ?? -1],
  ].filter(Boolean);
  const has = new Set(columns.map((column) => column[0]));
  const card = el("section", "card wide");
  table(axis, "By " + word, columns, rows, (row) => {
    const score = row.score;
    const wide = cell("", "wide");
    wide.appendChild(bar(score.tally));
    wide.title = spoken(score.tally, "no cases");
    const k = fewest(score);
    const of = (part, all) => cell(all ? floored(part / all) + " (" + number(part) + " of " + number(all) + ")" : "none", all ? "n" : "n zero");
    return put(el("tr", ""), el("td", "", link(row.name, hashWith({ [axis]: row.name, view: "cases" }))),
      count(score.cases), wide, cell(floored(score.cases ? score.clean / score.cases : null), "n"), count(score.tally[2] + score.tally[3]),
      has.has("since") && changeCell(changes.get(row.at)),
      has.has("expected") && of(score.asExpected, score.expecting), has.has("found") && of(score.found, score.withFaults),
      has.has("pass1") && cell(floored(meanPassAt(score, 1)), "n"),
      has.has("passk") && cell(k > 1 ? floored(meanPassAt(score, k)) + " (k = " + k + ")" : "none", k > 1 ? "n" : "n zero"),
      count(score.findings), cell(rateWords(score), "n"));
  }, card);
  put(panel, card);
}

/** Which model passes how often at what: the share of clean cases by class and model. */
function heat(list) {
  const models = partsBy("model", list);
  const classes = partsBy("class", list);
  if (models.length < 2 || classes.filter((part) => part.at >= 0).length < 2) return null;
  const head = el("tr", "", el("th", "", "class"), models.slice(0, 12).map((part) => el("th", "n", part.name)));
  const rows = classes.slice(0, PART).map((row) => el("tr", "", el("th", "side", link(row.name, hashWith({ class: row.name, view: "cases" }))),
    models.slice(0, 12).map((model) => {
      const both = row.list.filter((one) => one.model === model.at);
      if (!both.length) return cell("", "n");
      const clean = both.filter((one) => one.state === 0).length;
      const made = cell("", "n heat " + step(clean / both.length));
      made.appendChild(link(floored(clean / both.length), hashWith({ class: row.name, model: model.name, view: "cases" })));
      made.title = number(clean) + " of " + counted(both.length, "case") + " clean";
      return made;
    })));
  return el("section", "card", el("h3", "", "Pass rate by class and model"),
    el("div", "scroll", el("table", "", el("thead", "", head), el("tbody", "", rows))));
}

function showOverview(panel, list) {
  if (!list.length) {
    put(panel, el("p", "empty", cases.length ? "No case is like that." : "There is no case."));
    return "";
  }
  const plots = [...trendPlots(list), ...passPlot(list), heat(list)].filter(Boolean);
  if (plots.length) put(panel, el("div", "cards", plots));
  for (const [axis, word, names] of AXES) {
    if (axis !== "prompt" && names.length) axisTable(axis, word, list, panel);
  }
  // Cases that name none of these are told apart by their failures alone.
  return panel.childElementCount ? "" : showFailures(panel, list);
}
