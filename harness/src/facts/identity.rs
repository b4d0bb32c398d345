//! When the ids of two resources are two ids.

/// Whether two expressions are the ids, or ARNs, of two different resources of one type: those are
/// never the same. Both must be plain (`aws_x.y.id`) and mean what they mean in one module. A data
/// source may read what a resource creates, and so may what adopts a default, or sets something of
/// another resource and takes over its id: of those nothing is said.
///
/// ```
/// use stackspec::facts::are_apart;
/// assert!(are_apart("aws_vpc.a.id", "aws_vpc.b.id"));
/// assert!(!are_apart("aws_vpc.a.id", "aws_vpc.a.id"));
/// assert!(!are_apart("aws_vpc.a.id", "data.aws_vpc.b.id"));
/// assert!(!are_apart("aws_default_vpc.a.id", "aws_default_vpc.b.id"));
/// ```
pub fn are_apart(a: &str, b: &str) -> bool {
    match (parts(a), parts(b)) {
        (Some([type_a, name_a, at_a]), Some([type_b, name_b, at_b])) => {
            type_a == type_b && at_a == at_b && name_a != name_b
        }
        _ => false,
    }
}

/// Type, name and attribute of a plain reference to the id or ARN of a resource.
fn parts(expression: &str) -> Option<[&str; 3]> {
    let mut parts = expression.split('.');
    let found = [parts.next()?, parts.next()?, parts.next()?];
    let plain = |part: &&str| {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !part.is_empty() && part.chars().all(letter)
    };
    let [kind, _, attribute] = found;
    let is_id = parts.next().is_none()
        && found.iter().all(plain)
        && matches!(attribute, "id" | "arn")
        && !["data", "var", "local", "module", "each"].contains(&kind)
        && !takes_over_an_id(kind);
    is_id.then_some(found)
}

/// Whether two resources of a type may have the id, or ARN, of one and the same thing: two
/// `aws_default_vpc` are one VPC, and the ARN of a secret's version is that of the secret.
/// Source: "Attribute reference" of these types in the documentation of the AWS provider.
fn takes_over_an_id(kind: &str) -> bool {
    let ends = [
        "_policy",
        "_version",
        "_attachment",
        "_association",
        "_configuration",
    ];
    let whole = ["aws_iam_policy", "aws_organizations_policy"];
    (ends.iter().any(|end| kind.ends_with(end)) && !whole.contains(&kind))
        || kind.starts_with("aws_default_")
        || kind.starts_with("aws_s3_bucket_")
}
