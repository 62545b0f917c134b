//! The table: what somebody does, and what gate answers.

use crate::support::{Repo, Run};

/// The workflow that most rows are about.
pub(crate) const WORKFLOW: &str = ".github/workflows/ci.yml";
/// The files of exceptions.
pub(crate) const BASELINE: &str = ".gate/baseline.yaml";
/// Those of break-glass.
pub(crate) const EMERGENCY: &str = ".gate/emergency.yaml";
/// Those of waivers.
pub(crate) const WAIVERS: &str = ".gate/waivers.yaml";

/// One row.
pub(crate) struct Row {
    does: &'static str,
    repo: Repo,
    arguments: Vec<String>,
    answer: Answer,
}

/// What gate has to answer.
pub(crate) enum Answer {
    /// It refuses to begin, and says this.
    Refuses(&'static str),
    /// It ends with this code, and exactly these are open: `policy path`, or `unread path`.
    Open(i32, &'static [&'static str]),
    /// It passes, nothing is open, and the report says this.
    Accepts(&'static str),
}

/// What is judged.
pub(crate) enum Judged<'a> {
    /// The folder as it is, by its own rules.
    Folder,
    /// What lies there now, committed as a change of this commit.
    Change(&'a str),
    /// The folder as it is, with these arguments.
    With(&'a [&'a str]),
}

/// A row of the table.
pub(crate) fn row(does: &'static str, repo: Repo, judged: &Judged<'_>, answer: Answer) -> Row {
    let arguments = match judged {
        Judged::Folder => Vec::new(),
        Judged::Change(base) => {
            repo.commit();
            vec!["--base", base]
        }
        Judged::With(arguments) => arguments.to_vec(),
    };
    let arguments = arguments.into_iter().map(str::to_owned).collect();
    Row { does, repo, arguments, answer }
}

/// Judges every row, prints the table, and fails with the rows that were answered wrongly.
pub(crate) fn judge(topic: &str, attacks: usize, twins: usize, rows: impl Iterator<Item = Row>) {
    let (mut wrong, mut seen) = (Vec::new(), [0, 0]);
    for (index, row) in rows.enumerate() {
        let is_twin = matches!(row.answer, Answer::Accepts(_));
        seen[usize::from(is_twin)] += 1;
        let arguments: Vec<&str> =
            ["check", "-f", "json"].into_iter().chain(row.arguments.iter().map(String::as_str)).collect();
        let run = row.repo.gate(&arguments);
        let answer = answered(&run);
        let base = if row.arguments.iter().any(|it| it == "--base") { "by base" } else { "       " };
        let number = index + 1;
        println!("{topic} {number:2} {base} {} -> {answer}", row.does);
        if !is_right(&row.answer, &run) {
            wrong.push(format!("{topic} {number}: {}: {answer}\n{}", row.does, run.text()));
        }
    }
    println!("{topic}: {} careless or malicious, {} honest, {} answered wrongly", seen[0], seen[1], wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(seen[0] >= attacks && seen[1] >= twins, "rows went missing: {seen:?}");
}

fn is_right(answer: &Answer, run: &Run) -> bool {
    match answer {
        Answer::Refuses(said) => run.code == 2 && run.stderr.contains(said),
        Answer::Open(code, expected) => run.code == *code && *code != 0 && open(run) == *expected,
        Answer::Accepts(said) => run.code == 0 && open(run).is_empty() && run.stdout.contains(said),
    }
}

fn answered(run: &Run) -> String {
    if run.code == 2 {
        return format!("2 {}", run.stderr.lines().take(2).map(str::trim).collect::<Vec<_>>().join(" "));
    }
    format!("{} {:?}", run.code, open(run))
}

/// What decides in a run, sorted, each said once.
pub(crate) fn open(run: &Run) -> Vec<String> {
    let report = run.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("run").to_owned();
    let findings = report["findings"].as_array().unwrap().iter().filter(|it| it["disposition"]["state"] == "open");
    let findings = findings.map(|it| format!("{} {}", text(&it["policy"]), text(&it["path"])));
    let unjudged = report["unjudged"].as_array().unwrap().iter().map(|it| format!("unread {}", text(&it["path"])));
    let mut open: Vec<String> = findings.chain(unjudged).collect();
    open.sort();
    open.dedup();
    open
}

/// The fingerprint of the first open finding of a policy.
pub(crate) fn fingerprint(repo: &Repo, policy: &str) -> String {
    let report = repo.gate(&["check", "-f", "json"]).json();
    let mut findings = report["findings"].as_array().unwrap().iter();
    findings.find(|it| it["policy"] == policy).unwrap()["fingerprint"].as_str().unwrap().to_owned()
}

/// The text of a file.
pub(crate) fn text(repo: &Repo, path: &str) -> String {
    std::fs::read_to_string(repo.path().join(path)).unwrap()
}

/// Replaces a part of a file that has to be there.
pub(crate) fn edit(repo: &Repo, path: &str, from: &str, to: &str) {
    let before = text(repo, path);
    assert!(before.contains(from), "{path} does not hold {from}: {before}");
    repo.write(path, before.replace(from, to));
}

/// A repository of these files.
pub(crate) fn repo(files: &[(&str, &str)]) -> Repo {
    files.iter().fold(Repo::new(), |repo, (path, text)| repo.with(path, text))
}

/// A repository of which the debts are taken in.
pub(crate) fn adopted(files: &[(&str, &str)]) -> Repo {
    let repo = repo(files);
    let run = repo.gate(&["init", "--adopt", "--owner", "@acme/platform", "--approver", "@acme/security"]);
    assert_eq!(run.code, 0, "{}", run.text());
    repo
}

/// A command that has to be refused with these words.
pub(crate) fn refused(repo: &Repo, arguments: &[&str], said: &str) {
    let run = repo.gate(arguments);
    assert!(run.code == 2 && run.stderr.contains(said), "{arguments:?}: {}", run.text());
}
