//! `file`: a file that the stack names, in an attribute or as the argument of a function.
//!
//! A plan holds what functions gave, not what they were given: on a plan and a state, only
//! attributes that name files give rows. Calls in `locals` belong to no block and give none.

mod calls;

use std::collections::BTreeMap;

use super::make::{Draft, Maker, child, filled, index_of};
use crate::stack::{BlockKind, Model};
use crate::value::{Flags, Kind, Node, Path, Step, Text};

/// What its rows hold.
pub(super) const MEMBERS: [&str; 4] = ["attribute", "function", "made_by", "path"];

/// Attributes that name a file which must be there when the stack is applied.
/// Source: the providers' documentation of each type.
const NAMES_FILE: [(&str, &str); 15] = [
    ("archive_file", "source_dir"),
    ("archive_file", "source_file"),
    ("aws_connect_contact_flow", "filename"),
    ("aws_connect_contact_flow_module", "filename"),
    ("aws_gamelift_script", "zip_file"),
    ("aws_lambda_function", "filename"),
    ("aws_lambda_layer_version", "filename"),
    ("aws_rds_custom_db_engine_version", "filename"),
    ("aws_s3_bucket_object", "source"),
    ("aws_s3_object", "source"),
    ("aws_synthetics_canary", "zip_file"),
    ("local_file", "source"),
    ("local_sensitive_file", "source"),
    ("aws_transfer_web_app_customization", "favicon_file"),
    ("aws_transfer_web_app_customization", "logo_file"),
];

/// Attributes that name a file which the block makes.
const MAKES_FILE: [(&str, &str); 3] = [
    ("archive_file", "output_path"),
    ("local_file", "filename"),
    ("local_sensitive_file", "filename"),
];

/// Whether a kind of block may name files.
pub(super) fn reads(kind: BlockKind) -> bool {
    !matches!(
        kind,
        BlockKind::Document | BlockKind::Variable | BlockKind::Backend
    )
}

/// Files that blocks of the stack make, and the address of what makes each.
pub(super) type Made = BTreeMap<String, String>;

/// The files that blocks of a stack make.
pub(super) fn made(model: &Model<'_>) -> Made {
    let mut made = Made::new();
    for (id, block) in model.stack().blocks.iter().enumerate() {
        if !matches!(block.kind, BlockKind::Resource | BlockKind::Data) {
            continue;
        }
        let makes = MAKES_FILE.iter().find(|row| *row.0 == *block.type_name);
        // `data.local_file` reads its file.
        let reads = block.kind == BlockKind::Data && *block.type_name != *"archive_file";
        let Some((_, attribute)) = makes.filter(|_| !reads) else {
            continue;
        };
        if let Ok(body) = model.body(id)
            && let Some(path) = body.get(attribute)
            && let Kind::Text(text) = &path.kind
        {
            made.insert(text.source().into_owned(), block.address.to_string());
        }
    }
    made
}

/// The rows of a block.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, body: &Node<'s>, made: &Made) {
    let block = maker.block;
    let names = NAMES_FILE.iter().filter(|row| {
        *row.0 == *block.type_name && matches!(block.kind, BlockKind::Resource | BlockKind::Data)
    });
    for (_, attribute) in names {
        let Some(value) = filled(body, attribute) else {
            continue;
        };
        let path = child(&Path::default(), attribute);
        let mut draft = Draft::new(value, path.clone());
        draft.take("path", value.clone(), path);
        draft.made("attribute", Node::text(*attribute));
        draft.made("made_by", maker_of(value, made).map(Node::text));
        maker.row(draft);
    }
    walk(maker, body, &Path::default(), made);
}

/// What makes the file that a value names.
fn maker_of(value: &Node<'_>, made: &Made) -> Option<String> {
    let holes: Vec<&str> = match &value.kind {
        Kind::Unknown(hole) => hole.waits_for.iter().map(|name| &**name).collect(),
        Kind::Text(text) => match made.get(&*text.source()) {
            Some(address) => return Some(address.clone()),
            None => text
                .holes()
                .flat_map(|hole| hole.waits_for.iter().map(|name| &**name))
                .collect(),
        },
        _ => return None,
    };
    holes.into_iter().find_map(|name| {
        let (block, attribute) = name.rsplit_once('.')?;
        let type_name = block
            .strip_prefix("data.")
            .unwrap_or(block)
            .split('.')
            .next()?;
        MAKES_FILE
            .contains(&(type_name, attribute))
            .then(|| block.to_owned())
    })
}

/// The calls in every value below a node.
fn walk<'s>(maker: &mut Maker<'_, 's>, node: &Node<'s>, path: &Path, made: &Made) {
    match &node.kind {
        Kind::Unknown(hole) => call_rows(maker, node, &hole.expression, path, made),
        Kind::Text(Text::Rich(_)) => {
            if let Kind::Text(text) = &node.kind {
                for hole in text.holes() {
                    call_rows(maker, node, &hole.expression, path, made);
                }
            }
        }
        Kind::List(list) => {
            for (index, element) in list.iter().enumerate() {
                walk(maker, element, &index_of(path, index), made);
            }
        }
        Kind::Map(map) => {
            for (name, member) in map.iter() {
                walk(maker, member, &child(path, name), made);
            }
        }
        _ => {}
    }
}

/// The rows of the calls in an expression.
fn call_rows<'s>(
    maker: &mut Maker<'_, 's>,
    node: &Node<'s>,
    expression: &str,
    path: &Path,
    made: &Made,
) {
    for call in calls::of(expression) {
        let mut value = call.path;
        if node.flags.has(Flags::SENSITIVE) {
            value.flags.set(Flags::SENSITIVE);
        }
        let mut draft = Draft::new(node, path.clone());
        draft.made("made_by", maker_of(&value, made).map(Node::text));
        draft.take("path", value, path.clone());
        draft.made("function", Node::text(call.function));
        draft.made("attribute", Node::text(label(path)));
        maker.row(draft);
    }
}

/// A path without its indexes, dotted.
fn label(path: &Path) -> String {
    let names = path.0.iter().filter_map(|step| match step {
        Step::Name(name) => Some(name.as_str()),
        Step::Index(_) => None,
    });
    names.collect::<Vec<_>>().join(".")
}
