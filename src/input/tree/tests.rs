use super::*;
use crate::limits::LIMITS;
use crate::source::RepoPath;
use std::path::Path;

fn source(text: &str) -> Source {
    Source::from_text(RepoPath::new("a.yml").unwrap(), text)
}

fn scalars<'a>(node: &'a Node, found: &mut Vec<&'a Scalar>) {
    found.extend(node.as_scalar());
    node.elements().iter().for_each(|element| scalars(element, found));
    for entry in node.entries() {
        scalars(&entry.key, found);
        scalars(&entry.value, found);
    }
}
fn check(source: &Source, tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    tree.documents.iter().for_each(|d| scalars(d, &mut found));
    let mut bad = Vec::new();
    for scalar in found {
        let offsets = scalar.offsets(source);
        for (at, character) in scalar.text.char_indices() {
            if character.is_whitespace() {
                continue;
            }
            let offset = offsets.at(at);
            let there = source.text()[offset..].chars().next();
            if there != Some(character) && there != Some('\\') {
                bad.push(format!(
                    "{:?} at {at} {character:?} is {there:?} in {:?}",
                    scalar.style,
                    source.slice(scalar.span)
                ));
                break;
            }
        }
        if scalar.style == Style::Plain
            && !scalar.text.contains([' ', '\n'])
            && source.slice(scalar.span) != scalar.text
        {
            bad.push(format!("plain {:?}", scalar.text));
        }
    }
    bad
}
#[test]
fn probe() {
    for text in [
        "a: |\n\n\n  x\n\n    y\n  é😀 z\n\nb: 1\n",
        "a: |2-\n    x\n   y\nb: >2\n    q\n   r\n  s\n  t\n\n  u\n",
        "a: >\n  folded\n  text\n\n  para\n\n    more\n    x\n\n  z\nb: 1",
        "- |+ # c\n # y\n z\n\n\n-  >-\n    b\r\n\r\n    c\r\n    d\r\n",
        "a: 'it''s\n\n  x ''y\n  z'\nb: \"a\\tb \\\n  \\ q \\u00e9x \\ud83d\\ude00y\n\n\n  t\\\n\n  u \\x41b\"\nc: d\n  e\n\n  f\ng: 1",
        "a: |\n    \n  \n  x\n",
        "a: |\r\n  x\r\n  y\r\nb: \"x\r\n  y\"\r\n",
        "a: \"  x  \\\n   \\  y\"\n",
        "k:\n  a: \"x\n  y\n  z ' w\"\n  b: 'one\n  two ''\n  three'\n  c: [d]\n",
        "- \"x\n\\ty\"\n",
    ] {
        let s = source(text);
        match parse(&s, &LIMITS) {
            Ok(t) => {
                println!("{}", t.documents[0].to_json(Dialect::Yaml12));
                for b in check(&s, &t) {
                    println!("BAD {b}");
                }
            }
            Err(p) => println!("ERR {text:?} {:?} {}", p.position, p.message.raw()),
        }
    }
    let (mut files, mut time, mut bytes, mut bad) = (0, std::time::Duration::ZERO, 0, 0);
    for dir in ["workflows", "vendors", "forge"] {
        for file in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(dir)) {
            let file = file.unwrap();
            let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
            let ext = file.path().extension().unwrap_or_default().to_string_lossy().into_owned();
            if !["yml", "yaml", "json"].contains(&ext.as_str()) {
                continue;
            }
            files += 1;
            let s = Source::from_text(RepoPath::new("a.yml").unwrap(), text.trim_start_matches('\u{feff}'));
            bytes += text.len();
            let start = std::time::Instant::now();
            let t = parse(&s, &LIMITS);
            time += start.elapsed();
            match t {
                Ok(t) => {
                    for p in &t.problems {
                        println!("PROBLEM {} {:?} {}", file.path().display(), p.position, p.message.raw());
                    }
                    for b in check(&s, &t).into_iter().take(2) {
                        bad += 1;
                        println!("BAD {} {}", file.path().display(), b.chars().take(600).collect::<String>());
                    }
                }
                Err(p) => println!("ERR {} {:?} {}", file.path().display(), p.position, p.message.raw()),
            }
            if ext == "json" {
                if let Err(p) = parse_json(&s, &LIMITS) {
                    println!("JSON {} {:?} {}", file.path().display(), p.position, p.message.raw())
                }
            }
        }
    }
    println!("{files} files {bytes} bytes {time:?} bad {bad}");
}
