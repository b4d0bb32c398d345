//! A large stack, and a hostile one.

use stackspec::proof::{LeafState, Operator, Outcome, SkippedMutant};
use stackspec::stack::BlockKind;

use super::made::Made;

/// As many resources with as many leaves each, of 20 types, in constructs.
pub(crate) fn large(resources: usize, leaves: usize) -> Made {
    let mut made = Made::new("platform");
    let clauses: Vec<usize> = (0..100)
        .map(|at| {
            let why = (at % 9 == 0).then_some("no change of one thing makes it fail");
            made.clause(
                &format!("rule-{at}"),
                &format!("at = \"$.attribute_{at}\", present = true"),
                why,
            )
        })
        .collect();
    let paths: Vec<String> = (0..leaves)
        .map(|at| format!("$.block_{}[0].attribute_{at}", at % 4))
        .collect();
    for at in 0..resources {
        let address = format!("aws_type_{}.resource_{at:05}", at % 20);
        let construct = format!(
            "platform/team-{}/service-{}/resource_{at:05}",
            at % 7,
            at % 50
        );
        let sets: Vec<[usize; 1]> = (0..leaves)
            .map(|leaf| [clauses[(at * 7 + leaf) % 100]])
            .collect();
        let of = |leaf: usize| LeafState::ALL[(at * 31 + leaf * 17 + leaf * leaf) % 5];
        let row: Vec<(&str, LeafState, &[usize])> = (0..leaves)
            .map(|leaf| {
                let held: &[usize] = if of(leaf) == LeafState::Covered {
                    &sets[leaf]
                } else {
                    &[]
                };
                (paths[leaf].as_str(), of(leaf), held)
            })
            .collect();
        made.resource(&address, Some(&construct), &row);
    }
    for at in (0..resources).step_by(5) {
        let address = format!("aws_type_{}.resource_{at:05}", at % 20);
        let outcome = if at % 3 == 0 {
            Outcome::Survived
        } else {
            Outcome::Killed
        };
        let mutant = made.mutant(
            &address,
            &paths[at % leaves],
            Operator::Number,
            ("1", "2"),
            outcome,
        );
        if outcome == Outcome::Survived {
            made.group(
                vec![mutant],
                Some(&format!("[[spec]]\nid = \"kills-{at}\"\n")),
            );
        }
    }
    made
}

/// Everything that comes from a stack is this text, wherever text may stand.
pub(crate) fn hostile(text: &str) -> Made {
    let mut made = Made::new(text);
    let clause = made.clause(text, text, Some(text));
    made.leaves.clauses[clause].file = text.into();
    made.leaves.clauses[clause].source = text.into();
    let address = format!("aws_x.{text}");
    made.block(
        BlockKind::Resource,
        &address,
        text,
        Some(&format!("{text}/a/{text}/b")),
        &[
            (text, LeafState::Covered, &[clause]),
            ("$.never", LeafState::Never, &[]),
        ],
    );
    made.block(
        BlockKind::Resource,
        &format!("aws_y.{text}"),
        text,
        None,
        &[],
    );
    made.leaves.stacks[0].blocks[0].file = text.into();
    let mutant = made.mutant(
        &address,
        text,
        Operator::Literal,
        (text, text),
        Outcome::Survived,
    );
    made.group(vec![mutant], Some(text));
    made.mutation.left_out.push((text.into(), "fail"));
    made.mutation.skipped.push(SkippedMutant {
        stack: text.into(),
        address,
        path: text.into(),
        operator: Operator::Star,
        reason: text.into(),
    });
    made
}
