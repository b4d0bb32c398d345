// The data, as things with names. The order of lists is that of `page/data.rs`.

const raw = JSON.parse(document.getElementById("data").textContent);
const OUTCOMES = raw.outcomes;
// The shared bar has the parts of a tally by these names.
const STATES = ["pass", "uncovered"];
const textAt = (at) => (at < 0 ? "" : raw.texts[at]);

// As `spec/name.rs` has it: the library keeps one spec a file, and does not say its name twice.
const named = (file, id) => (file.endsWith("::" + id) ? file : file + "::" + id);

const specs = raw.specs.map(([file, id, title, level, builtIn, place, why, fix, refs], at) =>
  ({ at, file, id, name: named(file, id), title: title || "", level, builtIn, place, why, fix, refs }));

const verdicts = raw.verdicts.map(([spec, stack, outcome, red, selected, subjects, judged, found, reason, help, notes], at) =>
  ({ at, spec: specs[spec], stack, outcome: OUTCOMES[outcome], red, selected, subjects, judged, found, reason, help, notes, findings: [] }));

const findings = raw.findings.map(([verdict, outcome, texts, notes, clause, waived], at) => {
  const [address, construct, path, place, made, expected, actual, message] = texts.map(textAt);
  const made_ = { at, verdict: verdicts[verdict], outcome: waived ? "waived" : OUTCOMES[outcome], was: OUTCOMES[outcome], address, construct, path, place, made, expected, actual, message, notes, clause, waived };
  verdicts[verdict].findings.push(made_);
  return made_;
});

const RED = new Set(["fail", "unknown", "vacuous", "error"]);
const SAYS = {
  pass: "every subject holds",
  fail: "a subject does not hold",
  unknown: "it hangs on a value that is not known yet",
  vacuous: "nothing was examined that could have failed",
  waived: "what is wrong is known, and lived with until a day",
  skipped: "it was not judged here",
  error: "it could not be judged",
};
const waivers = raw.waivers.map(([written, place, state, stale, found, reason, owner, issue, expires]) =>
  ({ written, place, state, stale, found, reason, owner: owner || "", issue: issue || "", expires }));
const stackName = (at) => (raw.stacks[at] ? raw.stacks[at][0] : "");
const severalStacks = raw.stacks.length > 1;

// A spec by its name, on a stack.
const byName = new Map();
for (const one of verdicts) {
  if (!byName.has(one.spec.name)) byName.set(one.spec.name, []);
  byName.get(one.spec.name).push(one);
}

/** What can be searched of a verdict, and of a finding beside that. */
for (const one of verdicts) one.words = [one.spec.name, one.spec.title, stackName(one.stack), one.reason || ""].join("\n").toLowerCase();
for (const one of findings) one.words = [one.address, one.construct, one.path, one.place, one.made, one.expected, one.actual, one.message].join("\n").toLowerCase();

/** A finding that counts, or the verdict itself where it is red without any. */
const items = [];
for (const one of verdicts) {
  const before = items.length;
  for (const finding of one.findings) items.push({ verdict: one, finding, outcome: finding.outcome });
  if (items.length === before && RED.has(one.outcome)) items.push({ verdict: one, finding: null, outcome: one.outcome });
}
const rankOf = (item) => (item.outcome === "waived" ? 2 : item.verdict.red ? 0 : 1);
items.sort((a, b) => rankOf(a) - rankOf(b));
