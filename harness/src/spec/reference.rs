//! The reference of spec files, made from the tables that the parser reads.

use std::fmt::Write as _;

use super::keys;
use super::reader::Key;
use super::{built_in, looks_at, tables};
use crate::matcher::{Accepts, MATCHERS};

/// The reference of spec files as Markdown: every key, every matcher, the quantifiers and right
/// sides. `docs/spec-files.md` is this text; a test holds it to that.
pub fn reference() -> String {
    let mut out = String::from(INTRODUCTION);
    out.push_str("\n## `[[spec]]`\n\n");
    rows(&mut out, "key", keys::SPEC);
    out.push_str(SPEC);
    out.push_str("\n## Clauses\n\n");
    rows(&mut out, "key", keys::CLAUSE);
    out.push_str(CLAUSES);
    out.push_str("\n## Matchers\n\n| matcher | the value | judges | `not_` |\n|---|---|---|---|\n");
    for info in MATCHERS {
        let judges = if info.judges.is_empty() {
            "any value"
        } else {
            info.judges
        };
        let negated = if info.negatable { "yes" } else { "" };
        _ = writeln!(
            out,
            "| `{} = {}` | {} | {judges} | {negated} |",
            info.name,
            cell(info.example),
            cell(info.says)
        );
    }
    out.push_str(MATCHING);
    out.push_str("\n### What stands on the right\n\n| matcher | takes |\n|---|---|\n");
    for info in MATCHERS {
        _ = writeln!(out, "| `{}` | {} |", info.name, takes(info.accepts));
    }
    out.push_str(RIGHT_SIDES);
    out.push_str("\n### Values that stand elsewhere\n\n");
    rows(&mut out, "key", keys::ELSEWHERE);
    out.push_str(ELSEWHERE);
    out.push_str("\n## `[param.<name>]`\n\n");
    rows(&mut out, "key", keys::PARAM);
    out.push_str(PARAMS);
    out.push_str("\n### Knowledge tables\n");
    out.push_str(TABLES);
    out.push_str("\n| table | rows | says |\n|---|---|---|\n");
    for table in tables() {
        let key = if table.is_keyed() { ", by key" } else { "" };
        _ = writeln!(
            out,
            "| `{}` | {}{key} | {} |",
            table.name,
            table.len(),
            cell(&table.title)
        );
    }
    out.push_str("\n## `[[spec.case]]`\n\n");
    rows(&mut out, "key", keys::CASE);
    out.push_str(CASES);
    out.push_str(
        "\n## Built-in specs\n\n| id | level | the fault | looks at |\n|---|---|---|---|\n",
    );
    for spec in &built_in().specs {
        let level = spec.level.word();
        let title = spec.title.as_deref().unwrap_or_default();
        let looks = looks_at(&spec.id).unwrap_or_default();
        _ = writeln!(
            out,
            "| `{}` | `{level}` | {} | {} |",
            spec.id,
            cell(title),
            cell(looks)
        );
    }
    out.push_str(BUILT_INS);
    out
}

fn rows(out: &mut String, title: &str, keys: &[Key]) {
    _ = writeln!(out, "| {title} | takes | says |\n|---|---|---|");
    for key in keys {
        _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            key.name,
            cell(&key.takes.words()),
            cell(key.says)
        );
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// What a right side may be.
fn takes(accepts: Accepts) -> &'static str {
    match accepts {
        Accepts::Any => "any value, `{ param = \"name\" }`, `{ at = \"$.path\" }`",
        Accepts::List => {
            "a list with something in it, `{ param = \"name\" }`, `{ at = \"$.path\" }`"
        }
        Accepts::TextOrObject => {
            "a text or an object, `{ param = \"name\" }`, `{ at = \"$.path\" }`"
        }
        Accepts::Text => "a text, `{ param = \"name\" }`, `{ at = \"$.path\" }`",
        Accepts::Glob => {
            "a text with `*` and `?`, or a list of them: any one, nothing in it replaced; \
             `{ param = \"name\" }`, whose texts are such"
        }
        Accepts::Regex => {
            "a regular expression, or a list of them: any one, nothing in it replaced; \
             `{ param = \"name\" }`, whose texts are such"
        }
        Accepts::Number => "a number, `{ param = \"name\" }`, `{ at = \"$.path\" }`",
        Accepts::True => "`true` and nothing else: the opposite has a name of its own",
        Accepts::Count => {
            "a whole number, or a comparison: `\">= 2\"`, with ==, !=, <, <=, > or >=; its number may be \
             a param: `\"<= {max}\"`"
        }
        Accepts::Format => "`\"json\"`",
        Accepts::Texts => {
            "a text, or a list of texts, `{ param = \"name\" }`, `{ at = \"$.path\" }`"
        }
        Accepts::Actions => {
            "an action or an ARN without `*` and `?`, or a list of them, `{ param = \"name\" }`, \
             `{ at = \"$.path\" }`"
        }
        Accepts::References => {
            "a glob over types or references with `*`, `?` and `{a,b}`, or a list of them: any one; \
             nothing in it replaced"
        }
        Accepts::Networks => {
            "a CIDR block or an address, or a list of them, `{ param = \"name\" }`, \
             `{ at = \"$.path\" }`"
        }
        Accepts::Constraint => {
            "a version constraint: `=`, `!=`, `>`, `>=`, `<`, `<=`, `~>`, with commas between; \
             `{ param = \"name\" }`, `{ at = \"$.path\" }`"
        }
    }
}

const INTRODUCTION: &str = "\
<!-- Made by `spec::reference()`; to make it again: STACKSPEC_BLESS=1 cargo test reference -->
# Spec files

A spec file is TOML and says what must hold of a stack. It holds any number of specs, and the
params that they use:

```toml
[param.suffix]
identity = true

[[spec]]
id       = \"bucket-without-suffix\"
title    = \"the name of a bucket lacks the environment suffix\"
resource = \"aws_s3_bucket\"
must     = [ { at = \"$.bucket\", contain = \"{suffix}\" } ]

[[spec.case]]
title    = \"a fixed name\"
params   = { suffix = \"pr1\" }
given.resource.aws_s3_bucket.logs = { bucket = \"logs\" }
expect   = \"fail\"
address  = \"aws_s3_bucket.logs\"
```

Keys that are not listed here are errors, and so are clauses that can never fail. All errors of a
file are shown at once. Write paths and regular expressions in single quotes: TOML then leaves
them as they are.
";

const SPEC: &str = "
`id`, `must` and exactly one of `resource`, `data`, `output`, `variable`, `provider`, `backend`,
`module`, `document` are required. Globs know `*`, `?`, `[ab]` and `{a,b}`.

In `where` both `@` and `$` are the subject. There is no `== null`: write `!@.x` for \"not
written\". A subject for which the condition hangs on an unknown value is judged, but its pass is
no evidence.
";

const CLAUSES: &str = "
A clause says where to look (`at`) and what the values there must satisfy (matchers). Without
`some`, `none` or `count`, **every value must satisfy every matcher, and there must be at least
one value**: a value that should be there and is not is a fail.

```toml
must = [
    { at = '$.tags.Owner', present = true },
    { at = '$.ingress[*].cidr_blocks[*]', optional = true, not_equal = \"0.0.0.0/0\" },
    { at = '$.timeout', default = 3, at_most = 29 },
    { at = '$.setting[*]', some = { contain = { name = \"containerInsights\" } } },
    { at = '$.subnet_ids[*]', count = \">= 2\" },
    { any = [ { at = '$.kms_key_id', present = true }, { at = '$.sse', equal = \"aws:kms\" } ] },
    { follow = '<-[function_name]- aws_lambda_permission', at = '@.principal', some = { equal = \"s3.amazonaws.com\" } },
    { follow = '-> aws_subnet <- aws_route_table_association -> aws_route_table <- route', where = '@.target_kind == \"internet_gateway\"', count = 0 },
    { at = '$.function_name', as = \"/aws/lambda/{}\", one_of = { resource = 'aws_cloudwatch_log_group', at = '@.name' } },
    { together = \"stack\", per = '$.vpc_id', at = '$.cidr_block', disjoint = true },
]
```

With `follow`, `resource`, `data`, `output` or `view` a clause looks at other things than the subject.
Each of them is `@`, in `where` and in `at` (without `at`, the whole of it); `$` stays the subject. The
quantifiers speak of the values of all of them together, a bare `count` of how many there are.

A walk goes along references: `->` refers to, `<-` is referred to by, `-[attr]->` only through that
attribute, `->>` any number of hops. Where it leaves the stack, what it reaches is unknown. Where it ends
before its last hop, nothing was examined and the spec is vacuous, whatever the clause says: that no
gateway was found behind a route table means nothing where there is no route table.

The number of `count`, `distinct` and `sum` may be a param: `count = \"<= {max}\"`.

`together` judges the values of all subjects at once; a `count` also where there is none. `unique`,
`distinct`, `sum` and `disjoint` judge the values of a clause by one another, and need no `together`
for the values of one subject.
";

const ELSEWHERE: &str = "
A right side that surely is empty fails a positive matcher, and is an `error` for a `not_`. One that
may hold more makes a miss `unknown`.
";

const MATCHING: &str = "
`not_<name>` holds if no value satisfies the matcher, each one proved. It stands alone: under
`some`, `none` and `count` it is an error. A value of another kind than a matcher judges is an
`error`, never a `fail`. Values are converted as Terraform does: `\"300\"` is at least `60`.
";

const RIGHT_SIDES: &str = "
- In a text `\"{name}\"` is replaced by the param of that name, `\"{$.path}\"` by the value at a path
  of the subject. Other braces stand for themselves.
- `{ param = \"name\" }` is the param's whole value, `{ at = \"$.path\" }` what the path selects on the
  subject. Both stand for a whole right side. Any other table is an object.
- `{ param = \"name\", key = \"$.engine\" }` is the row of a table by key: its values for what stands at
  the path, which starts at `$`, the subject, or at `@`, what is looked at or followed. No row for the key is
  a right side with nothing in it; with `optional = true` the clause then says nothing of the subject,
  which is no evidence. Where the key is not known, the clause is unknown, unless it comes to the same
  whatever the key.
- Where `{ at = ... }` selects nothing, a positive matcher fails and a `not_` is an error.
";

const PARAMS: &str = "
Names are small letters, digits and `_`. A value given with `--param NAME=VALUE` wins over
`[params]` of `stackspec.toml`, that over the environment variable, that over the default. Values
from the environment are never printed. Text from outside becomes what the param is: a number, a
boolean, or a list of the texts between commas; a table by key is given in `[params]` alone. An empty
value is an error.
";

const TABLES: &str = "
What providers' documents say is kept as data, with its source and the day that it was checked:

```toml
[param.engine_ports]
table = \"engine-ports\"                   # or of your own: default = { postgres = [5432], mysql = [3306] }

[[spec]]
id       = \"db-port-unlike-engine\"
resource = \"aws_db_instance\"
must     = [ { at = '$.port', optional = true, one_of = { param = \"engine_ports\", key = '$.engine' } } ]
```

A table with rows by key is looked up with `key`; a list is the param's value. `[params]` of
`stackspec.toml` replaces either: `engine_ports = { postgres = [5433] }`.
";

const CASES: &str = "
A case is judged on its own params and the defaults, never on values from outside. `stackspec test`
runs the cases of all specs.
";

const BUILT_INS: &str = "
These are judged on every synth output without being asked for, as `<stack role>::stackspec::<id>`.
They are no evidence that anything holds: a run of nothing else has judged nothing, and they cover
no resource. `[levels]` in `stackspec.toml` sets their levels: `block-empty = \"deny\"`. `stackspec
explain ID` says more.
";

#[cfg(test)]
mod tests {
    use super::*;

    /// The page is this text. `STACKSPEC_BLESS=1` writes it.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads its own switch")]
    fn page_is_the_reference() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/spec-files.md");
        match std::env::var("STACKSPEC_BLESS").as_deref() {
            Ok("1") => std::fs::write(page, reference()).unwrap(),
            Ok(other) => panic!("STACKSPEC_BLESS is `{other}`; the only value is 1"),
            Err(_) => {}
        }
        let written = std::fs::read_to_string(page).unwrap_or_default();
        pretty_assertions::assert_eq!(
            written,
            reference(),
            "run: STACKSPEC_BLESS=1 cargo test reference"
        );
    }

    /// What the page shows is read by the parser: its first block as a file, the clauses and every
    /// matcher's example as clauses.
    #[test]
    fn examples_parse() {
        let page = reference();
        let mut blocks = page
            .split("```toml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap());
        check(blocks.next().unwrap());
        let spec = "[[spec]]\nid = \"a\"\nresource = \"x\"\n";
        check(&format!("{spec}{}", blocks.next().unwrap()));
        check(blocks.next().unwrap());
        for info in MATCHERS {
            let clause = format!("{{ at = '$.x', {} = {} }}", info.name, info.example);
            check(&format!("[param.suffix]\n{spec}must = [ {clause} ]\n"));
            if info.negatable {
                let clause = format!("{{ at = '$.x', not_{} = {} }}", info.name, info.example);
                check(&format!("[param.suffix]\n{spec}must = [ {clause} ]\n"));
            }
        }
    }

    #[track_caller]
    fn check(text: &str) {
        let file = crate::diagnostic::SourceFile {
            path: "page.toml".into(),
            text: text.into(),
        };
        if let Err(found) = crate::spec::parse(&file, "page") {
            panic!(
                "{}",
                found
                    .iter()
                    .map(|d| d.render(false))
                    .collect::<Vec<_>>()
                    .join("\n\n")
            );
        }
    }
}
