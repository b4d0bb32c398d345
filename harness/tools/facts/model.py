"""The text form of provider facts: what extract.py and from_schema.py write.

A block is a dictionary of its members by name, or `ANY` if what it holds is not described. A
member is a `Member`; its form is written as the text form writes it (see README.md):

    string, list(string), ...       the type of an attribute
    {list  {list1  {set=  {single   a block: nesting, `1` for at most one, `=` for an attribute
                                    whose type is made of objects
"""

from typing import NamedTuple, Optional

ANY = "*"


class Member(NamedTuple):
    """A member of a block: its form, its flags (letters of `ROCSDW`), and what a block holds."""

    form: str
    flags: str
    block: Optional[object] = None


def block_form(nesting, single=False, attribute=False):
    """The form of a nested block."""
    one = "1" if single and nesting != "single" else ""
    return "{" + nesting + one + ("=" if attribute else "")


def write(out, name, source, version, config, resources, data):
    """Writes a provider: its configuration block, then its types, all sorted by name."""
    out.write(f"provider {name} {source} {version}\n")
    write_block(out, config, 1)
    for mode, types in (("resource", resources), ("data", data)):
        for type_name in sorted(types):
            out.write(f"{mode} {type_name}\n")
            write_block(out, types[type_name], 1)


def write_block(out, block, depth):
    """Writes the members of a block, one level deeper than its name."""
    indent = " " * depth
    if block == ANY:
        out.write(f"{indent}{ANY}\n")
        return
    for name in sorted(block):
        member = block[name]
        out.write(f"{indent}{name} {member.form} {member.flags or '-'}\n")
        if member.block is not None:
            write_block(out, member.block, depth + 1)
