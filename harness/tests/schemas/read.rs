//! One text by both: the reader of its kind, and the schema.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;
use stackspec::diagnostic::{Diagnostic, Severity, SourceFile};
use stackspec::schema::Schema;
use stackspec::{config, spec, suite};

/// The schema as JSON.
pub(crate) fn parsed(schema: Schema) -> Value {
    serde_json::from_str(&schema.text()).unwrap()
}

/// Holds texts against a schema.
pub(crate) struct Judge {
    schema: Schema,
    validator: Validator,
}

impl Judge {
    pub(crate) fn of(schema: Schema) -> &'static Judge {
        static ALL: OnceLock<Vec<Judge>> = OnceLock::new();
        let made = ALL.get_or_init(|| {
            let made = Schema::ALL.into_iter().map(|schema| {
                let validator = jsonschema::draft7::new(&parsed(schema)).unwrap();
                Judge { schema, validator }
            });
            made.collect()
        });
        made.iter().find(|judge| judge.schema == schema).unwrap()
    }

    /// What the schema has against a text; `None` if it is no TOML.
    pub(crate) fn errors(&self, text: &str) -> Option<Vec<String>> {
        let value = toml::from_str::<toml::Table>(text).ok()?;
        let value = json(toml::Value::Table(value));
        let errors = self.validator.iter_errors(&value);
        Some(
            errors
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect(),
        )
    }

    /// What the reader has against a text, warnings left out.
    pub(crate) fn reader(&self, text: &str) -> Vec<Diagnostic> {
        let file = |path: &str| SourceFile {
            path: path.into(),
            text: text.into(),
        };
        let found = match self.schema {
            Schema::Spec => spec::parse(&file("a.toml"), "a").err(),
            Schema::Case => suite::parse_case(&file("case.toml")).err(),
            Schema::Suite => suite::parse_suite(&file("suite.toml")).err(),
            Schema::Config => config::parse(&file("stackspec.toml")).err(),
        };
        let found = found.unwrap_or_default().into_iter();
        found.filter(|it| it.severity == Severity::Error).collect()
    }
}

/// TOML as editors hand it to a schema: days are texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => Value::from(day.to_string()),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key, json(value)))
            .collect(),
        scalar => serde_json::to_value(scalar).unwrap(),
    }
}
