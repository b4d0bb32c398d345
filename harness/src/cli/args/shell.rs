//! The arguments of `completions` and `man`.

use clap::Args;

pub(in crate::cli) const COMPLETIONS: &str = "Examples:
  stackspec completions bash > ~/.local/share/bash-completion/completions/stackspec
  stackspec completions zsh > ~/.zfunc/_stackspec       # a folder of $fpath
  stackspec completions fish > ~/.config/fish/completions/stackspec.fish
  stackspec completions powershell >> $PROFILE";

pub(in crate::cli) const MAN: &str = "Examples:
  stackspec man | man -l -
  stackspec man check > stackspec-check.1
  stackspec man suite run | man -l -";

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell that completes
    #[arg(value_name = "SHELL", value_enum)]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    /// The verb that the page is about [default: stackspec as a whole]
    #[arg(value_name = "VERB")]
    pub(in crate::cli) verbs: Vec<String>,
}
