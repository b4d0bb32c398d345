//! What a template costs: a thousand of the kinds that synthesized stacks hold.

use stackspec::template::{Nothing, evaluate};

/// Kinds of templates, roughly as often as they occur.
const KINDS: [&str; 10] = [
    "${aws_lambda_function.handler.arn}",
    "${aws_iam_role.role.name}",
    "${aws_security_group.sg.id}",
    "${aws_s3_bucket.bucket.arn}/*",
    "arn:aws:logs:${var.region}:${data.aws_caller_identity.me.account_id}:*",
    "${aws_subnet.private[0].id}",
    "payments-${random_id.suffix.hex}",
    "${element(data.aws_availability_zones.all.names, 0)}",
    "${cidrsubnet(\"10.0.0.0/16\", 8, 3)}",
    "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"${aws_s3_bucket.b.arn}\"}]}",
];

fn main() {
    divan::main();
}

#[divan::bench]
fn a_thousand_templates(bencher: divan::Bencher<'_, '_>) {
    let templates: Vec<&str> = KINDS.iter().cycle().take(1000).copied().collect();
    bencher
        .counter(divan::counter::ItemsCount::new(1000_usize))
        .bench(|| {
            templates
                .iter()
                .filter(|text| evaluate((**text).into(), &Nothing).has_unknown())
                .count()
        });
}

#[divan::bench(args = KINDS)]
fn one(text: &str) -> bool {
    evaluate(text.into(), &Nothing).has_unknown()
}
