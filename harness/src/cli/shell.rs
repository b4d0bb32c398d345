//! `stackspec completions` and `stackspec man`: both are made from the arguments.

use clap::CommandFactory as _;
use clap::builder::Resettable;

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::out;
use crate::diagnostic::{Diagnostic, nearest};
use crate::exit::Exit;

/// What is completed.
const NAME: &str = "stackspec";

pub(super) fn completions(args: &CompletionsArgs) -> Exit {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), NAME, &mut text);
    out::print_raw(&text);
    Exit::Ok
}

pub(super) fn man(args: &ManArgs) -> Exit {
    match page(&args.verbs) {
        Ok(text) => {
            out::print_raw(&text);
            Exit::Ok
        }
        Err(error) => {
            out::diagnostic(&error);
            Exit::Usage
        }
    }
}

/// The page of a verb, or of all.
fn page(verbs: &[String]) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut command = Cli::command();
    // Gives every verb its whole name, and the flags that all have.
    command.build();
    let mut of = &command;
    for verb in verbs {
        of = of.find_subcommand(verb).ok_or_else(|| unknown(verb, of))?;
    }
    let more = of.get_after_help().map(ToString::to_string);
    let page = of.clone().version(env!("CARGO_PKG_VERSION"));
    let page = page.after_help(Resettable::Reset);
    let mut text = Vec::new();
    // Writing to memory does not fail.
    _ = clap_mangen::Man::new(page).render(&mut text);
    text.extend(extra(&more.unwrap_or_default()).into_bytes());
    Ok(text)
}

/// What follows the options: paragraphs, and examples, which keep their lines.
fn extra(text: &str) -> String {
    let (mut out, mut example) = (String::from(".SH EXAMPLES AND NOTES\n"), false);
    for line in text.lines() {
        let indented = line.starts_with("  ");
        if indented != example {
            out.push_str(if indented { ".nf\n" } else { ".fi\n" });
            example = indented;
        }
        if line.trim().is_empty() {
            out.push_str(".PP\n");
            continue;
        }
        // A sign at the start of a line is no request of roff's.
        if line.starts_with(['.', '\'']) {
            out.push_str("\\&");
        }
        out.push_str(&line.replace('\\', "\\e").replace('-', "\\-"));
        out.push('\n');
    }
    if example {
        out.push_str(".fi\n");
    }
    out
}

fn unknown(verb: &str, of: &clap::Command) -> Box<Diagnostic> {
    let message = format!(
        "`{verb}` is no verb of `{}`",
        of.get_bin_name().unwrap_or(NAME)
    );
    let error = Diagnostic::error(message);
    Box::new(
        match nearest(verb, of.get_subcommands().map(clap::Command::get_name)) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("`stackspec --help` lists the verbs"),
        },
    )
}
