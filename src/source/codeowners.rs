//! Who must approve a change to a file, as the forge reads CODEOWNERS.
//!
//! Only what trust depends on is answered: whom does the file name for a path? What the file says in a way that the
//! forge would not read counts as nobody.

use super::wildmatch::{MAX_PATTERN, Steps, Wildmatch};

/// Steps that one question may take; more than any file that people write, and a fraction of a second.
const STEPS: u64 = 20_000_000;

/// A CODEOWNERS file; empty by default, which covers nothing.
#[derive(Debug, Default)]
pub struct CodeOwners {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    /// Any of them makes the rule match.
    patterns: Vec<Wildmatch>,
    owners: Vec<String>,
}

impl CodeOwners {
    /// Where GitHub looks for it, in this order; the first that exists counts.
    pub const PLACES: [&str; 3] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

    /// Reads the text of a CODEOWNERS file.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut rules = Vec::new();
        let mut optional = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with('[') || line.starts_with("^[") {
                // A section of GitLab; behind `^` it asks for no approval.
                optional = line.starts_with('^');
            } else if !optional {
                rules.extend(rule(line));
            }
        }
        Self { rules }
    }

    /// Whether the last rule that matches names an owner. `path` is `/`-separated, from the top of the repository.
    #[must_use]
    pub fn cover(&self, path: &str) -> bool {
        !self.of(path).is_empty()
    }

    /// Whom the last rule that matches names.
    #[must_use]
    pub fn of(&self, path: &str) -> &[String] {
        let steps = Steps::new(STEPS);
        for rule in self.rules.iter().rev() {
            for pattern in &rule.patterns {
                match pattern.matches(path.as_bytes(), &steps) {
                    Some(true) => return &rule.owners,
                    Some(false) => {}
                    // Whoever writes such a file gives no owner.
                    None => return &[],
                }
            }
        }
        &[]
    }
}

fn rule(line: &str) -> Option<Rule> {
    let words = words(line);
    let (pattern, owners) = words.split_first()?;
    if pattern.len() > MAX_PATTERN {
        // Nobody knows whose rules it takes back.
        return Some(Rule { patterns: Wildmatch::new(b"**").into_iter().collect(), owners: Vec::new() });
    }
    let owners = owners.iter().filter(|owner| owner.len() > 1 && owner.contains('@'));
    Some(Rule { patterns: patterns(pattern)?, owners: owners.cloned().collect() })
}

/// The words of a line up to a comment; a backslash keeps a blank in a word.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut escaped = false;
    for character in line.chars() {
        if escaped {
            word.push(character);
        } else if character == '#' && word.is_empty() {
            break;
        } else if character.is_whitespace() {
            words.push(std::mem::take(&mut word));
        } else if character != '\\' {
            word.push(character);
        }
        escaped = !escaped && character == '\\';
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The globs of a pattern: the rules of `.gitignore`, without the negation and the character classes that GitHub does
/// not support; `None` if it uses them.
fn patterns(pattern: &str) -> Option<Vec<Wildmatch>> {
    if pattern.starts_with('!') || pattern.contains(['[', ']']) {
        return None;
    }
    let trimmed = pattern.trim_end_matches('/');
    let is_folder = trimmed.len() < pattern.len();
    let anchored = trimmed.contains('/');
    let path = trimmed.trim_start_matches('/');
    let from_top = if anchored { path.to_owned() } else { format!("**/{path}") };
    // `docs/*` are the files of a folder, not those of the folders in it.
    let files_alone = anchored && from_top.ends_with("/*");
    let below = (!files_alone).then(|| format!("{}/**", from_top.trim_end_matches("/**")));
    let itself = (!is_folder).then_some(from_top);
    itself.into_iter().chain(below).map(|glob| Wildmatch::new(glob.trim_start_matches('/').as_bytes())).collect()
}

#[cfg(test)]
mod tests {
    use super::CodeOwners;

    #[test]
    fn a_path_is_covered_as_the_forge_says() {
        let cases = [
            ("* @acme/all", ".gate/gate.yaml", true),
            ("*.js @js", "a/b/c.js", true),
            ("*.js @js", "a/b/c.ts", false),
            ("/.gate/ @acme/security", ".gate/gate.yaml", true),
            ("/.gate/ @acme/security", "x/.gate/gate.yaml", false),
            (".gate/ @acme/security", "x/.gate/gate.yaml", true),
            (".gate @acme/security", ".gate/policies/a/policy.rego", true),
            ("/.gate/** a@example.com", ".gate/policies/a/policy.rego", true),
            ("**/.gate/** @a", "x/.gate/gate.yaml", true),
            ("docs/* @a", "docs/a.md", true),
            ("docs/* @a", "docs/a/b.md", false),
            ("docs/* @a", "x/docs/a.md", false),
            ("/.gate/gate.yaml @a", ".gate/gate.yaml", true),
            ("/.gate/gate.yaml @a", ".gate/waivers.yaml", false),
            ("/.gat{e,x}/ @a", ".gate/gate.yaml", false),
            // The last match wins, also when it names nobody.
            ("* @a\n/.gate/\n", ".gate/gate.yaml", false),
            ("/.gate/\n* @a\n", ".gate/gate.yaml", true),
            ("/.gate/ nobody", ".gate/gate.yaml", false),
            ("/.gate/ # @a", ".gate/gate.yaml", false),
            ("# * @a", ".gate/gate.yaml", false),
            ("/.gate/ @a # why", ".gate/gate.yaml", true),
            ("!/.gate/ @a", ".gate/gate.yaml", false),
            ("/.[g]ate/ @a", ".gate/gate.yaml", false),
            ("/a\\ b/ @a", "a b/c", true),
            ("/a#b @a", "a#b", true),
            ("^[Optional]\n/.gate/ @a", ".gate/gate.yaml", false),
            ("^[Optional]\n/x @b\n[Security]\n/.gate/ @a", ".gate/gate.yaml", true),
            ("", ".gate/gate.yaml", false),
        ];
        for (text, path, covered) in cases {
            assert_eq!(CodeOwners::read(text).cover(path), covered, "{text:?} {path}");
        }
    }

    #[test]
    fn the_last_rule_that_matches_says_who() {
        let owners = CodeOwners::read("* @acme/all\n/infra/ a@example.com nobody @acme/infra # why\n/infra/free/\n");
        for (path, expected) in
            [("ci.yml", "@acme/all"), ("infra/main.tf", "a@example.com @acme/infra"), ("infra/free/x.tf", "")]
        {
            assert_eq!(owners.of(path).join(" "), expected, "{path}");
        }
    }
}
