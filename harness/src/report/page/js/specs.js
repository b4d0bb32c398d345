// Specs by file, each file with those first that are red.

const order = { types: ["share", 1] };

function worst(list) {
  return Math.min(...list.map((one) => rankOfVerdict(one)));
}

function rankOfVerdict(one) {
  return one.red ? 0 : RED.has(one.outcome) ? 1 : { waived: 2, pass: 3 }[one.outcome] || 4;
}

function verdictRow(one) {
  const made = el("tr", one === asked.one ? "chosen" : "",
    el("td", "outcome " + one.outcome, glyph(one.outcome), one.outcome),
    el("td", "spec", link(one.spec.id, hashWith({ one, finding: -1 }), "mono"), " ", levelOf(one.spec), el("span", "why", one.spec.title)),
    severalStacks ? el("td", "", stackName(one.stack)) : null,
    cell(one.outcome === "skipped" ? "" : number(one.judged) + " of " + number(one.subjects), "n quiet-narrow"),
    el("td", one.found ? "n" : "n zero", number(one.found)));
  return made;
}

function showSpecs(panel, list) {
  const files = new Map();
  for (const one of list) {
    const name = one.spec.builtIn ? "built in" : one.spec.file;
    if (!files.has(name)) files.set(name, []);
    files.get(name).push(one);
  }
  const sorted = [...files].sort(([a, x], [b, y]) => Math.min(worst(x), 2) - Math.min(worst(y), 2)
    || Number(a === "built in") - Number(b === "built in") || collator.compare(a, b));
  let left = limit;
  for (const [name, all] of sorted) {
    if (left <= 0) break;
    const tally = OUTCOMES.map((word) => [word, all.filter((one) => one.outcome === word).length]).filter(([, n]) => n);
    const rows = all.map((one, at) => [one, at]).sort(([a, i], [b, j]) => rankOfVerdict(a) - rankOfVerdict(b) || i - j).map(([one]) => one);
    const head = el("tr", "", ["outcome", "spec", ...(severalStacks ? ["stack"] : [])].map((text) => el("th", "", text)),
      el("th", "n quiet-narrow", "judged"), el("th", "n", "findings"));
    for (const th of head.children) th.scope = "col";
    put(panel, el("div", "file", el("h3", "mono", name), el("span", "quiet", tally.map(([word, n]) => number(n) + " " + word).join(", "))),
      el("div", "scroll", el("table", "", el("thead", "", head), el("tbody", "", rows.slice(0, left).map(verdictRow)))));
    left -= rows.length;
  }
  if (left < 0) {
    put(panel, el("div", "foot", button("Show " + number(Math.min(PART, -left)) + " more", () => { limit += PART; render(); }),
      el("span", "quiet", " " + number(-left) + " or more are left")));
  }
  if (!list.length) put(panel, el("p", "empty", verdicts.length ? "Nothing is like that." : "No spec was judged."));
  const all = counted(verdicts.length, "judgement");
  return (list.length === verdicts.length ? all : number(list.length) + " of " + all) + ".";
}
