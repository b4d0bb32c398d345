//! What is refused when a spec loads, and where the error points.

use pretty_assertions::assert_eq;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stackspec::select::{Condition, Query, QueryError};

/// `marked` has the offender between `»` and `«`; the message and help together hold `said`.
#[track_caller]
fn refused(marked: &str, said: &str) {
    check(marked, said, |text| Query::parse(text).map(|_| ()));
}

#[track_caller]
fn refused_condition(marked: &str, said: &str) {
    check(marked, said, |text| Condition::parse(text).map(|_| ()));
}

#[track_caller]
fn check(marked: &str, said: &str, parse: impl Fn(&str) -> Result<(), QueryError>) {
    let text = marked.replace(['»', '«'], "");
    let error = parse(&text).expect_err(&text);
    let end = error.column + error.length;
    let shown = format!(
        "{}»{}«{}",
        &text[..error.column],
        &text[error.column..end],
        &text[end..]
    );
    assert_eq!(shown, marked, "{error}");
    assert!(error.to_string().contains(said), "{error}");
}

#[test]
fn what_the_grammar_alone_would_accept() {
    refused(
        "$.rule[?@.type »in« ['a']]",
        "no operator of RFC 9535 (at byte 15); compare with each",
    );
    refused("$[?@.a »and« @.b]", "\"and\" is written `&&`");
    refused("$.a »b«", "`['a b']`");
    refused("$[?»in«(@.a, $.b)]", "there is no function `in`");
    refused("$[?»none_of«(@.a, $.b)]", "there is no function `none_of`");
}

#[test]
fn functions() {
    refused("$[?»lenght«(@.a) > 1]", "did you mean `length`?");
    refused(
        "$[?»starts_with«(@.a, 'x')]",
        "length, count, value, match and search",
    );
    refused("$[?»length«(@.a)]", "gives a value, and a value is no test");
    refused("$[?»count«(@.a)]", "compare it: `count(...) > 0`");
    refused("$[?»value«(@.a)]", "a value is no test");
    refused("$[?»match«(@.a, 'x') == true]", "cannot be compared");
    refused("$[?true == »search«(@.a, 'x')]", "cannot be compared");
    refused(
        "$[?»length«(@.a, @.b) == 1]",
        "takes 1 argument, and here it has 2",
    );
    refused("$[?»match«(@.a)]", "takes 2 arguments, and here it has 1");
    refused("$[?»length«() == 1]", "here it has 0");
    refused("$[?length(»@.a[*]«) == 1]", "may select several values");
    refused("$[?match(»@..a«, 'x')]", "may select several values");
    refused("$[?count(»1«) == 1]", "takes a path");
    refused("$[?count(»length«(@.a)) == 1]", "takes a path");
    refused("$[?value(»!«@.a) == 1]", "takes a path");
    refused("$[?length(»!«@.a) == 1]", "no expression");
    refused(
        "$[?length(»match«(@.a, 'x')) == 1]",
        "a value is wanted here",
    );
    refused("$[?length» «(@.a) == 1]", "a blank between the function");
    refused("$.a.»length«()", "a path has no methods");
}

#[test]
fn regular_expressions() {
    refused("$[?match(@.a, »'a('«)]", "does not compile");
    refused("$[?search(@.a, »'['«)]", "does not compile");
    refused(
        "$[?search(@.a, »'(a{1000}){1000}'«)]",
        "takes more than 1048576 bytes",
    );
    refused(r"$[?search(@.a, 'a»\.«b')]", "a backslash is written as");
    assert!(Query::parse(r"$[?search(@.a, 'a\\.b')]").is_ok());
    assert!(
        Query::parse("$[?match(@.a, 1)]").is_ok(),
        "ill-valued, not ill-typed: RFC 9535"
    );
}

#[test]
fn comparisons() {
    refused("$[?@.a »=« 1]", "equality is written `==`");
    refused("$[?@.a »=~« 'x']", "`match(@.x, 'whole')`");
    refused("$[?@.a »&« @.b]", "`&&`");
    refused("$[?@.a »|« @.b]", "`||`");
    refused(
        "$[?@.a[*] »==« 1]",
        "only a literal, a path to a single value",
    );
    refused("$[?@.a == »[«'a']]", "a list is no literal");
    refused(
        "$[?@.a == »9007199254740992«]",
        "integers go up to 9007199254740991",
    );
    refused("$[?@.a == »01«]", "leading zero");
    refused("$[?»true«]", "a literal alone is no test");
    refused("$[?@.a == »abc«]", "a string stands in quotes");
}

#[test]
fn shapes_of_a_query() {
    refused("»«", "the query is empty");
    refused("»vpc«.id", "write `$.vpc.id`");
    refused("»@«.id", "write `$.id`");
    refused("» «$.a", "blanks before");
    refused("$.a»  «", "blanks after");
    refused("$.» «a", "a blank after the dot");
    refused(
        "$.tags.Cost»-«Center",
        "write `['Cost-Center']` instead of `.Cost-Center`",
    );
    refused("$.a»[«0", "is never closed");
    refused("$.a»]«", "closes nothing");
    refused("$.a[»b«]", "a name in brackets stands in quotes: `'b'`");
    refused("$.a.»0«", "an index stands in brackets");
    refused("$.a[»(«@.length-1)]", "the last element `[-1]`");
    refused("$.a[»'«b]", "never ends");
    refused("$.a[»@«.b == 1]", "a filter is written `[?...]`");
    refused("$..a..b»..«c", "more than 2 `..`");
    refused("$.»;«", "means nothing here");
    refused("$.a»#«", "means nothing here");
    refused("$[»é«]", "stands in quotes");
}

#[test]
fn limits() {
    let long = format!("$.{}", "a".repeat(4095));
    let error = Query::parse(&long).unwrap_err();
    assert_eq!((error.column, error.length), (0, 4097));
    assert!(error.message.contains("4097 bytes long"), "{error}");
    assert!(Query::parse(&long[..4096]).is_ok());
    assert!(Query::parse(&format!("${}", ".a".repeat(128))).is_ok());
    let error = Query::parse(&format!("${}", ".a".repeat(129))).unwrap_err();
    assert!(error.message.contains("more than 128 segments"), "{error}");
    let inner = format!("$[?{}]", vec!["@.a.b.c.d"; 32].join(" && "));
    assert!(Query::parse(&inner).is_err(), "filters count too");
    let deep = |levels: usize| format!("$[?{}@.a{}]", "(".repeat(levels), ")".repeat(levels));
    assert!(Query::parse(&deep(15)).is_ok());
    assert!(
        Query::parse(&deep(16))
            .unwrap_err()
            .message
            .contains("levels")
    );
    // The grammar tries each call twice: without the limit this takes 2 to the power of 40.
    let calls = format!("$[?{}@.a{}]", "match(@[?".repeat(40), "],'a')".repeat(40));
    assert!(Query::parse(&calls).is_err());
    let calls = format!("$[?{}@.a{}]", "value(@[?".repeat(7), "])".repeat(7));
    assert!(Query::parse(&calls).is_err());
}

#[test]
fn conditions_are_one_expression() {
    refused_condition("@.a »=« 1", "`==`");
    refused_condition("@.a»,« ?@.b", "a condition is one expression");
    refused_condition("@.a»]«, $.b[?@.c", "closes nothing");
    refused_condition("@.a»]«.b[?@.c", "closes nothing");
    refused_condition("»?«@.a", "without `?`");
    refused_condition("»«", "the condition is empty");
    refused_condition("@.type »in« ['a']", "compare with each value");
    refused_condition("»lenght«(@.a) == 1", "did you mean `length`?");
    refused_condition("@.a == »«", "ends too early");
    refused_condition("»'a'«", "a literal alone is no test");
}

#[test]
fn comparisons_with_null_are_found() {
    let query = |text: &str| Query::parse(text).unwrap().null_comparison();
    let condition = |text: &str| Condition::parse(text).unwrap().null_comparison();
    assert_eq!(query("$.a[?@.b == null]"), Some(5));
    assert_eq!(query("$.a[?@.b[?null != @.c]]"), Some(10));
    assert_eq!(query("$.a[?@.b == 'null']"), None);
    assert_eq!(condition("@.x && (@.a == 1 || !(@.b != null))"), Some(22));
    assert_eq!(condition("!@.a"), None);
}

#[test]
fn spans_and_queries_for_a_linter() {
    let text = "$.vpc[*]['a', 'b'][?@.c.d == $.e]";
    let query = Query::parse(text).unwrap();
    let spans: Vec<&str> = query
        .segments()
        .iter()
        .map(|s| &text[s.span.clone()])
        .collect();
    assert_eq!(spans, [".vpc", "[*]", "['a', 'b']", "[?@.c.d == $.e]"]);
    let names: Vec<&str> = query.segments()[2]
        .selectors
        .iter()
        .map(|s| &text[s.span.clone()])
        .collect();
    assert_eq!(names, ["'a'", "'b'"]);
    let condition = Condition::parse("@.c.d == length($['x y']) && !search(@.k, $.r)").unwrap();
    let queries: Vec<String> = condition
        .queries()
        .into_iter()
        .map(|(anchor, segments)| {
            let spans = segments.iter().map(|s| &condition.text()[s.span.clone()]);
            format!("{anchor:?}{}", spans.collect::<String>())
        })
        .collect();
    assert_eq!(
        queries,
        ["Current.c.d", "Root['x y']", "Current.k", "Root.r"]
    );
    let singular = |text: &str| Query::parse(text).unwrap().is_singular();
    assert!(singular("$") && singular("$.a[0]['b']"));
    assert!(!singular("$.a[*]") && !singular("$['a','b']") && !singular("$..a"));
}

proptest! {
    // The same cases at every run: a failure is a failure for everybody.
    #![proptest_config(ProptestConfig {
        cases: 2000,
        rng_seed: RngSeed::Fixed(9535),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever the text, there is an answer, and an error points into the text.
    #[test]
    fn parsing_never_panics(text in r#"(\$|@|\.|\.\.|\[|\]|\(|\)|\?|\*|!|&&|\|\||==|<|=|,|:|-|0|12|1\.5|'a'|"b\\n"|'|a|in|true|null|length\(|count\(|value\(|match\(|search\(| |é|\\|\t|\u{1f600}){0,24}"#) {
        for text in [text.clone(), format!("${text}"), format!("$[?{text}]"), format!("@.{text}")] {
            let errors = [Query::parse(&text).err(), Condition::parse(&text).err()];
            for error in errors.into_iter().flatten() {
                prop_assert!(text.get(error.column..error.column + error.length).is_some());
                prop_assert!(!error.message.is_empty());
            }
        }
    }

    #[test]
    fn parsing_any_text_never_panics(text in ".{0,64}") {
        let _ = (Query::parse(&text), Condition::parse(&format!("@.a == {text}")));
    }
}
