//! Lines and columns of a long text, many of them.

/// How many bytes a look-up walks at most, about.
const STRIDE: usize = 4096;

/// Line and column at places of a text, so that no look-up walks it from the start: a plan of one
/// line may have 100 MB and 10,000 findings.
#[derive(Debug)]
pub(super) struct Lines(Vec<Mark>);

/// A place: both counted from 1.
#[derive(Debug, Clone, Copy)]
struct Mark {
    offset: usize,
    line: usize,
    column: usize,
}

impl Mark {
    /// The place behind `text`, which starts here.
    fn after(self, text: &str) -> Mark {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        let column = match text.rfind('\n') {
            Some(last) => text[last + 1..].chars().count() + 1,
            None => self.column + text.chars().count(),
        };
        Mark {
            offset: self.offset + text.len(),
            line: self.line + lines,
            column,
        }
    }
}

impl Lines {
    /// Walks a text once.
    pub(super) fn of(text: &str) -> Self {
        let mut mark = Mark { offset: 0, line: 1, column: 1 };
        let mut marks = vec![mark];
        while text.len() - mark.offset > STRIDE {
            let end = text.ceil_char_boundary(mark.offset + STRIDE);
            mark = mark.after(&text[mark.offset..end]);
            marks.push(mark);
        }
        Lines(marks)
    }

    /// Line and column of a byte of `text`, both from 1; columns count characters.
    pub(super) fn at(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = text.floor_char_boundary(offset);
        let next = self.0.partition_point(|mark| mark.offset <= offset);
        // The first mark is at 0.
        let mark = self.0[next.saturating_sub(1)];
        let place = mark.after(&text[mark.offset..offset]);
        (place.line, place.column)
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::stack::{SharedText, Source};

    #[test]
    fn agrees_with_a_walk_from_the_start() {
        let one_line = "é".repeat(5000);
        let many = "ab\u{1f600}\n".repeat(3000);
        for text in ["", "a", "\n\n", &one_line, &many, &format!("{one_line}\n{many}")] {
            let lines = Lines::of(text);
            let source = Source {
                path: "a".into(),
                text: SharedText::from(text),
            };
            for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).step_by(97) {
                assert_eq!(lines.at(text, offset), source.line_column(offset), "{offset}");
            }
            assert_eq!(lines.at(text, text.len()), source.line_column(text.len()));
        }
    }
}
