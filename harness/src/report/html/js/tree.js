// The stack as a tree: a row is made when the one above it is opened, and long lists come in parts.

const openKeys = new Map();
const limits = new Map();
let roots = [];
let nodes = new Map();
let chosen = null;
let focused = null;

function node(kind, key, label, parent) {
  const made = { kind, key, label, parent, children: [], tally: [0, 0, 0, 0, 0, 0], resources: 0, covered: 0, survived: 0, li: null };
  nodes.set(key, made);
  return made;
}

/** The tree of what is shown. */
function build(list) {
  nodes = new Map();
  roots = raw.stacks.map(([name], at) => node("stack", "s" + at, name, null));
  for (const { block, leaves } of list) {
    let at = roots[block.stack];
    for (const part of block.scope) at = child(at, "scope", part);
    at = child(at, "type", typeLabel(block));
    if (block.kind !== RESOURCE) at.rank = 2;
    const made = node("block", "b" + block.id, block.address, at);
    made.block = block;
    made.rank = at.rank;
    made.leaves = leaves;
    made.tally = block.tally;
    made.survived = block.survived;
    made.resources = block.kind === RESOURCE ? 1 : 0;
    made.covered = block.kind === RESOURCE && block.state === 0 ? 1 : 0;
    at.children.push(made);
    for (let up = at; up; up = up.parent) {
      up.resources += made.resources;
      up.covered += made.covered;
      up.survived += made.survived;
      made.tally.forEach((n, state) => { up.tally[state] += n; });
    }
  }
  roots = roots.filter((root) => root.children.length);
  roots.forEach(tidy);
}

function child(parent, kind, label) {
  const key = parent.key + "\u0000" + kind + label;
  const known = nodes.get(key);
  if (known) return known;
  const made = node(kind, key, label, parent);
  parent.children.push(made);
  return made;
}

// Constructs first, then resources, then outputs, variables and the like.
const RANK = { scope: 0, type: 1, block: 1 };

/** Sorts, leaves out the type of a single block, and joins a construct with its only part. */
function tidy(of) {
  of.children = of.children.map((one) => {
    if (one.kind === "block") return one;
    tidy(one);
    if (one.children.length === 1 && one.kind === "type") {
      one.children[0].parent = of;
      return one.children[0];
    }
    const only = one.children[0];
    if (one.children.length === 1 && only.kind !== "block") {
      only.label = one.label + " / " + only.label;
      only.parent = of;
      only.rank = RANK[one.kind];
      return only;
    }
    return one;
  });
  const rank = (one) => one.rank ?? RANK[one.kind];
  of.children.sort((a, b) => rank(a) - rank(b) || collator.compare(a.label, b.label));
}

function childrenOf(of) {
  if (of.kind !== "block") return of.children;
  if (!of.made) {
    of.made = of.leaves.map((index) => {
      const made = node("leaf", of.key + "." + index, raw.paths[of.block.flat[index * 6]], of);
      made.block = of.block;
      made.index = index;
      made.state = of.block.flat[index * 6 + 4];
      made.survived = mutantsOf(of.block, of.block.flat[index * 6]).filter((mutant) => mutant.survived).length;
      return made;
    });
  }
  return of.made;
}

function opens(of) {
  return of.kind === "block" ? of.leaves.length > 0 : of.kind !== "leaf" && of.kind !== "more";
}

function isOpen(of) {
  return opens(of) && Boolean(openKeys.get(of.key));
}

/** Opens what there is room for: all of a small tree, the stacks of a large one. */
function openAtFirst(list) {
  const leaves = list.reduce((sum, one) => sum + one.leaves.length, 0);
  for (const of of [...nodes.values()]) {
    if (of.kind === "leaf" || openKeys.has(of.key)) continue;
    const all = of.kind === "block" ? filtering() && leaves <= 150 : list.length <= (filtering() ? 150 : 60);
    if (all || of.kind === "stack") openKeys.set(of.key, true);
  }
}

function words(of) {
  const said = [of.label];
  if (of.kind === "leaf") {
    said.push(STATES[of.state]);
    const held = leafOf(of.block, of.index).by.length;
    if (held) said.push("held by " + counted(held, "clause"));
  } else if (of.kind === "block") {
    said.push(of.block.kind, STATES[of.block.state], counted(of.block.count, "attribute") + ": " + spoken(of.tally));
  } else {
    said.push(of.kind === "scope" ? "construct or module" : of.kind, of.covered + " of " + counted(of.resources, "resource") + " covered", spoken(of.tally));
  }
  if (of.survived) said.push(counted(of.survived, "survivor"));
  return said.join(", ");
}

function row(of) {
  const made = el("div", "row");
  made.appendChild(opens(of) ? glyph("twisty", "twisty") : el("span", "twisty"));
  const state = of.kind === "leaf" ? of.state : of.kind === "block" ? of.block.state : -1;
  if (state >= 0) made.appendChild(glyph(STATES[state], "glyph " + STATES[state]));
  const name = el("span", "name", of.label);
  name.title = of.kind === "block" && of.block.construct ? of.label + "\n" + of.block.construct : of.label;
  made.appendChild(name);
  if (of.survived) made.appendChild(el("span", "pill", number(of.survived), el("span", "long", of.survived === 1 ? " survivor" : " survivors")));
  if (of.kind === "leaf") {
    const held = leafOf(of.block, of.index).by.length;
    put(made, el("span", "share"), el("span", "number", held ? counted(held, "clause") : ""));
  } else {
    const known = of.tally[0] + of.tally[1] + of.tally[2] + of.tally[3];
    const share = el("span", "share", hasLeaves && bar(of.tally));
    put(made, share, el("span", "number", hasLeaves ? number(of.tally[0]) + " of " + number(known) : ""));
  }
  const word = state >= 0 ? STATES[state] : of.resources && hasLeaves ? number(of.covered) + " of " + number(of.resources) : "";
  made.appendChild(el("span", "word " + (state >= 0 ? STATES[state] : ""), word));
  return made;
}

/** The row of a node with those below it, if they are open. */
function item(of, level, position, size) {
  const li = el("li", of.kind + " l" + Math.min(level, 8));
  li.setAttribute("role", "treeitem");
  li.setAttribute("aria-level", level);
  li.setAttribute("aria-posinset", position);
  li.setAttribute("aria-setsize", size);
  li.setAttribute("aria-label", words(of));
  li.setAttribute("aria-selected", String(of === chosen));
  li.tabIndex = -1;
  li.node = of;
  of.li = li;
  li.appendChild(of.kind === "more" ? el("div", "row", el("span", "twisty"), el("span", "name", of.label)) : row(of));
  if (opens(of)) {
    li.setAttribute("aria-expanded", String(isOpen(of)));
    if (isOpen(of)) li.appendChild(list(of, level + 1));
  }
  return li;
}

function list(of, level) {
  const ul = el("ul", "");
  ul.setAttribute("role", "group");
  const all = childrenOf(of);
  const limit = limits.get(of.key) || PART;
  all.slice(0, limit).forEach((one, at) => ul.appendChild(item(one, level, at + 1, all.length)));
  if (all.length > limit) {
    const more = node("more", of.key + "+", "Show " + number(Math.min(PART, all.length - limit)) + " more; " + number(all.length - limit) + " are left", of);
    ul.appendChild(item(more, level, limit + 1, all.length));
  }
  return ul;
}

/** Makes the rows of a node again. */
function again(of) {
  const old = of.li;
  const [level, position, size] = ["level", "posinset", "setsize"].map((name) => Number(old.getAttribute("aria-" + name)));
  old.replaceWith(item(of, level, position, size));
}

function setOpen(of, open) {
  if (!opens(of) || isOpen(of) === open) return;
  openKeys.set(of.key, open);
  const had = document.activeElement && of.li.contains(document.activeElement);
  again(of);
  if (had || focused === of) focusOn(of, had);
}

function more(of) {
  const { parent } = of;
  const limit = limits.get(parent.key) || PART;
  limits.set(parent.key, limit + PART);
  again(parent);
  focusOn(childrenOf(parent)[limit], true);
}

/** Lets the keyboard in at a node. */
function focusOn(of, really) {
  if (focused && focused.li) focused.li.tabIndex = -1;
  focused = of;
  if (!of || !of.li) return;
  of.li.tabIndex = 0;
  if (really) {
    of.li.focus({ preventScroll: true });
    of.li.firstChild.scrollIntoView({ block: "nearest" });
  }
}

/** Chooses a node: its details are shown, and the hash names it. */
function choose(of) {
  if (chosen && chosen.li) chosen.li.setAttribute("aria-selected", "false");
  chosen = of;
  if (of && of.li) of.li.setAttribute("aria-selected", "true");
  asked.block = of ? of.block || null : null;
  asked.leaf = of && of.kind === "leaf" ? of.index : -1;
  showDetail(of);
  writeHash();
}

/** Opens everything on the way to what the hash names, and chooses it. */
function reveal() {
  const of = asked.block && nodes.get("b" + asked.block.id);
  if (!of) return null;
  let target = of;
  if (asked.leaf >= 0) {
    target = childrenOf(of).find((leaf) => leaf.index === asked.leaf) || of;
    openKeys.set(of.key, true);
  }
  for (let at = target; at.parent; at = at.parent) {
    openKeys.set(at.parent.key, true);
    const place = childrenOf(at.parent).indexOf(at);
    if (place >= (limits.get(at.parent.key) || PART)) limits.set(at.parent.key, Math.ceil((place + 1) / PART) * PART);
  }
  return target;
}

/** The rows that can be seen, in their order. */
function rows(tree) {
  return [...tree.querySelectorAll('[role="treeitem"]')];
}

function onTreeKey(event) {
  const li = event.target.closest('[role="treeitem"]');
  if (!li || event.altKey || event.ctrlKey || event.metaKey) return;
  const of = li.node;
  const all = rows(event.currentTarget);
  const at = all.indexOf(li);
  const go = (to) => to && focusOn(to.node, true);
  const keys = {
    ArrowDown: () => go(all[at + 1]),
    ArrowUp: () => go(all[at - 1]),
    Home: () => go(all[0]),
    End: () => go(all[all.length - 1]),
    ArrowRight: () => (opens(of) && !isOpen(of) ? setOpen(of, true) : go(isOpen(of) && all[at + 1])),
    ArrowLeft: () => (isOpen(of) ? setOpen(of, false) : of.parent && go(of.parent.li)),
    Enter: () => act(of, true),
    " ": () => act(of, false),
    "*": () => of.parent && childrenOf(of.parent).forEach((one) => one.li && setOpen(one, true)),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

function act(of, enter) {
  if (of.kind === "more") return more(of);
  choose(of);
  if (enter) pane.focus({ preventScroll: true });
  return undefined;
}

function onTreeClick(event) {
  const li = event.target.closest('[role="treeitem"]');
  if (!li) return;
  const of = li.node;
  if (of.kind === "more") { more(of); return; }
  choose(of);
  setOpen(of, !isOpen(of));
  focusOn(of, true);
}

/** Scrolls to a row that cannot be seen. */
function inSight(of) {
  const { top, bottom } = of.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) of.scrollIntoView({ block: "center" });
}

/** The tree of what is asked for; says how much it is. */
function showTree(panel) {
  const found = shown();
  build(found);
  openAtFirst(found);
  const target = reveal();
  focused = null;
  chosen = target;
  const tree = el("ul", "tree");
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-label", "Stacks, constructs, resources and their attributes");
  roots.forEach((root, at) => tree.appendChild(item(root, 1, at + 1, roots.length)));
  tree.addEventListener("keydown", onTreeKey);
  tree.addEventListener("click", onTreeClick);
  if (roots.length) {
    const head = el("div", "columns", el("span", "", "Stack, construct or module, resource, attribute"),
      el("span", "share"), el("span", "number", hasLeaves ? "attributes" : ""), el("span", "word", hasLeaves ? "resources" : ""));
    head.setAttribute("aria-hidden", "true");
    put(panel, head, tree);
  } else {
    put(panel, el("p", "empty", blocks.length ? "Nothing is like that." : "There is nothing in these inputs that specs could look at."));
  }
  focusOn(target || roots[0] || null, false);
  showDetail(target);
  if (target && target.li) inSight(target.li.firstChild);
  const leaves = found.reduce((sum, one) => sum + one.leaves.length, 0);
  const all = blocks.reduce((sum, block) => sum + block.count, 0);
  const hidden = asked.block && !target ? " " + asked.block.address + " is not among them." : "";
  return filtering()
    ? number(found.length) + " of " + counted(blocks.length, "block") + " and " + number(leaves) + " of " + counted(all, "attribute") + "." + hidden
    : counted(blocks.length, "block") + " with " + counted(all, "attribute") + ".";
}
