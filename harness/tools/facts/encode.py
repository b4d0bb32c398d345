#!/usr/bin/env python3
"""Packs the reviewed text of provider facts into the binary form that the program embeds.

usage: encode.py TEXT BIN

The text form is described in README.md beside this file, the binary form in
harness/src/facts/table.rs. Nothing but the text goes in: the same text gives the same bytes, and a
test of the Rust side packs the text once more and compares.
"""

import struct
import sys

MAGIC, FORMAT = b"SSF1", 1
ANY_NODE, NO_NODE = 0xFFFE, 0xFFFF
FLAGS = {"R": 1 << 0, "O": 1 << 1, "C": 1 << 2, "S": 1 << 3, "D": 1 << 4, "W": 1 << 5}
BLOCK, ATTRIBUTE, SINGLE, NESTING_SHIFT = 1 << 6, 1 << 7, 1 << 8, 9
NESTINGS = {"list": 0, "set": 1, "map": 2, "single": 3}
TYPES = {"string": 1, "number": 2, "bool": 3, "any": 4, "list": 5, "set": 6, "map": 7}


class Block:
    """A block while it is read: its members by name, each `(flags, type code or Block)`."""

    def __init__(self):
        self.members = {}
        self.any = False


def read(lines):
    """The text as `(types, providers)`: types are `{name: {"resource" | "data": Block}}`,
    providers a list of `(local name, source address, version, Block)`."""
    types, providers, open_blocks = {}, [], []
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        depth = len(line) - len(line.lstrip(" "))
        try:
            if depth == 0:
                block = Block()
                open_blocks = [block]
                if words[0] == "provider":
                    _, name, source, version = words
                    providers.append((name, source, version, block))
                else:
                    mode, name = words
                    if types.setdefault(name, {}).setdefault(mode, block) is not block:
                        raise ValueError("declared twice")
                    if mode not in ("resource", "data"):
                        raise ValueError(f"unknown word {mode}")
                continue
            del open_blocks[depth:]
            if len(open_blocks) != depth:
                raise ValueError("indented too deep")
            parent = open_blocks[-1]
            if words == ["*"]:
                parent.any = True
                continue
            name, form, flag_letters = words
            if name in parent.members:
                raise ValueError("declared twice")
            flags = sum(FLAGS[letter] for letter in flag_letters if letter != "-")
            if form.startswith("{"):
                attribute, single = form.endswith("="), "1" in form
                nesting = form.strip("{1=")
                flags |= BLOCK | NESTINGS[nesting] << NESTING_SHIFT
                flags |= ATTRIBUTE if attribute else 0
                flags |= SINGLE if single or nesting == "single" else 0
                block = Block()
                open_blocks.append(block)
                parent.members[name] = (flags, block)
            else:
                parent.members[name] = (flags, type_code(form))
        except (ValueError, KeyError) as error:
            raise SystemExit(f"line {number}: {error}: {line.rstrip()}") from error
    return types, providers


def type_code(text):
    """`list(map(string))` as three bits a level, the outermost level lowest."""
    words = text.replace(")", "").split("(")
    code = 0
    for word in reversed(words):
        code = code << 3 | TYPES[word]
    return code


def pack(types, providers):
    """The binary form, as bytes."""
    names = set(types)
    for *texts, block in providers:
        names.update(texts)
        collect_names(block, names)
    for modes in types.values():
        for block in modes.values():
            collect_names(block, names)
    strings = sorted(names)
    ids = {name: index for index, name in enumerate(strings)}

    # Nodes are numbered in the order in which they are first completed, kinds when all are known.
    nodes, rows = {}, []

    def node_of(block):
        if block.any:
            return ANY_NODE
        members = []
        for name in sorted(block.members):
            flags, inside = block.members[name]
            if isinstance(inside, Block):
                inside = node_of(inside)
            members.append((ids[name], (flags, inside)))
        key = tuple(members)
        if key not in nodes:
            nodes[key] = len(rows)
            rows.append(key)
        return nodes[key]

    type_rows = []
    for name in sorted(types):
        modes = types[name]
        found = [node_of(modes[m]) if m in modes else NO_NODE for m in ("resource", "data")]
        type_rows.append((ids[name], *found))
    provider_rows = []
    for name, source, version, block in sorted(providers, key=lambda row: row[0]):
        provider_rows.append((ids[name], ids[source], ids[version], node_of(block)))

    kinds = sorted({kind for row in rows for _, kind in row})
    kind_ids = {kind: index for index, kind in enumerate(kinds)}
    for what, count in (("strings", len(strings)), ("kinds", len(kinds)), ("nodes", len(rows))):
        if count >= ANY_NODE:
            raise SystemExit(f"{count} {what}: the format holds fewer than {ANY_NODE}")

    text, string_ends, node_ends, member_rows = bytearray(), [], [], []
    for string in strings:
        text += string.encode("ascii")
        string_ends.append(len(text))
    for row in rows:
        member_rows += [(name, kind_ids[kind]) for name, kind in row]
        node_ends.append(len(member_rows))

    out = bytearray(MAGIC)
    counts = (string_ends, kinds, node_ends, member_rows, type_rows, provider_rows, text)
    out += struct.pack("<8I", FORMAT, *map(len, counts))
    out += struct.pack(f"<{len(string_ends)}I", *string_ends)
    for kind in kinds:
        out += struct.pack("<2H", *kind)
    out += struct.pack(f"<{len(node_ends)}I", *node_ends)
    for table in (member_rows, type_rows, provider_rows):
        for row in table:
            out += struct.pack(f"<{len(row)}H", *row)
    return bytes(out + text)


def collect_names(block, names):
    names.update(block.members)
    for _, inside in block.members.values():
        if isinstance(inside, Block):
            collect_names(inside, names)


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    with open(arguments[0], encoding="ascii") as file:
        packed = pack(*read(file))
    with open(arguments[1], "wb") as file:
        file.write(packed)


if __name__ == "__main__":
    main(sys.argv[1:])
