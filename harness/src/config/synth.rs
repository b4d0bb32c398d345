//! `[synth]`: the command that writes the synth output, and what it reads.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::keys;
use crate::diagnostic::{Place, SourceFile};
use crate::spec::reader::{Entry, Keys, Reader, Table, Text, names};

/// `[synth]`
#[derive(Debug, Clone)]
pub struct Synth {
    /// The program and its arguments, at least one word. No shell reads it.
    pub command: Vec<String>,
    /// What the command reads: globs below [`Synth::folder`]. Empty: [`DEFAULT_SOURCES`].
    pub sources: Vec<SourceGlob>,
    /// Where the command runs: the folder of the `stackspec.toml`, or one that it names.
    pub folder: PathBuf,
    /// What the command writes; empty: the `inputs` of the file.
    pub output: Vec<PathBuf>,
    /// Whether the command may leave an output as it is that would be the same again.
    pub keeps_unchanged: bool,
    /// Where the table stands.
    pub place: Place,
}

/// A glob of `sources`: a folder that is written out, and a pattern of what is below.
#[derive(Debug, Clone)]
pub struct SourceGlob {
    /// The folder, from [`Synth::folder`]; may be empty, and may lead up.
    pub base: PathBuf,
    /// Matches paths below `base`, with `/`.
    pub pattern: GlobMatcher,
    /// As it is written.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// What counts as a source if `sources` is not given: programs, and what they usually read. Rather
/// too much: what is missing here is judged as it was.
pub const DEFAULT_SOURCES: &[&str] = &[
    "**/*.{ts,tsx,mts,cts,js,mjs,cjs,py,go,java,kt,kts,scala,cs,fs,rb,rs}",
    "**/*.{json,yaml,yml,lock,mod,sum,xml,csproj,gradle,tf,tfvars,hcl}",
    "**/{pyproject,Pipfile,Cargo}.toml",
];

impl PartialEq for Synth {
    fn eq(&self, other: &Self) -> bool {
        let globs = |it: &Self| -> Vec<String> {
            it.sources.iter().map(|glob| glob.text.clone()).collect()
        };
        (
            &self.command,
            globs(self),
            &self.folder,
            &self.output,
            self.keeps_unchanged,
        ) == (
            &other.command,
            globs(other),
            &other.folder,
            &other.output,
            other.keeps_unchanged,
        )
    }
}

/// Reads `[synth]`. `folder` is that of the file.
pub(super) fn synth(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    file: &SourceFile,
    folder: &Path,
) -> Option<Synth> {
    let table = reader.table(entry)?;
    let keys = Keys {
        of: "`[synth]`",
        known: &names(keys::SYNTH),
        aliases: &[
            ("cmd", "command"),
            ("run", "command"),
            ("source", "sources"),
            ("inputs", "sources"),
            ("cwd", "folder"),
            ("dir", "folder"),
            ("directory", "folder"),
            ("outputs", "output"),
        ],
        later: &[],
    };
    let before = reader.errors();
    reader.check_keys(table, &keys);
    let command = match table.get("command") {
        Some(entry) => command(reader, entry),
        None => {
            let found = reader.error(table.head(), "`[synth]` says no command", "");
            let help = "add `command = [\"npx\", \"cdktf\", \"synth\"]`, or take the table out";
            found.help.push(help.into());
            Vec::new()
        }
    };
    let within = table.get("folder").and_then(|it| reader.words(it));
    let sources = table
        .get("sources")
        .map_or_else(Vec::new, |entry| reader.texts(entry));
    let sources = sources
        .into_iter()
        .filter_map(|text| glob(reader, text, file));
    let sources = sources.collect();
    let output = super::paths(reader, table, "output", folder);
    let keeps_unchanged = table.get("keeps_unchanged");
    let keeps_unchanged = keeps_unchanged.and_then(|entry| reader.flag(entry));
    // A command that is half understood is not run.
    (reader.errors() == before).then(|| Synth {
        command,
        sources,
        folder: within.map_or_else(|| folder.to_owned(), |within| folder.join(within)),
        output,
        keeps_unchanged: keeps_unchanged.unwrap_or_default(),
        place: place(table, file),
    })
}

/// The words of a command: a list, or a text of simple words.
fn command(reader: &mut Reader<'_>, entry: Entry<'_>) -> Vec<String> {
    if let Some(text) = reader.as_text(entry.value) {
        if text.value.trim().is_empty() {
            reader.error(text.span(), "`command` is empty", "which program?");
        }
        // `A=1 program` sets a variable; `program --flag=1` is a word.
        let first = text.value.trim_start().split(char::is_whitespace).next();
        let odd = text
            .value
            .find(|c: char| SHELL.contains(c))
            .or_else(|| first.unwrap_or_default().find('='));
        if let Some(at) = odd {
            let span = text.part(at..at + 1);
            let message = "`command` is written for a shell, and no shell reads it";
            let found = reader.error(span, message, "a text is split at blanks, and that is all");
            found.help.push(
                "write each word by itself: `command = [\"npm\", \"run\", \"synth\"]`".to_owned(),
            );
            found.help.push(
                "where a shell must read it, say so: `command = [\"sh\", \"-c\", \"...\"]`"
                    .to_owned(),
            );
        }
        return text.value.split_whitespace().map(str::to_owned).collect();
    }
    let words = reader.texts(entry);
    if let Some(first) = words.first()
        && first.value.trim().is_empty()
    {
        let span = first.span();
        reader.error(
            span,
            "the first word of `command` is empty",
            "which program?",
        );
    }
    words
        .into_iter()
        .map(|word| word.value.to_owned())
        .collect()
}

/// What a shell would read as more than words.
const SHELL: &str = "'\"`\\$|&;<>(){}*?!#~";

/// Reads a glob of `sources`: what is written out in front of the first sign of a pattern is a folder.
fn glob(reader: &mut Reader<'_>, text: Text<'_>, file: &SourceFile) -> Option<SourceGlob> {
    if text.value.trim().is_empty() {
        reader.error(text.span(), "a glob in `sources` is empty", "");
        return None;
    }
    match SourceGlob::new(text.value) {
        Ok(mut glob) => {
            glob.place = Place {
                file: file.clone(),
                span: text.span(),
                label: String::new(),
            };
            Some(glob)
        }
        Err(why) => {
            reader.error(text.span(), format!("this is no glob: {why}"), "");
            None
        }
    }
}

impl SourceGlob {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<SourceGlob, String> {
        let mut parts: Vec<&str> = text.split('/').collect();
        let plain = parts.iter().take_while(|part| !part.contains(META)).count();
        // The last part is what is looked for, whether it is a pattern or not.
        let plain = plain.min(parts.len() - 1);
        let rest = parts.split_off(plain).join("/");
        let mut base = PathBuf::new();
        for (at, part) in parts.iter().enumerate() {
            match *part {
                "" if at == 0 => base.push(Component::RootDir),
                "" | "." => {}
                part => base.push(part),
            }
        }
        let pattern = GlobBuilder::new(&rest).literal_separator(true).build();
        let pattern = pattern.map_err(|error| error.kind().to_string())?;
        Ok(SourceGlob {
            base,
            pattern: pattern.compile_matcher(),
            text: text.to_owned(),
            place: Place {
                file: SourceFile {
                    path: PathBuf::new(),
                    text: "".into(),
                },
                span: 0..0,
                label: String::new(),
            },
        })
    }
}

/// The signs that make a part of a path a pattern.
const META: [char; 5] = ['*', '?', '[', '{', '\\'];

fn place(table: Table<'_>, file: &SourceFile) -> Place {
    Place {
        file: file.clone(),
        span: table.head(),
        label: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::config::parse;

    fn read(text: &str) -> Result<Synth, String> {
        let file = SourceFile {
            path: "app/stackspec.toml".into(),
            text: format!("[synth]\n{text}").into(),
        };
        match parse(&file) {
            Ok(config) => Ok(config.synth.unwrap()),
            Err(found) => Err(found.iter().map(|it| it.render(false)).collect()),
        }
    }

    #[track_caller]
    fn refused(text: &str, sentence: &str) {
        let said = read(text).unwrap_err();
        assert!(said.contains(sentence), "`{sentence}` is not in:\n{said}");
    }

    #[track_caller]
    fn words(text: &str, expected: &[&str]) {
        assert_eq!(
            read(&format!("command = {text}")).unwrap().command,
            expected
        );
    }

    #[test]
    fn a_command_is_words() {
        words("['npx', 'cdktf', 'synth']", &["npx", "cdktf", "synth"]);
        words(
            "'  npx cdktf\tsynth --hcl=false'"
                .replace('=', ":")
                .as_str(),
            &["npx", "cdktf", "synth", "--hcl:false"],
        );
        words("['sh', '-c', 'a && b']", &["sh", "-c", "a && b"]);
        words("['a', '']", &["a", ""]);
    }

    /// Red twins: nothing is guessed of a command.
    #[test]
    fn what_only_a_shell_reads_is_refused() {
        for text in [
            "a && b", "a | b", "a 'b c'", "A=1 a", "a $HOME", "a; b", "a > b", "a *.ts",
        ] {
            refused(&format!("command = \"{text}\""), "no shell reads it");
        }
        refused("command = ''", "`command` is empty");
        refused("command = []", "`command` is an empty list");
        refused("command = ['']", "the first word of `command` is empty");
        refused("command = 3", "`command` takes a text in quotes");
        refused("command = ['a', 3]", "holds something that is not a text");
        refused("sources = ['a']", "`[synth]` says no command");
        refused("command = 'a'\ncwd = 'b'", "did you mean `folder`?");
        refused(
            "command = 'a'\nsources = ['']",
            "a glob in `sources` is empty",
        );
        refused("command = 'a'\nsources = ['[']", "this is no glob");
        refused("command = 'a'\nsources = []", "`sources` is an empty list");
        refused("command = 'a'\nkeeps_unchanged = 1", "true or false");
    }

    #[test]
    fn folders_are_from_the_file() {
        let all =
            read("command = 'a'\nfolder = 'infra'\noutput = 'infra/out'\nkeeps_unchanged = true\n");
        let all = all.unwrap();
        assert_eq!(all.folder, Path::new("app/infra"));
        assert_eq!(all.output, [Path::new("app/infra/out")]);
        assert!(all.keeps_unchanged);
        let bare = read("command = 'a'").unwrap();
        assert_eq!(
            (bare.folder.as_path(), bare.output.len()),
            (Path::new("app"), 0)
        );
        assert!(!bare.keeps_unchanged && bare.sources.is_empty());
    }

    #[track_caller]
    fn split(text: &str, base: &str, hit: &str, miss: &str) {
        let glob = SourceGlob::new(text).unwrap();
        assert_eq!(glob.base, Path::new(base), "{text}");
        assert!(glob.pattern.is_match(hit), "{text} {hit}");
        assert!(!glob.pattern.is_match(miss), "{text} {miss}");
    }

    #[test]
    fn a_glob_has_a_folder_and_a_pattern() {
        split("*.ts", "", "a.ts", "lib/a.ts");
        split("lib/**/*.ts", "lib", "a/b.ts", "b.js");
        split("../shared/**/*.py", "../shared", "a/b.py", "b.pyc");
        split("cdktf.json", "", "cdktf.json", "a/cdktf.json");
        split("./a/./b.json", "a", "b.json", "c.json");
        split("**/*.ts", "", "a/b.ts", "a/b.js");
        split(DEFAULT_SOURCES[0], "", "a/main.py", "a/main.pyc");
    }
}
