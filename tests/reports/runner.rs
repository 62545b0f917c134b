//! A reading of how GitHub's runner finds commands in the output of a step (actions/runner, `ActionCommand.cs`), made
//! stricter: any name counts as a registered command, and invisible characters do not count, as in .NET's comparisons.

use gate::source::visible::is_deceptive;

/// The name of the command that the runner would execute for this line.
pub(crate) fn command(line: &str) -> Option<String> {
    let line: String = line.chars().filter(|c| !is_deceptive(*c)).collect();
    second_form(&line).or_else(|| first_form(&line))
}

/// `::name properties::data` after white space.
fn second_form(line: &str) -> Option<String> {
    let (info, _) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    info.split(' ').next().map(str::to_owned)
}

/// `##[name properties]data` anywhere.
fn first_form(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("##[")?;
    let (info, _) = rest.split_once(']')?;
    info.split(' ').next().map(str::to_owned)
}

#[test]
fn the_known_forms_are_found() {
    for (line, name) in [
        ("::error::x", Some("error")),
        ("  ::add-mask::x", Some("add-mask")),
        ("\u{3000}::set-output name=a::b", Some("set-output")),
        ("a ##[error]x", Some("error")),
        ("#\u{200b}#[error]x", Some("error")),
        ("a ::error::x", None),
        ("::error", None),
        ("##[error", None),
    ] {
        assert_eq!(command(line).as_deref(), name, "{line:?}");
    }
}
