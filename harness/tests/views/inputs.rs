//! Both inputs give the same rows.

use std::collections::BTreeMap;

use pretty_assertions::assert_eq;

use super::*;

/// Whether two values may be one: wherever one input does not know, the other may say anything.
fn agree(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Map(a), Kind::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b.iter())
                    .all(|((x, a), (y, b))| x == y && agree(a, b))
        }
        (Kind::List(a), Kind::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b))
        }
        _ => a.has_unknown() || b.has_unknown() || a.render() == b.render(),
    }
}

/// Rows that one stack has, and the other has not although nothing is open there.
fn lacks(a: (&Stack, &Rows<'_>), b: (&Stack, &Rows<'_>)) -> Vec<String> {
    let address = |stack: &Stack, block: usize| stack.blocks[block].address.clone();
    let mut lacks = Vec::new();
    for row in &a.1.rows {
        let of = address(a.0, row.block);
        let same = b.1.rows.iter().any(|other| {
            address(b.0, other.block) == of
                && other.origin == row.origin
                && agree(&row.document, &other.document)
        });
        let open =
            b.1.open.iter().any(|open| {
                address(b.0, open.block) == of && row.origin.0.starts_with(&open.path.0)
            });
        if !same && !open {
            lacks.push(format!(
                "{of} {} {}",
                row.origin.shorthand(),
                row.document.render()
            ));
        }
    }
    lacks
}

#[test]
fn both_inputs_give_the_same_rows() {
    let payments = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments");
    let mut compared = BTreeMap::new();
    for (program, view) in ["fixed", "broken"]
        .into_iter()
        .flat_map(|p| View::ALL.map(|v| (p, v)))
    {
        let [synth, plan] = ["cdktf.out", "plan.json"].map(|input| {
            load(&payments.join(program).join(input), &LoadOptions::default())
                .unwrap()
                .remove(0)
        });
        let models = [&synth, &plan].map(|stack| Model::new(stack, Facts::builtin()));
        let [a, b] = [Views::new(&models[0]), Views::new(&models[1])];
        let (a, b) = ((&synth, a.rows(view)), (&plan, b.rows(view)));
        // A plan does not hold the calls of functions.
        if view != View::File {
            assert_eq!(
                lacks(a, b),
                Vec::<String>::new(),
                "{program} {} plan",
                view.word()
            );
        }
        assert_eq!(
            lacks(b, a),
            Vec::<String>::new(),
            "{program} {} synth",
            view.word()
        );
        if program == "fixed" {
            compared.insert(view.word(), (a.1.rows.len(), b.1.rows.len()));
        }
    }
    // As many as the program writes: nothing was compared with nothing.
    let expected = [
        ("file", (0, 0)),
        ("iam_statement", (27, 12)),
        ("physical_name", (30, 30)),
        ("route", (2, 2)),
        ("security_group_rule", (4, 4)),
        ("state", (6, 0)),
    ];
    assert_eq!(compared, BTreeMap::from(expected));
}
