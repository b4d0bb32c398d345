//! Arrows go down only: the modules stand on the floors of the table in `lib.rs`, and a test reads
//! every `crate::` of the code. Below the faces nothing prints, reads the environment or the
//! clock, or ends the process.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pretty_assertions::{assert_eq, assert_ne};

/// Modules of one floor that never name one another. Otherwise a module may name what stands to
/// its left on its own floor.
const BLIND: [&[&str]; 2] = [
    &["load", "select", "matcher", "follow"],
    &["cli", "trial", "expect"],
];

/// The floor from which on a module may talk to the world.
const FACES: u8 = 7;

/// What only a face does.
const TALK: [&str; 11] = [
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
    "std::env",
    "env::var",
    "env::args",
    "process::exit",
    "Instant::now",
    "SystemTime::now",
];

/// Where a module stands: its floor, and its place from the left.
type Floors = BTreeMap<String, (u8, usize)>;

/// The table in the documentation of `lib.rs`: a row a floor, its modules in backticks.
fn floors(lib: &str) -> Floors {
    let mut floors = Floors::new();
    for row in lib.lines().filter_map(|line| line.strip_prefix("//! | ")) {
        let mut cells = row.split('|');
        let (Some(floor), Some(modules)) = (cells.next(), cells.next()) else {
            continue;
        };
        let Some(floor) = floor
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok())
        else {
            continue;
        };
        for (place, name) in modules.split('`').skip(1).step_by(2).enumerate() {
            floors.insert(name.to_owned(), (floor, place));
        }
    }
    floors
}

/// One file of code: its module path, and its text without comments and tests.
struct File {
    path: PathBuf,
    module: Vec<String>,
    code: String,
}

impl File {
    fn new(path: &Path, module: &str, text: &str) -> Self {
        let module = module.split("::").map(str::to_owned).collect();
        Self {
            path: path.to_owned(),
            module,
            code: code(text),
        }
    }

    /// The module of the crate's root that it is, or is in.
    fn root(&self) -> &str {
        &self.module[0]
    }

    /// The modules of the crate's root that it names, each with its line.
    fn names(&self) -> Vec<(usize, String)> {
        let mut names = Vec::new();
        let up = "super::".repeat(self.module.len());
        for from_root in ["crate::", up.as_str()] {
            for (at, found) in self.code.match_indices(from_root) {
                let longer = self.code[..at].ends_with("super::");
                if longer || self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let line = self.code[..at].matches('\n').count() + 1;
                let rest = &self.code[at + found.len()..];
                names.extend(first_names(rest).into_iter().map(|name| (line, name)));
            }
        }
        names
    }
}

/// The first names of a path's rest: `a::b` names `a`, `{a::{x, y}, b}` names `a` and `b`.
fn first_names(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![word(rest)];
    };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(word(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(word(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// A text with its comments blanked, up to the tests at its end. Lines keep their numbers.
fn code(text: &str) -> String {
    let tests = "\n#[cfg(test)]\nmod tests {";
    let (code, rest) = text.split_once(tests).unwrap_or((text, ""));
    // Code behind the tests would go unread.
    let after = rest.split_once("\n}\n").map_or("", |(_, after)| after);
    assert_eq!(after, "", "tests stand at the end of a file");
    let line = |line: &str| match line.trim_start().starts_with("//") {
        true => String::new(),
        false => line.split(" // ").next().unwrap_or_default().to_owned(),
    };
    code.lines().map(|text| line(text) + "\n").collect()
}

/// What is wrong with a file, each as a line.
fn complaints(file: &File, floors: &Floors) -> Vec<String> {
    let path = file.path.display();
    let Some(&(floor, place)) = floors.get(file.root()) else {
        return vec![format!(
            "{path}: `{}` has no floor in the table of lib.rs",
            file.root()
        )];
    };
    let mut complaints = Vec::new();
    for (line, name) in file.names() {
        if name == file.root() {
            continue;
        }
        let Some(&(below, left)) = floors.get(&name) else {
            complaints.push(format!(
                "{path}:{line}: names `crate::{name}`, which has no floor"
            ));
            continue;
        };
        let pair = [file.root(), &name];
        let blind = BLIND
            .iter()
            .any(|blind| pair.iter().all(|module| blind.contains(module)));
        if below > floor || below == floor && (blind || left > place) {
            let (from, to) = (file.root(), &name);
            complaints.push(format!(
                "{path}:{line}: `{from}` (floor {floor}) names `{to}` (floor {below})"
            ));
        }
    }
    if floor < FACES {
        for (number, text) in file.code.lines().enumerate() {
            let said = TALK.iter().find(|talk| text.contains(**talk));
            complaints.extend(
                said.map(|talk| format!("{path}:{}: `{talk}` below floor {FACES}", number + 1)),
            );
        }
    }
    complaints
}

/// Every file of the library but the root, and files that hold only tests.
fn library() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness/src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of code") {
            let path = entry.expect("an entry").path();
            let name = path
                .strip_prefix(&root)
                .expect("below the root")
                .with_extension("");
            let name = name
                .to_string_lossy()
                .replace(std::path::MAIN_SEPARATOR, "::");
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs")
                && name != "lib"
                && !name.ends_with("::tests")
            {
                let text = fs::read_to_string(&path).expect("code is text");
                files.push(File::new(
                    path.strip_prefix(env!("CARGO_MANIFEST_DIR"))
                        .expect("in the repository"),
                    &name,
                    &text,
                ));
            }
        }
    }
    files
}

fn table() -> Floors {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness/src/lib.rs");
    floors(&fs::read_to_string(lib).expect("lib.rs"))
}

#[test]
fn arrows_go_down_only() {
    let (files, floors) = (library(), table());
    assert!(files.len() > 50, "only {} files were read", files.len());
    let complaints: Vec<String> = files
        .iter()
        .flat_map(|file| complaints(file, &floors))
        .collect();
    assert_eq!(complaints.join("\n"), "");
    let named: usize = files.iter().map(|file| file.names().len()).sum();
    assert!(named > 200, "only {named} arrows were read");
}

#[test]
fn the_table_names_modules_that_there_are() {
    let files = library();
    let missing: Vec<String> = table()
        .into_keys()
        .filter(|name| files.iter().all(|file| file.root() != name))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// The floors of `ARCHITECTURE.md`: a heading a floor, `` `module`: `` where it is described.
fn described(text: &str) -> Floors {
    let (mut floors, mut floor, mut place) = (Floors::new(), None, 0);
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            let number = heading.trim_start_matches('#').trim().split(' ').next();
            floor = number.and_then(|number| number.parse().ok());
            place = 0;
        }
        let Some(floor) = floor else { continue };
        let names = line.split('`').skip(1).step_by(2);
        for (name, after) in names.zip(line.split('`').skip(2).step_by(2)) {
            let is_module = name.bytes().all(|byte| byte.is_ascii_lowercase());
            if is_module && after.starts_with(':') {
                floors.insert(name.to_owned(), (floor, place));
                place += 1;
            }
        }
    }
    floors
}

#[test]
fn the_architecture_has_the_same_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    assert_eq!(described(&text), table());
    // The red twin.
    let less = text.replacen("- `graph`:", "- the graph:", 1);
    assert_ne!(described(&less), table());
}

/// A made-up file in a module draws these complaints.
#[track_caller]
fn draws(module: &str, text: &str, expected: &[&str]) {
    let file = File::new(Path::new("x.rs"), module, text);
    assert_eq!(complaints(&file, &table()), expected);
}

/// The red twin: what the test above would not let pass.
#[test]
fn an_arrow_that_goes_up_is_seen() {
    draws(
        "value",
        "use crate::check::Run;\n",
        &["x.rs:1: `value` (floor 0) names `check` (floor 4)"],
    );
    draws(
        "value::path",
        "\nfn f() { super::super::cli::main(); }\n",
        &["x.rs:2: `value` (floor 0) names `cli` (floor 7)"],
    );
    draws(
        "spec",
        "use crate::{\n    report::{self, human},\n    value::Node,\n};\n",
        &["x.rs:1: `spec` (floor 3) names `report` (floor 6)"],
    );
    draws(
        "select",
        "use crate::matcher::Matcher;\n",
        &["x.rs:1: `select` (floor 2) names `matcher` (floor 2)"],
    );
    draws(
        "matcher",
        "use crate::load;\n",
        &["x.rs:1: `matcher` (floor 2) names `load` (floor 2)"],
    );
    draws(
        "cli",
        "crate::trial::harness()\n",
        &["x.rs:1: `cli` (floor 7) names `trial` (floor 7)"],
    );
    draws(
        "check",
        "use crate::coverage::Coverage;\n",
        &["x.rs:1: `check` (floor 4) names `coverage` (floor 4)"],
    );
    draws(
        "brand_new",
        "",
        &["x.rs: `brand_new` has no floor in the table of lib.rs"],
    );
    draws(
        "check",
        "use crate::brand_new;\n",
        &["x.rs:1: names `crate::brand_new`, which has no floor"],
    );
}

#[test]
fn talk_below_the_faces_is_heard() {
    draws(
        "check",
        "\n    println!(\"x\");\n",
        &["x.rs:2: `println!` below floor 7"],
    );
    draws(
        "load::text",
        "let now = std::time::Instant::now();\n",
        &["x.rs:1: `Instant::now` below floor 7"],
    );
    draws(
        "spec",
        "use std::env;\n",
        &["x.rs:1: `std::env` below floor 7"],
    );
    draws(
        "report",
        "std::process::exit(1)\n",
        &["x.rs:1: `process::exit` below floor 7"],
    );
}

#[test]
fn what_is_allowed_draws_nothing() {
    draws(
        "cli::check",
        "use crate::check::Run;\nprintln!(\"x\");\nuse super::args;\n",
        &[],
    );
    draws("coverage", "use crate::check::Run;\n", &[]);
    draws(
        "value::path",
        "//! See [`crate::check`]\nuse super::Node; // as crate::check does\n",
        &[],
    );
    draws(
        "check",
        "a();\n\n#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\n",
        &[],
    );
}
