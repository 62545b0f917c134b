//! What gate knows about pipelines.

use super::super::table::{Added, Column, Concept, Holds, Row, Unless, Wrong};
use super::wrong;

/// Inputs of actions that are a program or a key.
pub const ACTION_INPUTS: Concept = Concept {
    name: "pipeline/action-inputs",
    about: "an input of an action that is a program which the action runs, a key of a cloud, or the name of what holds a credential",
    columns: &[
        Column::new("action", Holds::Text, "owner/name in small letters"),
        Column::new("input", Holds::Name, "its name in small letters"),
        Column::new(
            "takes",
            Holds::Word(&["script", "key", "variable", "entries"]),
            "a program that is run, a key that does not expire, the name of a variable, or names of entries of a store",
        ),
        Column::optional("cloud", Holds::Text, "the cloud that the key is for"),
    ],
    key: &["action", "input"],
    check: Some(|row| {
        let (action, input) = (row.text("action"), row.text("input"));
        if !is_action(action) || action.split('/').count() != 2 {
            return wrong("action", format!("`{action}` names no action"), "write `owner/name` in small letters");
        }
        if input.chars().any(char::is_uppercase) {
            return wrong("input", format!("`{input}` has capitals"), "write it in small letters");
        }
        if (row.word("takes") == "key") != row.given("cloud").is_some() {
            return wrong("cloud", "only a key is for a cloud, and each is".to_owned(), "name the cloud of a key");
        }
        Ok(())
    }),
    added: Added::Like("acme/remote-shell\tcommands\tscript"),
};

/// Agents.
pub const AGENTS: Concept = Concept {
    name: "pipeline/agents",
    about: "an agent that does what a prompt tells it, and what says what it may do",
    columns: &[
        Column::new("kind", Holds::Word(&["action", "command"]), "how it is called"),
        Column::new("pattern", Holds::Phrase, "owner/name of an action; a program, and words that follow it"),
        Column::new("agent", Holds::Text, "its usual name"),
        Column::optional("prompts", Holds::List('|'), "inputs, flags or words whose value says what to do"),
        Column::optional("limits", Holds::List('|'), "inputs or flags that say which tools it may use"),
        Column::optional(
            "free",
            Holds::Clauses(&[("with", 1), ("is", 2), ("mentions", 2)]),
            "when it may do anything without being asked",
        ),
        Column::optional("opens", Holds::Name, "the input without which only those with write access start it"),
    ],
    key: &["kind", "pattern"],
    check: Some(|row| {
        let (kind, pattern) = (row.word("kind"), row.text("pattern"));
        let subject = pattern.split(' ').next().unwrap_or_default();
        let fits = if kind == "action" { subject == pattern && is_action(subject) } else { is_program(subject) };
        if fits {
            return Ok(());
        }
        wrong("pattern", format!("`{pattern}` names no {kind}"), "write `owner/name` in small letters, or a program")
    }),
    added: Added::Like("command\tacme-agent run\tAcme\t--task\t--tools\twith --unattended\t-"),
};

/// Actions that refuse the code of forks.
pub const CHECKOUT_REFUSALS: Concept = Concept {
    name: "pipeline/checkout-refusals",
    about: "a version of an action that refuses by itself to check out the code of a fork",
    columns: &[
        Column::new("action", Holds::Text, "owner/name in small letters"),
        Column::new("version", Holds::Text, "a major (v7), the first full version of a major (v4.4.0), or a commit"),
        Column::new("events", Holds::List('|'), "the events in which it refuses"),
        Column::new("unless", Holds::Name, "the input that opens it, in small letters"),
    ],
    key: &["action", "version"],
    check: Some(|row| {
        let version = row.text("version");
        let is_commit = version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_number = |part: &str| part.parse::<u32>().is_ok();
        let numbers = version.strip_prefix('v').unwrap_or_default();
        let is_tag = matches!(numbers.split('.').count(), 1 | 3) && numbers.split('.').all(is_number);
        if is_commit || is_tag {
            return Ok(());
        }
        wrong("version", format!("`{version}` is no version"), "write `v7`, `v4.4.0` or the 40 digits of a commit")
    }),
    added: Added::Never("what an action refuses lets checkouts pass, and only its own code says what it does"),
};

/// Clusters of a job.
pub const CLUSTERS: Concept = Concept {
    name: "pipeline/clusters",
    about: "what starts a cluster that lives as long as the job, or makes the job talk to another one",
    columns: &[
        Column::new("does", Holds::Word(&["starts", "joins"]), "starts such a cluster, or joins another one"),
        Column::new("kind", Holds::Word(&["command", "action"]), "how it is called"),
        Column::new(
            "pattern",
            Holds::Phrase,
            "of a command the program and words that follow, a|b for either; owner/name of an action, or a word of its name",
        ),
    ],
    key: &["kind", "pattern"],
    check: None,
    added: Added::Never("what is installed in a cluster of the job passes without an approval"),
};

/// Names of keys of clouds.
pub const CLOUD_KEYS: Concept = Concept {
    name: "pipeline/cloud-keys",
    about: "a word by which the name of a secret or variable says that it is a key of a cloud that does not expire",
    columns: &[
        Column::optional("cloud", Holds::Text, "the cloud"),
        Column::new(
            "part",
            Holds::Word(&["vendor", "key", "elsewhere"]),
            "vendor: a name has one of these words of a cloud, and key: behind it one of these; elsewhere: it is of none",
        ),
        Column::new("words", Holds::Name, "in capitals; several parts of a key with _ between them"),
    ],
    key: &["cloud", "part", "words"],
    check: Some(|row| {
        let (part, words) = (row.word("part"), row.text("words"));
        if (part == "elsewhere") == row.given("cloud").is_some() {
            return wrong("cloud", "a cloud has vendors and keys, and nothing else has".to_owned(), "name the cloud");
        }
        let plain = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        };
        if !words.split('_').all(plain) || part != "key" && words.contains('_') {
            let help = "write capitals and digits; the parts of a key have one _ between them";
            return wrong("words", format!("`{words}` is no {part}"), help);
        }
        Ok(())
    }),
    added: Added::Unless("AWS\tvendor\tACME", Unless::Says("part", "elsewhere")),
};

/// What contexts of GitHub say.
pub const CONTEXTS: Concept = Concept {
    name: "pipeline/contexts",
    about: "a context of GitHub, and what it says about strangers and repositories",
    columns: &[
        Column::new("context", Holds::Text, "its name in small letters, * for one segment"),
        Column::new(
            "says",
            Holds::Text,
            "text, lines, head, own-repository, head-repository, own-owner, head-owner, or own-repository. and a field",
        ),
    ],
    key: &["context", "says"],
    check: Some(|row| {
        let (context, says) = (row.text("context"), row.text("says"));
        if !context.starts_with("github.") || context.chars().any(char::is_uppercase) {
            return wrong("context", format!("`{context}` is no context"), "write `github.` and more in small letters");
        }
        let known = ["text", "lines", "head", "own-repository", "head-repository", "own-owner", "head-owner"];
        if known.contains(&says) || says.strip_prefix("own-repository.").is_some_and(|field| !field.is_empty()) {
            return Ok(());
        }
        wrong("says", format!("`{says}` is nothing that a context says"), &format!("one of {}", known.join(", ")))
    }),
    added: Added::Never(
        "GitHub alone decides which contexts there are, and what tells repositories apart lets jobs pass",
    ),
};

/// Events of GitHub.
pub const EVENTS: Concept = Concept {
    name: "pipeline/events",
    about: "an event that starts a workflow of GitHub, and what a stranger has to do with it",
    columns: &[
        Column::new("event", Holds::Name, "its name"),
        Column::new(
            "class",
            Holds::Word(&[
                "push",
                "tag",
                "pr",
                "pr_untrusted",
                "outsider",
                "schedule",
                "manual",
                "api",
                "call",
                "upstream",
                "release",
            ]),
            "who or what causes it",
        ),
        Column::optional("stranger", Holds::Word(&["head", "code", "acts"]), "what a stranger does with it"),
    ],
    key: &["event"],
    check: None,
    added: Added::Never("GitHub alone decides which events there are, and one that no stranger causes lets jobs pass"),
};

/// Jobs of templates of GitLab.
pub const GITLAB_TEMPLATES: Concept = Concept {
    name: "pipeline/gitlab-templates",
    about: "a job of a template that GitLab ships, and what a project that changes nothing gets",
    columns: &[
        Column::new("templates", Holds::List('|'), "its templates without .gitlab-ci.yml, and components"),
        Column::new("job", Holds::Text, "its name; `stages` for those of the template"),
        Column::optional("extends", Holds::Text, "the job that it is made of"),
        Column::optional("stage", Holds::Text, "its stage; of `stages` all, with commas between them"),
        Column::new("role", Holds::Word(&["scan", "test", "build", "deploy", "stages"]), "what it is for"),
        Column::optional("category", Holds::Word(CATEGORIES), "what a scan looks at, or where a deployment goes"),
        Column::optional("tool", Holds::Text, "what people call it"),
        Column::optional("runs", Holds::Text, "the command that matters of its script"),
        Column::optional("starts", Holds::Word(&["on_success", "manual", "delayed", "never"]), "how it starts"),
        Column::optional("auto", Holds::List('|'), "variables and inputs that make it start by itself"),
        Column::optional("on", Holds::List('|'), "variables, NAME or NAME=value, without which it does not run"),
        Column::optional("off", Holds::List('|'), "variables with which it does not run"),
        Column::optional("environment", Holds::Text, "its environment"),
        Column::optional("soft", Holds::Flag, "whether the pipeline goes on when it fails"),
        Column::new("source", Holds::Text, "the template that defines it"),
    ],
    key: &["templates", "job"],
    check: Some(|row| {
        let (role, category) = (row.word("role"), row.word("category"));
        let fits = match role {
            "scan" => SCANS.contains(&category),
            "deploy" => TARGETS.contains(&category),
            _ => category.is_empty(),
        };
        if !fits {
            let help = "a scan has what it looks at, a deployment where it goes, and nothing else has one";
            return wrong("category", format!("`{category}` is no category of the role `{role}`"), help);
        }
        if (role == "stages") == row.given("tool").is_some() {
            return wrong("tool", "every job has a tool, and stages have none".to_owned(), "name it as people do");
        }
        Ok(())
    }),
    added: Added::Never("GitLab alone decides what its templates hold, and what they are known to run lets jobs pass"),
};

/// Variables of GitLab.
pub const GITLAB_VARIABLES: Concept = Concept {
    name: "pipeline/gitlab-variables",
    about: "a variable that GitLab sets in every job, and that holds what anybody can write who may propose a change",
    columns: &[Column::new("variable", Holds::Name, "its name"), Column::new("holds", Holds::Text, "what it holds")],
    key: &["variable"],
    check: None,
    added: Added::Like("CI_ACME_REVIEW_TITLE\tthe title of a review"),
};

/// What shows that a value is no key.
pub const NO_KEYS: Concept = Concept {
    name: "pipeline/no-keys",
    about: "what shows that a value under the name of a key of a cloud opens nothing there",
    columns: &[
        Column::new("cloud", Holds::Text, "the cloud"),
        Column::new("shows", Holds::Word(&["file", "image", "action"]), "a variable that holds a path, or an emulator"),
        Column::new("name", Holds::Text, "the variable, the repository of the image, or owner/name of the action"),
    ],
    key: &["cloud", "shows", "name"],
    check: None,
    added: Added::Never("what is taken for no key lets a key pass that is written out"),
};

/// What a command or an action may be for.
const ROLES: &[&str] = &[
    "scan", "test", "build", "deploy", "push", "sign", "attest", "sbom", "register", "evaluate", "approve", "require",
    "review", "merge", "override", "verify", "-",
];
/// What a scan looks at.
const SCANS: &[&str] = &["sast", "dast", "sca", "secret", "image", "iac"];
/// Where a deployment goes.
const TARGETS: &[&str] = &["infrastructure", "cluster", "cloud", "package", "host"];
/// Both.
const CATEGORIES: &[&str] =
    &["sast", "dast", "sca", "secret", "image", "iac", "infrastructure", "cluster", "cloud", "package", "host"];

/// The tools of pipelines.
pub const TOOLS: Concept = Concept {
    name: "pipeline/tools",
    about: "a way to call a tool in a pipeline, and what that is for",
    columns: &[
        Column::new("role", Holds::Word(ROLES), "what the call is for; - for an image"),
        Column::optional("category", Holds::Word(CATEGORIES), "what a scan looks at, or where a deployment goes"),
        Column::new("tool", Holds::Text, "its usual name"),
        Column::new(
            "kind",
            Holds::Word(&["command", "remote", "within", "action", "image"]),
            "how it is called; remote: on another machine; within: on the way to what else the command does",
        ),
        Column::new(
            "pattern",
            Holds::Phrase,
            "of a command the program, words that follow, and flags that it must have (-a,-b=x|y); of an action \
             owner/name and inputs that it must have (name=x|y); of an image its repository",
        ),
        Column::optional(
            "toothless",
            Holds::Clauses(&[("with", 1), ("without", 1), ("is", 2), ("mentions", 2)]),
            "when the pipeline goes on whatever it finds, by flags or inputs; env:NAME is a variable",
        ),
    ],
    key: &["kind", "pattern"],
    check: Some(tool),
    added: Added::Like("scan\tsast\tacme-scan\tcommand\tacme-scan run\twithout --strict"),
};

/// A tool: its category follows from its role, and how it is named from its kind.
fn tool(row: &Row<'_>) -> Result<(), Wrong> {
    let (role, category, kind) = (row.word("role"), row.word("category"), row.word("kind"));
    if (role == "-") != (kind == "image") {
        return wrong(
            "role",
            format!("the role `{role}` of an entry of kind `{kind}`"),
            "`-` is the role of images, and of nothing else",
        );
    }
    let fits = match role {
        "scan" => SCANS.contains(&category),
        "deploy" => TARGETS.contains(&category),
        _ => category.is_empty(),
    };
    if !fits {
        let help = match role {
            "scan" => format!("one of {}", SCANS.join(", ")),
            "deploy" => format!("one of {}", TARGETS.join(", ")),
            _ => "leave it empty".to_owned(),
        };
        return wrong("category", format!("`{category}` is no category of the role `{role}`"), &help);
    }
    let (subject, rest) = row.text("pattern").split_once(' ').unwrap_or((row.text("pattern"), ""));
    let (is_named, help) = match kind {
        "action" => (is_action(subject), "write `owner/name` or `owner/name/path` in small letters, without @"),
        "image" => (is_image(subject) && rest.is_empty(), "write its repository without tag, digest and docker.io/"),
        _ => (is_program(subject), "begin with the name of the program, without its folder"),
    };
    if is_named { Ok(()) } else { wrong("pattern", format!("`{subject}` names no {kind}"), help) }
}

fn is_program(subject: &str) -> bool {
    !subject.contains(['/', '\\', '=']) && !subject.starts_with('-') && subject.strip_suffix(".exe").is_none()
}

fn is_action(subject: &str) -> bool {
    let is_plain = |segment: &str| !segment.is_empty() && segment != "." && segment != "..";
    let is_lower = !subject.chars().any(char::is_uppercase);
    is_lower && !subject.contains(['@', '|', '=']) && subject.contains('/') && subject.split('/').all(is_plain)
}

fn is_image(subject: &str) -> bool {
    let name = subject.rsplit('/').next().unwrap_or(subject);
    !name.contains(':') && !subject.contains(['@', '|', '=']) && !subject.starts_with("docker.io/")
}

/// Programs that run another one.
pub const WRAPPERS: Concept = Concept {
    name: "pipeline/wrappers",
    about: "a program that runs another one with its arguments, or a text that a shell reads",
    columns: &[
        Column::new("pattern", Holds::Phrase, "the program, and words that follow it, a|b for either"),
        Column::optional("takes", Holds::List(','), "its options that take a value"),
        Column::optional(
            "skips",
            Holds::Number,
            "how many words stand between the options and the command; 99 for any",
        ),
        Column::optional("begins", Holds::List(','), "words behind which the command stands"),
        Column::optional(
            "texts",
            Holds::List(','),
            "options whose value is a text for a shell; * for all that follows",
        ),
        Column::optional("place", Holds::Word(&["container", "elsewhere"]), "where it runs, if not on this machine"),
    ],
    key: &["pattern", "skips"],
    check: Some(|row| {
        let subject = row.text("pattern").split(' ').next().unwrap_or_default();
        if !is_program(subject) {
            let help = "begin with the name of the program, without its folder";
            return wrong("pattern", format!("`{subject}` names no program"), help);
        }
        Ok(())
    }),
    added: Added::Never("what is taken for a wrapper is no longer asked for what it does itself"),
};
