// Waivers; coverage and its gates. Filters say nothing of these.

function plainTable(heads, rows) {
  const head = el("tr", "", heads.map((text) => el("th", "", text)));
  for (const th of head.children) th.scope = "col";
  return el("div", "scroll", el("table", "", el("thead", "", head), el("tbody", "", rows)));
}

function showWaivers(panel) {
  if (!waivers.length) {
    put(panel, el("p", "empty", "There is no waiver in the configuration."));
    return "";
  }
  const rank = { expired: 0, "too-broad": 1, unused: 2, used: 3 };
  const sorted = [...waivers].sort((a, b) => (rank[a.state] ?? 4) - (rank[b.state] ?? 4));
  put(panel, plainTable(["state", "waiver", "findings", "reason", "owner", "issue", "expires"], sorted.map((one) => el("tr", "",
    el("td", "outcome " + (one.stale ? "fail" : one.state === "used" ? "waived" : "skipped"), glyph(one.stale ? "error" : one.state === "used" ? "waived" : "skipped"), one.state.replace("-", " ")),
    el("td", "text", el("code", "", one.written), one.stale && el("span", "why", one.stale), el("span", "why", one.place)),
    count(one.found), cell(one.reason, "text"), cell(one.owner, "text"), cell(one.issue, "text"), cell(one.expires, "word")))));
  return counted(waivers.length, "waiver") + "; " + number(waivers.filter((one) => one.stale).length) + " to look at.";
}

function showCoverage(panel) {
  if (raw.gates.length) {
    put(panel, el("section", "card", el("h3", "", "Gates"), plainTable(["", "gate", "reached", "percent", "required"], raw.gates.map(
      ([name, noun, verb, percent, wanted, part, all, met, missing, more]) => el("tr", "",
        el("td", "outcome " + (met ? "pass" : "fail"), glyph(met ? "pass" : "fail"), met ? "met" : "not met"),
        el("td", "text", el("span", "mono", name), met ? null : missingOf(missing, more)),
        cell(number(part) + " of " + counted(all, noun) + " " + verb), cell(percent < 0 ? "none" : percent + "\u202f%", "n"), cell(wanted + "\u202f%", "n"))))));
  }
  if (!raw.types.length) {
    put(panel, el("p", "empty", "Coverage was not counted, or there is nothing to cover."));
    return "";
  }
  const card = el("section", "card", el("h3", "", "By type"));
  const columns = [
    ["type", "type", "", ([name]) => name],
    ["share", "covered", "", ([, all, covered]) => covered / all],
    ["all", "resources", "n", ([, all]) => all],
  ];
  table("types", "What specs would notice a change of", columns, raw.types, ([name, all, covered]) => el("tr", "",
    el("td", "mono text", name), el("td", "wide", bar([covered, all - covered])), cell(number(covered) + " of " + number(all), "n")), card);
  put(panel, card);
  if (raw.uncovered.length) {
    const list = raw.uncovered.map(([stack, address, construct]) => el("tr", "",
      severalStacks ? cell(stack) : null, el("td", "text", el("span", "mono", address)), el("td", "text quiet", construct || "")));
    put(panel, el("section", "card", el("h3", "", "Not covered by any spec", el("span", "count", number(raw.uncovered.length + raw.uncovered_more))),
      plainTable([...(severalStacks ? ["stack"] : []), "address", "construct"], list),
      raw.uncovered_more ? el("p", "note", number(raw.uncovered_more) + " more are not in this page.") : null));
  }
  const all = raw.types.reduce((sum, [, n]) => sum + n, 0);
  const covered = raw.types.reduce((sum, [, , n]) => sum + n, 0);
  return number(covered) + " of " + counted(all, "resource") + " covered.";
}

function missingOf(missing, more) {
  const made = el("details", "", el("summary", "", "What is missing"));
  put(made, el("ul", "list", missing.map((one) => el("li", "", el("code", "", one)))));
  if (more > 0) put(made, el("p", "quiet", "and " + number(more) + " more"));
  return made;
}
