// Numbers and names, as people read them.

/** How much of a long list is shown at once. */
const PART = 200;
const collator = new Intl.Collator("en", { numeric: true });
const grouped = new Intl.NumberFormat("en");
function number(n) { return grouped.format(n); }
function counted(n, noun) { return number(n) + " " + noun + (n === 1 ? "" : "s"); }
/** A share in percent, rounded down: 100 means all, and nothing is no share. */
function percent(part, all) { return all ? Math.floor((part * 100) / all) + "\u202f%" : "none"; }
