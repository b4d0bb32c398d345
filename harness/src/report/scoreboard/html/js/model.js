// The data, in the order in which `data.rs` wrote it.

const STATES = ["clean", "faulty", "nothing-judged", "refused"];
const SAYS = {
  "clean": "specs were judged, and none of level deny is red",
  "faulty": "a spec of level deny is red",
  "nothing-judged": "nothing was judged, so it did not pass",
  "refused": "its input did not load, so it did not pass",
};

const raw = JSON.parse(document.getElementById("data").textContent);
const WORDS = raw.states;
/** The outcomes that make a case red, as `Outcome::is_red` has it. */
const RED = new Set(["vacuous", "unknown", "fail", "error"]);
const redDigits = new Set(raw.outcomes.map((word, at) => (RED.has(word) ? String(at) : "")).filter(Boolean));

/** What cases are told apart by: key, word, names. A case without a name has the number -1. */
const AXES = [
  ["model", "model", raw.models],
  ["run", "run", raw.runs],
  ["class", "class", raw.classes],
  ["platform", "platform", raw.platforms],
  ["prompt", "prompt", raw.prompts],
];
const NAMES = Object.fromEntries(AXES.map(([key, , names]) => [key, names]));

const specs = raw.specs.map(([name, deny, title, groups], id) =>
  ({ id, name, deny, title, groups: groups.map((group) => raw.groups[group]), short: name.slice(name.lastIndexOf("::") + 2) }));

const cases = raw.cases.map((row, id) => {
  const [model, run, platform, prompt, attempt, classes] = row.of;
  const [state, asExpected, stacks, resources, findings] = row.is;
  return {
    id, name: row.name, title: row.title, source: row.source,
    model, run, platform, prompt, attempt, class: classes,
    state, asExpected, stacks, resources, findings, cells: row.cells, counts: new Map(row.counts),
    met: row.expected[0], unmet: row.expected[1],
    found: row.findings.map(([spec, stack, outcome, met, address, construct, path, message, fingerprint, place]) =>
      ({ spec, stack: raw.texts[stack], outcome: raw.outcomes[outcome], met, address: raw.texts[address], construct, path, message, fingerprint, place })),
    more: row.more,
    mismatches: row.mismatches.map(([kind, message, place, notes, help]) => ({ kind, message, place, notes, help })),
    problems: row.problems.map(([message, notes, help]) => ({ message, notes, help })),
  };
});

/** The name of a case on an axis, by its number. */
function nameOf(axis, at) {
  return at < 0 ? "(no " + axis + ")" : NAMES[axis][at];
}

/** The numbers of a case on an axis: one, of classes as many as it has. */
function placesOf(axis, one) {
  return axis === "class" ? one.class : [one[axis]];
}

/** What a spec came to on a case; empty if it was not asked. */
function outcomeOf(one, spec) {
  const letter = one.cells[spec];
  return letter === undefined || letter === "." ? "" : raw.outcomes[Number(letter)];
}

function isRed(one, spec) {
  return redDigits.has(one.cells[spec]);
}

/** The part of a hash that names a case: run, model and name. */
function target(one) {
  const name = (axis, at) => (at < 0 ? "" : NAMES[axis][at]);
  return [name("run", one.run), name("model", one.model), one.name].map((part) => encodeURIComponent(part)).join("/");
}

const byTarget = new Map(cases.map((one) => [target(one), one]));
