//! Values that own all of their text.

use std::borrow::Cow;

use super::{Kind, Map, Node, Text};

impl Node<'_> {
    /// The same value, owning its text: it outlives the document that it was parsed from.
    pub fn into_static(self) -> Node<'static> {
        let kind = match self.kind {
            Kind::Null => Kind::Null,
            Kind::Bool(value) => Kind::Bool(value),
            Kind::Number(number) => Kind::Number(number),
            Kind::Text(text) => Kind::Text(text.into_static()),
            Kind::List(list) => Kind::List(list.into_iter().map(Node::into_static).collect()),
            Kind::Map(Map(members)) => {
                let owned = |(name, node): (Cow<'_, str>, Node<'_>)| {
                    (Cow::Owned(name.into_owned()), node.into_static())
                };
                Kind::Map(Map(members.into_iter().map(owned).collect()))
            }
            Kind::Unknown(hole) => Kind::Unknown(hole),
        };
        Node {
            kind,
            flags: self.flags,
        }
    }
}

impl Text<'_> {
    fn into_static(self) -> Text<'static> {
        match self {
            Text::Plain(text) => Text::Plain(Cow::Owned(text.into_owned())),
            Text::Rich(rich) => Text::Rich(Box::new(rich.into_static())),
        }
    }
}
