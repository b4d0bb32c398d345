// What is asked for stands in the hash: a target, `?`, and pairs of a name and a value.

/** Keeps an address or a path readable in a hash; `/` parts the two. */
function encode(text) {
  return encodeURIComponent(text).replace(/%(5B|5D|24|3A|40|2C|3B)/g, (one) => decodeURIComponent(one));
}

function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

/** A hash of a target and of a query. */
function joined(target, query) {
  const pairs = Object.entries(query).filter(([, value]) => value).map(([name, value]) => name + "=" + encode(value));
  return "#" + target + (pairs.length ? "?" + pairs.join("&") : "");
}

/** The target of a hash as it is written, and its query as a map. */
function parts(hash) {
  const text = hash.replace(/^#/, "");
  const mark = text.indexOf("?");
  const query = new Map((mark < 0 ? "" : text.slice(mark + 1)).split("&").filter(Boolean).map((pair) => {
    const at = pair.indexOf("=");
    return at < 0 ? [pair, "1"] : [pair.slice(0, at), decode(pair.slice(at + 1))];
  }));
  return [mark < 0 ? text : text.slice(0, mark), query];
}

function has(text, wanted) {
  return text.toLowerCase().includes(wanted);
}

/** Writes what is asked for, and leaves no trail of it. */
function writeHash() {
  const hash = hashNow();
  if (hash === (location.hash || "#")) return;
  try {
    history.replaceState(null, "", hash);
  } catch {
    location.hash = hash;
  }
}
