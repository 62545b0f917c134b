//! Plans that only the tool can read: those in its own binary format, which is a zip archive, and those that OpenTofu has
//! encrypted. Both are told by their content, whatever they are called.

use super::recognise::{claims, confirms, top_level_keys};
use crate::input::{Claim, Context, Parsed, Problem};
use crate::source::{RepoPath, Unreadable};

/// How a zip archive begins, and the member that makes it a plan.
const ARCHIVE: &str = "PK\u{3}\u{4}";
const MEMBER: &str = "tfplan";

/// The keys of what OpenTofu writes instead of a plan or state that it encrypts (`basedata` in `internal/encryption`).
const ENCRYPTED: &[&str] = &["meta", "encrypted_data"];

/// Bytes at the beginning of a text in which its first keys stand.
const HEAD: usize = 16 * 1024;

/// A plan that only the tool can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seal {
    /// The tool's own format.
    Binary,
    /// Encrypted by OpenTofu.
    Encrypted,
}

impl Seal {
    /// The seal of a text, or of what can be made out of bytes that are none.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.starts_with(ARCHIVE) {
            return text.contains(MEMBER).then_some(Self::Binary);
        }
        let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
        is_encrypted(head).then_some(Self::Encrypted)
    }

    /// What the plan is, and the command that writes it in JSON.
    pub(super) fn help(self, path: &RepoPath) -> String {
        let (name, stem) = names(path);
        match self {
            Self::Binary => format!(
                "a plan in the tool's own binary format, which only the tool can read; run `terraform show -json {name} > \
                 {stem}.json`, with OpenTofu `tofu show`"
            ),
            Self::Encrypted => format!(
                "a plan that OpenTofu has encrypted, so nobody can read it without the key; where the key is configured, \
                 run `tofu show -json {name} > {stem}.json`"
            ),
        }
    }

    /// What becomes of the file. One that nobody named, and that is not called like the JSON of a plan, may lie beside that
    /// JSON, which is judged; whether it does is said of the code without a plan.
    pub(super) fn parsed(self, path: &RepoPath, context: &Context<'_>) -> Parsed {
        let help = self.help(path);
        if is_json(path) || is_wanted(path, context) {
            Parsed::Failed(Problem::of(path, &help))
        } else {
            Parsed::NotMine(help)
        }
    }
}

/// Whether the beginning of a file is that of what OpenTofu has encrypted. A state has a lineage, too.
pub(super) fn is_encrypted(head: &str) -> bool {
    let keys = top_level_keys(head);
    let has = |key: &&str| keys.iter().any(|found| found == key);
    ENCRYPTED.iter().all(has) && !has(&"lineage")
}

/// What becomes of a file that is no text.
pub(super) fn unread(path: &RepoPath, why: &Unreadable, context: &Context<'_>) -> Parsed {
    let failed = |message: &str| Parsed::Failed(Problem::of(path, message));
    if !matches!(why, Unreadable::Encoding { .. } | Unreadable::Packed { .. }) {
        return failed(&why.to_string());
    }
    let Ok(remains) = context.files.remains(path, context.limits.plan_bytes) else { return failed(&why.to_string()) };
    if let Some(seal) = Seal::of(&remains) {
        return seal.parsed(path, context);
    }
    let begins = || context.files.head(path).is_ok_and(|head| confirms(&head));
    if is_wanted(path, context) || confirms(&remains) || begins() {
        return failed(&why.to_string());
    }
    Parsed::NotMine("not text, and nothing in it says that it is of the format terraform-plan".to_owned())
}

fn is_json(path: &RepoPath) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Whether somebody says that a file is a plan, by naming it or by its name.
fn is_wanted(path: &RepoPath, context: &Context<'_>) -> bool {
    context.options.plan_roots.contains_key(path) || claims(path) == Claim::Yes
}

/// The name of a file and that of its JSON, as somebody may type them. A name that a shell would not take as one word is
/// left out.
fn names(path: &RepoPath) -> (&str, &str) {
    let name = path.file_name();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._+@,-".contains(c);
    if !name.chars().all(is_plain) || name.starts_with('-') {
        return ("PLAN", "plan");
    }
    let stem = name.rsplit_once('.').map_or("plan", |(stem, _)| stem);
    match stem {
        "" | "plan" | "tf" => (name, "plan"),
        // The command would empty the file before it is read.
        _ if is_json(path) => (name, "plan"),
        stem => (name, stem),
    }
}

#[cfg(test)]
mod tests {
    use super::{Seal, is_encrypted};
    use crate::source::RepoPath;

    const SEALED: &str =
        r#"{"meta": {"key_provider.pbkdf2.k": "eyJzYWx0Ijo"}, "encrypted_data": "aGk=", "encryption_version": "v0"}"#;

    #[test]
    fn a_plan_that_only_the_tool_can_read_is_told_by_its_content() {
        for (text, expected) in [
            ("PK\u{3}\u{4}\u{14}tfplan", Some(Seal::Binary)),
            (SEALED, Some(Seal::Encrypted)),
            (r#"{"serial": 1, "lineage": "x", "meta": {}, "encrypted_data": "aGk="}"#, None),
            (r#"{"meta": {"encrypted_data": 1}}"#, None),
            (r#"{"encrypted_data": "aGk="}"#, None),
            (r#"{"format_version": "1.2"}"#, None),
            ("PK\u{3}\u{4}\u{14}dags.py", None),
            ("", None),
        ] {
            assert_eq!(Seal::of(text), expected, "{text}");
        }
        // The key that tells it may stand behind a long text.
        assert!(is_encrypted(SEALED.get(..72).unwrap()));
    }

    #[test]
    fn the_command_that_helps_can_be_typed() {
        for (name, expected) in [
            ("infra/prod.tfplan", "terraform show -json prod.tfplan > prod.json`"),
            ("tfplan", "terraform show -json tfplan > plan.json`"),
            ("prod.OUT", "terraform show -json prod.OUT > prod.json`"),
            ("plan.out", "terraform show -json plan.out > plan.json`"),
            ("tf.plan", "terraform show -json tf.plan > plan.json`"),
            ("p", "terraform show -json p > plan.json`"),
            (".tfplan", "terraform show -json .tfplan > plan.json`"),
            ("prod.json", "terraform show -json prod.json > plan.json`"),
            ("$(reboot).tfplan", "terraform show -json PLAN > plan.json`"),
            ("a b.tfplan", "terraform show -json PLAN > plan.json`"),
            ("-x.tfplan", "terraform show -json PLAN > plan.json`"),
        ] {
            let help = Seal::Binary.help(&RepoPath::new(name).unwrap());
            assert!(help.contains(expected), "{name}: {help}");
        }
        let help = Seal::Encrypted.help(&RepoPath::new("out/prod.tfplan").unwrap());
        assert!(help.contains("`tofu show -json prod.tfplan > prod.json`"), "{help}");
    }
}
