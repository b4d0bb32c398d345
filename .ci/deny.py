#!/usr/bin/env python3
"""What .cargo/deny.toml asks of licences, versions and sources, where there is no cargo-deny to ask.

It reads `cargo metadata --locked`, and then changes what it read, one thing at a time: each change must be noticed.

It knows `licenses.allow`, `bans.skip`, `bans.deny` and `sources.allow-registry`, and no other key. Standard library of
Python 3.11 only. `cargo deny check bans licenses sources` reads the same file, and more of each crate.
"""

import copy
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN = {"licenses": {"allow", "confidence-threshold", "include-dev"}, "sources": {"unknown-registry", "unknown-git", "allow-registry"},
         "bans": {"multiple-versions", "multiple-versions-include-dev", "wildcards", "skip", "deny"}}


def allows(expression, allowed):
    """Whether an SPDX expression can be met by the licences that are allowed. `A/B`, as old crates write it, is A OR B."""
    words = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))
    at = 0

    def term():
        nonlocal at
        word = words[at]
        at += 1
        if word == "(":
            met = either()
            at += 1
            return met
        if words[at:at + 1] == ["WITH"]:
            word = f"{word} WITH {words[at + 1]}"
            at += 2
        return word in allowed

    def both():
        nonlocal at
        met = term()
        while words[at:at + 1] == ["AND"]:
            at += 1
            met = term() and met
        return met

    def either():
        nonlocal at
        met = both()
        while words[at:at + 1] == ["OR"]:
            at += 1
            met = both() or met
        return met

    return bool(words) and either() and at == len(words)


def faults(packages, rules):
    found = []
    for table, keys in rules.items():
        for key in keys:
            if key not in KNOWN.get(table, ()):
                found.append(f"`{table}.{key}` is a rule that deny.py does not know")
    allowed = set(rules["licenses"]["allow"])
    registries = {f"registry+{url}" for url in rules["sources"]["allow-registry"]}
    denied = {rule["name"] for rule in rules["bans"]["deny"]}
    skipped = {(rule["name"], rule["version"].lstrip("=")) for rule in rules["bans"]["skip"]}
    versions = {}
    for package in packages:
        name, version = package["name"], package["version"]
        if package["source"] is None:  # stackspec itself
            continue
        if not allows(package["license"] or "", allowed):
            found.append(f"{name} {version}: the licence `{package['license']}` is not allowed")
        if package["source"] not in registries:
            found.append(f"{name} {version}: comes from {package['source']}")
        if name in denied:
            found.append(f"{name} {version}: is denied")
        versions.setdefault(name, []).append(version)
    for rule in sorted(skipped):
        if rule[1] not in versions.get(rule[0], []) or len(versions[rule[0]]) == 1:
            found.append(f"{rule[0]} {rule[1]}: is skipped, and there is no second version")
    for name, those in sorted(versions.items()):
        if len([version for version in those if (name, version) not in skipped]) > 1:
            found.append(f"{name}: there are several versions, {', '.join(sorted(those))}")
    return found


def twins(packages, rules):
    """Each change of what is fine must be a fault."""
    def change(of, **values):
        changed = copy.deepcopy(packages)
        next(package for package in changed if package["name"] == of).update(values)
        return faults(changed, rules)

    def less(table, key, without):
        changed = copy.deepcopy(rules)
        changed[table][key] = [item for item in changed[table][key] if without not in (item, item["name"] if isinstance(item, dict) else None)]
        return faults(packages, changed)

    tried = {
        "another licence": change("serde", license="GPL-3.0-only"),
        "no licence": change("serde", license=None),
        "one of two licences": change("serde", license="MIT AND GPL-3.0-only"),
        "a broken licence": change("serde", license="MIT Apache-2.0"),
        "another source": change("serde", source="git+https://example.com/serde"),
        "a second version": change("serde", name="toml"),
        "a denied crate": change("serde", name="openssl"),
        "less licences": less("licenses", "allow", "Unicode-3.0"),
        "less skipped": less("bans", "skip", "syn"),
        "no registry": faults(packages, {**rules, "sources": {**rules["sources"], "allow-registry": []}}),
        "an unknown rule": faults(packages, {**rules, "bans": {**rules["bans"], "features": []}}),
    }
    return [f"{what}: nothing was noticed" for what, found in tried.items() if not found]


def main():
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--all-features"]
    packages = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)["packages"]
    rules = tomllib.loads((ROOT / ".cargo/deny.toml").read_text())
    found = faults(packages, rules) + twins(packages, rules)
    for fault in found:
        print(fault)
    print(f"{len(packages)} crates looked at")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
