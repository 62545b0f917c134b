//! The first example on the screens that people have, as gate prints it.

use std::process::Command;

use super::support::project;

fn screen(width: usize, color: &str) -> String {
    let said = Command::new(env!("CARGO_BIN_EXE_gate"))
        .args(["check", "--color", color])
        .current_dir(project().join("examples/payments"))
        .env_clear()
        .env("COLUMNS", width.to_string())
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(1));
    String::from_utf8(said.stdout).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn the_example_on_screens_of_three_widths() {
    for width in [60, 100, 160] {
        for color in ["never", "always"] {
            insta::assert_snapshot!(format!("screen-{width}-color-{color}"), screen(width, color));
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this test reads a file of the project")]
fn the_sample_of_the_readme_is_what_gate_prints() {
    let readme =
        std::fs::read_to_string(project().join("README.md")).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let sample = readme.split_once("```text\nerror[").unwrap().1.split_once("\n```").unwrap().0;
    let screen = screen(100, "never");
    for block in sample.split("\n\n") {
        assert!(screen.contains(&format!("{block}\n")), "no longer printed:\n{block}");
    }
}

/// Yellow, cyan, white, black and bright green cannot be read on every background; colours by number of a palette or by
/// their parts do not follow the choice of whoever reads.
#[test]
fn colours_can_be_read_on_black_and_on_white() {
    let text = screen(100, "always");
    let codes: Vec<&str> = text.split("\u{1b}[").skip(1).map(|part| part.split_once('m').unwrap().0).collect();
    assert!(codes.contains(&"1;91"), "{codes:?}");
    for code in codes {
        assert!(["0", "1", "2", "32", "1;91", "1;94", "1;95"].contains(&code), "{code}");
    }
}
