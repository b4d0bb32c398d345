// The mutants that nobody killed, by class, each class with the spec that would.

function groupPart(group) {
  const name = (group.kind === RESOURCE ? group.type : group.kind === "data" ? "data " + group.type : group.kind + " " + group.type);
  const made = el("section", "group",
    el("h3", "", el("span", "mono", name + "  " + group.path), el("span", "count", counted(group.mutants.length, "survivor")),
      raw.stacks.length > 1 ? el("span", "count", raw.stacks[group.stack][0]) : null));
  const items = (from, to) => group.mutants.slice(from, to).map((mutant) => {
    const leaf = leafWith(mutant.block, mutant.path);
    return el("li", "", link(mutant.block.address, hashOf(mutant.block, leaf), "mono"), " ",
      el("code", "quiet", raw.paths[mutant.path]), change(mutant),
      mutant.standsFor > 1 ? el("span", "quiet", "stands for " + number(mutant.standsFor) + " alike") : null);
  });
  const list = el("ul", "list", items(0, 5));
  put(made, list);
  if (group.mutants.length > 5) {
    const rest = button("Show " + number(group.mutants.length - 5) + " more", () => {
      put(list, items(5));
      list.tabIndex = -1;
      list.focus();
      rest.remove();
    });
    put(made, rest);
  }
  put(made, group.spec === null
    ? el("p", "quiet", "No spec can be made up for them: a value is sensitive, or not known.")
    : snippet(group.spec, group.why, "for " + name + " " + group.path));
  return made;
}

function leafWith(block, pathId) {
  for (let at = 0; at < block.count; at += 1) if (block.flat[at * 6] === pathId) return at;
  return -1;
}

function showSurvivors(panel) {
  if (!hasMutants) {
    put(panel, el("p", "empty", "No mutants were made. ", el("code", "", "stackspec mutate"), " makes them, and its report has survivors."));
    return "";
  }
  const wanted = asked.text.toLowerCase();
  const list = groups.filter((group) =>
    (!asked.type || typeLabel(group) === asked.type)
    && (!wanted || has(group.type, wanted) || has(group.path, wanted) || group.mutants.some((mutant) => has(mutant.block.address, wanted))));
  const specs = list.filter((group) => group.spec && !group.why).map((group) => group.spec.trim());
  if (specs.length) {
    const all = button("Copy " + counted(specs.length, "spec"), () => copy(specs.join("\n\n") + "\n", all));
    put(panel, el("div", "bar-of-actions", all, el("span", "quiet", "Each is the smallest that holds now and fails for its survivors. Read it before you keep it: what holds is not always what should.")));
  }
  put(panel, list.slice(0, tableLimit).map(groupPart));
  if (list.length > tableLimit) {
    put(panel, el("div", "foot", button("Show " + number(Math.min(PART, list.length - tableLimit)) + " more", () => { tableLimit += PART; render(); })));
  }
  if (!list.length) {
    const judged = mutants.length + raw.killed.length;
    put(panel, el("p", "empty", groups.length ? "Nothing is like that." : judged ? "No mutant survived." : "No mutant was judged, so nothing is proven."));
  }
  aside(panel, "Specs that say nothing about mutants, because they are not green as it is", raw.left_out.map(([name, word]) =>
    el("li", "", el("code", "", name), el("span", "quiet", " " + word))));
  aside(panel, "Not tried", raw.skipped.map(([block, path, operator, reason]) =>
    el("li", "", el("code", "", blocks[block].address + " " + raw.paths[path]), ": ", raw.operators[operator][0], el("span", "quiet", ", " + reason))));
  const survived = list.reduce((sum, group) => sum + group.mutants.length, 0);
  return counted(survived, "survivor") + " in " + counted(list.length, "class").replace(/classs$/, "classes") + ".";
}

function aside(panel, title, items) {
  if (items.length) put(panel, el("section", "group", el("h3", "", title, el("span", "count", number(items.length))), el("ul", "list", items)));
}
