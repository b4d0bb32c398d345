#!/usr/bin/env python3
"""Reads provider facts out of a prebuilt CDK for Terraform provider package.

usage: extract.py PACKAGE_DIRECTORY > TEXT

The package was generated from the provider's schema, one class for each block. The compiled
`index.js` has lost what matters here, but it ends in a source map that embeds the TypeScript, and
there each attribute has a comment with its Terraform name and flags:

    // bucket - computed: true, optional: true, required: false
    private _bucket?: string;
    public get bucket() {
      return this.getStringAttribute('bucket');

Nothing is executed. Only names, types, flags and nesting are taken, neither documentation nor
code. Where each fact stands:

    name, required, optional, computed    the comment
    type of an attribute                  the getter; the class for nested lists and maps
    a block, at most one                  `private _x = new XOutputReference(this, "x")`
    a block, many                         `private _x = new XList(this, "x", isSet)`
    list, set, map, single                `type:` in synthesizeHclAttributes / ...ToHclTerraform
    block or attribute made of objects    `listMapperHcl(f, isBlock)`; `isBlock:` itself is wrong
                                          for attributes such as aws_security_group.ingress

Anything that is written in a way not described here stops the run: a fact that is guessed is worse
than none.
"""

import base64
import json
import os
import re
import sys

from model import ANY, Member, block_form, write

CLASS = re.compile(r"^export class (\w+) extends cdktf\.(\w+) \{", re.M)
COMMENT = re.compile(r"^  // \S+ - computed: \w+, optional: \w+, required: \w+$", re.M)
ATTRIBUTE = re.compile(
    r"^  // (?P<name>\S+) - computed: (?P<computed>\w+), optional: (?P<optional>\w+),"
    r" required: (?P<required>\w+)\n"
    r"(?:  private _\w+\??(?:: (?P<declared>[^=\n]+?))?"
    r'(?: = new (?P<held_by>[\w.]+)\(this, "(?P<held_name>[^"]+)"(?:, (?P<is_set>true|false))?\))?'
    r"; ?\n)?"
    r"  public get \w+\(\) \{\n\s+return (?P<getter>.*?);\n  \}",
    re.M | re.S,
)
# One entry of the object that is built for HCL: `name: { value: .., isBlock: .., type: .., .. }`.
HCL_ENTRY = re.compile(
    r'^\s+"?(?P<name>[\w\-]+)"?: \{\n\s+value: (?P<value>.*),\n\s+isBlock: (?P<is_block>true|false),'
    r'\n\s+type: "(?P<nesting>\w+)",\n\s+storageClassType: "(?P<storage>[^"]+)",\n\s+\}',
    re.M,
)
HCL_FUNCTION = re.compile(
    r"^export function (\w+)ToHclTerraform\(struct\?: ([^)]+)\): any \{(.*?)^\}", re.M | re.S
)
INTERFACE = re.compile(r"^export interface (\w+)(?: extends [^{]+)? \{(.*?)^\}", re.M | re.S)
PROPERTY = re.compile(r"^\s+readonly (\w+)(\??):", re.M)

GETTERS = {
    "getStringAttribute": "string",
    "getNumberAttribute": "number",
    "getBooleanAttribute": "bool",
    "getListAttribute": "list(string)",
    "getNumberListAttribute": "list(number)",
    "getStringMapAttribute": "map(string)",
    "getNumberMapAttribute": "map(number)",
    "getBooleanMapAttribute": "map(bool)",
    "getAnyMapAttribute": "map(any)",
    "interpolationForAttribute": "any",
}
DECLARED = {  # the TypeScript type of a provider's own settings, which have no getter
    "string": "string",
    "number": "number",
    "boolean | cdktf.IResolvable": "bool",
    "string[]": "list(string)",
    "number[]": "list(number)",
    "{ [key: string]: string }": "map(string)",
}
STORAGE = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "any": "any",
    "stringList": "list(string)",
    "numberList": "list(number)",
    "booleanList": "list(bool)",
    "stringMap": "map(string)",
    "numberMap": "map(number)",
    "booleanMap": "map(bool)",
    "anyMap": "map(any)",
    "stringListList": "list(list(string))",
    "numberListList": "list(list(number))",
    "stringMapList": "list(map(string))",
    "stringMapMap": "map(map(string))",
    "stringListMap": "map(list(string))",
}
COLLECTIONS = ("ComplexList", "ComplexMap", "MapList")


class Odd(Exception):
    """The package says something in a way that this program does not read."""


class Source:
    """The classes, HCL functions and interfaces of one type's TypeScript."""

    def __init__(self, text):
        starts = list(CLASS.finditer(text))
        ends = [start.start() for start in starts[1:]] + [len(text)]
        self.classes = {
            start[1]: (start[2], text[start.start() : end]) for start, end in zip(starts, ends)
        }
        self.hcl = {
            found[1]: (found[2].split(" ")[0], hcl_entries(found[3]))
            for found in HCL_FUNCTION.finditer(text)
        }
        self.optional = {
            found[1]: {name: mark == "?" for name, mark in PROPERTY.findall(found[2])}
            for found in INTERFACE.finditer(text)
        }
        self.open = []  # the classes that are being read, to see a schema that holds itself

    def element_of(self, name):
        """The class of a collection's elements."""
        found = re.search(r"public get\(\w+: \w+\): (\w+)", self.classes[name][1])
        if not found or self.classes[found[1]][0] in COLLECTIONS:
            raise Odd(f"class {name}: a collection of what?")
        return found[1]

    def block(self, name):
        """The members of the block that a class stands for."""
        if name in self.open:
            return ANY
        kind, body = self.classes[name]
        if kind == "ComplexObject":
            function = lower_first(name.removesuffix("OutputReference"))
            entries = self.hcl[function][1]
        else:
            at = body.find("synthesizeHclAttributes")
            entries = hcl_entries(body[at:]) if at >= 0 else {}
        found = list(ATTRIBUTE.finditer(body))
        if len(found) != len(COMMENT.findall(body)):
            raise Odd(f"class {name}: attributes that are written in another way")
        if missing := set(entries) - {attribute["name"] for attribute in found}:
            raise Odd(f"class {name}: {missing} without a comment")
        self.open.append(name)
        members = {
            attribute["name"]: self.member(attribute, entries.get(attribute["name"]))
            for attribute in found
        }
        self.open.pop()
        return members

    def member(self, attribute, entry):
        """One attribute or nested block, from its accessor and its HCL entry if it has one."""
        flags = "".join(
            letter
            for letter, word in (("R", "required"), ("O", "optional"), ("C", "computed"))
            if attribute[word] == "true"
        )
        held_by, is_set = attribute["held_by"], attribute["is_set"] == "true"
        if held_by and held_by.startswith("cdktf."):
            form = STORAGE[lower_first(held_by.removeprefix("cdktf."))]
            return Member(as_set(form, is_set or in_set(entry)), flags)
        if held_by:
            return self.nested(attribute, entry, flags)
        declared = (attribute["declared"] or "").strip()
        for getter, form in GETTERS.items():
            if f"this.{getter}(" in attribute["getter"]:
                break
        else:
            if struct := re.match(r"([A-Z]\w*)(\[\])?(?: \| cdktf\.IResolvable)?$", declared):
                return self.struct_member(lower_first(struct[1]), bool(struct[2]), entry, flags)
            form = DECLARED.get(declared)
            if form is None:
                raise Odd(f"attribute {attribute['name']}: {declared!r}")
        if entry and (entry["storage"] == "any" or "(" in STORAGE.get(entry["storage"], "")):
            form = STORAGE[entry["storage"]]
        return Member(as_set(form, in_set(entry) or "Fn.tolist" in attribute["getter"]), flags)

    def nested(self, attribute, entry, flags):
        """A block that a class of its own holds."""
        held_by, is_set = attribute["held_by"], attribute["is_set"] == "true"
        kind = self.classes[held_by][0]
        if attribute["held_name"] != attribute["name"]:
            raise Odd(f"attribute {attribute['name']} holds {attribute['held_name']}")
        single = kind == "ComplexObject"
        element = held_by if single else self.element_of(held_by)
        if kind == "ComplexMap":
            nesting = "map"
        elif entry:
            nesting = "single" if entry["nesting"] == "struct" else entry["nesting"]
        else:  # nobody can write it, so there is no HCL form
            nesting = "single" if single else "set" if is_set else "list"
        form = block_form(nesting, single, not is_block(entry))
        return Member(form, flags, self.block(element))

    def struct_member(self, function, many, entry, flags):
        """A block without a class: in a provider's configuration."""
        nesting = "single" if entry["nesting"] == "struct" else entry["nesting"]
        form = block_form(nesting, not many, not is_block(entry))
        return Member(form, flags, self.struct(function))

    def struct(self, function):
        """The members of such a block, from the function that writes it as HCL."""
        interface, entries = self.hcl[function]
        members = {}
        for name, entry in entries.items():
            used = re.search(r"struct!\.(\w+)", entry["value"])
            flags = "O" if self.optional[interface][used[1]] else "R"
            inner = re.search(r"(\w+)ToHclTerraform[(,]", entry["value"])
            if entry["storage"] in STORAGE:
                form = STORAGE[entry["storage"]]
                members[name] = Member(as_set(form, in_set(entry)), flags)
            elif inner and inner[1] in self.hcl:
                many = entry["nesting"] != "struct"
                members[name] = self.struct_member(inner[1], many, entry, flags)
            else:
                raise Odd(f"{function}: {name} of type {entry['storage']}")
        return members


def hcl_entries(text):
    """The entries of an HCL object by name."""
    return {entry["name"]: entry.groupdict() for entry in HCL_ENTRY.finditer(text)}


def is_block(entry):
    """Whether an entry is a real block; the mapper's second argument is what tells."""
    if not entry or entry["is_block"] == "false":
        return False
    return not re.search(r"(listMapper|hashMapper)Hcl\(\w+, false\)", entry["value"])


def in_set(entry):
    """Whether an entry is held in a set."""
    return bool(entry) and entry["nesting"] == "set"


def as_set(form, is_set):
    """A list type as the set type that it stands for."""
    return "set" + form[4:] if is_set and form.startswith("list(") else form


def lower_first(name):
    """`AbcDef` as `abcDef`."""
    return name[0].lower() + name[1:]


def typescript(path):
    """The TypeScript that a compiled file embeds in its source map."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    encoded = text[text.rindex("//# sourceMappingURL") :].split("base64,")[1]
    source = json.loads(base64.b64decode(encoded))["sourcesContent"][0]
    return source.replace("cdktn.", "cdktf.")  # the name of the successor of the package


def source_of(directory):
    """The TypeScript of one type; large ones keep their structs in files beside it."""
    files = []
    structs = os.path.join(directory, "index-structs")
    if os.path.isdir(structs):
        names = sorted(os.listdir(structs))
        files += [os.path.join(structs, n) for n in names if re.fullmatch(r"structs\d*\.js", n)]
    # The type's own class comes last: what follows a class in the text is read as part of it.
    files.append(os.path.join(directory, "index.js"))
    return "\n".join(map(typescript, files))


def extract(package):
    """The provider as `(name, source address, version, configuration, resources, data)`."""
    found = {"TerraformResource": {}, "TerraformDataSource": {}, "TerraformProvider": {}}
    version = None
    library = os.path.join(package, "lib")
    for entry in sorted(os.scandir(library), key=lambda entry: entry.name):
        if not entry.is_dir():
            continue
        text = source_of(entry.path)
        type_name = re.search(r'static readonly tfResourceType = "([^"]+)"', text)[1]
        version = re.search(r"providerVersion: '([^']+)'", text)[1]
        source = Source(text)
        for name, (kind, _) in source.classes.items():
            if kind.startswith("Terraform"):
                found[kind][type_name] = source.block(name)
    ((name, config),) = found["TerraformProvider"].items()
    address = f"hashicorp/{name}"
    return name, address, version, config, found["TerraformResource"], found["TerraformDataSource"]


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    try:
        provider = extract(arguments[0])
    except Odd as odd:
        raise SystemExit(f"{arguments[0]}: {odd}") from odd
    write(sys.stdout, *provider)


if __name__ == "__main__":
    main(sys.argv[1:])
