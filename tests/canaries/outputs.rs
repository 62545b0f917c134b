//! Everything that gate can say of a tree.

use std::sync::Arc;

use gate::finding::Location;
use gate::input::{Claim, Context, FORMATS as READERS, Options, Parsed, read};
use gate::limits::LIMITS;
use gate::source::{Files, RepoPath, Source, Span, WorkTree};

use crate::support::{FORMATS, Repo};

/// A name and what was printed.
pub(crate) type Output = (String, String);

/// The files in a folder.
pub(crate) fn repository(files: &[(String, String)]) -> Repo {
    files.iter().fold(Repo::new(), |repo, (path, text)| repo.with(path, text))
}

/// What the program says: every format, with and without `-v`, each file as policies see it, and its facts.
pub(crate) fn said(repo: &Repo, files: &[(String, String)], more: &[&str]) -> Vec<Output> {
    let mut outputs = Vec::new();
    for format in FORMATS {
        for verbose in [None, Some("-v")] {
            let arguments: Vec<&str> =
                ["check", "-f", format].into_iter().chain(verbose).chain(more.iter().copied()).collect();
            outputs.push((format!("check {format}{}", verbose.unwrap_or_default()), repo.gate(&arguments).text()));
        }
    }
    for (path, _) in files.iter().filter(|(path, _)| !path.starts_with(".gate/")) {
        outputs.push((format!("parse {path}"), repo.gate(&["parse", path]).text()));
        outputs.push((format!("parse --facts {path}"), repo.gate(&["parse", "--facts", path]).text()));
    }
    outputs
}

/// Every line of every file that a document was made of, as a report would show it if a finding stood there: no policy
/// has to be invented for each place.
pub(crate) fn frames(repo: &Repo, files: &[(String, String)]) -> Vec<Output> {
    let paths = files.iter().map(|(path, _)| RepoPath::new(path).unwrap()).collect();
    let tree = WorkTree::with_paths(repo.path(), paths).unwrap();
    let options = Options::default();
    let context = Context { files: &tree, limits: &LIMITS, options: &options };
    let mut frames = Vec::new();
    for (path, _) in files {
        let path = RepoPath::new(path).unwrap();
        let head = tree.head(&path).unwrap_or_default();
        let reader = READERS.iter().find(|reader| match reader.claims(&path) {
            Claim::Yes => true,
            Claim::Maybe => reader.confirms(&head),
            Claim::No => false,
        });
        let Some(Parsed::Document(document)) = reader.map(|reader| read(*reader, &path, &context)) else { continue };
        let folder = path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = files.iter().filter(|(other, _)| {
            *other == path.as_str() || (document.format == "terraform-plan" && other.starts_with(folder))
        });
        for (shown, text) in beside {
            let source = Arc::new(Source::from_text(RepoPath::new(shown).unwrap(), text));
            let mut hidden = document.locator.hidden(source.path());
            hidden.extend(document.known.spans(source.text()));
            frames.push((format!("frames of {shown} for {path}"), lines(&source, &hidden)));
        }
    }
    frames
}

fn lines(source: &Source, hidden: &[Span]) -> String {
    let mut shown = String::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\r', '\n']).len();
        // A frame of a long line shows what is around its value.
        for at in (start..=end).step_by(LIMITS.snippet_chars / 2) {
            let at = source.text().floor_char_boundary(at);
            let snippet = Location::new(source, Span::new(at, at), hidden).snippet.unwrap();
            shown.push_str(&format!("{}: {}\n", snippet.line, snippet.text.raw()));
        }
        start += line.len();
    }
    shown
}
