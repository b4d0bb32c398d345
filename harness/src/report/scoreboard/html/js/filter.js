// What is asked for: a part of the report, a case in it, and filters. All of it stands in the hash.

const KEYS = ["view", "q", "model", "run", "class", "platform", "state", "spec", "at", "theme"];
const VIEWS = ["overview", "failures", "matrix", "cases", "prompts"];
const CHOICES = ["model", "run", "class", "platform"];
const asked = { view: "overview", text: "", model: "", run: "", class: "", platform: "", states: new Set(), spec: "", one: null, cell: "" };

/** The hash for what is asked for, with changes: `one` is a case, `cell` a spec on it. */
function hashWith(changes = {}) {
  const now = { ...asked, ...changes };
  return joined(now.one ? target(now.one) : "", {
    at: now.one ? now.cell : "",
    view: now.view === "overview" ? "" : now.view,
    q: now.text,
    model: now.model,
    run: now.run,
    class: now.class,
    platform: now.platform,
    state: STATES.filter((_, state) => now.states.has(state)).join(","),
    spec: now.spec,
  });
}

function hashNow() {
  return hashWith();
}

/** Reads a hash. Says what in it means nothing here. */
function readHash(hash) {
  const [wanted, query] = parts(hash);
  const get = (name) => query.get(name) || "";
  const words = get("state").split(",").filter(Boolean);
  // A misspelt filter must not look like one that everything passes.
  const strange = [...query.keys()].filter((name) => !KEYS.includes(name))
    .concat(words.filter((word) => !STATES.includes(word)), VIEWS.includes(get("view") || "overview") ? [] : [get("view")]);
  asked.view = VIEWS.includes(get("view")) ? get("view") : "overview";
  asked.text = get("q");
  for (const choice of CHOICES) asked[choice] = get(choice);
  asked.states = new Set(words.map((word) => STATES.indexOf(word)).filter((state) => state >= 0));
  asked.spec = get("spec");
  asked.cell = get("at");
  asked.one = null;
  if (["light", "dark"].includes(get("theme"))) document.documentElement.dataset.theme = get("theme");
  const said = strange.length ? ["The link asks for " + strange.join(", ") + ", which means nothing here."] : [];
  if (wanted) {
    // Browsers write some characters otherwise than they stand in the link.
    const same = wanted.split("/").map((part) => encodeURIComponent(decode(part))).join("/");
    asked.one = byTarget.get(same) || null;
    if (!asked.one) said.push("There is no case " + decode(wanted) + " in this report.");
    else if (asked.view === "overview" || asked.view === "failures" || asked.view === "prompts") asked.view = "cases";
  }
  return said.join(" ");
}

function filtering() {
  return Boolean(asked.text || asked.states.size || asked.spec || CHOICES.some((choice) => asked[choice]));
}

/** The number of a name that is asked for; -1 stands for cases without one, -2 for a name that nobody has. */
function chosenPlace(axis) {
  const wanted = asked[axis];
  const at = NAMES[axis].indexOf(wanted);
  if (at >= 0) return at;
  return wanted === nameOf(axis, -1) ? -1 : -2;
}

/** The cases that are asked for. */
function shown() {
  const wanted = asked.text.toLowerCase();
  const choices = CHOICES.filter((choice) => asked[choice]).map((choice) => [choice, chosenPlace(choice)]);
  const spec = asked.spec ? specs.findIndex((one) => one.name === asked.spec) : -1;
  const inSpec = new Set(wanted ? specs.filter((one) => has(one.name, wanted)).map((one) => one.id) : []);
  const inPrompt = NAMES.prompt.map((name) => has(name, wanted));
  return cases.filter((one) =>
    choices.every(([axis, at]) => placesOf(axis, one).includes(at))
    && (!asked.states.size || asked.states.has(one.state))
    && (!asked.spec || (spec >= 0 && isRed(one, spec)))
    && (!wanted || has(one.name, wanted) || has(one.title || "", wanted) || inPrompt[one.prompt]
      || [...inSpec].some((at) => isRed(one, at)) || one.found.some((finding) => has(finding.address, wanted))));
}
