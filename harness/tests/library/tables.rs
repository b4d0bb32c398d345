//! Knowledge tables: each is taken by a spec of the library, or says that it is for reading.

use std::collections::BTreeSet;

use stackspec::spec;

#[test]
fn every_table_is_used_or_for_reference() {
    let files = spec::library(&[spec::ALL.to_owned()]).unwrap();
    let params = files.iter().flat_map(|file| &file.params);
    let used: BTreeSet<&str> = params
        .filter_map(|param| Some(param.table?.name.as_str()))
        .collect();
    let idle: Vec<&str> = spec::tables()
        .into_iter()
        .filter(|table| !table.reference && !used.contains(table.name.as_str()))
        .map(|table| table.name.as_str())
        .collect();
    assert_eq!(
        idle,
        [] as [&str; 0],
        "no spec takes these, and none says `reference = true`"
    );
    assert!(used.len() >= 6, "{used:?}");
}
