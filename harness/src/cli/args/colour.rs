//! `--color`.

use std::ffi::OsString;

use clap::ValueEnum;

/// Whether colours are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum Colour {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl Colour {
    /// What the words of a command line ask for, before anything else of them is read.
    pub(in crate::cli) fn of(words: &[OsString]) -> Colour {
        let words: Vec<String> = words
            .iter()
            .map(|it| it.to_string_lossy().into_owned())
            .collect();
        let words = words.split(|word| word == "--").next().unwrap_or_default();
        let value = words.iter().enumerate().rev().find_map(|(at, word)| {
            match word.strip_prefix("--color")? {
                "" => words.get(at + 1).map(String::as_str),
                rest => rest.strip_prefix('='),
            }
        });
        value.map_or(Colour::Auto, |value| {
            Colour::from_str(value, false).unwrap_or_default()
        })
    }

    /// Makes it hold for all that is written.
    pub(in crate::cli) fn hold(self) {
        match self {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }

    /// The same for what clap writes.
    pub(in crate::cli) fn of_clap(self) -> clap::ColorChoice {
        match self {
            Colour::Auto => clap::ColorChoice::Auto,
            Colour::Always => clap::ColorChoice::Always,
            Colour::Never => clap::ColorChoice::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn it_is_read_before_the_rest() {
        for (words, expected) in [
            ("s check", Colour::Auto),
            ("s --color never check", Colour::Never),
            ("s check --color=always x", Colour::Always),
            ("s check --color", Colour::Auto),
            ("s check --color=blue", Colour::Auto),
            ("s check -- --color=always", Colour::Auto),
        ] {
            let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
            assert_eq!(Colour::of(&words), expected, "{words:?}");
        }
    }
}
