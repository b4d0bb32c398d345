//! `--shard auto`: which shard a CI service says that this is.

use crate::cli::args::ShardArg;
use crate::diagnostic::Diagnostic;
use crate::report::proof::Shard;

/// A service: the variable of the shard's number, from which number on it counts, and the variable
/// of how many there are.
struct Service(&'static str, usize, Option<&'static str>);

/// Sources: "Predefined CI/CD variables" (GitLab), "Built-in environment variables" (`CircleCI`,
/// Buildkite), "Indexed Job" (Kubernetes).
const SERVICES: [Service; 4] = [
    Service("CI_NODE_INDEX", 1, Some("CI_NODE_TOTAL")),
    Service("CIRCLE_NODE_INDEX", 0, Some("CIRCLE_NODE_TOTAL")),
    Service(
        "BUILDKITE_PARALLEL_JOB",
        0,
        Some("BUILDKITE_PARALLEL_JOB_COUNT"),
    ),
    Service("JOB_COMPLETION_INDEX", 0, None),
];

/// The shard that is asked for.
///
/// # Errors
/// `auto`, and no service says which; or what it says is no shard.
pub(super) fn which(
    asked: ShardArg,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Shard, Box<Diagnostic>> {
    let given = match asked {
        ShardArg::Named(shard) => return Ok(shard),
        ShardArg::Auto(of) => of,
    };
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    let said = SERVICES.iter().find_map(|it| Some((it, set(it.0)?)));
    let Some((Service(name, first, total), number)) = said else {
        let names: Vec<&str> = SERVICES.iter().map(|service| service.0).collect();
        let error = Diagnostic::error("`--shard auto`, and no variable says which shard this is")
            .note(format!("the variables are {}", names.join(", ")))
            .help("write `--shard I/N`");
        return Err(error.into());
    };
    let told = total.and_then(set);
    let of = given.map(|of| of.to_string()).or(told);
    let Some(of) = of else {
        let error = Diagnostic::error(format!(
            "`--shard auto`, and beside {name} no variable says how many shards there are"
        ));
        return Err(error.help("write `--shard auto/N`").into());
    };
    let counted = number.trim().parse::<usize>().ok();
    let counted = counted.and_then(|number| (number + 1).checked_sub(*first));
    let counted = counted.map_or_else(|| number.clone(), |number| number.to_string());
    Shard::read(&format!("{counted}/{}", of.trim())).map_err(|why| {
        let error = Diagnostic::error(format!(
            "`--shard auto`: {name} is `{number}` of {of}: {why}"
        ));
        error.help("write `--shard I/N`").into()
    })
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn check(of: Option<usize>, variables: &[(&str, &str)], expected: Result<&str, &str>) {
        let environment = |name: &str| {
            let found = variables.iter().find(|(it, _)| *it == name)?;
            Some(found.1.to_owned())
        };
        let shard = which(ShardArg::Auto(of), &environment);
        match (shard, expected) {
            (Ok(shard), Ok(expected)) => {
                assert_eq!(format!("{}/{}", shard.number, shard.of), expected);
            }
            (Err(error), Err(expected)) => {
                assert!(error.message.contains(expected), "{}", error.message);
            }
            (shard, _) => panic!("{shard:?}"),
        }
    }

    #[test]
    fn services_count_in_their_own_ways() {
        check(
            None,
            &[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "4")],
            Ok("1/4"),
        );
        check(
            None,
            &[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "4")],
            Ok("1/4"),
        );
        let buildkite = [
            ("BUILDKITE_PARALLEL_JOB", "3"),
            ("BUILDKITE_PARALLEL_JOB_COUNT", "4"),
        ];
        check(None, &buildkite, Ok("4/4"));
        check(Some(8), &[("JOB_COMPLETION_INDEX", "7")], Ok("8/8"));
    }

    #[test]
    fn what_is_not_said_is_not_guessed() {
        check(None, &[], Err("no variable says which"));
        check(
            None,
            &[("CI_NODE_INDEX", ""), ("CI_NODE_TOTAL", "4")],
            Err("no variable says which"),
        );
        check(
            None,
            &[("JOB_COMPLETION_INDEX", "7")],
            Err("how many shards"),
        );
        check(
            Some(7),
            &[("JOB_COMPLETION_INDEX", "7")],
            Err("there are only 7 shards"),
        );
        check(
            None,
            &[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "4")],
            Err("from 1"),
        );
        check(
            None,
            &[("CI_NODE_INDEX", "x"), ("CI_NODE_TOTAL", "4")],
            Err("from 1"),
        );
        check(
            None,
            &[("CI_NODE_INDEX", "5"), ("CI_NODE_TOTAL", "4")],
            Err("only 4"),
        );
    }
}
