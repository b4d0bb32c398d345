//! A change of one place in the text of a body.

use serde_json::{Map, Value};

use super::text::{Marked, Piece, Texts};
use super::written::RawStep;
use crate::value::{Path, Step};

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

/// A plan's configuration of a block whose value at a path is changed: what was said of where the
/// value comes from holds no longer. `None` if it says nothing of that value alone.
pub(super) fn configured(config: &Value, path: &Path, change: &Change) -> Option<String> {
    let mut config = config.clone();
    let mut at = config.get_mut("expressions")?;
    let mut steps = path.0.iter();
    while !is_expression(at) {
        at = match (steps.next()?, at) {
            (Step::Name(name), Value::Object(map)) => map.get_mut(name)?,
            (Step::Index(index), Value::Array(list)) => list.get_mut(*index)?,
            (Step::Index(_), block @ Value::Object(_)) => block,
            _ => return None,
        };
    }
    if steps.next().is_some() {
        return None;
    }
    let constant = Within::Body(Texts::Values).value(change);
    *at = match constant {
        Some(value) => serde_json::json!({ "constant_value": value }),
        None => Value::Object(Map::new()),
    };
    Some(config.to_string())
}

fn is_expression(value: &Value) -> bool {
    value.get("constant_value").is_some() || value.get("references").is_some()
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
    fn a_plan_says_no_longer_where_the_value_came_from() {
        let config = json!({"expressions": {"a": {"references": ["aws_x.y"]}, "b": [{"c": {"constant_value": 1}}]}});
        let path = |names: &[&str]| Path(names.iter().map(|it| Step::Name((*it).into())).collect());
        let literal = Change::Text(vec![Piece::Literal("${z}".into())]);
        let now = configured(&config, &path(&["a"]), &literal).unwrap();
        let expected = json!({"expressions": {"a": {"constant_value": "${z}"}, "b": [{"c": {"constant_value": 1}}]}});
        assert_eq!(serde_json::from_str::<Value>(&now).unwrap(), expected);
        assert_eq!(configured(&config, &path(&["a", "part"]), &literal), None);
        assert_eq!(configured(&config, &path(&["gone"]), &Change::Drop), None);
        let mut c = path(&["b"]);
        c.0.extend([Step::Index(0), Step::Name("c".into())]);
        let now = configured(&config, &c, &Change::Drop).unwrap();
        let expected = json!({"expressions": {"a": {"references": ["aws_x.y"]}, "b": [{"c": {}}]}});
        assert_eq!(serde_json::from_str::<Value>(&now).unwrap(), expected);
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
