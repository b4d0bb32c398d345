//! What a plan calls "known after apply" and lists no expression for.
//!
//! Mostly nobody wrote it: the provider computes it, and it is unset. But a plan lists no expression
//! either for what HCL spells as blocks and the schema calls an attribute (`ingress {}` of a
//! security group, `route {}` of a route table), and one unknown value in such a list makes the
//! whole of it unknown. Only a rule of its own says that the list was left alone: the provider's
//! documentation forbids having both.

use crate::facts::Member;
use crate::graph::{Graph, Vertex};
use crate::value::Step;
use crate::view::{Doubt, OpenRows, View};

/// Whether a place that may hold rows of a view must be taken for one that does.
pub(crate) fn may_hide(open: &OpenRows, view: View, vertex: Vertex, graph: &Graph<'_, '_>) -> bool {
    if open.doubt != Doubt::Unwritten {
        return true;
    }
    let Some(Step::Name(name)) = open.path.0.first() else {
        return true;
    };
    let block = graph.block(vertex);
    let member = graph
        .model(vertex.stack)
        .shape(block)
        .and_then(|shape| shape.get(name));
    let is_attribute = match member {
        Some(Member::Block(block)) => block.attribute,
        Some(Member::Attribute(_)) => false,
        None => true,
    };
    let types = view.types();
    let apart = || {
        let of_view = |other: &crate::stack::Block| {
            other.type_name != block.type_name && types.contains(&&*other.type_name)
        };
        graph.into(vertex, &of_view).is_empty()
    };
    is_attribute && apart()
}
