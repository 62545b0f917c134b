//! Real files of other projects, where they are at hand; none of them is part of this one.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{misplaced, scalars};
use crate::input::tree::{Style, parse, parse_json};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

fn corpus(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let wanted = |path: &Path| path.extension().is_some_and(|end| end == "yml" || end == "yaml" || end == "json");
    files.map(walkdir::DirEntry::into_path).filter(|path| wanted(path)).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "reads files that are no part of a judged tree")]
fn real_files_parse_and_every_position_is_exact() {
    let mut files = corpus("workflows");
    files.extend(corpus("vendors"));
    files.extend(corpus("forge"));
    if files.is_empty() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let (mut bytes, mut time, mut complaints) = (0, Duration::ZERO, Vec::new());
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let source = Source::from_text(RepoPath::new("file").unwrap(), text.trim_start_matches('\u{feff}'));
        bytes += text.len();
        let started = Instant::now();
        let json = file.extension().is_some_and(|end| end == "json");
        let parsed = if json { parse_json(&source, &LIMITS) } else { parse(&source, &LIMITS) };
        time += started.elapsed();
        match parsed {
            Ok(tree) => {
                complaints.extend(tree.problems.iter().map(|problem| problem.message.raw().to_owned()));
                complaints.extend(misplaced(&source, &tree));
                let mut found = Vec::new();
                tree.documents.iter().for_each(|document| scalars(document, &mut found));
                let one_line = found
                    .iter()
                    .filter(|scalar| scalar.style == Style::Plain && !source.slice(scalar.span).contains('\n'));
                let inexact = one_line.filter(|scalar| source.slice(scalar.span) != scalar.text);
                complaints.extend(inexact.map(|scalar| format!("{} {:?}", file.display(), source.slice(scalar.span))));
            }
            Err(problem) => complaints.push(format!("{} {}", file.display(), problem.message.raw())),
        }
    }
    println!("{} files, {bytes} bytes in {time:?}", files.len());
    assert_eq!(complaints, Vec::<String>::new());
}
