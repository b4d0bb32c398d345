//! Secrets: none is printed, wherever it stands.

use stackspec::check::Verdict;
use stackspec::stack::Stack;

use super::{judged, judged_on, line, shown, synth, verdicts};

#[test]
fn secrets_are_never_printed() {
    let stack = r#"{"resource": {"aws_db_instance": {"d": {"password": "hunter2hunter2",
        "username": "x-hunter2hunter2"}}}}"#;
    judged(
        "resource = \"aws_db_instance\"\nmust = [{ at = \"$['password','username']\", equal = 'no' }]",
        stack,
        "fail 1/1 | aws_db_instance.d: `$.password` is (sensitive); the spec wants equal \"no\" \
         | aws_db_instance.d: `$.username` is \"x-(sensitive)\"; the spec wants equal \"no\"",
    );
}

/// A secret inside of an embedded document is one by its name, and by its value elsewhere.
#[test]
fn secrets_in_documents_are_never_printed() {
    let stack = r#"{"resource": {"aws_ssm_parameter": {"p": {"name": "n", "type": "String",
        "value": "{\"db_password\":\"hunter2hunter2\",\"pin\":\"x\"}",
        "description": "the password is hunter2hunter2"}}}}"#;
    judged(
        "resource = \"aws_ssm_parameter\"\nmust = [{ at = '$.value.db_password', equal = 'no' }, \
         { at = '$.description', equal = 'no' }]",
        stack,
        "fail 1/1 | aws_ssm_parameter.p: `$.description` is \"the password is (sensitive)\"; the spec \
         wants equal \"no\" | aws_ssm_parameter.p: `$.value.db_password` is (sensitive); the spec wants \
         equal \"no\"",
    );
}

/// Everything that is said of a spec that fails; `hunter2222` is in none of it.
#[track_caller]
fn keeps_secret(stack: &Stack, spec: &str, says: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let found: Vec<Verdict> = verdicts(&specs, stack);
    let lines: Vec<String> = found.iter().map(line).collect();
    let all = format!("{} {found:?}", lines.join("\n"));
    assert!(!all.contains("hunter2222"), "{all}");
    assert!(all.contains(says), "{says} in {all}");
}

#[test]
fn secrets_of_every_shape_are_never_printed() {
    let on = |type_name: &str, body: &str, at: &str| {
        let stack = synth(&format!(
            r#"{{"resource":{{"{type_name}":{{"r":{body}}}}}}}"#
        ));
        let spec = format!("resource = \"{type_name}\"\nmust = [{{ at = \"{at}\", equal = 'x' }}]");
        keeps_secret(&stack, &spec, "(sensitive)");
        let text =
            format!("resource = \"{type_name}\"\nmust = [{{ at = \"{at}\", absent = true }}]");
        keeps_secret(&stack, &text, "(sensitive)");
    };
    on(
        "aws_elasticache_user",
        r#"{"passwords":["hunter2222"]}"#,
        "$.passwords",
    );
    on(
        "acme_thing",
        r#"{"credentials_map":{"a":"hunter2222"}}"#,
        "$.credentials_map",
    );
    on(
        "acme_thing",
        r#"{"password":"hunter2222-${var.x}"}"#,
        "$.password",
    );
    on(
        "acme_thing",
        r#"{"password":"${format(\"%s\",\"hunter2222\")}"}"#,
        "$.password",
    );
    on(
        "acme_thing",
        r#"{"secret_string":"${jsonencode({\"password\"=\"hunter2222\"})}"}"#,
        "$.secret_string",
    );
    on(
        "aws_ecs_task_definition",
        r#"{"container_definitions":"[{\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2222\"}]}]"}"#,
        "$.container_definitions",
    );
    on(
        "aws_ecs_task_definition",
        r#"{"container_definitions":"[{\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2222\"}]}]"}"#,
        "$.container_definitions[0].environment[0].value",
    );
    // Under a plain name, but written under a secret's.
    on(
        "acme_thing",
        r#"{"config":"${jsonencode({\"password\" = \"hunter2222\"})}"}"#,
        "$.config",
    );
    on(
        "acme_thing",
        r#"{"note":"a-hunter2222","password":"hunter2222-${var.x}"}"#,
        "$.note",
    );
    // Where it is written a second time, under a plain name.
    on(
        "acme_thing",
        r#"{"note":"it is hunter2222","passwords":["hunter2222"]}"#,
        "$.note",
    );
    // A plain reference is no secret, and is what a verdict waits for.
    judged(
        "resource = \"acme_thing\"\nmust = [{ at = '$.password', equal = 'a' }]",
        r#"{"resource":{"acme_thing":{"r":{"password":"${var.p}"}}}}"#,
        "unknown 1/1 | acme_thing.r: `$.password` is ${var.p}: hangs on what is not known before \
         apply; the spec wants equal \"a\" (waits for var.p)",
    );
}

#[test]
fn secrets_of_declarations_are_never_printed() {
    for (stack, kind, at) in [
        (
            r#"{"variable":{"v":{"sensitive":true,"default":"hunter2222"}}}"#,
            "variable",
            "default",
        ),
        (
            r#"{"variable":{"db_password":{"default":"hunter2222"}}}"#,
            "variable",
            "default",
        ),
        (
            r#"{"output":{"o":{"sensitive":true,"value":"hunter2222"}}}"#,
            "output",
            "value",
        ),
        (
            r#"{"output":{"db_password":{"value":"hunter2222"}}}"#,
            "output",
            "value",
        ),
    ] {
        let spec = format!("{kind} = \"*\"\nmust = [{{ at = '$.{at}', equal = 'x' }}]");
        keeps_secret(&synth(stack), &spec, "(sensitive)");
    }
    let locals = r#"{"locals":{"api_key":"hunter2222"},"resource":{"acme_thing":{"r":{"note":"hunter2222"}}}}"#;
    let spec = "resource = 'acme_thing'\nmust = [{ at = '$.note', equal = 'x' }]";
    keeps_secret(&synth(locals), spec, "(sensitive)");
}

#[test]
fn secrets_on_the_right_side_are_never_printed() {
    let stack = synth(
        r#"{"resource":{"acme_thing":{"r":{"password":"abc12","name":"n","list":["abc12"]}}}}"#,
    );
    for right in ["'{$.password}'", "{ at = '$.password' }"] {
        let specs = format!(
            "[[spec]]\nid = \"x\"\nresource = 'acme_thing'\nmust = [{{ at = '$.name', equal = {right} }}]\n"
        );
        let all = format!("{:?}", verdicts(&specs, &stack));
        assert!(
            all.contains("(here (sensitive))") && !all.contains("abc12"),
            "{all}"
        );
    }
}

#[test]
fn a_document_is_read_as_its_form_is_and_keeps_its_secrets() {
    let stack = synth(
        r#"{"resource":{"acme_thing":{"r":{"password":"hunter2222","name":"x-${var.n}","none":null}}}}"#,
    );
    let document = |must: &str| format!("document = true\nmust = [{{ {must} }}]");
    let name = "at = '$.resource.acme_thing.r.name'";
    judged_on(
        &stack,
        &document(&format!("{name}, equal = 'x-prod'")),
        "unknown 1/1 | document.cdk.tf.json: `$.resource.acme_thing.r.name` is \"x-${var.n}\": hangs on \
         what is not known before apply; the spec wants equal \"x-prod\" (waits for var.n)",
    );
    keeps_secret(
        &stack,
        &document("at = '$.resource.acme_thing.r', equal = 'x'"),
        r#""none":null"#,
    );
    keeps_secret(
        &stack,
        &document("at = '$.resource', equal = 'x'"),
        "(sensitive)",
    );
    let plan = shown(
        r#"{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[
        {"address":"acme_thing.r","mode":"managed","type":"acme_thing","name":"r","change":{"actions":["delete"],
        "before":{"note":"hunter2222"},"before_sensitive":{"note":true},"after":null}}]}"#,
    );
    let before = "at = '$.resource_changes[0].change.before', equal = 'x'";
    keeps_secret(&plan, &document(before), "(sensitive)");
    let note = "at = '$.resource_changes[0].change.before.note', equal = 'x'";
    keeps_secret(&plan, &document(note), "(sensitive)");
}
