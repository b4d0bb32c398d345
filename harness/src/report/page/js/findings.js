// What is wrong, one finding below the other: what fails the run first, what is lived with last.

let limit = PART;

/** Expected over actual, and what else is said. */
function values(finding) {
  const list = el("dl", "values");
  const say = (name, text, as) => { if (text) put(list, el("dt", "", name), el("dd", as, text)); };
  say("path", finding.path === "$" ? "" : finding.path, "path");
  say("expected", finding.expected, "expected");
  say("actual", finding.actual, "actual");
  say(finding.was, finding.message, "said");
  for (const note of finding.notes) say("note", note, "said");
  say("waived", finding.waived, "said");
  return list;
}

/** Where it stands, and where the program made it. */
function where(finding) {
  const places = [finding.construct, finding.place, finding.made && "at " + finding.made].filter(Boolean);
  return places.length ? el("div", "where", places.map((place) => el("span", "", place))) : null;
}

function levelOf(spec) {
  return spec.level === "deny" ? null : el("span", "pill", "only " + spec.level);
}

function oneItem(item) {
  const { verdict, finding } = item;
  const at = finding ? verdict.findings.indexOf(finding) : -1;
  const chosen = asked.one === verdict && (asked.finding === at || (asked.finding < 0 && at <= 0));
  const made = el("article", "finding " + item.outcome + (chosen ? " chosen" : ""),
    el("div", "about", glyph(item.outcome), el("b", "", item.outcome),
      link(verdict.spec.name, hashWith({ one: verdict, finding: at }), "mono"), levelOf(verdict.spec),
      severalStacks ? el("span", "quiet", "on " + stackName(verdict.stack)) : null),
    verdict.spec.title ? el("div", "quiet", verdict.spec.title) : null);
  if (finding) put(made, el("div", "name", finding.address), where(finding), values(finding));
  else put(made, el("p", "", verdict.reason || SAYS[verdict.outcome]));
  return made;
}

function showFindings(panel, list) {
  if (!list.length) {
    put(panel, el("p", "empty", items.length ? "Nothing is like that." : "Nothing is wrong."));
    return "0 of " + counted(items.length, "finding") + ".";
  }
  put(panel, list.slice(0, limit).map(oneItem));
  if (list.length > limit) {
    put(panel, el("div", "foot", button("Show " + number(Math.min(PART, list.length - limit)) + " more", () => {
      limit += PART;
      render();
    }), el("span", "quiet", " " + number(list.length - limit) + " are left")));
  }
  const more = raw.left_out ? " " + number(raw.left_out) + " more are not in this page." : "";
  return (list.length === items.length ? counted(items.length, "finding") : number(list.length) + " of " + counted(items.length, "finding")) + "." + more;
}
