//! Documents embedded in text: where a path enters them, and what it means that it cannot.

use crate::stack_mode::finds;

#[test]
fn embedded_documents_are_entered_by_name() {
    let policy = r#"{"policy":"{\"Statement\":[{\"Action\":\"*\"}]}"}"#;
    finds(
        "$.policy.Statement[*].Action",
        policy,
        &[r#"$.policy.Statement[0].Action = "*""#],
    );
    finds(
        "$.policy['Statement'][0].Action",
        policy,
        &[r#"$.policy.Statement[0].Action = "*""#],
    );
    finds(
        "$.policy.Statement[*].Effect",
        policy,
        &["missing $.policy.Statement[0].Effect"],
    );
    finds("$.policy.Version", policy, &["missing $.policy.Version"]);
    // Never by `..`, and a path that ends at the text sees the text.
    finds("$..Action", policy, &[]);
    finds(
        "$.policy",
        policy,
        &[r#"$.policy = "{\"Statement\":[{\"Action\":\"*\"}]}""#],
    );
    finds(
        "$.policy.*",
        policy,
        &["misfit `$.policy` is a string, and `.*` wants a list or an object; write `$.policy`"],
    );
    finds(
        "$[?@.Statement[0].Action == '*']",
        policy,
        &[r#"$.policy = "{\"Statement\":[{\"Action\":\"*\"}]}""#],
    );
}

#[test]
fn document_attributes_are_entered_by_wildcards() {
    let task = r#"{"container_definitions":"[{\"name\":\"a\"},{\"name\":\"b\"}]","other":"[1]"}"#;
    finds(
        "$.container_definitions[*].name",
        task,
        &[
            r#"$.container_definitions[0].name = "a""#,
            r#"$.container_definitions[1].name = "b""#,
        ],
    );
    finds(
        "$.container_definitions[-1].name",
        task,
        &[r#"$.container_definitions[1].name = "b""#],
    );
    finds(
        "$.container_definitions[?@.name == 'a'].image",
        task,
        &["missing $.container_definitions[0].image"],
    );
    finds(
        "$.container_definitions.name",
        task,
        &[
            "misfit `$.container_definitions` is a list, and `.name` wants an object; write `$.container_definitions[*].name`",
        ],
    );
    finds(
        "$.other[0]",
        task,
        &["misfit `$.other` is a string, and `[0]` wants a list; write `$.other`"],
    );
    finds(
        "$.*[*]",
        r#"{"container_definitions":"[1]"}"#,
        &["$.container_definitions[0] = 1"],
    );
    finds(
        "$..*[0]",
        r#"{"container_definitions":"[1]"}"#,
        &["$.container_definitions[0] = 1"],
    );
}

#[test]
fn documents_with_holes_and_texts_that_are_none() {
    finds(
        "$.p.a",
        r#"{"p":"<{{\"a\":\"x-{h}\"}}>"}"#,
        &[r#"$.p.a = "x-${h}""#],
    );
    finds("$.p.a", r#"{"p":"<{h}>"}"#, &["open $.p (unknown h)"]);
    finds(
        "$.p.a",
        r#"{"p":"<x-{h}>"}"#,
        &["misfit `$.p` is a string, and `.a` wants an object (the text holds no JSON document)"],
    );
    finds(
        "$.p.a",
        r#"{"p":"<{{\"a\":1 {rest} }}>"}"#,
        &["open $.p (unknown rest)"],
    );
    finds(
        "$.p.a",
        r#"{"p":"{productId}"}"#,
        &[
            "misfit `$.p` is a string, and `.a` wants an object (the document in it does not parse: key must be a string)",
        ],
    );
    finds(
        "$.p.a",
        r#"{"p":"{\"a\":1,\"a\":2}"}"#,
        &[
            "misfit `$.p` is a string, and `.a` wants an object (the document in it does not parse: the key `a` occurs twice in one object, and only one would count)",
        ],
    );
    finds(
        "$.p.a",
        r#"{"p":"plain"}"#,
        &["misfit `$.p` is a string, and `.a` wants an object (the text holds no JSON document)"],
    );
}

#[test]
fn documents_in_documents_end_somewhere() {
    let mut text = r#"{"a":1}"#.to_owned();
    for _ in 0..5 {
        text = serde_json::json!({ "a": text }).to_string();
    }
    finds("$.a.a.a.a.a", &text, &[r#"$.a.a.a.a.a = "{\"a\":1}""#]);
    finds("$.a.a.a.a.a.a", &text, &["open $.a.a.a.a.a (too deep)"]);
}
