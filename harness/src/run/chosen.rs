//! `--spec`: only some of the specs.

use globset::{Glob, GlobMatcher};

use crate::diagnostic::{Diagnostic, nearest};
use crate::exit::Exit;
use crate::run::Problems;
use crate::spec::{Spec, SpecFile, SpecSet, full_name};

/// The specs that were asked for.
#[derive(Debug)]
pub(crate) struct Chosen(Vec<GlobMatcher>);

impl Chosen {
    /// Those whose id or `<file>::<id>` matches one of the globs; all, if there is none.
    ///
    /// # Errors
    /// A glob that is none, or that matches no spec: a typo would choose nothing, silently.
    pub(crate) fn new(
        set: &SpecSet,
        built_in: Option<&SpecFile>,
        globs: &[String],
    ) -> Result<Chosen, Problems> {
        let own = built_in.into_iter();
        let own = own.flat_map(|file| file.specs.iter().map(move |spec| (file, spec)));
        let all = || set.iter().chain(own.clone());
        let (mut chosen, mut problems) = (Chosen(Vec::new()), Problems::default());
        for text in globs {
            match Glob::new(text) {
                Ok(glob) => {
                    let glob = glob.compile_matcher();
                    if !all().any(|(file, spec)| matches(&glob, file, spec)) {
                        problems.0.push((Exit::Usage, nothing(all(), text)));
                    }
                    chosen.0.push(glob);
                }
                Err(error) => {
                    let message = format!("`--spec {text}` is no glob: {}", error.kind());
                    problems.0.push((Exit::Usage, Diagnostic::error(message)));
                }
            }
        }
        if problems.0.is_empty() {
            Ok(chosen)
        } else {
            Err(problems)
        }
    }

    /// All specs.
    pub(crate) fn all() -> Chosen {
        Chosen(Vec::new())
    }

    /// Whether a spec was asked for.
    pub(crate) fn has(&self, file: &SpecFile, spec: &Spec) -> bool {
        self.is_all() || self.0.iter().any(|glob| matches(glob, file, spec))
    }

    /// Whether all were asked for.
    pub(crate) fn is_all(&self) -> bool {
        self.0.is_empty()
    }
}

fn matches(glob: &GlobMatcher, file: &SpecFile, spec: &Spec) -> bool {
    glob.is_match(&spec.id) || glob.is_match(full_name(&file.name, &spec.id))
}

fn nothing<'s>(all: impl Iterator<Item = (&'s SpecFile, &'s Spec)>, text: &str) -> Diagnostic {
    let names: Vec<String> = all
        .flat_map(|(file, spec)| [spec.id.clone(), full_name(&file.name, &spec.id)])
        .collect();
    let error = Diagnostic::error(format!("`--spec {text}` matches no spec"));
    match nearest(text, names.iter().map(String::as_str)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`stackspec list specs` lists them all"),
    }
}
