//! Templates by chance, made of bytes.

/// What the variables hold; each draws one of its row.
pub(super) const VALUES: [(&str, &[&str]); 8] = [
    (
        "s",
        &[
            r#""""#,
            r#""a""#,
            r#""a-b""#,
            r#""A""#,
            r#""1""#,
            r#""true""#,
            "null",
        ],
    ),
    ("t", &[r#""a""#, r#""-""#, r#""x-1""#]),
    ("n", &["0", "1", "2", "-1", "2.5"]),
    ("b", &["true", "false"]),
    ("l", &["[]", r#"["a"]"#, r#"["a","-","a"]"#, r#"["b",""]"#]),
    ("q", &["[1]", "[0,2]", r#"["1",2]"#]),
    ("m", &["{}", r#"{"a":"b"}"#, r#"{"a":"a","b":"-"}"#]),
    ("o", &[r#"{"a":1,"b":"x"}"#, r#"{"b":null,"c":["a"]}"#]),
];

/// Draws choices from random bytes; nothing is left when they are used up.
pub(super) struct Draw<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) depth: usize,
}

impl Draw<'_> {
    pub(super) fn below(&mut self, count: usize) -> usize {
        match self.bytes.split_first() {
            Some((byte, rest)) => {
                self.bytes = rest;
                usize::from(*byte) % count
            }
            None => 0,
        }
    }

    pub(super) fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    /// Fills `~T` and the like in one of the rows with expressions of that type.
    pub(super) fn fill(&mut self, leaves: &[&str], rows: &[&str]) -> String {
        if self.depth >= 4 || self.bytes.is_empty() {
            return self.pick(leaves).to_owned();
        }
        self.depth += 1;
        let row = self.pick(rows);
        let mut out = String::new();
        let mut chars = row.chars();
        while let Some(c) = chars.next() {
            match c {
                '~' => match chars.next() {
                    Some('T') => out.push_str(&self.text()),
                    Some('N') => out.push_str(&self.number()),
                    Some('B') => out.push_str(&self.boolean()),
                    Some('L') => out.push_str(&self.list()),
                    Some('M') => out.push_str(&self.map()),
                    _ => out.push_str(&self.any()),
                },
                c => out.push(c),
            }
        }
        self.depth -= 1;
        out
    }

    pub(super) fn any(&mut self) -> String {
        match self.below(6) {
            0 => self.number(),
            1 => self.boolean(),
            2 => self.list(),
            3 => self.map(),
            _ => self.text(),
        }
    }

    pub(super) fn text(&mut self) -> String {
        self.fill(
            &[
                "var.s", "var.t", "\"a\"", "\"\"", "\"x-y\"", "null", "var.n",
            ],
            &[
                "\"a-${~T}\"",
                "\"${~T}${~A}\"",
                "\"${~T}-b\"",
                "join(~T, ~L)",
                "join(\"-\", [~T, ~T], ~L)",
                "upper(~T)",
                "lower(\"A${~T}\")",
                "title(~T)",
                "format(\"%s-%s\", ~T, ~A)",
                "format(\"%v|%v\", ~A, ~T)",
                "format(\"%03d\", ~N)",
                "format(\"%5s\", ~T)",
                "replace(~T, \"a\", ~T)",
                "replace(~T, \"/[a-z]/\", \"<$0>\")",
                "substr(~T, 0, ~N)",
                "substr(\"abc${~T}\", 1, 2)",
                "trimprefix(\"a${~T}\", \"a\")",
                "trimsuffix(~T, \"b\")",
                "trimsuffix(\"${~T}b\", ~T)",
                "trim(~T, \"a-\")",
                "trimspace(~T)",
                "coalesce(~T, ~A)",
                "element(~L, ~N)",
                "~L[~N]",
                "~M.a",
                "~M[~T]",
                "lookup(~M, ~T, ~T)",
                "lookup(~M, \"a\", ~A)",
                "(~B ? ~T : ~A)",
                "(~B ? ~T : ~T)",
                "try(~T, ~T)",
                "try(~M.a, ~L[0], \"d\")",
                "jsonencode(~A)",
                "jsonencode({a = ~A, b = ~T})",
                "md5(~T)",
                "base64encode(~T)",
                "base64decode(base64encode(~T))",
                "tostring(~A)",
                "one(~L)",
                "\"%{ if ~B }${~T}%{ else }n%{ endif }\"",
                "\"%{ for v in ~L }<${v}>%{ endfor }\"",
                "cidrsubnet(\"10.0.0.0/16\", 8, ~N)",
                "jsondecode(jsonencode(~T))",
                "urlencode(~T)",
                "strrev(~T)",
                "indent(~N, ~T)",
                "chomp(~T)",
                "jsondecode(jsonencode({a = ~T})).a",
            ],
        )
    }

    pub(super) fn number(&mut self) -> String {
        self.fill(
            &["var.n", "0", "1", "2.5", "-1", "var.t"],
            &[
                "(~N + ~N)",
                "(~N * ~N)",
                "(~N - 1)",
                "(~N / ~N)",
                "(~N % 2)",
                "-(~N)",
                "length(~L)",
                "length(~T)",
                "length(~M)",
                "max(~N, ~N)",
                "min(~N, ~N, 1)",
                "abs(~N)",
                "ceil(~N)",
                "floor(~N)",
                "sum(~L)",
                "tonumber(~T)",
                "(~B ? ~N : ~N)",
                "try(tonumber(~T), ~N)",
                "index(~L, ~T)",
                "signum(~N)",
                "parseint(~T, 10)",
                "coalesce(~N, ~N)",
            ],
        )
    }

    pub(super) fn boolean(&mut self) -> String {
        self.fill(
            &["var.b", "true", "false", "var.s"],
            &[
                "(~T == ~T)",
                "(~A == ~A)",
                "(~A != ~A)",
                "(~N < ~N)",
                "(~N >= ~N)",
                "(~B && ~B)",
                "(~B || ~B)",
                "!~B",
                "contains(~L, ~T)",
                "contains(~L, ~A)",
                "startswith(~T, ~T)",
                "startswith(\"a${~T}\", \"b\")",
                "endswith(\"${~T}a\", ~T)",
                "can(~A)",
                "tobool(~T)",
                "alltrue([~B, ~B])",
                "anytrue([~B, ~B])",
                "(~A == null)",
                "strcontains(\"a${~T}\", \"a\")",
                "(~B ? ~B : ~B)",
                "(~T == \"a-\")",
            ],
        )
    }

    pub(super) fn list(&mut self) -> String {
        self.fill(
            &["var.l", "var.q", "[]", "[\"a\"]"],
            &[
                "[~T, ~T]",
                "[~A, ~A]",
                "[~N, ~T]",
                "concat(~L, ~L)",
                "split(\"-\", ~T)",
                "split(~T, ~T)",
                "compact(~L)",
                "distinct(~L)",
                "sort(~L)",
                "reverse(~L)",
                "tolist(~L)",
                "toset(~L)",
                "tolist(toset(~L))",
                "flatten([~L, ~A])",
                "slice(~L, 0, ~N)",
                "keys(~M)",
                "values(~M)",
                "range(~N)",
                "[for v in ~L : upper(v)]",
                "[for v in ~L : v if v != ~T]",
                "[for k, v in ~L : k]",
                "[for k, v in ~M : \"${k}${v}\"]",
                "(~B ? ~L : ~L)",
                "coalescelist(~L, ~L)",
                "formatlist(\"%s.%s\", ~L, ~T)",
                "chunklist(~L, 2)",
                "try(~L, ~L)",
                "[{a = ~A}, {a = ~T}][*].a",
                "~L[*]",
                "jsondecode(jsonencode(~L))",
                "regexall(\"[a-z]\", ~T)",
                "concat(~L, [~A])",
                "[for k, v in toset(~L) : k]",
                "[for v in ~L : [for w in ~L : \"${v}${w}\"]]",
            ],
        )
    }

    pub(super) fn map(&mut self) -> String {
        self.fill(
            &["var.m", "var.o", "{}", "{a = 1}"],
            &[
                "{a = ~A, b = ~T}",
                "{(~T) = ~T}",
                "{a = 1, (~T) = ~A}",
                "merge(~M, ~M)",
                "merge({a = ~T}, ~M)",
                "merge(~M, {a = ~A})",
                "tomap(~M)",
                "{for v in ~L : v => ~T}",
                "{for k, v in ~M : k => v if v != ~T}",
                "{for v in ~L : v => ~N...}",
                "zipmap(~L, ~L)",
                "(~B ? ~M : ~M)",
                "try(~M, ~M)",
                "jsondecode(jsonencode(~M))",
                "{for k, v in ~L : k => v}",
            ],
        )
    }
}
