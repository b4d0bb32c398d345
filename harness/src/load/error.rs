//! Why an input did not load: a closed set of reasons, each with its own advice.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, escape};

/// An input that did not load: what it is, what was expected, and what to do.
///
/// `Display` is the whole message in sentences, on one line, safe for a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The file or folder that is at fault.
    pub path: PathBuf,
    /// What it is or what is wrong with it: `this is a binary plan (a zip archive)`.
    pub what: String,
    /// What would have been right.
    pub expected: &'static str,
    /// The command or the path that makes it right.
    pub help: Option<String>,
    /// Line and column in the file, both from 1.
    pub place: Option<(usize, usize)>,
    /// The reason, for tests and counts.
    pub kind: LoadErrorKind,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident, $word:literal, $expected:expr, $help:expr;)*) => {
        /// The reasons for which an input is refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum LoadErrorKind { $($(#[$doc])* $name,)* }

        impl LoadErrorKind {
            /// Every reason.
            pub const ALL: &'static [LoadErrorKind] = &[$(LoadErrorKind::$name,)*];

            /// A short name, stable, for counts and reports.
            pub fn word(self) -> &'static str {
                match self { $(LoadErrorKind::$name => $word,)* }
            }

            /// What was expected, and the command or path that makes it.
            fn advice(self) -> (&'static str, &'static str) {
                match self { $(LoadErrorKind::$name => ($expected, $help),)* }
            }
        }
    };
}

const INPUT: &str = "a `cdktf.out` directory, a `*.tf.json` file, or the JSON of a plan or a state";
const PLAN: &str = "the JSON of a plan or a state";
const SHOW: &str = "`terraform show -json tfplan > plan.json` makes the JSON of a saved plan";
const SYNTH: &str = "`cdktf synth` writes it";
const JSON: &str = "JSON";
const AGAIN: &str = "write the file again with the command that made it: \
    `terraform show -json tfplan > plan.json`, or `cdktf synth`";

reasons! {
    /// Nothing is there.
    Missing, "missing", INPUT,
        "`cdktf synth` writes `cdktf.out`, `terraform show -json tfplan > plan.json` a plan";
    /// It is there and cannot be read.
    Unreadable, "unreadable", "a readable file or folder", "";
    /// Spans are 32 bits wide.
    TooLarge, "too-large", "at most 4 GiB", "";
    /// No byte, or blanks only.
    EmptyFile, "empty-file", INPUT,
        "the command that wrote it failed or printed nothing; \
         `terraform show -json tfplan > plan.json` makes the JSON of a saved plan";
    /// Neither UTF-8 nor UTF-16 with a byte order mark.
    Encoding, "encoding", "UTF-8, or UTF-16 with a byte order mark",
        "in PowerShell, `terraform show -json tfplan | Out-File -Encoding utf8 plan.json`";
    /// The zip archive that `terraform plan -out` writes.
    BinaryPlan, "binary-plan", PLAN, SHOW;
    /// Another archive.
    Archive, "archive", INPUT, "unpack it first";
    /// Terraform's own language.
    Hcl, "hcl", "the JSON of a plan, or Terraform JSON (`*.tf.json`)",
        "`terraform plan -out tfplan && terraform show -json tfplan > plan.json` makes a plan of it";
    /// What `terraform plan` prints for people.
    PlanText, "plan-text", PLAN,
        "`terraform plan -out tfplan && terraform show -json tfplan > plan.json` makes it";
    /// Some other text.
    NotJson, "not-json", JSON, AGAIN;
    /// The file ends within a value.
    Truncated, "truncated", "a whole JSON document", AGAIN;
    /// Not JSON somewhere inside.
    Syntax, "syntax", JSON, AGAIN;
    /// Something after the document.
    TrailingText, "trailing-text", "one JSON document and nothing after it", AGAIN;
    /// More levels than any real input has.
    TooDeep, "too-deep", "fewer levels of lists and objects where addresses stand", "";
    /// One object says one thing twice.
    DuplicateKey, "duplicate-key", "each key once", "";
    /// Two blocks of one address.
    DuplicateAddress, "duplicate-address", "each address once", "";
    /// A JSON list, string, number, ...
    NotAnObject, "not-an-object", INPUT, SHOW;
    /// `{}`.
    EmptyDocument, "empty-document", INPUT,
        "`cdktf synth` writes a stack, `terraform show -json tfplan > plan.json` a plan";
    /// JSON of something else.
    Unrecognised, "unrecognised", INPUT,
        "`cdktf synth` writes a stack, `terraform show -json tfplan > plan.json` a plan";
    /// `terraform.tfstate`, as stored.
    RawState, "raw-state", PLAN,
        "`terraform show -json > state.json` makes the JSON of the current state, \
         `terraform show -json terraform.tfstate > state.json` that of a file";
    /// A plan or a state that OpenTofu encrypted.
    Encrypted, "encrypted", PLAN,
        "`tofu show -json tfplan > plan.json`, run where the configuration with its `encryption` is, \
         makes the JSON of a saved plan; `tofu show -json > state.json` that of the state";
    /// `plan -json`, `apply -json`, `test -json`: messages, one a line.
    UiLog, "ui-log", PLAN,
        "`terraform plan -out tfplan && terraform show -json tfplan > plan.json` makes it";
    /// `terraform providers schema -json`.
    ProviderSchemas, "provider-schemas", PLAN,
        "`terraform show -json tfplan > plan.json` makes the JSON of a saved plan; \
         provider schemas are given with `--schema`";
    /// `terraform validate -json`.
    ValidateReport, "validate-report", PLAN, SHOW;
    /// `terraform metadata functions -json`.
    FunctionsMetadata, "functions-metadata", PLAN, SHOW;
    /// The structured form that HCP Terraform keeps for showing runs.
    RedactedPlan, "redacted-plan", "the JSON of a plan as `terraform show -json` prints it", SHOW;
    /// `manifest.json` itself.
    ManifestFile, "manifest-file", "the folder that holds it", "give its folder";
    /// `{"format_version": "1.0"}`: a plan or state of nothing.
    NothingInside, "nothing-inside", "a plan with `planned_values` or a state with `values`",
        "there is no state here; \
         `terraform plan -out tfplan && terraform show -json tfplan > plan.json` makes a plan";
    /// A major version of the format that nobody here has seen.
    UnsupportedVersion, "unsupported-version", "format version 0.x or 1.x",
        "update stackspec, or make the file with a version of Terraform or OpenTofu that it knows";
    /// `errored: true`.
    ErroredPlan, "errored-plan", "a plan that came to its end",
        "mend what `terraform plan` complains about, then plan again";
    /// `complete: false`.
    IncompletePlan, "incomplete-plan", "a plan of everything (`complete` is true)",
        "apply what is planned and plan the rest, or plan without deferrals and targets";
    /// It is what it says, but some part has another shape.
    Misshapen, "misshapen", "the shape that Terraform documents", AGAIN;
    /// A cdktf output folder without `manifest.json`.
    NoManifest, "no-manifest", "a `manifest.json` that lists the stacks", SYNTH;
    /// A manifest that cannot be followed.
    BadManifest, "bad-manifest", "the manifest that `cdktf synth` writes", SYNTH;
    /// A manifest without stacks.
    NoStacks, "no-stacks", "at least one stack", SYNTH;
    /// A stack of the manifest that is not there.
    StackFileMissing, "stack-file-missing", "every file that the manifest names", SYNTH;
    /// A path of the manifest that leaves its folder.
    OutsideRoot, "outside-root", "stack files under the folder of the manifest", SYNTH;
    /// The folder of a cdktf project.
    ProjectRoot, "project-root", "the folder that `cdktf synth` writes", SYNTH;
    /// A folder of HCL.
    HclFolder, "hcl-folder", "the JSON of a plan, or Terraform JSON (`*.tf.json`)",
        "`terraform plan -out tfplan && terraform show -json tfplan > plan.json` makes a plan of it";
    /// A folder of HCL and Terraform JSON.
    MixedFolder, "mixed-folder", "Terraform JSON only",
        "`terraform plan -out tfplan && terraform show -json tfplan > plan.json` \
         makes a plan of all of it";
    /// Terraform merges override files into others; a plan shows the result.
    OverrideFile, "override-file", "Terraform JSON without override files",
        "`terraform plan -out tfplan && terraform show -json tfplan > plan.json` \
         makes a plan of all of it";
    /// A folder without any input.
    EmptyFolder, "empty-folder", INPUT,
        "`cdktf synth` writes `cdktf.out`, `terraform show -json tfplan > plan.json` a plan";
}

impl LoadError {
    /// An error with the advice that belongs to its kind.
    pub(crate) fn new(path: &Path, kind: LoadErrorKind, what: impl Into<String>) -> Self {
        let (expected, help) = kind.advice();
        Self {
            path: path.to_owned(),
            what: what.into(),
            expected,
            help: (!help.is_empty()).then(|| help.to_owned()),
            place: None,
            kind,
        }
    }

    /// Says where.
    pub(crate) fn at(mut self, place: Option<(usize, usize)>) -> Self {
        self.place = place;
        self
    }

    /// Replaces the advice by a better one.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error as a message that renders like rustc's. The file's text is not shown: a plan may
    /// hold secrets and be one line of 100 MB.
    pub fn to_diagnostic(&self) -> Diagnostic {
        let message = format!("{}: {}", self.path_and_place(), self.what);
        let diagnostic = Diagnostic::error(message).note(format!("expected {}", self.expected));
        match &self.help {
            Some(help) => diagnostic.help(help.clone()),
            None => diagnostic,
        }
    }

    fn path_and_place(&self) -> String {
        let path = self.path.display();
        match self.place {
            Some((line, column)) => format!("{path}:{line}:{column}"),
            None => path.to_string(),
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = format!(
            "{}: {}; expected {}",
            self.path_and_place(),
            self.what,
            self.expected
        );
        if let Some(help) = &self.help {
            said.push_str(". Help: ");
            said.push_str(help);
        }
        f.write_str(&escape(&said))
    }
}

impl std::error::Error for LoadError {}
