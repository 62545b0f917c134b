//! Commands that say by their name that they deploy, of which nobody can see whether they do.

use super::super::roles::Purpose;
use super::super::wrappers::{self, base_name};

/// Words that say so.
const DEPLOYS: &[&str] = &["deploy", "deployment", "redeploy", "release", "rollout", "promote", "publish", "ship"];

/// Words beside these by which it is something else.
const OTHERWISE: &[&str] = &[
    "test",
    "tests",
    "check",
    "checks",
    "lint",
    "build",
    "validate",
    "verify",
    "plan",
    "diff",
    "dry",
    "preview",
    "notes",
    "note",
    "changelog",
    "version",
    "docs",
    "doc",
    "setup",
    "prepare",
    "install",
    "notify",
    "log",
    "logs",
    "status",
    "wait",
    "config",
    "local",
    "undeploy",
    "list",
    "info",
    "help",
    "get",
    "tag",
    "branch",
    "generate",
    "render",
    "template",
    "simulate",
    "drafter",
    "draft",
    "please",
    "semantic",
    "package",
    "cleanup",
    "clean",
];

/// Arguments by which nothing is deployed.
const NOTHING: &[&str] = &[
    "--dry-run",
    "--dryrun",
    "--help",
    "-h",
    "--check",
    "--version",
    "--diff",
    "--plan",
    "--whatif",
    "-WhatIf",
    "--validate",
    "--noop",
];

/// Programs that run a target of a file, and those that run a script.
const RUNNERS: &[&str] = &[
    "make", "gmake", "just", "task", "npm", "yarn", "pnpm", "bun", "gradle", "gradlew", "rake", "invoke", "inv", "fab",
    "nx", "turbo", "ant", "mage", "composer", "run-s", "lerna", "nox", "poe",
];
const INTERPRETERS: &[&str] = &[
    "sh",
    "bash",
    "dash",
    "zsh",
    "ksh",
    "source",
    ".",
    "python",
    "python3",
    "node",
    "ruby",
    "perl",
    "php",
    "pwsh",
    "powershell",
    "tsx",
    "ts-node",
    "bun",
    "deno",
];

/// What a command deploys by its name.
pub(super) fn deployment(argv: &[String]) -> Option<Purpose> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let (program, from, _) = wrappers::core(&words)?;
    let arguments = words.get(from..)?;
    if program.starts_with('-') || arguments.iter().any(|word| NOTHING.contains(word)) {
        return None;
    }
    let name = base_name(program);
    let plain = || arguments.iter().copied().filter(|word| !word.starts_with('-') && !word.contains('='));
    let said = match name {
        _ if INTERPRETERS.contains(&name) => plain().next().filter(|word| is_file(word)),
        _ if RUNNERS.contains(&name) => plain().find(|word| says(word)),
        _ if program.contains('/') || is_file(program) || says(name) => Some(program),
        _ => None,
    };
    let said = said.filter(|said| says(base_name(said)) && !tells_release(said))?;
    let tool = base_name(said).to_owned();
    Some(Purpose { role: "may_deploy", category: "", tool, toothless: None, undecided: None })
}

/// Whether it tells which release of the system there is: `/etc/os-release`, `lsb_release`.
fn tells_release(word: &str) -> bool {
    word.starts_with("/etc/") || word.starts_with("/usr/lib/os-") || base_name(word) == "lsb_release"
}

/// Whether a word may name a file.
fn is_file(word: &str) -> bool {
    let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
    word.contains('/') || (1..=4).contains(&ending.len())
}

/// Whether a name says that something is deployed: `deployProduction`, `release-deploy`.
fn says(name: &str) -> bool {
    let words = words(name);
    let is_any = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    !name.contains(['$', '{']) && is_any(DEPLOYS) && !is_any(OTHERWISE)
}

/// A name with its words apart.
pub(super) fn spelled(name: &str) -> String {
    words(name).join(" ")
}

/// The words of a name, in small letters; an ending is none.
fn words(name: &str) -> Vec<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut words: Vec<String> = vec![String::new()];
    let mut was_small = false;
    for character in stem.chars() {
        let begins = character.is_uppercase() && was_small;
        if begins || !character.is_alphanumeric() {
            words.push(String::new());
        }
        was_small = character.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.extend(character.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::deployment;

    #[test]
    fn a_deployment_is_known_by_its_name() {
        for (text, expected) in [
            ("./deploy.sh production", Some("deploy.sh")),
            ("bash -e scripts/deploy-app.sh --env prod", Some("deploy-app.sh")),
            ("python3 deploy.py prod", Some("deploy.py")),
            ("sudo ./ci/rollout prod", Some("rollout")),
            ("make -C infra release-deploy ENVIRONMENT=prod", Some("release-deploy")),
            ("./gradlew deployProduction", Some("deployProduction")),
            ("task deploy-prod", Some("deploy-prod")),
            ("npm run deploy:prod", Some("deploy:prod")),
            ("./deploy.sh --dry-run production", None),
            ("./deploy-test.sh production", None),
            ("make release-notes", None),
            ("make build ENVIRONMENT=prod", None),
            ("./build.sh production", None),
            ("echo deploy production", None),
            ("git push origin production", None),
            ("cat deploy.sh", None),
            ("python3 -m build", None),
            ("source /etc/os-release", None),
            (". /usr/lib/os-release", None),
            ("lsb_release -cs", None),
            (". ./os/release.sh", Some("release.sh")),
        ] {
            let argv: Vec<String> = text.split(' ').map(str::to_owned).collect();
            let found = deployment(&argv).map(|purpose| purpose.tool);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
