//! Edits that people make, at places that chance names: of one file, of its name, and of several files at once.

use std::collections::BTreeMap;

use crate::support::chance::Chance;

/// The files of a tree.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What is done to one text.
type OfText = fn(&[String], &mut Chance) -> Vec<String>;

/// Every edit of a text.
const OF_TEXT: [OfText; 10] = [insert, delete, duplicate, swap, rename, pin, worsen, quote, space, indent];

/// Makes three to eight edits.
pub(crate) fn edit(files: &mut Files, chance: &mut Chance) {
    for _ in 0..3 + chance.below(6) {
        let names: Vec<String> = files.keys().cloned().collect();
        let Some(name) = names.get(chance.below(names.len())).cloned() else { return };
        match chance.below(18) {
            0 => drop(files.remove(&name)),
            1 => copy(files, &name, &format!("copy-{}", chance.below(3))),
            2 => move_away(files, &name, chance),
            3 => split(files, &name),
            4 => change(files, &name, &|text| text.replace("\r\n", "\n").replace('\n', "\r\n")),
            // What is edited in two files at once is most often the same.
            5 => {
                let kind = OF_TEXT[chance.below(OF_TEXT.len())];
                for name in names.iter().filter(|other| other.ends_with(ending(&name))).take(3) {
                    lines(files, name, kind, chance);
                }
            }
            kind => lines(files, &name, OF_TEXT[kind % OF_TEXT.len()], chance),
        }
    }
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, ending)| ending)
}

fn change(files: &mut Files, name: &str, change: &dyn Fn(&str) -> String) {
    if let Some(text) = files.get(name).and_then(|text| std::str::from_utf8(text).ok()).map(change) {
        files.insert(name.to_owned(), text.into_bytes());
    }
}

fn lines(files: &mut Files, name: &str, of: OfText, chance: &mut Chance) {
    let Some(text) = files.get(name).and_then(|text| std::str::from_utf8(text).ok()) else { return };
    let before: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let after = of(&before, chance).join("\n") + "\n";
    files.insert(name.to_owned(), after.into_bytes());
}

/// A name in the same folder.
fn beside(name: &str, prefix: &str) -> String {
    name.rsplit_once('/').map_or(format!("{prefix}-{name}"), |(folder, file)| format!("{folder}/{prefix}-{file}"))
}

fn copy(files: &mut Files, name: &str, prefix: &str) {
    if let Some(text) = files.get(name).cloned() {
        files.insert(beside(name, prefix), text);
    }
}

fn move_away(files: &mut Files, name: &str, chance: &mut Chance) {
    let Some(text) = files.remove(name) else { return };
    let moved = match name.rsplit_once('/') {
        Some((folder, file)) if chance.once_in(3) => format!("{folder}/moved/{file}"),
        _ => beside(name, "moved"),
    };
    files.insert(moved, text);
}

/// The second half of the jobs, or of whatever stands in the file, moves to a file of its own with the same head.
fn split(files: &mut Files, name: &str) {
    let Some(text) = files.get(name).and_then(|text| String::from_utf8(text.clone()).ok()) else { return };
    let all: Vec<&str> = text.lines().collect();
    let begins = |line: &str| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
    let from = all.iter().position(|line| *line == "jobs:").unwrap_or(0);
    let Some(at) = all.iter().rposition(|line| begins(line)).filter(|at| *at > from) else { return };
    let (head, rest) = (all.get(..=from).unwrap_or_default(), all.get(at..).unwrap_or_default());
    let first = all.get(..at).unwrap_or_default().join("\n") + "\n";
    files.insert(beside(name, "split"), ([head, rest].concat().join("\n") + "\n").into_bytes());
    files.insert(name.to_owned(), first.into_bytes());
}

fn insert(lines: &[String], chance: &mut Chance) -> Vec<String> {
    let mut lines = lines.to_vec();
    let line = if chance.once_in(2) { "# a remark" } else { "" };
    lines.insert(chance.below(lines.len() + 1), line.to_owned());
    lines
}

fn delete(lines: &[String], chance: &mut Chance) -> Vec<String> {
    let mut lines = lines.to_vec();
    if !lines.is_empty() {
        lines.remove(chance.below(lines.len()));
    }
    lines
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Where an element of a list, or a line with what is indented below it, begins and ends.
fn block(lines: &[String], chance: &mut Chance) -> (usize, usize) {
    let starts: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].trim_start().starts_with("- ")).collect();
    let start = if starts.is_empty() { chance.below(lines.len()) } else { starts[chance.below(starts.len())] };
    let deeper = |line: &String| line.trim().is_empty() || depth(line) > depth(&lines[start]);
    let below = lines.get(start + 1..).unwrap_or_default().iter().take_while(|line| deeper(line)).count();
    (start, (start + 1 + below).min(lines.len()))
}

fn duplicate(lines: &[String], chance: &mut Chance) -> Vec<String> {
    let (start, end) = block(lines, chance);
    [&lines[..end], &lines[start.min(end)..end], &lines[end..]].concat()
}

/// An element changes places with the one after it.
fn swap(lines: &[String], chance: &mut Chance) -> Vec<String> {
    let (start, end) = block(lines, chance);
    let same = |line: &String| depth(line) == depth(&lines[start]) && line.trim_start().starts_with("- ");
    if !lines.get(end).is_some_and(same) {
        return lines.to_vec();
    }
    let below = lines[end + 1..].iter().take_while(|line| depth(line) > depth(&lines[start])).count();
    let next = end + 1 + below;
    [&lines[..start], &lines[end..next], &lines[start..end], &lines[next..]].concat()
}

/// The name of a job or of a task.
fn rename(lines: &[String], chance: &mut Chance) -> Vec<String> {
    let mut lines = lines.to_vec();
    let named = |line: &String| {
        line.contains("_id=") || (depth(line) == 2 && line.ends_with(':') && !line.trim_start().starts_with('#'))
    };
    let all: Vec<usize> = (0..lines.len()).filter(|at| named(&lines[*at])).collect();
    if let Some(at) = all.get(chance.below(all.len())) {
        let line = &lines[*at];
        lines[*at] = match line.split_once("_id=\"") {
            Some((before, after)) => format!("{before}_id=\"re{after}"),
            None => format!("  re{}", line.trim_start()),
        };
    }
    lines
}

/// Every action is pinned to what nobody can move.
fn pin(lines: &[String], _: &mut Chance) -> Vec<String> {
    let pinned = |line: &String| match line.split_once("@v") {
        Some((before, _)) if line.contains("uses: ") => format!("{before}@08c6903cd8c0fde910a37f88322edcfb5dd907a8"),
        _ => line.clone(),
    };
    lines.iter().map(pinned).collect()
}

/// Something is added at the end, or a version becomes another.
fn worsen(lines: &[String], chance: &mut Chance) -> Vec<String> {
    if chance.once_in(2) {
        return lines.iter().map(|line| line.replace("@v4", "@v5").replace("0.0.0.0/0", "::/0")).collect();
    }
    let step = ["      - uses: acme/new@v1".to_owned(), "      - run: echo ${{ github.event.issue.title }}".to_owned()];
    [lines, &step[chance.below(2)..]].concat()
}

fn quote(lines: &[String], _: &mut Chance) -> Vec<String> {
    let quoted = |line: &String| match line.split_once("uses: ") {
        Some((before, used)) if !used.contains(['"', '\'', '#', ' ']) => format!("{before}uses: \"{used}\""),
        None if line.contains("import") || line.contains("_id=") => line.replace('"', "'"),
        _ => line.clone(),
    };
    lines.iter().map(quoted).collect()
}

fn space(lines: &[String], chance: &mut Chance) -> Vec<String> {
    let all = lines.iter().flat_map(|line| {
        let remark = if line.contains("uses: ") { format!("{line} # why") } else { line.clone() };
        std::iter::once(remark).chain(chance.once_in(5).then(String::new))
    });
    all.collect()
}

/// Steps stand further to the right.
fn indent(lines: &[String], _: &mut Chance) -> Vec<String> {
    lines.iter().map(|line| if depth(line) >= 6 { format!("  {line}") } else { line.clone() }).collect()
}
