// The classes and the clauses, as tables.

let order = { classes: ["never", -1], clauses: ["clause", 1] };

function showClasses(panel) {
  const wanted = asked.text.toLowerCase();
  const list = classes.filter((one) =>
    (!asked.type || typeLabel(one) === asked.type)
    && (!wanted || has(one.path, wanted) || has(typeLabel(one), wanted))
    && (!asked.states.size || [...asked.states].some((state) => one.tally[state]))
    && (!asked.survivors || one.survived));
  const columns = [
    ["type", "type", "", typeLabel],
    ["path", "path", "", (one) => one.path],
    ["leaves", "attributes", "n", (one) => one.leaves],
    ["share", "share covered", "", (one) => one.tally[0] / Math.max(1, one.leaves - one.tally[4])],
    ...STATES.slice(0, 5).map((word, state) => [word, word, "n", (one) => one.tally[state]]),
  ];
  if (hasMutants) {
    columns.push(["killed", "killed", "n", (one) => one.killed], ["survived", "survived", "n", (one) => one.survived]);
  }
  table("classes", "Attributes of the same type and path, over all stacks", columns, list, (one) => {
    const share = cell("", "wide");
    share.appendChild(bar(one.tally));
    share.title = spoken(one.tally);
    const path = el("td", "", link(one.path, hashOf(null, -1, { type: typeLabel(one), q: one.path.replace(/\[\*\].*$/s, "") }), "mono"));
    return put(el("tr", ""), el("td", "", el("code", "", typeLabel(one))), path, count(one.leaves), share,
      one.tally.slice(0, 5).map(count), hasMutants && [count(one.killed), count(one.survived)]);
  }, panel);
  return number(list.length) + " of " + counted(classes.length, "class").replace(/classs$/, "classes") + ".";
}

function showClauses(panel) {
  const wanted = asked.text.toLowerCase();
  const list = clauses.filter((one) =>
    (!asked.unproven || !one.proven) && (!wanted || has(one.spec, wanted) || has(one.written, wanted)));
  const covered = blocks.reduce((sum, block) => sum + block.tally[0], 0);
  const columns = [
    ["proven", "proof", "", (one) => Number(one.proven)],
    ["clause", "clause", "", (one) => one.id],
    ["covers", "attributes held", "n", (one) => one.covers],
    ["share", "of the covered", "n", (one) => one.covers],
    ["file", "stands at", "", (one) => one.file],
  ];
  table("clauses", "Proven: it passed with evidence, and failed, alone, for a change of one thing", columns, list, (one) => {
    const state = one.proven ? "covered" : "never";
    const proof = el("td", "word", glyph(state, "glyph " + state), one.proven ? "proven" : "unproven");
    const held = el("td", one.covers ? "n" : "n zero", one.covers ? link(number(one.covers), hashOf(null, -1, { clause: one.name })) : "0");
    if (one.covers) held.firstChild.setAttribute("aria-label", counted(one.covers, "attribute") + " held by " + one.spec + ", clause " + (one.clause + 1));
    return put(el("tr", ""), proof,
      el("td", "", el("span", "mono", one.spec), el("span", "quiet", " clause " + (one.clause + 1)), el("div", "", el("code", "", one.written)),
        one.proven ? null : el("span", "why", one.why || "no reason given")),
      held, cell(one.covers ? Math.ceil((one.covers * 100) / Math.max(1, covered)) + "\u202f%" : "", "n"),
      el("td", "place", place(one.file, one.line)));
  }, panel);
  const proven = clauses.filter((one) => one.proven).length;
  return number(list.length) + " of " + counted(clauses.length, "clause") + "; " + number(proven) + " proven, " + number(clauses.length - proven) + " unproven.";
}
