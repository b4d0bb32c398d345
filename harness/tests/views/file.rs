//! Files.

use super::*;

#[test]
fn attributes_and_functions() {
    let stack = r##"{"data":{"archive_file":{"z":{"source_dir":"src","output_path":"z.zip"}}},"resource":{
        "aws_lambda_function":{
            "a":{"filename":"a.zip","source_code_hash":"${filebase64sha256(\"a.zip\")}"},
            "b":{"filename":"${data.archive_file.y.output_path}"},
            "c":{"filename":"z.zip"}},
        "aws_instance":{"i":{"user_data":"#!/bin/sh\n${file(\"${path.module}/i.sh\")}\n${templatefile(var.t, {})}"}}},
        "provider":{"aws":[{"allowed_account_ids":["${file(\"id\")}"]}]}}"##;
    rows(
        View::File,
        stack,
        &[
            r#"aws_instance.i $.user_data {"attribute":"user_data","function":"file","path":"${path.module}/i.sh"}"#,
            r#"aws_instance.i $.user_data {"attribute":"user_data","function":"templatefile","path":${var.t}}"#,
            r#"aws_lambda_function.a $.filename {"attribute":"filename","path":"a.zip"}"#,
            r#"aws_lambda_function.a $.source_code_hash {"attribute":"source_code_hash","function":"filebase64sha256","path":"a.zip"}"#,
            r#"aws_lambda_function.b $.filename {"attribute":"filename","made_by":"data.archive_file.y","path":${data.archive_file.y.output_path}}"#,
            r#"aws_lambda_function.c $.filename {"attribute":"filename","made_by":"data.archive_file.z","path":"z.zip"}"#,
            r#"data.archive_file.z $.source_dir {"attribute":"source_dir","path":"src"}"#,
            r#"provider.aws $.allowed_account_ids[0] {"attribute":"allowed_account_ids","function":"file","path":"id"}"#,
        ],
    );
}
