//! Every row of the table by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::glob::Glob;
use super::super::{Form, Recognised, Standing, by_name, forms, of, table};
use crate::input::{Claim, FORMATS};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

/// What a file is: a path, or a path and behind ` :: ` what stands there.
pub(super) fn recognised(file: &str) -> Option<Recognised> {
    let (path, text) = file.split_once(" :: ").unwrap_or((file, ""));
    let text = text.replace("\\n", "\n");
    of(&Arc::new(Source::from_text(RepoPath::new(path).unwrap(), &text)), &LIMITS)
}

fn readers() -> impl Iterator<Item = (&'static Form, &'static str)> {
    forms().iter().filter_map(|form| match form.standing {
        Standing::Read(reader) => Some((form, reader)),
        _ => None,
    })
}

#[test]
fn every_row_can_be_read() {
    let broken: Vec<String> = table::rows(table::TEXT).filter_map(Result::err).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    let slugs: BTreeSet<&str> = forms().iter().map(|form| form.slug).collect();
    assert_eq!(slugs.len(), forms().len(), "a name is given twice");
    for form in forms() {
        assert!(form.slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", form.slug);
        assert_eq!(by_name(form.slug).map(|found| found.slug), Some(form.slug));
        assert!(!form.title.is_empty() && (form.source.starts_with("https://") || form.source == "README.md"));
        let day = form.read_on.len() == "2026-11-27".len() && form.read_on.starts_with("20");
        assert!(day || form.read_on == "-", "{}", form.slug);
        let globs = form.runs_at.iter().chain(&form.named);
        for glob in globs {
            assert!(Glob::new(glob).is_some(), "{}: `{glob}`", form.slug);
            assert!(glob.matches("**/").count() <= 2, "{}: `{glob}` takes the third power of a path", form.slug);
        }
        let small = form.named.iter().all(|glob| *glob == glob.to_lowercase());
        assert!(small, "{}: names are compared in small letters", form.slug);
    }
}

#[test]
fn what_runs_comes_before_what_is_only_listed() {
    let own = forms().iter().filter(|form| !form.slug.ends_with("-elsewhere"));
    let listed: Vec<bool> = own.map(|form| form.standing == Standing::Listed).collect();
    assert!(listed.is_sorted(), "a listed row stands above one that runs");
}

#[test]
fn every_example_is_one_and_no_look_alike_is() {
    for form in forms().iter().filter(|form| !form.slug.ends_with("-elsewhere")) {
        let [one, none] = form.examples;
        let read = matches!(form.standing, Standing::Read(_)) && form.runs_at.is_empty() && form.named.is_empty();
        let found = recognised(one).map(|found| found.form.slug);
        assert_eq!(found, (!read).then_some(form.slug), "{one}");
        assert_ne!(recognised(none).map(|found| found.form.slug), Some(form.slug), "{none}");
    }
}

#[test]
fn every_reader_has_a_row_and_claims_its_example() {
    let named: BTreeSet<&str> = readers().map(|(_, reader)| reader).collect();
    let all: BTreeSet<&str> = FORMATS.iter().map(|format| format.name()).collect();
    assert_eq!(named, all);
    for (form, reader) in readers() {
        let format = FORMATS.iter().find(|format| format.name() == reader).unwrap();
        let path = RepoPath::new(form.examples[0]).unwrap();
        assert_ne!(format.claims(&path), Claim::No, "{}", form.slug);
    }
}
