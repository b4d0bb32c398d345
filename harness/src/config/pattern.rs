//! What an entry of `stackspec.toml` is about: globs over names, and patterns of paths.

use std::fmt;

use globset::{GlobBuilder, GlobMatcher};

use crate::address::without_keys;
use crate::select::{Pick, Query, QueryError, Selector};
use crate::stack::BlockKind;
use crate::value::{Path, Step, shorthand};

/// A glob over names. `*` stands for any text, `/` and `.` too.
#[derive(Debug, Clone)]
pub struct NameGlob(GlobMatcher);

/// Which blocks: those that are like every one of these that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocks {
    /// The type of a resource or data source.
    pub type_name: Option<NameGlob>,
    /// The address of any block.
    pub address: Option<NameGlob>,
    /// The construct path that cdktf wrote beside it.
    pub construct: Option<NameGlob>,
}

/// What [`Blocks`] are told apart by.
#[derive(Debug, Clone, Copy)]
pub struct BlockName<'b> {
    /// What it declares.
    pub kind: BlockKind,
    /// Its type, or the name of an output and the like.
    pub type_name: &'b str,
    /// Its address.
    pub address: &'b str,
    /// Its construct path.
    pub construct_path: Option<&'b str>,
}

/// Places in a body: `$.tags.*`, `$.ingress[*].cidr_blocks`. Each is meant with all that stands
/// below it; `*` stands for one step, a name or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
    steps: Vec<Wanted>,
}

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// This one, in the ways in which it is written.
    One([String; 2]),
    /// Any.
    Any,
}

impl NameGlob {
    /// Compiles a glob: `*`, `?`, `[ab]`, `{a,b}`.
    ///
    /// # Errors
    /// Why it is none, as words that follow "this is no glob: ".
    pub fn new(text: &str) -> Result<Self, String> {
        let glob = GlobBuilder::new(text).empty_alternates(true).build();
        match glob {
            Ok(glob) => Ok(NameGlob(glob.compile_matcher())),
            Err(error) => Err(error.kind().to_string()),
        }
    }

    /// The glob as it is written.
    pub fn text(&self) -> &str {
        self.0.glob().glob()
    }

    /// Whether a name is like it.
    pub fn has(&self, name: &str) -> bool {
        self.0.is_match(name)
    }

    /// The same of an address: one that is written out has brackets, which are none of a glob.
    pub(crate) fn has_address(&self, address: &str) -> bool {
        self.text() == address || self.has(address) || self.has(&without_keys(address))
    }
}

impl PartialEq for NameGlob {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for NameGlob {}

impl Blocks {
    /// Whether a block is one of them.
    pub fn has(&self, block: BlockName<'_>) -> bool {
        let typed = matches!(block.kind, BlockKind::Resource | BlockKind::Data);
        let types = (self.type_name.as_ref()).is_none_or(|glob| typed && glob.has(block.type_name));
        let addresses = (self.address.as_ref()).is_none_or(|glob| glob.has_address(block.address));
        let constructs = self.construct.as_ref().is_none_or(|glob| {
            let path = block.construct_path;
            path.is_some_and(|path| glob.has(path))
        });
        types && addresses && constructs
    }
}

/// As in the file: `type = "aws_vpc", address = "*.net"`.
impl fmt::Display for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = [
            ("type", &self.type_name),
            ("address", &self.address),
            ("construct", &self.construct),
        ];
        let said = said
            .iter()
            .filter_map(|(key, glob)| Some((key, glob.as_ref()?)));
        for (at, (key, glob)) in said.enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{key} = \"{}\"", glob.text())?;
        }
        Ok(())
    }
}

impl PathPattern {
    /// Compiles a pattern: a query of RFC 9535 whose steps are names, indexes from the start, and
    /// `*`.
    ///
    /// # Errors
    /// When it is no such query. The error points at the offending bytes.
    pub fn new(text: &str) -> Result<Self, QueryError> {
        let query = Query::parse(text)?;
        let mut steps = Vec::new();
        for segment in query.segments() {
            let wanted = match segment.selectors.as_slice() {
                [one] if !segment.descendant => wanted(one),
                _ => None,
            };
            let Some(wanted) = wanted else {
                return Err(QueryError {
                    message: "a step is a name, an index or `*`".to_owned(),
                    column: segment.span.start,
                    length: segment.span.len(),
                    help: Some("what stands below a place is meant with it".to_owned()),
                });
            };
            steps.push(wanted);
        }
        Ok(PathPattern {
            text: text.to_owned(),
            steps,
        })
    }

    /// The pattern as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a path is one of those places, or below one. Paths with an index and those of a
    /// class, with `[*]` in place of each, are told alike.
    pub fn has(&self, path: &str) -> bool {
        let Some(mut rest) = path.strip_prefix('$') else {
            return false;
        };
        for wanted in &self.steps {
            let length = step(rest);
            let is = match wanted {
                Wanted::Any => length > 0,
                Wanted::One(written) => written.iter().any(|it| *it == rest[..length]),
            };
            if !is {
                return false;
            }
            rest = &rest[length..];
        }
        true
    }
}

fn wanted(selector: &Selector) -> Option<Wanted> {
    let written = |step: Step, short: String| {
        let normalized = Path(vec![step]).normalized();
        Wanted::One([short, normalized[1..].to_owned()])
    };
    match &selector.pick {
        Pick::Wildcard => Some(Wanted::Any),
        Pick::Name(name) => Some(written(Step::Name(name.to_string()), shorthand(name))),
        Pick::Index(index) => {
            let index = usize::try_from(*index).ok()?;
            Some(written(Step::Index(index), format!("[{index}]")))
        }
        Pick::Slice(_) | Pick::Filter(_) => None,
    }
}

/// How many bytes the first step of the rest of a path has; 0 if there is none.
fn step(rest: &str) -> usize {
    let end = |at: Option<usize>| at.unwrap_or(rest.len());
    match rest.as_bytes() {
        [b'.', ..] => end(rest[1..].find(['.', '[']).map(|at| at + 1)),
        [b'[', b'\'', inside @ ..] => {
            let mut escaped = false;
            let close = inside.iter().position(|byte| {
                let closes = *byte == b'\'' && !escaped;
                escaped = *byte == b'\\' && !escaped;
                closes
            });
            // The quote and the bracket behind it.
            end(close.map(|at| at + 4)).min(rest.len())
        }
        [b'[', ..] => end(rest.find(']').map(|at| at + 1)),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn places(pattern: &str, has: &[&str], lacks: &[&str]) {
        let pattern = PathPattern::new(pattern).unwrap();
        for path in has {
            assert!(pattern.has(path), "{pattern:?} {path}");
        }
        for path in lacks {
            assert!(!pattern.has(path), "{pattern:?} {path}");
        }
    }

    #[test]
    fn a_pattern_is_a_place_and_what_is_below_it() {
        places(
            "$.tags.*",
            &["$.tags.Name", "$.tags['a.b[c']", "$.tags['it\\'s'].x"],
            &["$.tags", "$.tags_all.Name", "$.name", "tags.Name", ""],
        );
        places("$.tags", &["$.tags", "$.tags.Name"], &["$.tagsy", "$"]);
        places(
            "$.policy.Statement[*].Action[0]",
            &["$.policy.Statement[3].Action[0]"],
            &[
                "$.policy.Statement[3].Action[1]",
                "$.policy.Statement[3].Action[*]",
            ],
        );
        places(
            "$.policy.Statement[*].Action[*]",
            &[
                "$.policy.Statement[*].Action[*]",
                "$.policy.Statement[0].Action[12]",
            ],
            &[
                "$.policy.Statement[0].Action",
                "$.policy.Statement[0].Resource[0]",
            ],
        );
        places("$['a b']", &["$['a b']", "$['a b'].c"], &["$.a", "$['a']"]);
        places("$['tags']", &["$.tags.x", "$['tags']['x']"], &["$.x"]);
        places("$", &["$", "$.x"], &["x"]);
    }

    #[track_caller]
    fn refused(pattern: &str, message: &str, column: usize) {
        let error = PathPattern::new(pattern).unwrap_err();
        assert_eq!((error.message.as_str(), error.column), (message, column));
    }

    #[test]
    fn what_is_no_step_is_refused() {
        let message = "a step is a name, an index or `*`";
        refused("$..Action", message, 1);
        refused("$.a[?@.b]", message, 3);
        refused("$.a[0:2]", message, 3);
        refused("$.a[-1]", message, 3);
        refused("$['a','b']", message, 1);
        assert!(PathPattern::new("tags").is_err());
        assert!(PathPattern::new("$.tags.Na*").is_err());
    }

    #[track_caller]
    fn blocks(key: &str, glob: &str, block: BlockName<'_>, expected: bool) {
        let glob = Some(NameGlob::new(glob).unwrap());
        let mut blocks = Blocks::default();
        match key {
            "type" => blocks.type_name = glob,
            "address" => blocks.address = glob,
            _ => blocks.construct = glob,
        }
        assert_eq!(blocks.has(block), expected, "{blocks}");
    }

    #[test]
    fn blocks_are_told_by_type_address_and_construct_path() {
        let queue = BlockName {
            kind: BlockKind::Resource,
            type_name: "aws_sqs_queue",
            address: "module.a.aws_sqs_queue.jobs[\"x.y\"]",
            construct_path: Some("app/jobs/queue"),
        };
        blocks("type", "aws_sqs_queue", queue, true);
        blocks("type", "aws_{sqs_queue,vpc}", queue, true);
        blocks("type", "aws_sqs", queue, false);
        blocks(
            "address",
            "module.a.aws_sqs_queue.jobs[\"x.y\"]",
            queue,
            true,
        );
        blocks(
            "address",
            "module.a.aws_sqs_queue.jobs[\"x.z\"]",
            queue,
            false,
        );
        blocks("address", "*aws_sqs_queue.jobs", queue, true);
        blocks("address", "aws_sqs_queue.*", queue, false);
        blocks("construct", "app/*", queue, true);
        blocks("construct", "jobs", queue, false);
        let output = BlockName {
            kind: BlockKind::Output,
            type_name: "aws_sqs_queue",
            address: "output.aws_sqs_queue",
            construct_path: None,
        };
        // Only resources and data sources have a type, and what has no construct path is like none.
        blocks("type", "*", output, false);
        blocks("construct", "*", output, false);
        blocks("address", "output.*", output, true);
        assert!(NameGlob::new("a[").is_err());
    }
}
