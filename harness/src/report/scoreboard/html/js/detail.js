// What is said of a case: its findings, how it is not as expected, and why it was not judged.

const pane = by("detail");

function showDetail() {
  const one = asked.one;
  const open = Boolean(one) && (asked.view === "matrix" || asked.view === "cases");
  pane.hidden = !open;
  document.querySelector(".panes").classList.toggle("one", !open);
  document.documentElement.classList.toggle("with-detail", open);
  pane.textContent = "";
  if (!open) return;
  const state = STATES[one.state];
  const close = button("Close", () => go({ one: null, cell: "" }));
  close.className = "close";
  put(pane, close, el("h2", "", one.name), one.title && el("p", "", one.title),
    el("p", "state " + state, glyph(state), el("span", "", el("b", "", WORDS[one.state]), ": " + SAYS[state])));
  const facts = el("dl", "facts");
  const fact = (name, value) => { if (value) put(facts, el("dt", "", name), el("dd", "", value)); };
  for (const axis of ["model", "run", "platform", "prompt"]) if (one[axis] >= 0) fact(axis, NAMES[axis][one[axis]]);
  if (one.attempt) fact("attempt", number(one.attempt));
  fact("classes", one.class.filter((at) => at >= 0).map((at) => NAMES.class[at]).join(", "));
  fact("source", one.source);
  fact("resources", number(one.resources) + " in " + counted(one.stacks, "stack"));
  put(pane, facts);
  list("Not judged", one.problems.map((it) => el("li", "", it.message, lines(it.notes), lines(it.help))));
  // Of one spec only its findings.
  list("Not as expected", (asked.cell ? [] : one.mismatches).map((it) =>
    el("li", "", el("b", "", it.kind), ": ", it.message, it.place && el("code", "block", it.place), lines(it.notes), lines(it.help))));
  const wanted = asked.cell ? one.found.filter((it) => specName(it) === asked.cell) : one.found;
  if (asked.cell) {
    const said = outcomeOf(one, (specs.find((spec) => spec.name === asked.cell) || { id: -1 }).id);
    put(pane, el("p", "only", "Only ", el("code", "", asked.cell), said ? ", which came to " + said + ". " : ", which was not asked here. ",
      link("All that is said of the case", hashWith({ cell: "" }))));
  }
  const bySpec = new Map();
  for (const it of wanted) {
    if (!bySpec.has(it.spec)) bySpec.set(it.spec, []);
    bySpec.get(it.spec).push(it);
  }
  for (const [spec, found] of bySpec) {
    const of = specs[spec];
    list(of ? of.name : "A spec without a result", found.map((it) => el("li", "",
      el("span", "", it.message), el("span", "quiet", " " + [it.outcome, it.met].filter(Boolean).join(", ")),
      it.address && el("code", "block", it.address), it.construct && el("code", "block quiet", it.construct),
      it.place && el("code", "block quiet", it.place),
      el("code", "block quiet print", it.fingerprint))));
  }
  if (one.more) put(pane, el("p", "quiet", counted(one.more, "more finding") + "; the results have them all."));
  if (!one.found.length && !one.problems.length) put(pane, el("p", "quiet", one.state === 0 ? "Nothing was found." : "No finding is there."));
}

function specName(finding) {
  return specs[finding.spec] ? specs[finding.spec].name : "";
}

function lines(texts) {
  return texts.map((one) => el("span", "why quiet", one));
}

function list(title, items) {
  if (items.length) put(pane, el("h3", "", title, el("span", "count", number(items.length))), el("ul", "list", items));
}
