//! The schemas for editors: they are committed, they know the keys that the readers know, they
//! refuse nothing that a reader accepts, and Taplo reads them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[path = "common/committed.rs"]
mod committed;
#[expect(dead_code, reason = "each test binary uses a part of it")]
mod common;
#[path = "schemas/files.rs"]
mod files;
#[path = "schemas/keys.rs"]
mod keys;
#[path = "schemas/lsp.rs"]
mod lsp;
#[path = "schemas/read.rs"]
mod read;
#[path = "schemas/taplo.rs"]
mod taplo;

use committed::committed;
use common::run;
use pretty_assertions::assert_eq;
use stackspec::schema::Schema;

/// A test that is skipped says so.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn say(sentence: &str) {
    println!("{sentence}");
}

/// The committed files are what is made now, and what the command prints. `STACKSPEC_BLESS=1` writes
/// them.
#[test]
fn they_are_committed() {
    for schema in Schema::ALL {
        let name = schema.file_name();
        committed(&format!("docs/schema/{name}"), &schema.text());
        let came = run(&["explain", name]);
        assert_eq!(came.is(0, &[]).out, schema.text());
    }
}

/// A schema is itself one of draft 7: a word that the draft reads otherwise would be no rule at all.
#[test]
fn they_are_schemas() {
    for schema in Schema::ALL {
        let value = read::parsed(schema);
        assert!(jsonschema::meta::is_valid(&value), "{schema:?}");
    }
}
