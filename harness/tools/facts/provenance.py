#!/usr/bin/env python3
"""Writes PROVENANCE.toml beside the tables of facts, or checks what stands there.

usage: provenance.py FACTS_DIRECTORY PACKAGES     write; called by make.sh
       provenance.py --check FACTS_DIRECTORY      check; exits 1 and says what differs

PACKAGES has a line `TABLE DIRECTORY` for each package; the directory holds `pack.json`, which is
what npm says of it, `package/`, which is what it holds, and the text that was made of it.
"""

import datetime
import hashlib
import json
import os
import sys

import encode

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = ("encode.py", "extract.py", "model.py")
HEAD = """\
# Where the tables of provider facts come from. Written by harness/tools/facts/make.sh.
# The tables hold names, types, flags and nesting: no documentation and no code.
"""


def sha256(path):
    """The digest of a file, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def count(text):
    """What a provider's text declares."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    inner = [line.split() for line in lines if line.startswith(" ")]
    return {
        "resources": sum(line.startswith("resource ") for line in lines),
        "data_sources": sum(line.startswith("data ") for line in lines),
        "attributes": sum(len(words) == 3 and words[1][0] != "{" for words in inner),
        "blocks": sum(len(words) == 3 and words[1][0] == "{" for words in inner),
    }


def package_rows(table, directory):
    """A package's entry, as lines of TOML."""
    with open(os.path.join(directory, "pack.json"), encoding="utf-8") as file:
        (packed,) = json.load(file)
    with open(os.path.join(directory, "package", "package.json"), encoding="utf-8") as file:
        licence = json.load(file)["license"]
    with open(os.path.join(directory, os.path.basename(directory) + ".txt"), encoding="ascii") as file:
        text = file.read()
    _, _, source, version = text.split("\n", maxsplit=1)[0].split()
    rows = {
        "table": table,
        "provider": source,
        "provider_version": version,
        "package": packed["name"],
        "package_version": packed["version"],
        "integrity": packed["integrity"],
        "licence": licence,
        **count(text),
    }
    return [f"{key} = {json.dumps(value)}" for key, value in rows.items()]


def write(facts, packages):
    """Writes the file."""
    lines = [HEAD + f"made = {datetime.date.today().isoformat()}", "", "[sha256]"]
    lines += [f'"{name}" = "{sha256(os.path.join(HERE, name))}"' for name in PROGRAMS]
    with open(packages, encoding="utf-8") as file:
        for row in file:
            lines += ["", "[[package]]", *package_rows(*row.split())]
    with open(os.path.join(facts, "PROVENANCE.toml"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def check(facts):
    """The differences between what is there and what would be made, as sentences."""
    with open(os.path.join(facts, "PROVENANCE.toml"), encoding="utf-8") as file:
        provenance = file.read()
    for name in PROGRAMS:
        if sha256(os.path.join(HERE, name)) not in provenance:
            yield f"{name} is not the program that made the tables: run make.sh"
    for name in sorted(os.listdir(facts)):
        table, extension = os.path.splitext(name)
        if extension != ".txt":
            continue
        with open(os.path.join(facts, name), encoding="ascii") as file:
            packed = encode.pack(*encode.read(file))
        with open(os.path.join(facts, table + ".bin"), "rb") as file:
            if file.read() != packed:
                yield f"{table}.bin is not made from {name}: run encode.py {name} {table}.bin"


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    if arguments[0] == "--check":
        problems = list(check(arguments[1]))
        print("\n".join(problems) or "the tables of facts are as they were made")
        raise SystemExit(1 if problems else 0)
    write(*arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
