//! Reads a walk: arrows and what they arrive at.
//!
//! ```text
//! walk  = hop *hop
//! hop   = arrow end
//! arrow = "->" | "<-" | "->>" | "<<-"
//!       | "-[" labels "]->" | "<-[" labels "]-" | "-[" labels "]->>" | "<<-[" labels "]-"
//! end   = word | "(" word *("|" word) ")"
//! ```
//!
//! Blanks may stand between arrows and ends, and around each word.

use std::ops::Range;

use super::word::{self, Piece};
use super::{Direction, Follow, FollowError, Hop, Label};

/// The longest walk that is read, in bytes. A walk that people write has some hundred.
const LONGEST: usize = 4096;

/// What every message about an arrow ends with.
const ARROWS: &str = "`->` refers to, `<-` is referred to by; `-[attr]->` and `<-[attr]-` only \
                      through that attribute; `->>` and `<<-` over any number of hops";

/// Reads a walk.
pub(super) fn follow(text: &str) -> Result<Follow, FollowError> {
    if text.len() > LONGEST {
        let message = format!(
            "this walk is {} bytes long; at most {LONGEST} are read",
            text.len()
        );
        return Err(error(message, None, 0..text.len()));
    }
    let mut reader = Reader { text, at: 0 };
    let mut hops = Vec::new();
    while reader.skip_blanks() {
        hops.push(reader.hop(hops.is_empty())?);
    }
    if hops.is_empty() {
        let help = "write what to follow, as in `-> aws_subnet` or `<-[bucket]- aws_s3_bucket_*`";
        return Err(error(
            "this walk is empty".into(),
            Some(help.into()),
            0..text.len(),
        ));
    }
    Ok(Follow {
        text: text.to_owned(),
        hops,
    })
}

/// An error at these bytes.
pub(super) fn error(message: String, help: Option<String>, span: Range<usize>) -> FollowError {
    FollowError {
        message,
        help,
        span,
    }
}

/// What an arrow says.
struct Arrow {
    direction: Direction,
    labels: Vec<Label>,
    any_hops: bool,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes to the next character that is no blank; `false` if there is none.
    fn skip_blanks(&mut self) -> bool {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.at < self.text.len()
    }

    fn hop(&mut self, first: bool) -> Result<Hop, FollowError> {
        let start = self.at;
        if !self.peek().is_some_and(is_arrow) {
            return Err(self.no_arrow(first));
        }
        let arrow = self.arrow()?;
        let written = &self.text[start..self.at];
        let after = self.at;
        if !self.skip_blanks() || self.peek().is_some_and(is_arrow) {
            let found = match self.rest() {
                "" => "the walk ends here".to_owned(),
                rest => format!("there is `{}`", first_word(rest)),
            };
            let message = format!("a type or a view was expected after `{written}`, but {found}");
            let help = format!("write what it arrives at, as in `{written} aws_subnet`");
            return Err(error(message, Some(help), start..after));
        }
        let ends = self
            .pieces()?
            .into_iter()
            .map(|piece| word::end(piece, arrow.direction))
            .collect::<Result<_, _>>()?;
        Ok(Hop {
            direction: arrow.direction,
            labels: arrow.labels,
            any_hops: arrow.any_hops,
            ends,
            span: start..self.at,
        })
    }

    /// Something stands where an arrow must.
    fn no_arrow(&self, first: bool) -> FollowError {
        let found = first_word(self.rest());
        let span = self.at..self.at + found.len();
        if first {
            let message =
                format!("a walk starts with a direction, but here it starts with `{found}`");
            let rest = self.rest()[found.len()..].trim_start();
            let help = match word::is_plain(found) {
                true if rest.starts_with("->") => {
                    format!("the attribute stands in the arrow: `-[{found}]{rest}`")
                }
                true => {
                    format!("write `-> {found}` (refers to) or `<- {found}` (is referred to by)")
                }
                false => ARROWS.into(),
            };
            return error(message, Some(help), span);
        }
        let message = format!("`->` or `<-` was expected here, but there is `{found}`");
        let help = match self.peek() {
            Some('|') => "put alternatives into parentheses: `-> (aws_subnet|aws_vpc)`".into(),
            Some('[') => {
                "a hop takes no filter and no index: put `where = \"...\"` beside `follow`".into()
            }
            Some(')' | ']' | '}') => format!("nothing was opened that `{found}` closes"),
            _ => format!("a type holds no blank; between two steps stands an arrow: `-> {found}`"),
        };
        error(message, Some(help), span)
    }

    /// An arrow with its labels: a run of its characters, in which `[...]` may stand.
    fn arrow(&mut self) -> Result<Arrow, FollowError> {
        let start = self.at;
        let (mut shape, mut labels) = (String::new(), None);
        while let Some(c) = self.peek() {
            match c {
                '[' if labels.is_none() => {
                    labels = Some(self.brackets()?);
                    shape.push_str("[]");
                }
                '(' if self.is_label_in_parentheses(&shape) => {
                    let (open, close) = (self.at, self.closing('(', ')')?);
                    let inner = &self.text[open + 1..close];
                    let message = "the attribute of a hop stands in square brackets".into();
                    let help = match shape.starts_with('<') {
                        true => format!("write `<-[{inner}]-`"),
                        false => format!("write `-[{inner}]->`"),
                    };
                    return Err(error(message, Some(help), open..close + 1));
                }
                c if is_arrow(c) => {
                    shape.push(c);
                    self.at += c.len_utf8();
                }
                _ => break,
            }
        }
        let (direction, any_hops) = match shape.as_str() {
            "->" | "-[]->" => (Direction::To, false),
            "->>" | "-[]->>" => (Direction::To, true),
            "<-" | "<-[]-" => (Direction::From, false),
            "<<-" | "<<-[]-" => (Direction::From, true),
            _ => return Err(self.misshaped(start, &shape, labels)),
        };
        let labels = match labels {
            Some(inner) => self.labels(inner, direction)?,
            None => Vec::new(),
        };
        Ok(Arrow {
            direction,
            labels,
            any_hops,
        })
    }

    /// `-(attr)->` and `<-(attr)-`, unlike `<-(aws_a|aws_b)`.
    fn is_label_in_parentheses(&self, shape: &str) -> bool {
        let closed = || self.rest().split_once(')');
        shape == "-"
            || shape == "<-"
                && closed().is_some_and(|(_, rest)| {
                    rest.starts_with('-') && !rest.starts_with("->") && !rest.starts_with("-[")
                })
    }

    /// The arrow that was most likely meant.
    fn misshaped(&self, start: usize, shape: &str, labels: Option<Range<usize>>) -> FollowError {
        let written = &self.text[start..self.at];
        let label = labels.map_or(String::new(), |inner| format!("[{}]", &self.text[inner]));
        let (to, from) = (shape.contains('>'), shape.contains('<'));
        let to_arrow = |tail: &str| match label.as_str() {
            "" => format!("`-{tail}`"),
            label => format!("`-{label}-{tail}`"),
        };
        let from_arrow = |head: &str| match label.as_str() {
            "" => format!("`{head}-`"),
            label => format!("`{head}-{label}-`"),
        };
        let message = match (to, from) {
            (true, true) => format!("`{written}` goes both ways; a hop goes one way"),
            (false, false) => format!("`{written}` is an arrow without a head"),
            _ => format!("`{written}` is no arrow"),
        };
        let any = shape.contains(">>") || shape.contains("<<");
        let help = match (to, from) {
            (true, false) => format!("did you mean {}?", to_arrow(if any { ">>" } else { ">" })),
            (false, true) => format!("did you mean {}?", from_arrow(if any { "<<" } else { "<" })),
            _ => format!(
                "write {} (refers to) or {} (is referred to by)",
                to_arrow(">"),
                from_arrow("<")
            ),
        };
        let help = match shape.contains('=') {
            true => format!(
                "{help} An arrow follows values; `-[depends_on]->` follows the order that \
                 `depends_on` gives, and `ordered = \"before\"` asks for both"
            ),
            false if to != from => format!("{help} {ARROWS}"),
            false => help,
        };
        error(message, Some(help), start..self.at)
    }

    /// The bytes within `[...]`; the reader stands behind them afterwards.
    fn brackets(&mut self) -> Result<Range<usize>, FollowError> {
        let open = self.at;
        let close = self.closing('[', ']')?;
        self.at = close + 1;
        Ok(open + 1..close)
    }

    /// Where the bracket closes that opens here.
    fn closing(&self, open: char, close: char) -> Result<usize, FollowError> {
        let mut depth = 0u32;
        for (at, c) in self.rest().char_indices() {
            if c == open {
                depth += 1;
            } else if c == close {
                depth -= 1;
                if depth == 0 {
                    return Ok(self.at + at);
                }
            }
        }
        let message = format!("`{open}` is never closed");
        let help = format!("add `{close}`");
        Err(error(message, Some(help), self.at..self.text.len()))
    }

    fn labels(&self, inner: Range<usize>, direction: Direction) -> Result<Vec<Label>, FollowError> {
        if self.text[inner.clone()].trim().is_empty() {
            let message = "there is no attribute in the brackets".into();
            let any = match direction {
                Direction::To => "->",
                Direction::From => "<-",
            };
            let help = format!("name one, as in `[subnet_id]`, or write `{any}` for any");
            return Err(error(message, Some(help), inner.start - 1..inner.end + 1));
        }
        word::split(self.text, inner)?
            .into_iter()
            .map(word::label)
            .collect()
    }

    /// The word here, or those of `(a|b)`.
    fn pieces(&mut self) -> Result<Vec<Piece<'t>>, FollowError> {
        if self.peek() != Some('(') {
            let length = word::length(self.rest());
            if length == 0 {
                return Err(self.no_word());
            }
            let span = self.at..self.at + length;
            self.at = span.end;
            self.no_parenthesis(span.clone())?;
            let text = &self.text[span.clone()];
            return Ok(vec![Piece { text, span }]);
        }
        let open = self.at;
        let close = self.closing('(', ')')?;
        self.at = close + 1;
        let pieces = word::split(self.text, open + 1..close)?;
        if self
            .peek()
            .is_some_and(|c| !c.is_whitespace() && !is_arrow(c))
        {
            let message = "alternatives in parentheses are whole types and views".into();
            let help = "within a type write `{a,b}`: `aws_{subnet,vpc}`".into();
            return Err(error(message, Some(help), open..self.at));
        }
        Ok(pieces)
    }

    fn no_word(&self) -> FollowError {
        let found = first_word(self.rest());
        let message = format!("a type or a view was expected here, but there is `{found}`");
        error(message, None, self.at..self.at + found.len())
    }

    /// `aws_(a|b)`.
    fn no_parenthesis(&self, span: Range<usize>) -> Result<(), FollowError> {
        if self.peek() != Some('(') {
            return Ok(());
        }
        let message = "a type holds no parentheses".into();
        let help = "within a type write `{a,b}`: `aws_{subnet,vpc}`".into();
        Err(error(message, Some(help), span.start..span.end + 1))
    }
}

/// A character of arrows, right and wrong ones.
fn is_arrow(c: char) -> bool {
    matches!(c, '-' | '<' | '>' | '=' | '~')
}

/// What stands at the beginning, up to the next blank; a message quotes it. Never empty unless the
/// text is.
fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or(text)
}
