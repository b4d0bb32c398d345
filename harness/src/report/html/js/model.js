// The data, in the order in which `data.rs` wrote it.

const STATES = ["covered", "present", "consulted", "never", "unknown", "unmeasured"];
const SAYS = {
  covered: "a clause would fail if it were otherwise",
  present: "a clause would fail if it were not there, and none if it were otherwise",
  consulted: "it decides what is judged, and no clause fails because of it",
  never: "no spec looks at it",
  unknown: "it is not known before apply, so no change of it can be tried",
  unmeasured: "nobody asked which attributes the specs hold",
};
const RESOURCE = "resource";

const raw = JSON.parse(document.getElementById("data").textContent);
const hasLeaves = raw.has[0];
const hasMutants = raw.has[1];

const clauses = raw.clauses.map(([spec, clause, written, file, line, proven, why, covers], id) =>
  ({ id, spec, clause, written, file, line, proven, why, covers, name: spec + "." + clause }));

const classes = raw.classes.map(([kind, type, path], id) => ({
  id, kind: raw.kinds[kind], type: raw.types[type], path: raw.paths[path],
  tally: [0, 0, 0, 0, 0, 0], leaves: 0, killed: 0, survived: 0,
}));

const blocks = raw.blocks.map((row, id) => ({
  id, stack: row[0], kind: raw.kinds[row[1]], address: row[2], type: raw.types[row[3]],
  scope: raw.scopes[row[4]], construct: row[5], file: raw.files[row[6]], line: row[7],
  state: row[8], specs: row[9].map((spec) => raw.specs[spec]),
  flat: row[10], count: row[10].length / 6, tally: [0, 0, 0, 0, 0, 0],
  mutants: [], killed: new Map(), survived: 0,
}));

for (const block of blocks) {
  for (let at = 0; at < block.flat.length; at += 6) {
    block.tally[block.flat[at + 4]] += 1;
    const of = classes[block.flat[at + 1]];
    of.tally[block.flat[at + 4]] += 1;
    of.leaves += 1;
  }
}

const mutants = raw.mutants.map(([block, path, operator, before, after, survived, standsFor, by], id) =>
  ({ id, block: blocks[block], path, operator: raw.operators[operator], before, after, survived,
    standsFor, by: by.map((spec) => raw.specs[spec]), group: null }));
for (const mutant of mutants) {
  mutant.block.mutants.push(mutant);
  if (mutant.survived) mutant.block.survived += 1;
}
for (const [block, path, count] of raw.killed) blocks[block].killed.set(path, count);

const groups = raw.groups.map(([stack, kind, type, path, of, spec, why], id) => {
  const group = { id, stack, kind: raw.kinds[kind], type: raw.types[type], path: raw.paths[path],
    mutants: of.map((at) => mutants[at]), spec, why };
  for (const mutant of group.mutants) mutant.group = group;
  return group;
});

// Mutants of a leaf count for its class.
for (const block of blocks) {
  if (!block.killed.size && !block.mutants.length) continue;
  for (let at = 0; at < block.flat.length; at += 6) {
    const of = classes[block.flat[at + 1]];
    of.killed += block.killed.get(block.flat[at]) || 0;
    of.survived += block.mutants.filter((m) => m.survived && m.path === block.flat[at]).length;
  }
}

const byAddress = new Map();
for (const block of blocks) {
  if (!byAddress.has(block.address)) byAddress.set(block.address, []);
  byAddress.get(block.address).push(block);
}

/** The leaf of a block at a place, as an object. */
function leafOf(block, index) {
  const at = index * 6;
  const [path, of, line, column, state, set] = block.flat.slice(at, at + 6);
  return { block, index, pathId: path, path: raw.paths[path], of: classes[of],
    line: block.line + line, column, state, by: raw.sets[set].map((id) => clauses[id]) };
}

/** The mutants of a leaf that nobody killed. */
function mutantsOf(block, pathId) {
  return block.mutants.filter((mutant) => mutant.path === pathId);
}

/** The mutants of a block that are of none of its leaves. */
function mutantsOfWhole(block) {
  const paths = new Set();
  for (let at = 0; at < block.flat.length; at += 6) paths.add(block.flat[at]);
  return block.mutants.filter((mutant) => !paths.has(mutant.path));
}

/** What a block is listed under: its type, or its kind where that is no resource. */
function typeLabel(block) {
  if (block.kind === RESOURCE) return block.type || RESOURCE;
  return block.kind === "data" ? "data " + block.type : block.kind;
}
