//! How good "did you mean" is, measured: a misspelling of every 20th name.

use pretty_assertions::assert_eq;
use stackspec::facts::{Facts, Mode};

/// A misspelling of `word` by one edit, chosen by `seed`; never the word itself.
fn misspell(word: &str, seed: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    // After the provider's prefix, which people get right.
    let first = word.find('_').map_or(0, |at| at + 1).min(letters.len() - 1);
    let at = first + (seed * 7) % (letters.len() - first);
    match seed % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, 'q'),
        2 => letters[at] = if letters[at] == 'x' { 'z' } else { 'x' },
        _ if at + 1 < letters.len() && letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        _ => letters.insert(at, 'j'),
    }
    letters.into_iter().collect()
}

/// How many of the misspelt names are found, are suggested first, are suggested at all, and which
/// are not first.
#[derive(Debug, Default)]
struct Quality {
    tried: usize,
    first: usize,
    missed: Vec<String>,
}

impl Quality {
    fn record(&mut self, wrong: &str, right: &str, suggested: &[&str]) {
        self.tried += 1;
        if suggested.first() == Some(&right) {
            self.first += 1;
        } else {
            self.missed
                .push(format!("{wrong} -> {suggested:?}, not {right}"));
        }
    }

    #[track_caller]
    fn check(&self, least: usize) {
        assert!(self.tried >= least, "only {} names tried", self.tried);
        let enough = self.first * 100 >= self.tried * 99;
        assert!(
            enough,
            "{} of {} first\n{}",
            self.first,
            self.tried,
            self.missed.join("\n")
        );
    }
}

#[test]
fn a_misspelt_type_is_suggested_right() {
    let facts = Facts::builtin();
    let mut quality = Quality::default();
    for mode in [Mode::Resource, Mode::Data] {
        for (seed, right) in facts.type_names(mode).enumerate().step_by(20) {
            let wrong = misspell(right, seed / 20);
            if facts.block(mode, &wrong).is_none() {
                quality.record(&wrong, right, &facts.suggest_type(mode, &wrong));
            }
        }
    }
    quality.check(110);
}

#[test]
fn a_misspelt_attribute_is_suggested_right() {
    let facts = Facts::builtin();
    let mut quality = Quality::default();
    let names = facts
        .type_names(Mode::Resource)
        .filter_map(|name| facts.resource(name))
        .flat_map(|shape| shape.members().map(move |(name, _)| (shape, name)));
    for (seed, (shape, right)) in names.enumerate().step_by(20) {
        let wrong = misspell(right, seed / 20);
        if shape.get(&wrong).is_none() {
            quality.record(&wrong, right, &shape.suggest(&wrong));
        }
    }
    quality.check(800);
}

#[track_caller]
fn check_suggested(mode: Mode, word: &str, expected: &str) {
    let suggested = Facts::builtin().suggest_type(mode, word);
    assert_eq!(suggested.first(), Some(&expected), "{word}: {suggested:?}");
    assert!(suggested.len() <= 3);
}

#[test]
fn what_people_really_write() {
    check_suggested(Mode::Resource, "aws_rds_instance", "aws_db_instance");
    check_suggested(Mode::Resource, "aws_lamda_function", "aws_lambda_function");
    check_suggested(Mode::Resource, "aws_s3_buckt", "aws_s3_bucket");
    check_suggested(
        Mode::Resource,
        "aws_lambda_functions",
        "aws_lambda_function",
    );
    check_suggested(Mode::Resource, "aws_securitygroup", "aws_security_group");
    check_suggested(Mode::Resource, "AwsS3Bucket", "aws_s3_bucket");
    check_suggested(
        Mode::Resource,
        "aws_iam_roles_policy",
        "aws_iam_role_policy",
    );
    check_suggested(
        Mode::Data,
        "aws_iam_policy_documnet",
        "aws_iam_policy_document",
    );
    assert_eq!(
        Facts::builtin().suggest_type(Mode::Resource, "aws_qqqqqqqqqq"),
        [""; 0]
    );
    assert_eq!(Facts::builtin().suggest_type(Mode::Resource, ""), [""; 0]);
}
