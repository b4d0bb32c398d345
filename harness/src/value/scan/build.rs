//! Makes values of what is plain.

use std::borrow::Cow;

use super::{MAX_LEVELS, Scan, is_before, skip};
use crate::value::{Kind, Map, Node, Number, Text};

impl<'t> Scan<'t> {
    /// The value at this place.
    pub(crate) fn node(&mut self) -> Option<Node<'t>> {
        let kind = match self.first()? {
            b'"' => Kind::Text(Text::plain(self.text()?)),
            b'{' => Kind::Map(self.map()?),
            b'[' => {
                let mut list = Vec::new();
                self.items(&mut |scan| {
                    list.push(scan.node()?);
                    Some(())
                })?;
                Kind::List(list)
            }
            b't' => self.word("true").map(|()| Kind::Bool(true))?,
            b'f' => self.word("false").map(|()| Kind::Bool(false))?,
            b'n' => self.word("null").map(|()| Kind::Null)?,
            _ => Kind::Number(self.number()?),
        };
        Some(Node::new(kind))
    }

    fn map(&mut self) -> Option<Map<'t>> {
        let (mut members, mut sorted) = (Vec::new(), true);
        self.enter(b'{')?;
        if self.first()? == b'}' {
            self.at += 1;
        } else {
            loop {
                let name = self.name()?;
                let last: Option<&(Cow<'_, str>, Node<'_>)> = members.last();
                sorted &= last.is_none_or(|(last, _)| is_before(last, name));
                members.push((Cow::Borrowed(name), self.node()?));
                match self.first()? {
                    b',' => self.at += 1,
                    b'}' => {
                        self.at += 1;
                        break;
                    }
                    _ => return None,
                }
            }
        }
        self.levels -= 1;
        match sorted {
            true => Some(Map(members)),
            false => Map::new(members).ok(),
        }
    }

    fn number(&mut self) -> Option<Number> {
        let start = self.at;
        self.at = skip::number(self.text.as_bytes(), start)?;
        let text = self.text.get(start..self.at)?;
        if let Ok(number) = text.parse::<u64>() {
            return Some(number.into());
        }
        match text.parse::<i64>() {
            // There is a zero below zero, of those that are no whole numbers.
            Ok(number) if number != 0 => Some(number.into()),
            _ => serde_json::from_str(text).ok(),
        }
    }

    /// Goes into an object or a list, by its bracket.
    pub(super) fn enter(&mut self, bracket: u8) -> Option<()> {
        self.blank();
        self.take(bracket)?;
        self.levels += 1;
        (self.levels <= MAX_LEVELS).then_some(())
    }

    /// The name of the member at this place, and on to its value.
    #[inline]
    pub(super) fn name(&mut self) -> Option<&'t str> {
        self.blank();
        self.take(b'"')?;
        let (name, escaped) = self.string()?;
        self.blank();
        self.take(b':')?;
        (!escaped).then_some(name)
    }
}
