// What is known of the thing that is chosen.

const pane = document.getElementById("detail");

function facts(...pairs) {
  const list = el("dl", "facts");
  for (const [name, ...value] of pairs) {
    if (value.length && value[0] !== null && value[0] !== "") put(list, el("dt", "", name), el("dd", "", ...value));
  }
  return list;
}

function stateLine(state, says) {
  const word = STATES[state];
  return el("p", "state " + word, glyph(word), el("span", "", el("b", "", word), ": ", says));
}

function place(file, line, column) {
  return file ? el("code", "", file + ":" + line + (column ? ":" + column : "")) : null;
}

function clauseItem(clause) {
  return el("li", "",
    link(clause.spec, hashOf(null, -1, { view: "clauses", q: clause.spec }), "mono"),
    el("span", "quiet", " clause " + (clause.clause + 1)),
    el("div", "", el("code", "", clause.written)),
    clause.proven ? null : el("div", "quiet", "not proven: " + (clause.why || "no reason given")));
}

function mutantItem(mutant, named) {
  return el("li", "",
    named ? el("code", "", raw.paths[mutant.path]) : null,
    change(mutant),
    mutant.survived ? null : el("span", "quiet", "noticed, but no spec fails" + (mutant.by.length ? ": " + mutant.by.join(", ") : "")),
    mutant.standsFor > 1 ? el("span", "quiet", "stands for " + number(mutant.standsFor) + " alike") : null);
}

/** Survivors, and the specs that would kill them. */
function survivorPart(of, killed, named) {
  if (!hasMutants) return [];
  const survived = of.filter((mutant) => mutant.survived);
  const noticed = of.length - survived.length;
  const summary = killed + of.length === 0 ? "No mutant was made of it."
    : counted(killed, "mutant") + " killed, " + number(survived.length) + " survived" + (noticed ? ", " + number(noticed) + " noticed" : "") + ".";
  const parts = [el("h3", "", "Mutants"), el("p", "quiet", summary)];
  if (of.length) parts.push(el("ul", "list", of.slice(0, 100).map((mutant) => mutantItem(mutant, named))));
  if (of.length > 100) parts.push(el("p", "quiet", "and " + number(of.length - 100) + " more, under Survivors"));
  for (const group of new Set(survived.map((mutant) => mutant.group))) {
    if (group && group.spec) parts.push(snippet(group.spec, group.why, "for " + group.type + " " + group.path));
  }
  return parts;
}

function leafDetail(leaf) {
  const { block } = leaf;
  return [
    el("h2", "mono", leaf.path),
    stateLine(leaf.state, SAYS[STATES[leaf.state]]),
    facts(["of", link(block.address, hashOf(block, -1), "mono")], ["class", el("code", "", leaf.of.path)],
      ["at", place(block.file, leaf.line, leaf.column)]),
    el("h3", "", "Held by"),
    leaf.by.length ? el("ul", "list", leaf.by.map(clauseItem)) : el("p", "quiet", "No clause would fail if it were otherwise."),
    ...survivorPart(mutantsOf(block, leaf.pathId), block.killed.get(leaf.pathId) || 0, false),
  ];
}

function blockDetail(block) {
  const word = STATES[block.state];
  const says = block.kind !== RESOURCE || block.state > 1 ? SAYS[word].replace(/^it\b/, "all of it")
    : word === "covered" ? "a spec would fail if something of it were otherwise"
      : "no spec would fail if something of it were otherwise";
  const held = clausesOf(block);
  const killed = [...block.killed.values()].reduce((sum, n) => sum + n, 0);
  return [
    el("h2", "mono", block.address),
    stateLine(block.state, block.state === 3 ? "no spec looks at any of it" : block.state > 3 ? SAYS[word] : says),
    facts(["kind", block.kind], ["type", el("code", "", block.type)], ["stack", raw.stacks[block.stack][0]],
      ["construct", block.construct ? el("code", "", block.construct) : null], ["at", place(block.file, block.line)]),
    block.count ? el("h3", "", counted(block.count, "attribute")) : null,
    block.count ? bar(block.tally) : null,
    block.count ? el("p", "quiet", spoken(block.tally)) : null,
    block.specs.length ? el("h3", "", "Covered by") : null,
    block.specs.length ? el("ul", "list", block.specs.map((spec) => el("li", "", el("code", "", spec)))) : null,
    held.length ? el("h3", "", "Clauses that hold its attributes") : null,
    held.length ? el("ul", "list", held.slice(0, 60).map(clauseItem)) : null,
    held.length > 60 ? el("p", "quiet", "and " + number(held.length - 60) + " more") : null,
    ...survivorPart(block.mutants, killed, true),
  ];
}

function clausesOf(block) {
  const ids = new Set();
  for (let at = 5; at < block.flat.length; at += 6) for (const id of raw.sets[block.flat[at]]) ids.add(id);
  return [...ids].sort((a, b) => a - b).map((id) => clauses[id]);
}

function groupDetail(node) {
  return [
    el("h2", "", node.label),
    facts(["resources", node.resources ? number(node.covered) + " of " + number(node.resources) + " covered, " + percent(node.covered, node.resources) : "none"],
      ["attributes", spoken(node.tally)], ["survivors", hasMutants ? number(node.survived) : null]),
    bar(node.tally),
  ];
}

/** Shows the details of a node of the tree, or none. */
function showDetail(node) {
  pane.textContent = "";
  const nothing = !node || node.kind === "more";
  document.documentElement.classList.toggle("with-detail", !nothing);
  pane.hidden = nothing && matchMedia("(max-width: 62rem)").matches;
  if (nothing) {
    put(pane, el("p", "quiet", "Choose a resource or an attribute to see which clauses hold it, and which changes of it nobody notices."));
    return;
  }
  const close = button("Close", () => choose(null));
  close.className = "close";
  put(pane, close, node.kind === "leaf" ? leafDetail(leafOf(node.block, node.index))
    : node.kind === "block" ? blockDetail(node.block) : groupDetail(node));
  pane.scrollTop = 0;
}
