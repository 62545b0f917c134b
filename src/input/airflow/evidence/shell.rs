//! The data that a shell command names.

use super::super::knowledge::commands::{self, Does};
use super::super::text::Text;
use super::uri::{self, Named, Word};

/// What a command reads and writes.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    pub(crate) reads: Vec<Named>,
    pub(crate) writes: Vec<Named>,
}

/// The URIs in a shell command.
pub(crate) fn touched(command: &Text) -> Touched {
    let mut touched = Touched::default();
    let mut paths: Vec<Option<Named>> = Vec::new();
    let (mut copies, mut changes, mut redirected) = (false, false, false);
    for word in uri::words(command).into_iter().chain([Word::Mark('\n')]) {
        match word {
            Word::Mark('>') => redirected = true,
            Word::Mark('=' | ',' | '<') => {}
            Word::Mark(_) => {
                finish(std::mem::take(&mut paths), copies, changes, &mut touched);
                (copies, changes, redirected) = (false, false, false);
            }
            Word::Text(text) => {
                let known = text.as_known().unwrap_or_default();
                let named = uri::parse(&text);
                if redirected {
                    touched.writes.extend(named);
                    redirected = false;
                    continue;
                }
                match commands::does(known) {
                    Some(Does::Copies) => {
                        copies = true;
                        paths.clear();
                    }
                    Some(Does::Changes) => changes = true,
                    None if named.is_some() || is_path(&text) => paths.push(named),
                    None => {}
                }
            }
        }
    }
    touched
}

/// Whether a word is a path and not a flag or its value.
fn is_path(text: &Text) -> bool {
    let shown = text.display();
    shown == "." || shown == "-" || (shown.contains('/') && !shown.starts_with('-'))
}

/// Sorts the paths of one command.
fn finish(mut paths: Vec<Option<Named>>, copies: bool, changes: bool, touched: &mut Touched) {
    if copies && let Some(target) = paths.pop() {
        touched.writes.extend(target);
    }
    let side = if changes { &mut touched.writes } else { &mut touched.reads };
    side.extend(paths.into_iter().flatten());
}

#[cfg(test)]
mod tests {
    use super::touched;
    use crate::input::airflow::text::Text;

    #[test]
    fn a_copy_reads_its_sources_and_writes_its_target() {
        let cases = [
            ("aws s3 cp s3://raw/a s3://out/b", "raw", "out"),
            ("aws s3 cp /tmp/x s3://out/b --acl private", "", "out"),
            ("aws s3 cp s3://raw/a . && gsutil cp /tmp/y gs://out/b", "raw", "out"),
            ("python job.py --input s3://raw/a", "raw", ""),
            ("cat s3://raw/a > s3://out/b", "raw", "out"),
            ("aws s3 rm s3://out/b", "", "out"),
        ];
        for (command, reads, writes) in cases {
            let found = touched(&Text::known(command));
            let names = |named: Vec<super::Named>| named.iter().map(|n| n.name.display()).collect::<Vec<_>>().join(" ");
            assert_eq!((names(found.reads).as_str(), names(found.writes).as_str()), (reads, writes), "{command}");
        }
    }
}
