//! What the names in a stack's expressions stand for: variables, locals, and attributes that the
//! stack itself sets.
//!
//! A reference has a value only if the stack writes it down: what a provider computes is a hole.
//! A value that refers to itself, hangs on a chain of more than [`walk::MAX_DEPTH`] references or costs
//! more than [`walk::MAX_COST`] is a hole too, and so is every value that hangs on it: what is known never
//! depends on which value was asked for first.

mod walk;
mod written;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::normal::{Normal, Strings};
use super::{BlockId, BlockKind, Latest, Members, Repeat, Stack, body, policy_document, secrets};
use crate::address::{Key, join};
use crate::facts::{Facts, Member, Type, is_secret_name};
use crate::template::{Part, Reference, Scope};
use crate::value::{Flags, Kind, Node, parse, parse_members};
use walk::{COST_BYTES, Found, Subject, Walk};
use written::{as_set, converted, is_set, locals, open_maps};

/// The values that were found so far. Threads share them.
#[derive(Default)]
pub(super) struct Memo<'s> {
    found: Mutex<HashMap<Subject, Found>>,
    locals: OnceLock<HashMap<String, &'s str>>,
}

/// The names of one stack, for one thread.
pub(super) struct StackScope<'m, 's> {
    stack: &'s Stack,
    facts: &'s Facts,
    memo: &'m Memo<'s>,
    walk: Mutex<Walk>,
}

impl<'m, 's> StackScope<'m, 's> {
    /// The scope of a stack.
    pub(super) fn new(stack: &'s Stack, facts: &'s Facts, memo: &'m Memo<'s>) -> Self {
        Self {
            stack,
            facts,
            memo,
            walk: Mutex::default(),
        }
    }

    /// The text of the policy document at an address, relative to a module. It is none if the input
    /// does not list it.
    pub(super) fn policy_text(&self, module: &str, address: &str) -> Option<Node<'static>> {
        let address = match module {
            "" => Cow::Borrowed(address),
            module => Cow::Owned(format!("{module}.{address}")),
        };
        let id = self.find(BlockKind::Data, &address)?;
        self.value(Subject::Member(id, "json".into(), None))
    }

    /// What a variable was given, else its default.
    pub(super) fn variable_of(&self, name: &str) -> Option<Node<'static>> {
        self.value(Subject::Variable(name.into()))
    }

    /// The value of a subject, read at the first call.
    fn value(&self, subject: Subject) -> Option<Node<'static>> {
        let known = lock(&self.memo.found).get(&subject).cloned();
        if let Some(found) = known {
            return lock(&self.walk).use_known(found);
        }
        let depth = lock(&self.walk).enter(&subject)?;
        let node = match depth % APART {
            0 => self.make_apart(&subject),
            _ => self.make(&subject),
        };
        let (found, certain) = lock(&self.walk).leave(node)?;
        let node = found.node.clone();
        if certain {
            lock(&self.memo.found).insert(subject, found);
        }
        node
    }

    /// [`StackScope::make`] on a stack of its own. Values nest, and so do the expressions in them: a
    /// long chain of deep ones needs more stack than a thread has, and a stack may come from anybody.
    fn make_apart(&self, subject: &Subject) -> Option<Node<'static>> {
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
            let made = thread.spawn_scoped(scope, || self.make(subject)).ok()?;
            made.join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    fn make(&self, subject: &Subject) -> Option<Node<'static>> {
        let mut node = match subject {
            Subject::Variable(name) => self.variable(name)?,
            Subject::Local(name) => self.local(name)?,
            Subject::Member(id, name, _) => self.member(*id, name)?,
        };
        if let Subject::Variable(name) | Subject::Local(name) = subject
            && is_secret_name(name)
        {
            secrets::mark(&mut node);
        }
        Some(node)
    }

    fn variable(&self, name: &str) -> Option<Node<'static>> {
        let id = self.find(BlockKind::Variable, &format!("variable.{name}"))?;
        let text = self.text(id)?;
        let wanted = |name: &str| matches!(name, "default" | "type" | "sensitive");
        let mut body = match parse_members(text, &wanted).ok()?.kind {
            Kind::Map(map) => map,
            _ => return None,
        };
        let ty = body.remove("type");
        let ty = ty.as_ref().and_then(Node::as_str).unwrap_or_default();
        let ty = ty.trim_start_matches("${").trim_end_matches('}').trim();
        let sensitive = body.remove("sensitive");
        let value = match self.stack.given.get(name) {
            Some(given) => given.node(ty == "string"),
            None => Normal::new(Strings::Read)
                .document(body.remove("default")?)
                .into_static(),
        };
        let mut value = converted(value, ty);
        if matches!(sensitive.map(|node| node.kind), Some(Kind::Bool(true))) {
            value.flags.set(Flags::SENSITIVE);
        }
        Some(value)
    }

    fn local(&self, name: &str) -> Option<Node<'static>> {
        let locals = self.memo.locals.get_or_init(|| locals(self.stack));
        let text = *locals.get(name)?;
        self.spend(text);
        let node = parse(text).ok()?;
        Some(self.normal().document(node).into_static())
    }

    /// A member of a block, as it is written.
    fn member(&self, id: BlockId, name: &str) -> Option<Node<'static>> {
        let text = self.text(id)?;
        let block = &self.stack.blocks[id];
        let shape = body::shape(block, self.facts);
        if policy_document::is_text_of(block, name) {
            let (form, source) = (self.stack.form, usize::from(block.body.source));
            let source = self.stack.sources.get(source)?;
            let body = body::read(
                block,
                source,
                form,
                self.facts,
                &Members::All,
                self,
                &mut Latest::default(),
            )
            .ok()?;
            return policy_document::text(block, &body);
        }
        let Kind::Map(map) = parse_members(text, &|it| it == name || it == "dynamic")
            .ok()?
            .kind
        else {
            return None;
        };
        let mut map = self.normal().body(map, shape);
        let mut node = map.remove(name)?.into_static();
        match shape.and_then(|shape| shape.get(name)) {
            Some(Member::Attribute(attribute)) => {
                if let Type::Set(_) = attribute.ty {
                    as_set(&mut node);
                }
            }
            // Blocks may have attributes that the provider sets, and so may what is not known.
            Some(Member::Block(_)) | None => open_maps(&mut node),
        }
        Some(node)
    }

    fn normal(&self) -> Normal<'_> {
        Normal::new(Strings::Evaluated(self))
    }

    /// The body of a block as it is written.
    fn text(&self, id: BlockId) -> Option<&'s str> {
        let body = &self.stack.blocks[id].body;
        let text = self.stack.text(body.source, body.values?);
        self.spend(text);
        Some(text)
    }

    fn spend(&self, text: &str) {
        let cost = (text.len() / COST_BYTES) as u64;
        lock(&self.walk).spend(cost);
    }

    fn find(&self, kind: BlockKind, address: &str) -> Option<BlockId> {
        self.stack.find(kind, address)
    }

    /// `count.index` and `each.key` of the instance whose value is being read.
    fn instance(&self, reference: &Reference) -> Option<(Node<'static>, usize)> {
        let mut walk = lock(&self.walk);
        let frame = walk.frames.last_mut()?;
        let key = match &frame.subject {
            Subject::Member(_, _, key) => key.clone(),
            _ => None,
        };
        let node = match (reference.name(0)?, reference.name(1)?, key) {
            ("count", "index", Some(Key::Index(index))) => Node::new(Kind::Number(index.into())),
            ("each", "key", Some(Key::Name(name))) => Node::text(name.into_string()),
            _ => {
                frame.instance = true;
                return None;
            }
        };
        Some((node, 2))
    }

    /// An attribute of a block of this stack; `at` is the place of the type in the reference.
    fn attribute(
        &self,
        kind: BlockKind,
        reference: &Reference,
        at: usize,
    ) -> Option<(Node<'static>, usize)> {
        let (ty, name) = (reference.name(at)?, reference.name(at + 1)?);
        let mut next = at + 2;
        let key = match reference.parts.get(next)? {
            Part::Key(key) => {
                next += 1;
                Some(key.clone())
            }
            _ => None,
        };
        let member = reference.name(next)?;
        next += 1;
        if META_ARGUMENTS.contains(&member) {
            return None;
        }
        let id = self.find(kind, &join("", kind == BlockKind::Data, ty, name, None))?;
        let block = &self.stack.blocks[id];
        match (block.repeat, &key) {
            (Repeat::Once, None) => {}
            (Repeat::Times(count), Some(Key::Index(index))) if *index < count => {}
            (Repeat::Times(count), Some(Key::Name(_))) if count > 0 => {}
            _ => return None,
        }
        let facts = body::shape(block, self.facts).and_then(|shape| shape.get(member));
        let computed = facts.is_some_and(|member| !member.is_settable());
        if computed && !policy_document::is_text_of(block, member) {
            return None;
        }
        let mut node = self.value(Subject::Member(id, member.into(), key))?;
        // What is not written may still be there, set by the provider: every step is taken here.
        while let Some(part) = reference.parts.get(next) {
            node = match (part, node.kind) {
                (Part::Name(name), Kind::Map(mut map))
                | (Part::Key(Key::Name(name)), Kind::Map(mut map)) => {
                    below(map.remove(name)?, node.flags)
                }
                (Part::Key(Key::Index(index)), Kind::List(mut list))
                    if !node.flags.has(Flags::OPEN) && !is_set(facts) =>
                {
                    let index = usize::try_from(*index).ok()?;
                    if index >= list.len() {
                        return None;
                    }
                    below(list.swap_remove(index), node.flags)
                }
                (Part::Splat | Part::UnknownKey(_), kind)
                    if matches!(facts, Some(Member::Attribute(_))) =>
                {
                    let flags = node.flags;
                    return Some((Node { kind, flags }, next));
                }
                _ => return None,
            };
            next += 1;
        }
        Some((node, next))
    }
}

impl Scope for StackScope<'_, '_> {
    fn resolve(&self, reference: &Reference) -> Option<(Node<'static>, usize)> {
        match reference.name(0)? {
            "var" => {
                let subject = Subject::Variable(reference.name(1)?.into());
                Some((self.value(subject)?, 2))
            }
            "local" => {
                let subject = Subject::Local(reference.name(1)?.into());
                Some((self.value(subject)?, 2))
            }
            "each" | "count" | "self" => self.instance(reference),
            "data" => self.attribute(BlockKind::Data, reference, 1),
            _ => self.attribute(BlockKind::Resource, reference, 0),
        }
    }
}

/// After so many references behind one another a new stack is taken, of so many bytes.
const APART: usize = 4;
const STACK_BYTES: usize = 8 << 20;

/// Members of a block that are no attributes of it.
const META_ARGUMENTS: [&str; 9] = [
    "//",
    "connection",
    "count",
    "depends_on",
    "dynamic",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
];

/// A part of a value; of a secret, all parts are.
fn below(mut node: Node<'static>, above: Flags) -> Node<'static> {
    if above.has(Flags::SENSITIVE) {
        node.flags.set(Flags::SENSITIVE);
    }
    node
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
