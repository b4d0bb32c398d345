// What is asked for: a part of the report, a thing in it, and filters. All of it stands in the hash.

const KEYS = ["view", "q", "type", "state", "survivors", "unproven", "clause", "stack", "theme"];
const VIEWS = ["stack", "classes", "clauses", "survivors"];
const asked = { view: "stack", text: "", type: "", states: new Set(), survivors: false, unproven: false, clause: "", block: null, leaf: -1 };

/** The hash of a thing, or of what is asked for. */
function hashOf(block, leaf, filters = {}) {
  let target = "";
  const query = { ...filters };
  if (block) {
    target = encode(block.address) + (leaf >= 0 ? "/" + encode(leafOf(block, leaf).path) : "");
    if (raw.stacks.length > 1) query.stack = raw.stacks[block.stack][0];
  }
  return joined(target, query);
}

function hashNow() {
  return hashOf(asked.block, asked.leaf, {
    view: asked.view === "stack" ? "" : asked.view,
    q: asked.text,
    type: asked.type,
    state: STATES.filter((_, state) => asked.states.has(state)).join(","),
    survivors: asked.survivors ? "1" : "",
    unproven: asked.unproven ? "1" : "",
    clause: asked.clause,
  });
}

/** Reads a hash. Says what in it means nothing here. */
function readHash(hash) {
  const [target, query] = parts(hash);
  const get = (name) => query.get(name) || "";
  const words = get("state").split(",").filter(Boolean);
  // A misspelt filter must not look like one that everything passes.
  const strange = [...query.keys()].filter((name) => !KEYS.includes(name))
    .concat(words.filter((word) => !STATES.includes(word)), VIEWS.includes(get("view") || "stack") ? [] : [get("view")]);
  asked.view = VIEWS.includes(get("view")) ? get("view") : "stack";
  asked.text = get("q");
  asked.type = get("type");
  asked.states = new Set(words.map((word) => STATES.indexOf(word)).filter((state) => state >= 0));
  asked.survivors = get("survivors") === "1";
  asked.unproven = get("unproven") === "1";
  asked.clause = get("clause");
  asked.block = null;
  asked.leaf = -1;
  if (["light", "dark"].includes(get("theme"))) document.documentElement.dataset.theme = get("theme");
  return [strange.length ? "The link asks for " + strange.join(", ") + ", which means nothing here." : "",
    target ? find(target, get("stack")) : ""].filter(Boolean).join(" ");
}

/** The block and the leaf of a target: `address` or `address/path`. */
function find(target, stack) {
  // An address may hold a slash that nobody encoded, so each place is tried, the last first.
  const ends = [target.length];
  for (let at = target.lastIndexOf("/"); at > 0; at = target.lastIndexOf("/", at - 1)) ends.push(at);
  for (const end of ends) {
    const found = byAddress.get(decode(target.slice(0, end)));
    if (!found) continue;
    asked.block = found.find((block) => raw.stacks[block.stack][0] === stack) || found[0];
    const path = decode(target.slice(end + 1));
    if (!path) return "";
    for (let at = 0; at < asked.block.count; at += 1) {
      if (raw.paths[asked.block.flat[at * 6]] === path) asked.leaf = at;
    }
    return asked.leaf < 0 ? "There is no " + path + " in " + asked.block.address + "." : "";
  }
  return "There is no " + decode(target) + " in this report.";
}

function filtering() {
  return Boolean(asked.text || asked.type || asked.states.size || asked.survivors || asked.clause);
}

/** The blocks that are asked for, each with its leaves that are: `{ block, leaves }`. */
function shown() {
  const wanted = asked.text.toLowerCase();
  const inPath = raw.paths.map((path) => !wanted || has(path, wanted));
  const inSpec = clauses.map((clause) => wanted && has(clause.spec, wanted));
  const inSet = raw.sets.map((set) => set.some((id) => inSpec[id]));
  const clause = clauses.findIndex((one) => one.name === asked.clause);
  const ofClause = raw.sets.map((set) => set.includes(clause));
  const result = [];
  for (const block of blocks) {
    if (asked.type && typeLabel(block) !== asked.type) continue;
    if (asked.survivors && !block.survived) continue;
    const named = !wanted || has(block.address, wanted) || has(block.construct || "", wanted)
      || has(typeLabel(block), wanted) || block.specs.some((spec) => has(spec, wanted));
    const survived = asked.survivors
      ? new Set(block.mutants.filter((mutant) => mutant.survived).map((mutant) => mutant.path)) : null;
    const leaves = [];
    for (let at = 0; at < block.count; at += 1) {
      const [path, , , , state, set] = block.flat.slice(at * 6, at * 6 + 6);
      if (asked.states.size && !asked.states.has(state)) continue;
      if (survived && !survived.has(path)) continue;
      if (asked.clause && !ofClause[set]) continue;
      if (!named && !inPath[path] && !inSet[set]) continue;
      leaves.push(at);
    }
    const whole = named && !asked.clause && (!asked.states.size || asked.states.has(block.state))
      && (!survived || mutantsOfWhole(block).some((mutant) => mutant.survived));
    if (leaves.length || whole) result.push({ block, leaves });
  }
  return result;
}
