//! Physical names.

use super::*;

#[test]
fn of_what_is_named() {
    let stack = r#"{"resource":{
        "aws_s3_bucket":{"a":{"bucket":"b-${var.s}"},"made_up":{},"prefixed":{"bucket_prefix":"p-"},
                         "of_another":{"bucket":"${aws_s3_bucket.a.id}"},"pet":{"bucket":"${random_pet.p.id}"}},
        "aws_s3_bucket_policy":{"a":{"bucket":"b","policy":"{}"}},
        "aws_lambda_permission":{"a":{"function_name":"f"}},
        "aws_route53_record":{"a":{"name":"www"}},
        "aws_sqs_queue":{"a":{"name":""},"b":{"name":"${var.a ? aws_sqs_queue.x.name : aws_sqs_queue.y.name}"}}}}"#;
    rows(
        View::PhysicalName,
        stack,
        &[
            r#"aws_s3_bucket.a $.bucket {"attribute":"bucket","prefix":false,"scope":"global","type":"aws_s3_bucket","value":"b-${var.s}"}"#,
            r#"aws_s3_bucket.pet $.bucket {"attribute":"bucket","prefix":false,"scope":"global","type":"aws_s3_bucket","value":${random_pet.p.id}}"#,
            r#"aws_s3_bucket.prefixed $.bucket_prefix {"attribute":"bucket_prefix","prefix":true,"scope":"global","type":"aws_s3_bucket","value":"p-"}"#,
            r#"aws_sqs_queue.b $.name {"attribute":"name","prefix":false,"scope":"account","type":"aws_sqs_queue","value":${var.a ? aws_sqs_queue.x.name : aws_sqs_queue.y.name}}"#,
        ],
    );
}
