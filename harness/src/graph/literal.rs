//! Literal texts that name something outside of the stack.

/// The prefixes of the ids that AWS gives what a network is made of.
/// Source: "Resource IDs", Amazon EC2 User Guide.
pub(super) const ID_PREFIXES: [&str; 24] = [
    "acl", "ami", "cgw", "dopt", "eigw", "eipalloc", "eni", "fs", "i", "igw", "lt", "nat", "pcx",
    "pl", "rtb", "sg", "sgr", "snap", "subnet", "tgw", "vgw", "vol", "vpc", "vpce",
];

/// Whether a text is an ARN, or an id such as `subnet-0abc12de`: whatever it names, this stack does
/// not declare it.
pub(super) fn leaves_the_stack(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("arn:") {
        return rest.split(':').count() >= 5;
    }
    let Some((prefix, id)) = text.rsplit_once('-') else {
        return false;
    };
    let hex = id.len() >= 8
        && id
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    hex && ID_PREFIXES.contains(&prefix)
}

/// Whether a text, or the template that it is, begins as an ARN does.
pub(super) fn is_arn(text: &str) -> bool {
    text.starts_with("arn:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leaves(text: &str, expected: bool) {
        assert_eq!(leaves_the_stack(text), expected, "{text}");
    }

    #[test]
    fn ids_and_arns_leave_the_stack() {
        leaves("subnet-0abc12def", true);
        leaves("vpc-12345678", true);
        leaves("arn:aws:iam::aws:policy/ReadOnlyAccess", true);
        leaves("arn:aws:s3:::bucket", true);
        leaves("arn:nonsense", false);
        leaves("subnet-public", false);
        leaves("my-service-12345678", false);
        leaves("us-east-1", false);
        leaves("", false);
    }
}
