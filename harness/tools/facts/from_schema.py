#!/usr/bin/env python3
"""Turns the output of `terraform providers schema -json` into the text of provider facts.

usage: from_schema.py SCHEMA.json [SOURCE_ADDRESS VERSION]... > TEXT

The schema does not say which version a provider has, so name it; only the providers that are named
are written, or all of them, as version `unknown`, if none is. Of each block it takes names, types,
flags and nesting, and besides what the prebuilt packages have lost: sensitive, deprecated and
write-only (`S`, `D`, `W`).

Format: "terraform providers schema" in the Terraform documentation, format version 1.
"""

import json
import sys

from model import Member, block_form, write

COLLECTIONS = ("list", "set", "map")


def type_text(schema_type):
    """A type constraint as the text form writes it; objects in objects are not described."""
    if isinstance(schema_type, str):
        return "any" if schema_type == "dynamic" else schema_type
    kind, inner = schema_type
    if kind not in COLLECTIONS:
        return "any"
    return f"{kind}({type_text(inner)})"


def flags_of(attribute):
    """The letters of an attribute's flags."""
    words = ("required", "optional", "computed", "sensitive", "deprecated", "write_only")
    return "".join(letter for letter, word in zip("ROCSDW", words) if attribute.get(word))


def typed(schema_type, flags):
    """A member of a type: types made of objects are blocks in attribute form."""
    if isinstance(schema_type, list):
        kind, inner = schema_type
        if kind == "object":
            return Member(block_form("single", attribute=True), flags, objects(inner, flags))
        if kind in COLLECTIONS and isinstance(inner, list) and inner[0] == "object":
            return Member(block_form(kind, attribute=True), flags, objects(inner[1], flags))
    return Member(type_text(schema_type), flags)


def objects(fields, flags):
    """The members of an object type: what may be written of the whole may be of its parts."""
    return {name: typed(field, flags) for name, field in fields.items()}


def block(schema):
    """The members of a block or of a nested type."""
    members = {}
    for name, attribute in (schema.get("attributes") or {}).items():
        flags = flags_of(attribute)
        if "nested_type" in attribute:
            nested = attribute["nested_type"]
            form = block_form(nested["nesting_mode"], attribute=True)
            members[name] = Member(form, flags, block(nested))
        else:
            members[name] = typed(attribute["type"], flags)
    for name, nested in (schema.get("block_types") or {}).items():
        mode = nested["nesting_mode"]
        flags = "R" if nested.get("min_items", 0) > 0 else "O"
        flags += "D" if nested["block"].get("deprecated") else ""
        form = block_form("single" if mode == "group" else mode, nested.get("max_items") == 1)
        members[name] = Member(form, flags, block(nested["block"]))
    return members


def main(arguments):
    if len(arguments) % 2 != 1:
        raise SystemExit(__doc__)
    with open(arguments[0], encoding="utf-8") as file:
        schemas = json.load(file)["provider_schemas"]
    versions = dict(zip(arguments[1::2], arguments[2::2]))
    for full_address in sorted(schemas):
        # The address without the registry's host name: `hashicorp/aws`.
        address = "/".join(full_address.split("/")[-2:])
        if versions and address not in versions:
            continue
        provider = schemas[full_address]
        resources = provider.get("resource_schemas") or {}
        data = provider.get("data_source_schemas") or {}
        write(
            sys.stdout,
            address.rsplit("/", maxsplit=1)[-1],
            address,
            versions.get(address, "unknown"),
            block((provider.get("provider") or {}).get("block") or {}),
            {name: block(schema["block"]) for name, schema in resources.items()},
            {name: block(schema["block"]) for name, schema in data.items()},
        )


if __name__ == "__main__":
    main(sys.argv[1:])
