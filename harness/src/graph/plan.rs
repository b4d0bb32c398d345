//! Edges of plans: what `configuration` says that each expression refers to. And of states, which
//! keep nothing but what waits for what.
//!
//! Source: "Expression Representation", JSON Output Format of Terraform: `references` lists each
//! reference and its shorter beginnings.

use super::names::vertices;
use super::scan::{kept, label};
use super::synth::attribute;
use super::{Edge, Graph, Target, Vertex, literal};
use crate::address::{Key, modules};
use crate::stack::{Block, BlockKind};
use crate::template::{Part, Reference};
use crate::value::{Kind, Node, Step, parse};

/// How many modules deep a reference is followed.
const MAX_MODULES: usize = 32;

/// What a reference leads to, and the attribute of it that is taken.
type Led = (Target, Option<Box<str>>);

/// The edges of a block of a plan.
pub(super) fn edges(graph: &Graph<'_, '_>, from: Vertex) -> Vec<Edge> {
    let mut edges = Vec::new();
    let (block, Some(config)) = (graph.block(from), config(graph, from)) else {
        return edges;
    };
    let origin = Origin { from, block };
    for (member, label) in [
        ("count_expression", "count"),
        ("for_each_expression", "for_each"),
        ("expression", "value"),
    ] {
        if let Some(expression) = config.get(member) {
            let mut path = vec![Step::Name(label.to_owned())];
            walk(graph, &origin, expression, &mut path, &mut edges);
        }
    }
    if let Some(expressions) = config.get("expressions") {
        walk(graph, &origin, expressions, &mut Vec::new(), &mut edges);
    }
    let depends_on = config.get("depends_on").and_then(Node::as_list);
    for (index, it) in depends_on.unwrap_or_default().iter().enumerate() {
        let Some(reference) = it.as_str().and_then(Reference::parse) else {
            continue;
        };
        if let Some(target) = awaited(graph, &origin, &reference) {
            edges.push(ordering(index, target));
        }
    }
    edges
}

/// The edges of a block of a state.
pub(super) fn stored(graph: &Graph<'_, '_>, from: Vertex) -> Vec<Edge> {
    let names = &graph.names[from.stack];
    let Some(config) = config(graph, from) else {
        return Vec::new();
    };
    let addresses = config.as_list().unwrap_or_default().iter();
    let edge = |(index, address): (usize, &Node<'_>)| {
        let address = address.as_str()?;
        let mut found = Vec::new();
        for kind in [BlockKind::Resource, BlockKind::Data] {
            found.extend(names.find(kind, address));
            found.extend(names.starting(kind, &format!("{address}[")));
        }
        let target = match found.is_empty() {
            true => Target::Undeclared(address.into()),
            false => Target::Blocks(vertices(from.stack, found)),
        };
        Some(ordering(index, target))
    };
    addresses.enumerate().filter_map(edge).collect()
}

/// The entry of a block in `configuration`.
fn config<'s>(graph: &Graph<'_, 's>, from: Vertex) -> Option<Node<'s>> {
    let block = graph.block(from);
    let stack = graph.model(from.stack).stack();
    parse(stack.text(block.body.source, block.body.config?)).ok()
}

fn ordering(index: usize, target: Target) -> Edge {
    let path = [Step::Name("depends_on".to_owned()), Step::Index(index)];
    Edge {
        path: kept(&path),
        label: label(&path),
        target,
        attribute: None,
        order: true,
    }
}

/// The block that an expression stands in.
struct Origin<'b> {
    from: Vertex,
    block: &'b Block,
}

/// Shows what the expressions of a block refer to. An expression is an object with `references` or
/// `constant_value`, or nothing in it; a nested block is a list of objects of expressions.
fn walk(
    graph: &Graph<'_, '_>,
    origin: &Origin<'_>,
    node: &Node<'_>,
    path: &mut Vec<Step>,
    edges: &mut Vec<Edge>,
) {
    match &node.kind {
        Kind::Map(map) => {
            if let Some(listed) = map.get("references").and_then(Node::as_list) {
                return refer(graph, origin, listed, path, edges);
            }
            if let Some(constant) = map.get("constant_value") {
                return constants(constant, path, edges);
            }
            for (name, member) in map.iter() {
                path.push(Step::Name(name.to_owned()));
                walk(graph, origin, member, path, edges);
                path.pop();
            }
        }
        Kind::List(list) => {
            for (index, element) in list.iter().enumerate() {
                path.push(Step::Index(index));
                walk(graph, origin, element, path, edges);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Literal ids and ARNs lead out of the stack.
fn constants(node: &Node<'_>, path: &mut Vec<Step>, edges: &mut Vec<Edge>) {
    match &node.kind {
        Kind::Text(text) => {
            let text = text.as_known().unwrap_or_default();
            if literal::leaves_the_stack(text) {
                edges.push(edge(path, (Target::Outside(text.into()), None)));
            }
        }
        Kind::List(list) => {
            for (index, element) in list.iter().enumerate() {
                path.push(Step::Index(index));
                constants(element, path, edges);
                path.pop();
            }
        }
        Kind::Map(map) => {
            for (name, member) in map.iter() {
                path.push(Step::Name(name.to_owned()));
                constants(member, path, edges);
                path.pop();
            }
        }
        _ => {}
    }
}

fn edge(path: &[Step], (target, attribute): Led) -> Edge {
    Edge {
        path: kept(path),
        label: label(path),
        target,
        attribute,
        order: false,
    }
}

fn refer(
    graph: &Graph<'_, '_>,
    origin: &Origin<'_>,
    listed: &[Node<'_>],
    path: &[Step],
    edges: &mut Vec<Edge>,
) {
    let context = Context {
        stack: origin.from.stack,
        module: &origin.block.module,
        own_key: origin.block.key.as_ref(),
    };
    for led in lead(graph, &context, listed, 0) {
        edges.push(edge(path, led));
    }
}

/// Where a list of references stands.
struct Context<'c> {
    stack: usize,
    /// The module path, keys included.
    module: &'c str,
    /// The key of the instance that refers.
    own_key: Option<&'c Key>,
}

/// What a list of references leads to.
fn lead(
    graph: &Graph<'_, '_>,
    context: &Context<'_>,
    listed: &[Node<'_>],
    depth: usize,
) -> Vec<Led> {
    let all = listed.iter().filter_map(Node::as_str);
    let all: Vec<Reference> = all.filter_map(Reference::parse).collect();
    let by_key = |root: &str| all.iter().any(|it| it.name(0) == Some(root));
    let keyed = by_key("each") || by_key("count");
    // Every reference is followed by its own beginnings.
    let is_beginning = |reference: &Reference| {
        all.iter().any(|longer| {
            longer.parts.len() > reference.parts.len() && longer.parts.starts_with(&reference.parts)
        })
    };
    let longest = all.iter().filter(|reference| !is_beginning(reference));
    longest
        .flat_map(|reference| one(graph, context, reference, keyed, depth))
        .collect()
}

fn one(
    graph: &Graph<'_, '_>,
    context: &Context<'_>,
    reference: &Reference,
    keyed: bool,
    depth: usize,
) -> Vec<Led> {
    let outside = || vec![(Target::Outside(reference.to_string().into()), None)];
    let Some(root) = reference.name(0) else {
        return Vec::new();
    };
    match root {
        "each" | "count" | "path" | "terraform" | "self" => Vec::new(),
        // A plan does not list locals.
        "local" => outside(),
        "var" => variable(graph, context, reference, depth).unwrap_or_else(outside),
        "module" => output(graph, context, reference, keyed, depth).unwrap_or_else(outside),
        _ => match across(graph, context.stack, reference) {
            Some(led) => led,
            None => resource(graph, context, reference, keyed)
                .into_iter()
                .collect(),
        },
    }
}

fn resource(
    graph: &Graph<'_, '_>,
    context: &Context<'_>,
    reference: &Reference,
    keyed: bool,
) -> Option<Led> {
    let at = usize::from(reference.name(0) == Some("data"));
    let (ty, name) = (reference.name(at)?, reference.name(at + 1)?);
    let attribute = attribute(reference, at + 2);
    let names = &graph.names[context.stack];
    let found = vertices(
        context.stack,
        names.instances(context.module, at == 1, ty, name),
    );
    let key = match reference.parts.get(at + 2) {
        Some(Part::Key(key)) => Some(key),
        _ => None,
    };
    let of_key = |key: &Key| {
        let same = |vertex: &&Vertex| graph.block(**vertex).key.as_ref() == Some(key);
        found.iter().find(same).copied()
    };
    let is_one = found
        .first()
        .is_some_and(|first| found.len() == 1 && graph.block(*first).key.is_none());
    let target = match key {
        // What is left of a plan that was filtered, or takes an instance away, is not undeclared.
        _ if found.is_empty() => Target::Outside(reference.to_string().into()),
        _ if is_one => Target::Blocks(found),
        Some(key) => match of_key(key) {
            Some(vertex) => Target::Blocks(vec![vertex]),
            None => Target::Outside(reference.to_string().into()),
        },
        None if keyed => match context.own_key.and_then(of_key) {
            Some(vertex) => Target::Blocks(vec![vertex]),
            None => Target::OneOf(found),
        },
        None => Target::Blocks(found),
    };
    Some((target, attribute))
}

/// A variable of a module stands for what the call gives it; one of the root has its value in the
/// plan, or none that is known.
fn variable(
    graph: &Graph<'_, '_>,
    context: &Context<'_>,
    reference: &Reference,
    depth: usize,
) -> Option<Vec<Led>> {
    let name = reference.name(1)?;
    let names = &graph.names[context.stack];
    if context.module.is_empty() {
        let id = names.find(BlockKind::Variable, &format!("variable.{name}"))?;
        let body = graph.model(context.stack).body(id).ok()?;
        let known = |member: &str| body.get(member).is_some_and(|node| !node.has_unknown());
        return (known("value") || known("default")).then(Vec::new);
    }
    if depth > MAX_MODULES {
        return None;
    }
    let call = names.call(&modules(context.module))?;
    let (above, own) = parent(context.module)?;
    let Some(expression) = call.get("expressions").and_then(|it| it.get(name)) else {
        // The call leaves it to its default.
        return Some(Vec::new());
    };
    let context = Context {
        module: above,
        own_key: own.as_ref(),
        ..*context
    };
    Some(expression_leads(graph, &context, expression, depth + 1))
}

/// An output of a module stands for what its value refers to.
fn output(
    graph: &Graph<'_, '_>,
    context: &Context<'_>,
    reference: &Reference,
    keyed: bool,
    depth: usize,
) -> Option<Vec<Led>> {
    if depth > MAX_MODULES {
        return None;
    }
    let name = reference.name(1)?;
    let (key, at) = match reference.parts.get(2) {
        Some(Part::Key(key)) => (Some(key), 3),
        Some(Part::Splat | Part::UnknownKey(_)) => (None, 3),
        _ => (None, 2),
    };
    let out = reference.name(at)?;
    let names = &graph.names[context.stack];
    let mut called = modules(context.module);
    called.push(name.to_owned());
    let call = names.call(&called)?;
    let output = call.get("module")?.get("outputs")?.get(out)?;
    let expression = output.get("expression")?;
    let paths = names.module_paths(context.module, name, key);
    if paths.is_empty() {
        return None;
    }
    let several = paths.len() > 1;
    let mut led = Vec::new();
    for path in &paths {
        let context = Context {
            stack: context.stack,
            module: path,
            own_key: None,
        };
        led.extend(expression_leads(graph, &context, expression, depth + 1));
    }
    if several && keyed {
        // One of the module's instances, and which one is not known.
        let all = led.iter().flat_map(|(target, _)| target.vertices());
        let all: Vec<Vertex> = all.copied().collect();
        let attribute = led.first().and_then(|(_, attribute)| attribute.clone());
        return Some(vec![(Target::OneOf(all), attribute)]);
    }
    Some(led)
}

/// What an expression of a call or output leads to: it may be an object of several.
fn expression_leads(
    graph: &Graph<'_, '_>,
    context: &Context<'_>,
    expression: &Node<'_>,
    depth: usize,
) -> Vec<Led> {
    match expression.get("references").and_then(Node::as_list) {
        Some(listed) => lead(graph, context, listed, depth),
        None => Vec::new(),
    }
}

/// The module above a module path, and the key of the path's last step.
fn parent(module: &str) -> Option<(&str, Option<Key>)> {
    let reference = Reference::parse(module)?;
    let mut parts = reference.parts.as_slice();
    let key = match parts.last()? {
        Part::Key(key) => {
            parts = &parts[..parts.len() - 1];
            Some(key.clone())
        }
        _ => None,
    };
    let above = Reference {
        parts: parts.get(..parts.len().checked_sub(2)?)?.to_vec(),
    };
    // The text of a beginning is a beginning of the text.
    module
        .get(..above.to_string().len())
        .map(|above| (above, key))
}

/// What `depends_on` names: a block with all its instances, or everything in a module.
fn awaited(graph: &Graph<'_, '_>, origin: &Origin<'_>, reference: &Reference) -> Option<Target> {
    let names = &graph.names[origin.from.stack];
    let module: &str = &origin.block.module;
    let found = if reference.name(0)? == "module" {
        let paths = names.module_paths(module, reference.name(1)?, None);
        let inside = paths.iter().flat_map(|path| names.in_module(path));
        inside.collect()
    } else {
        let at = usize::from(reference.name(0) == Some("data"));
        names.instances(
            module,
            at == 1,
            reference.name(at)?,
            reference.name(at + 1)?,
        )
    };
    Some(match found.is_empty() {
        true => Target::Outside(reference.to_string().into()),
        false => Target::Blocks(vertices(origin.from.stack, found)),
    })
}

/// What an output of another stack of the run refers to, if the reference is
/// `data.terraform_remote_state.<name>.outputs.<output>`; `None` if it is anything else.
pub(super) fn across(
    graph: &Graph<'_, '_>,
    stack: usize,
    reference: &Reference,
) -> Option<Vec<Led>> {
    let (Some("data"), Some("terraform_remote_state")) = (reference.name(0), reference.name(1))
    else {
        return None;
    };
    reference.name(2)?;
    let outside = || Some(vec![(Target::Outside(reference.to_string().into()), None)]);
    let mut rest = reference
        .parts
        .iter()
        .skip(3)
        .filter_map(|part| match part {
            Part::Name(name) => Some(&**name),
            Part::Key(Key::Name(name)) => Some(&**name),
            _ => None,
        });
    let (Some("outputs"), Some(output)) = (rest.next(), rest.next()) else {
        return outside();
    };
    let address = format!("output.{output}");
    let others = (0..graph.stacks()).filter(|other| *other != stack);
    let found = others.filter_map(|other| {
        let block = graph.names[other].find(BlockKind::Output, &address)?;
        Some(Vertex {
            stack: other,
            block,
        })
    });
    let found: Vec<Vertex> = found.collect();
    // An output that several stacks declare may be that of any of them.
    let [output] = found.as_slice() else {
        return outside();
    };
    let edges = graph.out(*output).iter().filter(|edge| !edge.order);
    let led: Vec<Led> = edges
        .filter(|edge| edge.path.0.first() == Some(&Step::Name("value".to_owned())))
        .map(|edge| (edge.target.clone(), edge.attribute.clone()))
        .collect();
    Some(led)
}
