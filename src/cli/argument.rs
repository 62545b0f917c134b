//! Paths in commands that somebody copies into a shell.

use std::path::{Component, Path, PathBuf};

use crate::source::visible;

/// A path as a shell takes it: one word that names the path and does nothing else, whatever its name is made of. A name
/// that would act on a terminal is shown escaped, and has to be typed.
pub(super) fn argument(path: &Path) -> String {
    let plain: PathBuf = path.components().filter(|part| !matches!(part, Component::CurDir)).collect();
    let text = if plain.as_os_str().is_empty() { ".".to_owned() } else { plain.to_string_lossy().into_owned() };
    // No program takes it for an option.
    let text = visible::shown(&if text.starts_with('-') { format!("./{text}") } else { text });
    let is_harmless = |c: char| c.is_alphanumeric() || "/._-+@:,".contains(c);
    if text.chars().all(is_harmless) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::argument;
    use std::path::Path;

    #[test]
    fn a_path_is_one_word_of_a_shell() {
        for (path, expected) in [
            ("infra/prod", "infra/prod"),
            ("./infra", "infra"),
            (".", "."),
            ("/srv/\u{e4}", "/srv/\u{e4}"),
            ("-rf", "./-rf"),
            ("a b", "'a b'"),
            ("$(reboot)", "'$(reboot)'"),
            ("it's;x", r"'it'\''s;x'"),
            ("a\n`x`", r"'a\n`x`'"),
            ("~/x", "'~/x'"),
        ] {
            assert_eq!(argument(Path::new(path)), expected, "{path}");
        }
    }
}
