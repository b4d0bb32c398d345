//! Runs the real binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What came of a run of the binary.
#[derive(Debug)]
pub(crate) struct Came {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A folder that is gone at the end of the test.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    /// With these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Runs the binary in it.
    pub(crate) fn run(&self, args: &[&str]) -> Came {
        run_in(self.0.path(), args)
    }
}

/// Runs the binary in the root of the repository.
pub(crate) fn run(args: &[&str]) -> Came {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), args)
}

pub(crate) fn run_in(folder: &Path, args: &[&str]) -> Came {
    let output = Command::new(env!("CARGO_BIN_EXE_stackspec"))
        .current_dir(folder)
        .args(args)
        .env_remove("ENVIRONMENT_SUFFIX")
        .env_remove("CI")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Came {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Came {
    /// Holds it to an exit code and to sentences in what it printed.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, sentences: &[&str]) -> &Self {
        let both = format!("{}\n{}", self.out, self.err);
        assert_eq!(self.code, Some(code), "{both}");
        for sentence in sentences {
            assert!(both.contains(sentence), "`{sentence}` is not in:\n{both}");
        }
        self
    }

    /// Holds it to texts that it must not have printed.
    #[track_caller]
    pub(crate) fn lacks(&self, texts: &[&str]) -> &Self {
        let both = format!("{}\n{}", self.out, self.err);
        for text in texts {
            assert!(!both.contains(text), "`{text}` is in:\n{both}");
        }
        self
    }

    /// The lines of JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
