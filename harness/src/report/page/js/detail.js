// What is said of one spec on one stack.

const pane = by("detail");

function showDetail() {
  const one = asked.one;
  const open = Boolean(one) && (asked.view === "findings" || asked.view === "specs");
  pane.hidden = !open;
  document.querySelector(".panes").classList.toggle("one", !open);
  document.documentElement.classList.toggle("with-detail", open);
  pane.textContent = "";
  if (!open) return;
  const { spec } = one;
  const close = button("Close", () => go({ one: null, finding: -1 }));
  close.className = "close";
  put(pane, close, el("h2", "mono", spec.name), spec.title && el("p", "", spec.title),
    el("p", "state " + one.outcome, glyph(one.outcome), el("span", "", el("b", "", one.outcome), ": " + SAYS[one.outcome],
      RED.has(one.outcome) && !one.red ? "; it fails nothing" : "")));
  const facts = el("dl", "facts");
  const fact = (name, value) => { if (value) put(facts, el("dt", "", name), el("dd", "", value)); };
  fact("stack", stackName(one.stack) + (raw.stacks[one.stack] ? " (" + raw.stacks[one.stack][3] + ")" : ""));
  fact("level", spec.level);
  fact("judged", one.outcome === "skipped" ? "" : number(one.judged) + " of " + counted(one.subjects, "subject")
    + (one.selected === one.subjects ? "" : "; where left " + number(one.subjects) + " of " + number(one.selected)));
  fact("file", spec.place && el("code", "", spec.place));
  fact("reason", one.reason);
  fact("help", one.help);
  fact("why", spec.why);
  fact("fix", spec.fix);
  fact("see", spec.refs.join(", "));
  put(pane, facts);
  const others = byName.get(spec.name).filter((other) => other !== one);
  list("On other stacks", others.map((other) => el("li", "", glyph(other.outcome, "glyph " + other.outcome), " ",
    link(stackName(other.stack), hashWith({ one: other, finding: -1 })), " " + other.outcome)));
  list("Notes", one.notes.map((note) => el("li", "", note)));
  const finding = one.findings[Math.max(0, asked.finding)];
  if (finding) {
    put(pane, el("h3", "", one.findings.length > 1 ? "Finding " + number(one.findings.indexOf(finding) + 1) + " of " + number(one.findings.length) : "Finding"));
    put(pane, el("div", "finding " + finding.outcome, el("div", "name", finding.address), where(finding), values(finding)));
    if (finding.clause) put(pane, el("div", "snippet", el("div", "over", "the clause"), el("pre", "", el("code", "", finding.clause))));
    if (one.findings.length > 1) {
      const at = one.findings.indexOf(finding);
      const steps = el("p", "");
      if (at > 0) put(steps, button("Previous", () => go({ finding: at - 1 })), " ");
      if (at + 1 < one.findings.length) put(steps, button("Next", () => go({ finding: at + 1 })));
      put(pane, steps);
    }
  }
}

function list(title, items_) {
  if (items_.length) put(pane, el("h3", "", title, el("span", "count", number(items_.length))), el("ul", "list", items_));
}
