//! Names that hold secrets. A synth output has no mask that says so; the name is all there is.
//!
//! The lists were read off the attribute names of the AWS schema that hold one of the words; the
//! names that hold the word and no secret are in the tests.

/// Last words of a name that make it a secret: `master_password`, `auth_token`, `DB_PASSWORD`.
const LAST_WORDS: [&str; 9] = [
    "password",
    "passwords",
    "passwd",
    "pwd",
    "pass",
    "passphrase",
    "pgpassword",
    "secret",
    "token",
];

/// Last two words that make it a secret where the last alone does not.
const LAST_TWO_WORDS: [[&str; 2]; 18] = [
    ["access", "key"],
    ["api", "key"],
    ["application", "key"],
    ["auth", "code"],
    ["auth", "key"],
    ["connection", "string"],
    ["customer", "key"], // the key itself: aws_s3_object_copy.customer_key
    ["key", "material"],
    ["password", "data"],
    ["preshared", "key"],
    ["private", "key"],
    ["secret", "binary"],
    ["secret", "key"],
    ["secret", "string"],
    ["secret", "value"],
    ["shared", "key"],
    ["signing", "key"],
    ["token", "key"], // aws_pinpoint_apns_channel.token_key is a private key
];

/// Whole names that the words do not reach.
const WHOLE: [&str; 5] = [
    "authorization_api_key_value", // aws_securitylake_subscriber_notification
    "basic_auth_credentials",      // aws_amplify_app: user:password
    "bcrypt_hash",                 // random_password
    "credentials_map",             // aws_appflow_connector_profile
    "platform_credential",         // aws_sns_platform_application
];

/// The word before `token` that makes it none: tokens that make a request idempotent, that order
/// updates, or that are published to prove who owns a domain.
const OPEN_TOKENS: [&str; 10] = [
    "client",
    "continuation",
    "creation",
    "idempotency",
    "next",
    "source", // aws_lambda_permission.event_source_token names a skill
    "sync",
    "update",
    "verification",
    "version",
];

/// First words of names that say what to do about a secret: `manage_master_user_password`.
const VERBS: [&str; 13] = [
    "allow", "change", "create", "enable", "exclude", "expire", "force", "generate", "is",
    "manage", "require", "rotate", "use",
];

/// Endings that say how a secret is written, and that hide its last word: `password_wo` (write
/// only), `private_key_pem`.
const ENCODINGS: [&str; 9] = [
    "wo",
    "pem",
    "openssh",
    "pkcs8",
    "base64",
    "hex",
    "plaintext",
    "v4",
    "encrypted",
];

/// Whether an attribute, a key or an environment variable of this name holds a secret by all that
/// the name says. Works on words, so `DB_PASSWORD`, `dbPassword` and `db-password` are alike,
/// while `password_policy`, `secret_arn` and `manage_master_user_password` are no secrets.
///
/// ```
/// use stackspec::facts::is_secret_name;
/// assert!(is_secret_name("master_password"));
/// assert!(!is_secret_name("manage_master_user_password"));
/// ```
pub fn is_secret_name(name: &str) -> bool {
    if !may_be_secret(name) || ends_as_none_does(name) {
        return false;
    }
    let words = words(name);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if WHOLE.contains(&words.join("_").as_str()) {
        return true;
    }
    while words.len() > 1 && words.last().is_some_and(|last| ENCODINGS.contains(last)) {
        words.pop();
    }
    match words.as_slice() {
        [verb, _, ..] if VERBS.contains(verb) => false,
        [.., before, "token"] if OPEN_TOKENS.contains(before) => false,
        [.., before, last] if LAST_TWO_WORDS.contains(&[*before, *last]) => true,
        [.., last] => LAST_WORDS.contains(last),
        [] => false,
    }
}

/// Whether a name holds a part that every secret's name has: told without taking it apart, because
/// every member of every body is asked.
fn may_be_secret(name: &str) -> bool {
    name.as_bytes().windows(3).any(|three| {
        let lower = [three[0] | 0x20, three[1] | 0x20, three[2] | 0x20];
        matches!(
            &lower,
            b"pas"
                | b"pwd"
                | b"sec"
                | b"tok"
                | b"key"
                | b"cod"
                | b"str"
                | b"mat"
                | b"dat"
                | b"cre"
                | b"has"
        )
    })
}

/// Whether a name in the spelling of attributes ends as no secret's name does (`kms_key_id`): told
/// without taking it apart, too.
fn ends_as_none_does(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let Some(last) = name.rsplit('_').find(|word| !word.is_empty()) else {
        return true;
    };
    name.bytes().all(plain)
        && !LAST_WORDS.contains(&last)
        && !ENCODINGS.contains(&last)
        && !LAST_TWO_WORDS.iter().any(|[_, word]| *word == last)
        && !WHOLE.iter().any(|name| name.ends_with(last))
}

/// The words of a name in any of the usual spellings, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_was_lower = false;
    for c in name.chars() {
        let starts = !c.is_alphanumeric() || (c.is_uppercase() && before_was_lower);
        if starts {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        before_was_lower = c.is_lowercase() || c.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short cut must let through whatever the lists hold.
    #[test]
    fn the_short_cut_knows_every_row() {
        let pairs = LAST_TWO_WORDS.iter().map(|pair| pair.join("_"));
        let words = LAST_WORDS
            .iter()
            .chain(&WHOLE)
            .map(|word| (*word).to_owned());
        for name in pairs.chain(words) {
            assert!(may_be_secret(&name), "{name}");
            assert!(!ends_as_none_does(&name), "{name}");
            for encoding in ENCODINGS {
                assert!(!ends_as_none_does(&format!("{name}_{encoding}")), "{name}");
            }
        }
        for none in ["kms_key_id", "key_", "_", "secrets"] {
            assert_eq!(ends_as_none_does(none), none != "key_", "{none}");
        }
        assert!(!ends_as_none_does("kmsKeyId") && !ends_as_none_does("kms-key-id"));
    }

    #[test]
    fn secrets() {
        for name in [
            "password",
            "master_password",
            "master_user_password",
            "password_wo",
            "auth_token",
            "token",
            "secret",
            "client_secret",
            "secret_string",
            "secret_string_wo",
            "secret_binary",
            "private_key",
            "private_key_pem",
            "certificate_private_key",
            "ses_smtp_password_v4",
            "key_material_base64",
            "tunnel1_preshared_key",
            "bgp_auth_key",
            "secret_access_key",
            "connection_string",
            "basic_auth_credentials",
            "platform_credential",
            "passwords",
            "DB_PASSWORD",
            "PGPASSWORD",
            "dbPassword",
            "db-password",
            "apiKey",
            "API_KEY",
            "JWT_SECRET",
            "GITHUB_TOKEN",
        ] {
            assert!(is_secret_name(name), "{name}");
            assert!(may_be_secret(name), "{name}");
        }
    }

    #[test]
    fn names_about_secrets() {
        for name in [
            "",
            "_",
            "name",
            "manage_master_user_password",
            "allow_users_to_change_password",
            "force_overwrite_replica_secret",
            "password_policy",
            "password_length",
            "password_wo_version",
            "secret_id",
            "secret_arn",
            "secret_name",
            "secrets",
            "admin_password_secret_arn",
            "DB_SECRET_ARN",
            "PASSWORD_PARAMETER_NAME",
            "auth_token_update_strategy",
            "creation_token",
            "client_token",
            "verification_token",
            "event_source_token",
            "token_url",
            "public_key",
            "kms_key_id",
            "key_name",
            "hash_key",
            "s3_key",
            "credentials",
            "authorizer_credentials",
            "api_key_required",
            "allow_credentials",
            "compass",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
