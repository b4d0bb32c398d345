// What is asked for: a part of the report, a spec in it, and filters. All of it stands in the hash.

const KEYS = ["view", "q", "stack", "level", "outcome", "finding", "theme"];
const VIEWS = ["findings", "specs", "waivers", "coverage"];
const FIRST = items.length ? "findings" : "specs";
const asked = { view: FIRST, text: "", stack: "", level: "", outcomes: new Set(), one: null, finding: -1 };

/** The hash for what is asked for, with changes: `one` is a verdict, `finding` the place of a finding of it. */
function hashWith(changes = {}) {
  const now = { ...asked, ...changes };
  const stack = now.one && severalStacks ? stackName(now.one.stack) : now.stack;
  return joined(now.one ? encode(now.one.spec.name) : "", {
    view: now.view === FIRST ? "" : now.view,
    q: now.text,
    stack,
    level: now.level,
    outcome: OUTCOMES.filter((word) => now.outcomes.has(word)).join(","),
    finding: now.one && now.finding >= 0 ? String(now.finding + 1) : "",
  });
}

function hashNow() {
  return hashWith();
}

/** Reads a hash. Says what in it means nothing here. */
function readHash(hash) {
  const [wanted, query] = parts(hash);
  const get = (name) => query.get(name) || "";
  const words = get("outcome").split(",").filter(Boolean);
  // A misspelt filter must not look like one that everything passes.
  const strange = [...query.keys()].filter((name) => !KEYS.includes(name))
    .concat(words.filter((word) => !OUTCOMES.includes(word)), VIEWS.includes(get("view") || FIRST) ? [] : [get("view")]);
  asked.view = VIEWS.includes(get("view")) ? get("view") : FIRST;
  asked.text = get("q");
  asked.level = get("level");
  asked.outcomes = new Set(words.filter((word) => OUTCOMES.includes(word)));
  asked.stack = get("stack");
  asked.one = null;
  asked.finding = -1;
  if (["light", "dark"].includes(get("theme"))) document.documentElement.dataset.theme = get("theme");
  const said = strange.length ? ["The link asks for " + strange.join(", ") + ", which means nothing here."] : [];
  if (wanted) said.push(find(decode(wanted), get("stack"), Number(get("finding")) || 0));
  return said.filter(Boolean).join(" ");
}

/** The verdict of a spec on a stack, and one of its findings, counted from 1. */
function find(name, stack, finding) {
  const known = byName.get(name);
  if (!known) return "There is no spec " + name + " in this report.";
  const there = known.find((one) => stackName(one.stack) === stack);
  const worst = [...known].sort((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome))[0];
  asked.one = there || worst;
  // The stack says which one of them it is; it is no filter then.
  asked.stack = "";
  if (finding > 0 && finding <= asked.one.findings.length) asked.finding = finding - 1;
  else if (finding > 0) return "There is no finding " + finding + " of " + name + ".";
  return stack && !there ? "There is no stack " + stack + " in this report." : "";
}

function filtering() {
  return Boolean(asked.text || asked.stack || asked.level || asked.outcomes.size);
}

/** Whether a verdict is on a stack and of a level that is asked for. */
function placed(one) {
  return (!asked.stack || stackName(one.stack) === asked.stack) && (!asked.level || one.spec.level === asked.level);
}

function shownItems() {
  const wanted = asked.text.toLowerCase();
  return items.filter((item) => placed(item.verdict)
    && (!asked.outcomes.size || asked.outcomes.has(item.outcome))
    && (!wanted || item.verdict.words.includes(wanted) || (item.finding && item.finding.words.includes(wanted))));
}

function shownVerdicts() {
  const wanted = asked.text.toLowerCase();
  return verdicts.filter((one) => placed(one)
    && (!asked.outcomes.size || asked.outcomes.has(one.outcome))
    && (!wanted || one.words.includes(wanted) || one.findings.some((finding) => finding.words.includes(wanted))));
}
