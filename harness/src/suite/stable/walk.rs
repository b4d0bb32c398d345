//! Both sides at once, from the files down to the values.

use std::collections::{BTreeMap, BTreeSet};

use super::doc::Doc;
use super::identity::Values;
use super::kind::{self, UnstableKind};
use super::{Stability, Tree, Unlike, secret};
use crate::stack::spells_secret;
use crate::value::{Path, Step};

/// What is shown of a secret.
const SENSITIVE: &str = "(sensitive)";

/// The side that has nothing is the other one.
const LEFT: usize = 0;
const RIGHT: usize = 1;

pub(super) fn compare(
    a: &Tree,
    b: &Tree,
    identity: &[(String, String)],
    redact: &dyn Fn(String) -> String,
) -> Stability {
    let mut left = Values::new(identity.iter().map(|pair| pair.0.clone()));
    let mut right = Values::new(identity.iter().map(|pair| pair.1.clone()));
    let files = |tree: &Tree, values: &mut Values| -> BTreeMap<String, (Option<String>, Doc)> {
        let files = tree.files.iter().map(|(name, (stack, doc))| {
            let doc = values.hide(doc);
            (values.hide_text(name), (stack.clone(), doc))
        });
        files.collect()
    };
    let (in_a, in_b) = (files(a, &mut left), files(b, &mut right));
    let unused = (0..identity.len()).filter(|at| left.found[*at] == 0 || right.found[*at] == 0);
    let unused = unused.map(|at| identity[at].clone()).collect();
    let mut walk = Walk {
        values: [left, right],
        redact,
        came: Stability {
            unused,
            ..Stability::default()
        },
    };
    let names: BTreeSet<&String> = in_a.keys().chain(in_b.keys()).collect();
    for name in names {
        let of = [in_a.get(name), in_b.get(name)];
        let place = Place {
            file: walk.values[if of[LEFT].is_some() { LEFT } else { RIGHT }].show(name),
            stack: of.into_iter().flatten().find_map(|file| file.0.clone()),
            ..Place::default()
        };
        match of {
            [Some((_, a)), Some((_, b))] => {
                walk.came.files += 1;
                walk.both(&place, a, b);
            }
            _ => {
                let side = |file: Option<_>| file.map(|_| "a file".to_owned());
                let [a, b] = of.map(side);
                walk.add(&place, UnstableKind::Missing, a, b);
            }
        }
    }
    let mut came = walk.came;
    came.unlike.sort();
    came.unlike.dedup();
    came
}

/// Where the walk is.
#[derive(Debug, Clone, Default)]
struct Place<'d> {
    file: String,
    stack: Option<String>,
    address: Option<String>,
    /// From the root of the file.
    path: Vec<Step>,
    /// How many steps of it lead to the block.
    block: usize,
    hidden: bool,
    masks: Vec<&'d Doc>,
}

impl<'d> Place<'d> {
    fn to(&self, step: Step) -> Place<'d> {
        let mut place = self.clone();
        place.path.push(step);
        place
    }

    fn name(&self, at: usize) -> Option<&str> {
        match self.path.get(at) {
            Some(Step::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// Whether this is a resource or data source of Terraform JSON: `$.resource.aws_x.y`.
    fn is_block(&self) -> bool {
        self.path.len() == 3 && matches!(self.name(0), Some("resource" | "data"))
    }

    /// Whether the elements of this list are the resources that a plan or state counts.
    fn counts(&self) -> bool {
        match self.name(0) {
            Some("resource_changes") => self.path.len() == 1,
            Some("values") => self.name(self.path.len() - 1) == Some("resources"),
            _ => false,
        }
    }

    /// Whether what stands here says something of what is deployed.
    fn is_told(&self) -> bool {
        const NOT: [&str; 8] = [
            "//",
            "terraform",
            "terraform_version",
            "format_version",
            "timestamp",
            "applyable",
            "complete",
            "errored",
        ];
        self.stack.is_some() && self.name(0).is_some_and(|name| !NOT.contains(&name))
    }

    /// Why the two sides may differ here.
    fn allowed(&self) -> Option<&'static str> {
        let names: Vec<&str> = (0..self.path.len())
            .filter_map(|at| self.name(at))
            .collect();
        if self.stack.is_none() {
            return match names.as_slice() {
                ["version"] => Some("the version of cdktf"),
                ["stacks", _, "annotations", "stacktrace", ..] => Some("a stack trace"),
                _ => None,
            };
        }
        match names.as_slice() {
            ["//", "metadata", "version"] => Some("the version of cdktf"),
            ["terraform_version"] => Some("the version of Terraform"),
            ["timestamp"] => Some("the time of the plan"),
            [
                "resource" | "data",
                _,
                _,
                "//",
                "metadata",
                "stackTrace" | "trace",
                ..,
            ] => Some("a stack trace"),
            _ => None,
        }
    }
}

struct Walk<'r> {
    values: [Values; 2],
    redact: &'r dyn Fn(String) -> String,
    came: Stability,
}

impl Walk<'_> {
    fn both<'d>(&mut self, place: &Place<'d>, a: &'d Doc, b: &'d Doc) {
        let mut place = place.clone();
        place.hidden |= secret::all(&place.masks);
        if place.is_block() {
            let data = if place.name(0) == Some("data") {
                "data."
            } else {
                ""
            };
            let name = |at| place.name(at).unwrap_or_default();
            place.address = Some(format!("{data}{}.{}", name(1), name(2)));
            place.block = 3;
            self.came.resources += 1;
        }
        match (a, b) {
            (Doc::Map(left), Doc::Map(right)) => self.maps(&place, [a, b], left, right),
            (Doc::List(left), Doc::List(right)) => self.lists(&place, left, right),
            _ => {
                if place.is_told() && place.allowed().is_none() {
                    self.came.values += a.leaves().max(1);
                }
                if a != b {
                    self.leaves(&place, a, b);
                }
            }
        }
    }

    fn maps<'d>(
        &mut self,
        place: &Place<'d>,
        of: [&'d Doc; 2],
        left: &'d BTreeMap<String, Doc>,
        right: &'d BTreeMap<String, Doc>,
    ) {
        let member = |name: &String| {
            let mut inner = place.to(Step::Name(name.clone()));
            inner.hidden |= of.iter().any(|side| secret::is_secret(side, name));
            inner.masks = secret::masks(&of, name, &place.masks);
            inner
        };
        for (name, a) in left {
            if let Some(b) = right.get(name) {
                self.both(&member(name), a, b);
            }
        }
        let only = |these: &'d BTreeMap<String, Doc>, those: &BTreeMap<String, Doc>| {
            let these = these.iter().filter(|(name, _)| !those.contains_key(*name));
            these.collect::<Vec<_>>()
        };
        let (mut only_a, mut only_b) = (only(left, right), only(right, left));
        // A name that holds a clock is another name: the two belong together.
        let mut at = 0;
        while at < only_a.len() {
            let (name, a) = only_a[at];
            let twin = only_b.iter().position(|(other, _)| {
                matches!(
                    kind::of_texts(name, other),
                    UnstableKind::Clock | UnstableKind::Random | UnstableKind::AbsolutePath
                )
            });
            let Some(twin) = twin else {
                at += 1;
                continue;
            };
            let (other, b) = only_b.remove(twin);
            only_a.remove(at);
            let kind = kind::of_texts(name, other);
            let inner = member(name);
            let names =
                [(LEFT, name), (RIGHT, other)].map(|(side, name)| self.text(place, side, name));
            let [a_name, b_name] = names.map(|name| Some(format!("the name {name}")));
            self.add(place, kind, a_name, b_name);
            self.both(&inner, a, b);
        }
        for (side, only) in [(LEFT, only_a), (RIGHT, only_b)] {
            for (name, doc) in only {
                let mut inner = member(name);
                inner.hidden |= secret::all(&inner.masks);
                if inner.is_block() {
                    let data = if inner.name(0) == Some("data") {
                        "data."
                    } else {
                        ""
                    };
                    let of_type = inner.name(1).unwrap_or_default();
                    inner.address = Some(format!("{data}{of_type}.{name}"));
                    inner.block = 3;
                }
                self.one(&inner, side, doc);
            }
        }
    }

    fn lists<'d>(&mut self, place: &Place<'d>, left: &'d [Doc], right: &'d [Doc]) {
        if let (Some(a), Some(b)) = (by_address(left), by_address(right)) {
            return self.addressed(place, &a, &b);
        }
        let element = |index: usize| {
            let mut inner = place.to(Step::Index(index));
            inner.masks = secret::masks_at(index, &place.masks);
            inner
        };
        if left.len() == right.len() && left != right {
            let sorted = |list: &[Doc]| {
                let mut list = list.to_vec();
                list.sort();
                list
            };
            if sorted(left) == sorted(right) {
                if place.is_told() && place.allowed().is_none() {
                    self.came.values += left.iter().map(Doc::leaves).sum::<usize>();
                }
                // A mask may hide one element: where it stands on the other side, it does not say.
                let mut place = place.clone();
                place.hidden |= place.masks.iter().any(|mask| mask.leaves() > 0);
                let place = &place;
                let [a, b] = [(LEFT, left), (RIGHT, right)].map(|(side, list)| {
                    let short = list.iter().map(|doc| self.text(place, side, &doc.shown()));
                    Some(format!("[{}]", short.collect::<Vec<_>>().join(", ")))
                });
                return self.add(place, UnstableKind::Order, a, b);
            }
        }
        let (mut rest_a, mut rest_b): (Vec<usize>, Vec<usize>) =
            ((0..left.len()).collect(), (0..right.len()).collect());
        if left.len() != right.len() {
            // What is on both sides belongs together, wherever it stands.
            rest_a.retain(|at| {
                let twin = rest_b.iter().position(|other| right[*other] == left[*at]);
                twin.map(|twin| rest_b.remove(twin)).is_none()
            });
        }
        let both = rest_a.len().min(rest_b.len());
        for (at, other) in rest_a.iter().zip(&rest_b) {
            self.both(&element(*at), &left[*at], &right[*other]);
        }
        for (side, list, rest) in [(LEFT, left, &rest_a), (RIGHT, right, &rest_b)] {
            for at in &rest[both..] {
                self.one(&element(*at), side, &list[*at]);
            }
        }
    }

    /// The resources of a plan: their address says which belongs to which.
    fn addressed<'d>(
        &mut self,
        place: &Place<'d>,
        left: &BTreeMap<String, (usize, &'d Doc)>,
        right: &BTreeMap<String, (usize, &'d Doc)>,
    ) {
        let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for name in names {
            let of = [left.get(name), right.get(name)];
            let at = of.into_iter().flatten().map(|found| found.0).next();
            let mut inner = place.to(Step::Index(at.unwrap_or_default()));
            inner.block = inner.path.len();
            inner.address = Some(name.clone());
            inner.masks.clear();
            match of {
                [Some((_, a)), Some((_, b))] => {
                    if place.counts() {
                        self.came.resources += 1;
                    }
                    self.both(&inner, a, b);
                }
                [Some((_, a)), None] => self.one(&inner, LEFT, a),
                [None, Some((_, b))] => self.one(&inner, RIGHT, b),
                [None, None] => {}
            }
        }
    }

    /// Something that one side alone has.
    fn one(&mut self, place: &Place<'_>, side: usize, doc: &Doc) {
        let shown = match (doc, &place.address) {
            (Doc::Map(_), Some(_)) if place.path.len() == place.block => "a block".to_owned(),
            _ => self.text(place, side, &doc.shown()),
        };
        let (a, b) = match side {
            LEFT => (Some(shown), None),
            _ => (None, Some(shown)),
        };
        self.add(place, UnstableKind::Missing, a, b);
    }

    /// Two values that are not the same, at least one of them no list and no object.
    fn leaves(&mut self, place: &Place<'_>, a: &Doc, b: &Doc) {
        let mut place = place.clone();
        let mut kind = UnstableKind::Value;
        match (a, b) {
            (Doc::Text(left), Doc::Text(right)) => {
                let secret = [(LEFT, left), (RIGHT, right)]
                    .into_iter()
                    .any(|(side, text)| {
                        let text = self.values[side].show(text);
                        spells_secret_in(&text) || (self.redact)(text.clone()) != text
                    });
                if let (Some(a), Some(b)) = (Doc::embedded(left), Doc::embedded(right)) {
                    place.hidden |= secret;
                    if self.embedded(&place, &a, &b) {
                        return;
                    }
                    // The same document, written in another way.
                    let letters = |text: &str| {
                        let mut letters: Vec<char> = text.chars().collect();
                        letters.sort_unstable();
                        letters
                    };
                    if letters(left) == letters(right) {
                        kind = UnstableKind::Order;
                    }
                } else {
                    place.hidden |= [left, right].into_iter().any(|text| spells_secret_in(text));
                    kind = kind::of_texts(left, right);
                }
            }
            (Doc::Bare(left), Doc::Bare(right)) => kind = kind::of_texts(left, right),
            _ => {}
        }
        let [a, b] =
            [(LEFT, a), (RIGHT, b)].map(|(side, doc)| Some(self.text(&place, side, &doc.shown())));
        self.add(&place, kind, a, b);
    }

    /// Compares the documents of two texts. `false` if they say the same.
    fn embedded(&mut self, place: &Place<'_>, a: &Doc, b: &Doc) -> bool {
        let (before, values) = (self.came.unlike.len(), self.came.values);
        let bare = Place {
            masks: Vec::new(),
            ..place.clone()
        };
        self.both(&bare, a, b);
        // The text was counted as one value.
        self.came.values = values;
        self.came.unlike.len() > before
    }

    /// A value as it was, if it may be shown.
    fn text(&self, place: &Place<'_>, side: usize, text: &str) -> String {
        match place.hidden {
            true => SENSITIVE.to_owned(),
            false => (self.redact)(self.values[side].show(text)),
        }
    }

    fn add(&mut self, place: &Place<'_>, kind: UnstableKind, a: Option<String>, b: Option<String>) {
        let side = if a.is_some() { LEFT } else { RIGHT };
        let show = |text: &str| (self.redact)(self.values[side].show(text));
        let path = Path(place.path[place.block..].to_vec()).shorthand();
        let line = Unlike {
            file: place.file.clone(),
            stack: place.stack.clone(),
            address: place.address.as_deref().map(show),
            path: show(&path),
            kind,
            a,
            b,
            allowed: place.allowed(),
        };
        self.came.unlike.push(line);
    }
}

/// Whether a text has an expression in which a secret is written out.
fn spells_secret_in(text: &str) -> bool {
    text.contains("${") && spells_secret(text)
}

/// The elements of a list by their addresses, if all have one and no two the same.
fn by_address(list: &[Doc]) -> Option<BTreeMap<String, (usize, &Doc)>> {
    let mut found = BTreeMap::new();
    for (at, doc) in list.iter().enumerate() {
        let address = doc.get("address")?.text()?;
        let deposed = doc.get("deposed").and_then(Doc::text);
        let name = deposed.map_or_else(|| address.to_owned(), |id| format!("{address} ({id})"));
        if found.insert(name, (at, doc)).is_some() {
            return None;
        }
    }
    (!list.is_empty()).then_some(found)
}
