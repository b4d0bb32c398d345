//! The functions that are evaluated.
//!
//! Source: "Functions", Terraform language. Left out on purpose: whatever reads files, the
//! environment or the clock, draws random numbers, or renders other templates.

mod collection;
mod convert;
mod encode;
mod format;
mod hash;
mod list;
mod net;
mod number;
mod text;

use super::call::{Gives, Row};

/// No upper bound on the number of arguments.
const MANY: usize = usize::MAX;

/// The function of a name.
pub(super) fn find(name: &str) -> Option<Row> {
    use Gives::{Any, MaybeText, Text, Value};
    let (function, low, high, gives): (super::call::Function, usize, usize, Gives) = match name {
        "abs" => (number::abs, 1, 1, Value),
        "alltrue" => (list::alltrue, 1, 1, Value),
        "anytrue" => (list::anytrue, 1, 1, Value),
        "base64decode" => (encode::base64decode, 1, 1, Text),
        "base64encode" => (encode::base64encode, 1, 1, Text),
        "base64sha256" => (hash::base64sha256, 1, 1, Text),
        "ceil" => (number::ceil, 1, 1, Value),
        "chomp" => (text::chomp, 1, 1, Text),
        "chunklist" => (list::chunklist, 2, 2, Value),
        "cidrhost" => (net::cidrhost, 2, 2, Text),
        "cidrnetmask" => (net::cidrnetmask, 1, 1, Text),
        "cidrsubnet" => (net::cidrsubnet, 3, 3, Text),
        "coalesce" => (convert::coalesce, 1, MANY, Value),
        "coalescelist" => (list::coalescelist, 1, MANY, Value),
        "compact" => (list::compact, 1, 1, Value),
        "concat" => (list::concat, 1, MANY, Value),
        "contains" => (list::contains, 2, 2, Value),
        "distinct" => (list::distinct, 1, 1, Value),
        "element" => (list::element, 2, 2, Any),
        "endswith" => (text::endswith, 2, 2, Value),
        "flatten" => (list::flatten, 1, 1, Value),
        "floor" => (number::floor, 1, 1, Value),
        "format" => (format::format, 1, MANY, Text),
        "formatlist" => (format::formatlist, 1, MANY, Value),
        "indent" => (text::indent, 2, 2, Text),
        "index" => (list::index, 2, 2, Value),
        "join" => (text::join, 1, MANY, Text),
        "jsondecode" => (encode::jsondecode, 1, 1, Any),
        "jsonencode" => (encode::jsonencode, 1, 1, Text),
        "keys" => (collection::keys, 1, 1, Value),
        "length" => (collection::length, 1, 1, Value),
        "lookup" => (collection::lookup, 2, 3, Any),
        "lower" => (text::lower, 1, 1, Text),
        "max" => (number::max, 1, MANY, Value),
        "md5" => (hash::md5, 1, 1, Text),
        "merge" => (collection::merge, 0, MANY, Value),
        "min" => (number::min, 1, MANY, Value),
        "nonsensitive" | "sensitive" => (convert::unchanged, 1, 1, Any),
        "one" => (list::one, 1, 1, Any),
        "parseint" => (number::parseint, 2, 2, Value),
        "pow" => (number::pow, 2, 2, Value),
        "range" => (number::range, 1, 3, Value),
        "regex" => (text::regex, 2, 2, Value),
        "regexall" => (text::regexall, 2, 2, Value),
        "replace" => (text::replace, 3, 3, Text),
        "reverse" => (list::reverse, 1, 1, Value),
        "sha1" => (hash::sha1, 1, 1, Text),
        "sha256" => (hash::sha256, 1, 1, Text),
        "sha512" => (hash::sha512, 1, 1, Text),
        "signum" => (number::signum, 1, 1, Value),
        "slice" => (list::slice, 3, 3, Value),
        "sort" => (list::sort, 1, 1, Value),
        "split" => (text::split, 2, 2, Value),
        "startswith" => (text::startswith, 2, 2, Value),
        "strcontains" => (text::strcontains, 2, 2, Value),
        "strrev" => (text::strrev, 1, 1, Text),
        "substr" => (text::substr, 3, 3, Text),
        "sum" => (number::sum, 1, 1, Value),
        "title" => (text::title, 1, 1, Text),
        "tobool" => (convert::tobool, 1, 1, Any),
        "tolist" => (convert::tolist, 1, 1, Any),
        "tomap" => (convert::tomap, 1, 1, Any),
        "tonumber" => (convert::tonumber, 1, 1, Any),
        "toset" => (convert::toset, 1, 1, Any),
        "tostring" => (convert::tostring, 1, 1, MaybeText),
        "trim" => (text::trim, 2, 2, Text),
        "trimprefix" => (text::trimprefix, 2, 2, Text),
        "trimspace" => (text::trimspace, 1, 1, Text),
        "trimsuffix" => (text::trimsuffix, 2, 2, Text),
        "upper" => (text::upper, 1, 1, Text),
        "urlencode" => (encode::urlencode, 1, 1, Text),
        "values" => (collection::values, 1, 1, Value),
        "zipmap" => (collection::zipmap, 2, 2, Value),
        // Known to be texts, and not evaluated.
        "base64gzip" | "base64sha512" | "bcrypt" | "csvencode" | "file" | "filebase64"
        | "filebase64sha256" | "filebase64sha512" | "filemd5" | "filesha1" | "filesha256"
        | "filesha512" | "formatdate" | "plantimestamp" | "rsadecrypt" | "templatefile"
        | "timeadd" | "timestamp" | "uuid" | "uuidv5" | "yamlencode" => {
            (convert::unknown, 0, MANY, Text)
        }
        _ => return None,
    };
    Some(Row {
        function,
        arity: (low, high),
        gives,
    })
}
