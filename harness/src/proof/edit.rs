//! A change of one place in the text of a body.

use serde_json::{Map, Value};

use super::text::{Marked, Piece, Texts};
use super::written::RawStep;

/// What is done to a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// It is left out.
    Drop,
    /// This text is put there.
    Text(Vec<Piece>),
    /// This value is put there.
    Json(Value),
}

/// The body with one place changed; objects on the way there are made. `None` if there is no such
/// place, or the change changes nothing.
pub(super) fn edited(
    json: &Value,
    texts: Texts,
    place: &[RawStep],
    change: &Change,
) -> Option<String> {
    let mut body = json.clone();
    apply(&mut body, place, change, &mut Within::Body(texts))?;
    (body != *json).then(|| body.to_string())
}

/// What a place stands in.
enum Within<'m> {
    Body(Texts),
    Document(&'m mut Marked),
}

impl Within<'_> {
    fn pieces(&self, text: &str) -> Vec<Piece> {
        match self {
            Within::Body(texts) => texts.pieces(text),
            Within::Document(document) => document.pieces(text),
        }
    }

    fn string(&mut self, pieces: &[Piece]) -> String {
        match self {
            Within::Body(texts) => texts.text(pieces),
            Within::Document(document) => document.string(pieces),
        }
    }

    fn value(&mut self, change: &Change) -> Option<Value> {
        match change {
            Change::Drop => None,
            Change::Text(pieces) => Some(self.string(pieces).into()),
            Change::Json(value) => Some(self.json(value)),
        }
    }

    /// A value whose texts mean themselves.
    fn json(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.string(&[Piece::Literal(text.clone())]).into(),
            Value::Array(list) => list.iter().map(|value| self.json(value)).collect(),
            Value::Object(map) => {
                let members = map
                    .iter()
                    .map(|(name, value)| (name.clone(), self.json(value)));
                Value::Object(members.collect())
            }
            value => value.clone(),
        }
    }
}

fn apply(
    at: &mut Value,
    steps: &[RawStep],
    change: &Change,
    within: &mut Within<'_>,
) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    match (step, at) {
        (RawStep::Document, Value::String(text)) => {
            let mut document = Marked::read(&within.pieces(text))?;
            let mut json = std::mem::take(&mut document.json);
            apply(
                &mut json,
                rest,
                change,
                &mut Within::Document(&mut document),
            )?;
            document.json = json;
            *text = within.string(&document.written());
            Some(())
        }
        (RawStep::Name(name), Value::Object(map)) => match (rest, change) {
            ([], Change::Drop) => map.remove(name).map(|_| ()),
            ([], change) => {
                let value = within.value(change)?;
                map.insert(name.clone(), value);
                Some(())
            }
            (rest, change) => {
                let below = map
                    .entry(name.clone())
                    .or_insert_with(|| Value::Object(Map::new()));
                apply(below, rest, change, within)
            }
        },
        (RawStep::Index(index), Value::Array(list)) => match (rest, change) {
            _ if *index >= list.len() => None,
            ([], Change::Drop) => {
                list.remove(*index);
                Some(())
            }
            ([], change) => {
                list[*index] = within.value(change)?;
                Some(())
            }
            (rest, change) => apply(&mut list[*index], rest, change, within),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::json;

    use super::*;

    fn name(name: &str) -> RawStep {
        RawStep::Name(name.into())
    }

    #[track_caller]
    fn becomes(body: &Value, place: &[RawStep], change: &Change, expected: Option<&Value>) {
        let text = edited(body, Texts::Templates, place, change);
        let json = text.map(|text| serde_json::from_str::<Value>(&text).unwrap());
        assert_eq!(json.as_ref(), expected);
    }

    #[test]
    fn one_place_and_nothing_else() {
        let body =
            json!({"a": {"b": [1, {"c": "x"}]}, "p": "{\"S\":[{\"R\":\"${aws_x.y.arn}/*\"}]}"});
        let c = [name("a"), name("b"), RawStep::Index(1), name("c")];
        let literal = |text: &str| Change::Text(vec![Piece::Literal(text.into())]);
        let mut other = body.clone();
        other["a"]["b"][1]["c"] = "$${y".into();
        becomes(&body, &c, &literal("${y"), Some(&other));
        becomes(&body, &c, &literal("x"), None);
        other["a"]["b"] = json!([1, {}]);
        becomes(&body, &c, &Change::Drop, Some(&other));
        other["a"]["b"] = json!([{"c": "x"}]);
        becomes(
            &body,
            &c[..2],
            &Change::Drop,
            Some(&json!({"a": {}, "p": body["p"]})),
        );
        let first = [name("a"), name("b"), RawStep::Index(0)];
        becomes(&body, &first, &Change::Drop, Some(&other));
        let inner = [
            name("p"),
            RawStep::Document,
            name("S"),
            RawStep::Index(0),
            name("R"),
        ];
        let mut other = body.clone();
        other["p"] = r#"{"S":[{"R":"*"}]}"#.into();
        becomes(&body, &inner, &literal("*"), Some(&other));
        other["p"] = r#"{"S":[{"R":"${aws_x.z.arn}/*"}]}"#.into();
        let pieces = vec![
            Piece::Hole("aws_x.z.arn".into()),
            Piece::Literal("/*".into()),
        ];
        becomes(&body, &inner, &Change::Text(pieces), Some(&other));
        becomes(&body, &[name("a"), RawStep::Index(0)], &Change::Drop, None);
        let added = json!({"a": body["a"], "p": body["p"], "n": {"m": true}});
        becomes(
            &body,
            &[name("n"), name("m")],
            &Change::Json(json!(true)),
            Some(&added),
        );
    }
}
