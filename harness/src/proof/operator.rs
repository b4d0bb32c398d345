//! The ways to change a stack: the mistakes that people make.

/// A way to change one thing of a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// A leaf is left out.
    Drop,
    /// A nested block or object is left out as a whole.
    DropBlock,
    /// `depends_on` is left out.
    DropDependsOn,
    /// A value in an embedded document becomes `null`.
    Null,
    /// `true` becomes `false`, and the other way round.
    Flip,
    /// A number becomes another.
    Number,
    /// A text becomes another of the same length.
    Literal,
    /// A piece of a text (the suffix, a reference in the middle) is left out.
    Strip,
    /// A text becomes `*`.
    Star,
    /// An address range becomes all addresses.
    Anywhere,
    /// A reference becomes one to another block of the same type.
    Reference,
    /// A resource is left out.
    Remove,
    /// A resource is there twice.
    Duplicate,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct OperatorInfo {
    /// Which.
    pub operator: Operator,
    /// Its name in reports and in `[[mutant.skip]]`.
    pub name: &'static str,
    /// What it does, as a sentence without a full stop.
    pub does: &'static str,
}

/// Every operator.
pub const OPERATORS: [OperatorInfo; 13] = [
    info(Operator::Drop, "drop", "a value is left out"),
    info(
        Operator::DropBlock,
        "drop-block",
        "a nested block or object is left out as a whole",
    ),
    info(
        Operator::DropDependsOn,
        "drop-depends-on",
        "`depends_on` is left out",
    ),
    info(
        Operator::Null,
        "null",
        "a value in an embedded document becomes `null`",
    ),
    info(
        Operator::Flip,
        "flip",
        "`true` becomes `false`, and the other way round",
    ),
    info(Operator::Number, "number", "a number becomes another"),
    info(
        Operator::Literal,
        "literal",
        "a text becomes another of the same length",
    ),
    info(
        Operator::Strip,
        "strip",
        "a piece of a text, such as its suffix, is left out",
    ),
    info(Operator::Star, "star", "a text of a policy becomes `*`"),
    info(
        Operator::Anywhere,
        "anywhere",
        "an address range becomes `0.0.0.0/0` or `::/0`",
    ),
    info(
        Operator::Reference,
        "reference",
        "a reference leads to another block of the same type",
    ),
    info(Operator::Remove, "remove", "a resource is left out"),
    info(
        Operator::Duplicate,
        "duplicate",
        "a resource is there twice",
    ),
];

const fn info(operator: Operator, name: &'static str, does: &'static str) -> OperatorInfo {
    OperatorInfo {
        operator,
        name,
        does,
    }
}

impl Operator {
    /// Its row of the table.
    pub fn info(self) -> &'static OperatorInfo {
        let row = OPERATORS.iter().find(|info| info.operator == self);
        row.unwrap_or(&OPERATORS[0])
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// The operator of this name.
    pub fn of_name(name: &str) -> Option<Operator> {
        OPERATORS
            .iter()
            .find(|info| info.name == name)
            .map(|info| info.operator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_has_one_row() {
        for info in &OPERATORS {
            assert_eq!(Operator::of_name(info.name), Some(info.operator));
            assert_eq!(info.operator.name(), info.name);
        }
        assert_eq!(Operator::of_name("none"), None);
    }
}
