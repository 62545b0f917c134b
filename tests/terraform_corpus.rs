//! Plans of many versions of the tool, from outside this project: each is read, or refused with a reason.

#![expect(clippy::disallowed_methods, reason = "this test reads files outside the project")]

use std::path::Path;

use gate::input::terraform::TerraformPlan;
use gate::input::{Context, Format as _, Options, Parsed};
use gate::limits::LIMITS;
use gate::source::files::Memory;
use gate::source::{Files as _, RepoPath, Source};

/// The text of a file in UTF-8 or UTF-16 with a byte order mark.
fn decode(raw: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8]| {
        let pairs = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok());
        let units: Vec<u16> = pairs.map(u16::from_le_bytes).collect();
        String::from_utf16(&units).ok()
    };
    match raw {
        [0xff, 0xfe, rest @ ..] => wide(rest),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        raw => String::from_utf8(raw.to_vec()).ok(),
    }
}

#[test]
fn every_plan_of_the_corpus_is_read_or_refused_with_a_reason() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/plans");
    if !folder.is_dir() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let (mut read, mut refused) = (0, 0);
    for file in &names {
        let raw = std::fs::read(file).unwrap();
        let Some(text) = decode(&raw) else { continue };
        let path = RepoPath::new("plan.json").unwrap();
        let files = Memory::new([Source::new(path.clone(), text, &raw)]);
        let source = files.read(&path, LIMITS.plan_bytes).unwrap();
        let options = Options::default();
        let context = Context { files: &files, limits: &LIMITS, options: &options };
        let name = file.file_name().unwrap().to_string_lossy();
        let confirmed = TerraformPlan.confirms(source.text().get(..4096).unwrap_or(source.text()));
        match TerraformPlan.parse(&source, &context) {
            Parsed::Document(document) => {
                let count = |key: &str| document.value()[key].as_array().map_or(0, Vec::len);
                let refs: usize = document.value()["resources"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|resource| resource["refs"].as_array().unwrap().len())
                    .sum();
                println!(
                    "read     {confirmed:5} format {:4} {:4} resources {refs:4} references {:3} credentials {} problems  {name}",
                    document.value()["format_version"].as_str().unwrap(),
                    count("resources"),
                    count("secrets"),
                    document.problems.len(),
                );
                for resource in document.value()["resources"].as_array().unwrap() {
                    assert!(document.locator.locate(resource["_loc"].as_str().unwrap(), &[]).is_some());
                }
                read += 1;
            }
            Parsed::Failed(problem) => {
                println!("refused  {confirmed:5} {}  {name}", problem.message.raw());
                assert!(!problem.message.raw().is_empty());
                refused += 1;
            }
            Parsed::NotMine(reason) => panic!("{name}: {reason}"),
        }
    }
    println!("{read} read, {refused} refused, of {}", names.len());
    assert_eq!(read + refused, names.len());
    assert!(read > refused);
}
