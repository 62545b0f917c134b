//! What gate knows about code that pipelines take from elsewhere.

use super::super::table::{Added, Column, Concept, Holds, Row, Wrong};
use super::wrong;

/// What a column says that names an action.
const ACTION: Column = Column::new("action", Holds::Text, "owner/name, or a path below it, in small letters");

/// Actions that fetch a program.
pub const ACTION_TOOLS: Concept = Concept {
    name: "pipeline/action-tools",
    about: "an action that fetches a program when it runs, and the input that says which version of it",
    columns: &[
        ACTION,
        Column::new("tool", Holds::Text, "the program"),
        Column::new("inputs", Holds::List('|'), "the inputs that say a version, or a file that has it"),
        Column::new(
            "without",
            Holds::Word(&["newest", "own"]),
            "what is fetched without them: the newest version or another",
        ),
    ],
    key: &["action"],
    check: Some(is_named),
    added: Added::Like("acme/setup-ledger\tledger\tversion\tnewest"),
};

/// Where agents find the servers that they start.
pub const AGENT_FILES: Concept = Concept {
    name: "pipeline/agent-files",
    about: "a file, or an input of an action, in which an agent finds the servers that it starts",
    columns: &[
        Column::new("agent", Holds::Text, "the agent, as `pipeline/agents` names it"),
        Column::new("kind", Holds::Word(&["file", "input"]), "a file of the repository, or an input"),
        Column::new("name", Holds::Text, "the path of the file, or the name of the input"),
        Column::new("key", Holds::Name, "what holds the servers by their names"),
    ],
    key: &["agent", "kind", "name"],
    check: None,
    added: Added::Like("Acme\tfile\t.acme/servers.json\tmcpServers"),
};

/// Actions that held the code of an attacker, or have a known hole.
pub const COMPROMISED_ACTIONS: Concept = Concept {
    name: "pipeline/compromised-actions",
    about: "a version of an action that held the code of an attacker, or has a hole that is known",
    columns: &[
        ACTION,
        Column::new(
            "kind",
            Holds::Word(&["malicious", "moved", "restored", "vulnerable"]),
            "malicious: a commit that is an attack; moved: tags that point at one; restored: that did; vulnerable: a known hole",
        ),
        Column::new("versions", Holds::Text, "a commit, `=TAG`, or a range such as `<41`, `>=4.0.0 <4.1.3` or `*`"),
        Column::optional("fixed", Holds::Text, "the first version that is right"),
        Column::new("severity", Holds::Word(&["critical", "high", "medium", "low"]), "as the advisory has it"),
        Column::optional("advisory", Holds::Text, "its id: GHSA-… or CVE-…"),
        Column::new("date", Holds::Text, "when the attack began, or the advisory was published: 2025-03-14"),
        Column::new("source", Holds::Link, "the page that says so"),
    ],
    key: &["action", "versions", "advisory"],
    check: Some(|row| {
        is_named(row)?;
        let (kind, versions) = (row.word("kind"), row.text("versions"));
        let is_commit = versions.len() == 40 && versions.bytes().all(|byte| byte.is_ascii_hexdigit());
        if (kind == "malicious") != is_commit {
            let help = "a malicious version is a commit, all others are tags";
            return wrong("versions", format!("`{versions}` are no versions of kind {kind}"), help);
        }
        if !is_commit && !versions.starts_with('=') {
            is_range(versions)?;
        }
        is_date(row, "date")
    }),
    added: Added::Like(
        "acme/build\tvulnerable\t<2.1.0\t2.1.0\thigh\tACME-2026-4\t2026-03-01\thttps://acme.example/advisories",
    ),
};

/// Where a deployment is told which image to run.
pub const IMAGE_ARGUMENTS: Concept = Concept {
    name: "pipeline/image-arguments",
    about: "where a command or action that deploys is told which image to run",
    columns: &[
        Column::new("kind", Holds::Word(&["command", "action"]), "how it is called"),
        Column::new(
            "pattern",
            Holds::Phrase,
            "a program and words that follow, a|b for either; owner/name of an action",
        ),
        Column::new(
            "by",
            Holds::Word(&["image", "chart", "pair"]),
            "image: a name; chart: settings of a chart; pair: words such as web=acme/web:1.2",
        ),
        Column::optional("given", Holds::List('|'), "the options or inputs that hold it"),
    ],
    key: &["kind", "pattern"],
    check: Some(|row| {
        if (row.word("by") == "pair") != row.given("given").is_some() {
            return Ok(());
        }
        wrong(
            "given",
            "a pair is a word, and all else stands in an option or input".to_owned(),
            "name the option or input",
        )
    }),
    added: Added::Like("command\tacme-deploy rollout\timage\t--image"),
};

/// Actions that nobody maintains.
pub const RETIRED_ACTIONS: Concept = Concept {
    name: "pipeline/retired-actions",
    about: "an action that nobody maintains any more, or a version of it that the vendor has removed",
    columns: &[
        ACTION,
        Column::new(
            "why",
            Holds::Word(&["archived", "removed"]),
            "its repository is read-only, or its service is gone",
        ),
        Column::new("versions", Holds::Text, "a range such as `<4` or `*`"),
        Column::new("since", Holds::Text, "since when, or when that was read: 2025-01-30"),
        Column::optional("instead", Holds::Text, "what does the same"),
        Column::new("source", Holds::Link, "the page that says so"),
    ],
    key: &["action", "versions"],
    check: Some(|row| {
        is_named(row)?;
        is_range(row.text("versions"))?;
        is_date(row, "since")
    }),
    added: Added::Like("acme/old-deploy\tarchived\t*\t2026-01-31\tacme/deploy\thttps://acme.example/old-deploy"),
};

/// Names that others may be made to be taken for.
pub const KNOWN_ACTIONS: Concept = Concept {
    name: "pipeline/known-actions",
    about: "an action, or a component of gitlab.com, that many pipelines use",
    columns: &[
        Column::new("forge", Holds::Word(&["github", "gitlab"]), "where it is"),
        Column::new("name", Holds::Text, "owner/name in small letters, the owner of at least five"),
    ],
    key: &["forge", "name"],
    check: Some(|row| {
        let name = row.text("name");
        let owner = name.split('/').next().unwrap_or_default();
        if name.split('/').count() == 2 && owner.len() >= 5 && !name.chars().any(char::is_uppercase) {
            return Ok(());
        }
        wrong(
            "name",
            format!("`{name}` is no such name"),
            "write `owner/name` in small letters, the owner of five or more",
        )
    }),
    added: Added::Never("a name that is known is none that is made to be taken for another one"),
};

fn is_named(row: &Row<'_>) -> Result<(), Wrong> {
    let action = row.text("action");
    let is_plain = |segment: &str| !segment.is_empty() && segment != "." && segment != "..";
    let is_path = action.split('/').count() >= 2 && action.split('/').all(is_plain);
    if is_path && !action.chars().any(|it| it.is_uppercase() || it == '@') {
        return Ok(());
    }
    wrong("action", format!("`{action}` names no action"), "write `owner/name` in small letters")
}

fn is_range(versions: &str) -> Result<(), Wrong> {
    let is_version = |version: &str| !version.is_empty() && version.split('.').all(|part| part.parse::<u32>().is_ok());
    let is_part =
        |part: &str| part == "*" || part.strip_prefix(">=").or_else(|| part.strip_prefix('<')).is_some_and(is_version);
    let parts: Vec<&str> = versions.split(' ').collect();
    let begins = parts.iter().filter(|part| part.starts_with(">=")).count();
    let ends = parts.iter().filter(|part| part.starts_with('<')).count();
    if parts.iter().all(|part| is_part(part)) && begins <= 1 && ends <= 1 && (versions == "*" || !parts.contains(&"*"))
    {
        return Ok(());
    }
    wrong("versions", format!("`{versions}` is no range"), "write `<4`, `>=4.0.0 <4.1.3` or `*`")
}

fn is_date(row: &Row<'_>, column: &'static str) -> Result<(), Wrong> {
    let date = row.text(column);
    let lengths: Vec<usize> = date.split('-').map(str::len).collect();
    if lengths == [4, 2, 2] && date.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) {
        return Ok(());
    }
    wrong(column, format!("`{date}` is no date"), "write it as 2025-03-14")
}
