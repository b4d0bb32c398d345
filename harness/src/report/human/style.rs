//! Colours, and how long a value may get.

use anstyle::{AnsiColor, Effects, Style};

/// How many columns a value gets.
pub const WIDTH: usize = 160;

/// What a piece of text is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tone {
    /// Something is wrong.
    Red,
    /// Something is odd.
    Yellow,
    /// All is well.
    Green,
    /// The frame around what is said.
    Frame,
    /// The name of what it is about.
    Bold,
}

/// Whether to write colours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint(pub(crate) bool);

impl Paint {
    /// The text in the colour of its tone.
    pub(crate) fn tone(self, tone: Tone, text: &str) -> String {
        if !self.0 {
            return text.to_owned();
        }
        let style = match tone {
            Tone::Red => AnsiColor::BrightRed.on_default().effects(Effects::BOLD),
            Tone::Yellow => AnsiColor::Yellow.on_default().effects(Effects::BOLD),
            Tone::Green => AnsiColor::Green.on_default().effects(Effects::BOLD),
            Tone::Frame => AnsiColor::BrightBlue.on_default().effects(Effects::BOLD),
            Tone::Bold => Style::new().bold(),
        };
        format!("{style}{text}{style:#}")
    }
}

/// The text in at most `width` characters: what is too long loses its middle, and says how much.
///
/// ```
/// use stackspec::report::human::elide;
/// assert_eq!(elide("short", 40), "short");
/// assert_eq!(elide(&"ab".repeat(50), 40), "abababab ... 84 characters ... abababab");
/// ```
pub fn elide(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        return text.to_owned();
    }
    // " ... 12345 characters ... "
    let kept = width.saturating_sub(26).max(16);
    let (head, tail) = (kept - kept / 2, kept / 2);
    let left_out = count - head - tail;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start} ... {left_out} characters ... {end}")
}
