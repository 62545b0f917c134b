//! Whether two names are one person's or team's.
//!
//! Whoever approves their own exception may write their name in another way: with letters that look alike, with some that
//! nobody sees, as a login here and as an address there. What reads alike is one here. That now and then takes two
//! people for one, who can be told by a name that reads otherwise; the other way round nobody would notice.

use std::collections::BTreeSet;

use super::spelling::{plain, readings};

/// Where forges take the mail of people who do not show their address.
const NO_REPLY: &str = "users.noreply.";

/// Whether two names are the same but for what does not tell people apart: case, look-alikes, what cannot be seen,
/// accents, blanks and signs between words, `@`, the organisation where only one names it, and whether it is a login or
/// the address of it.
#[must_use]
pub fn same_person(one: &str, other: &str) -> bool {
    let others = Name::all(other);
    Name::all(one).iter().any(|one| others.iter().any(|other| one.is(other)))
}

/// Whether a name is that of whom a commit names, by name or by address.
#[must_use]
pub fn is_author(name: &str, author: &str, address: &str) -> bool {
    let author = [Name::of(author), Name::of(address).local()];
    // The part before the `@` is a login at most forges, whatever the domain of the other address is.
    Name::all(name).iter().any(|name| author.iter().any(|author| name.local().is(author)))
}

/// Whether somebody is the one whom a list of those who may names: letter by letter, but for case, blanks around the name
/// and the `@` before it. Here it is the other way round: whoever only reads like one of the list is somebody else.
#[must_use]
pub fn is_named(listed: &str, name: &str) -> bool {
    let [listed, name] = [listed, name].map(|text| {
        let text = text.trim();
        text.strip_prefix('@').unwrap_or(text)
    });
    listed.eq_ignore_ascii_case(name)
}

/// Whether a text holds a letter or digit at all.
#[must_use]
pub fn is_name(text: &str) -> bool {
    Name::of(text).words.iter().any(|word| !word.is_empty())
}

/// A name taken apart.
struct Name {
    /// The readings of each part of `organisation/team`, or of the name and the addresses behind it.
    words: Vec<BTreeSet<String>>,
    /// The readings of the domain of an address.
    domain: BTreeSet<String>,
}

impl Name {
    /// Of `Jane Doe <jane@acme.test>` both; one alone otherwise.
    fn all(text: &str) -> Vec<Self> {
        let text = plain(text);
        let inside = text.split_once('<').and_then(|(name, rest)| Some((name, rest.split_once('>')?.0)));
        match inside.filter(|(_, address)| address.contains('@')) {
            Some((name, address)) if is_name(name) => vec![Self::of(name), Self::of(address)],
            Some((_, address)) => vec![Self::of(address)],
            None => vec![Self::of(&text)],
        }
    }

    fn of(text: &str) -> Self {
        let text = plain(text);
        let text = text.trim_matches(|c: char| c == '@' || c.is_whitespace());
        let Some((local, domain)) = text.rsplit_once('@') else {
            let words = text.split('/').map(readings).filter(|word| !word.is_empty());
            return Self { words: words.collect(), domain: BTreeSet::new() };
        };
        if domain.to_lowercase().starts_with(NO_REPLY) {
            // `123+login` at GitHub, `123-login` at GitLab.
            let login = local.trim_start_matches(|c: char| c.is_ascii_digit());
            let login = if login.len() < local.len() { login.trim_start_matches(['+', '-']) } else { local };
            let login = if login.is_empty() { local } else { login };
            return Self { words: vec![readings(login)], domain: BTreeSet::new() };
        }
        // What stands behind a `+` reaches the same mailbox.
        let mailbox = local.split('+').next().filter(|mailbox| !mailbox.is_empty()).unwrap_or(local);
        Self { words: vec![readings(mailbox)], domain: readings(domain) }
    }

    /// Without the domain.
    fn local(&self) -> Self {
        Self { words: self.words.clone(), domain: BTreeSet::new() }
    }

    fn is(&self, other: &Self) -> bool {
        let alike = |one: &BTreeSet<String>, other: &BTreeSet<String>| !one.is_disjoint(other);
        let (Some(one), Some(two)) = (self.words.last(), other.words.last()) else {
            // Nobody can tell two names without a letter apart.
            return self.words.is_empty() && other.words.is_empty();
        };
        let both_whole = self.words.len() > 1 && other.words.len() > 1;
        let organisations = !both_whole
            || self.words.len() == other.words.len()
                && self.words.iter().zip(&other.words).all(|(one, other)| alike(one, other));
        let both_addresses = !self.domain.is_empty() && !other.domain.is_empty();
        alike(one, two) && organisations && (!both_addresses || alike(&self.domain, &other.domain))
    }
}

#[cfg(test)]
mod tests {
    use super::{is_author, is_name, is_named, same_person};

    #[test]
    fn what_reads_alike_is_one_person() {
        let name = "@acme/security";
        for other in [
            "@acme/security",
            "acme/Security",
            "  @ACME/SECURITY\t",
            "@@acme//security/",
            "\u{ff20}acme\u{ff0f}security",
            "\u{fe6b}acme/security",
            "@acme/se\u{441}urity",
            "@acme/\u{455}ecurity",
            "@acme/SECUR\u{406}TY",
            "@acme/secur\u{131}ty",
            "@acme/SECUR\u{130}TY",
            "@acme/\u{ff53}\u{ff45}\u{ff43}urity",
            "@acme/\u{1d42c}\u{1d41e}curity",
            "@acme/sec\u{200b}urity",
            "@acme/sec\u{ad}urity",
            "@acme/\u{200f}security\u{202c}",
            "@acme/se\u{301}curity",
            "@acme/s\u{e9}curity",
            "@acme/security\u{fe0f}",
            "@acme/\u{e0073}security",
            "@acme/secur\u{456}ty",
            "@acme\u{2215}security",
            "@acme/security.",
            "security",
        ] {
            assert!(same_person(name, other) && same_person(other, name), "{other:?}");
        }
        for other in ["@acme/platform", "@other/security", "@acme/securities", "@acme/security2", "", "acme", "@acme"] {
            assert!(!same_person(name, other) && !same_person(other, name), "{other:?}");
        }
    }

    #[test]
    fn whom_a_list_names_is_nobody_who_only_reads_like_them() {
        for name in ["@acme/security", "acme/security", " @ACME/Security\n"] {
            assert!(is_named("@acme/security", name) && is_named(name, "acme/security"), "{name:?}");
        }
        for name in [
            "@acme/se\u{441}urity",
            "@acme/security\u{200b}",
            "@acme/5ecurity",
            "@@acme/security",
            "@acme//security",
            "security",
            "@acme",
            "security@acme.test",
            "Acme Security <acme/security>",
            "",
        ] {
            assert!(!is_named("@acme/security", name), "{name:?}");
        }
        assert!(is_named("jane@acme.test", "Jane@acme.test") && !is_named("@jane", "jane@acme.test"));
        assert!(!is_named("ko", "\u{212a}o"), "the sign of kelvin is no letter of ours");
    }

    #[test]
    fn letters_of_every_script_that_look_like_ours_are_ours() {
        for (one, other) in [
            ("\u{422}\u{415}\u{410}\u{41c}", "TEAM"),
            ("\u{422}EAM", "team"),
            ("\u{395}\u{3a4}\u{391}", "eta"),
            ("\u{3b1}li\u{441}e", "alice"),
            ("aIice", "alice"),
            ("a1ice", "alice"),
            ("b0b", "bob"),
            ("modern", "modem"),
            ("stra\u{df}e", "STRASSE"),
            ("\u{3c4}\u{3b9}\u{3bc}\u{3b7}", "\u{3a4}\u{399}\u{39c}\u{397}"),
            ("Jane Doe", "jane.doe"),
            ("jane_doe", "jane-doe"),
            ("\u{24d0}lice", "alice"),
            ("Rene\u{301}", "rene"),
        ] {
            assert!(same_person(one, other) && same_person(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("neil", "nell"),
            ("alice", "alicia"),
            ("team-1", "team-2"),
            ("\u{5f20}\u{4f1f}", "\u{738b}\u{82b3}"),
            ("\u{432}\u{438}\u{43a}\u{442}\u{43e}\u{440}", "\u{410}\u{43b}\u{435}\u{43a}\u{441}\u{435}\u{439}"),
            ("\u{928}\u{93f}", "\u{928}\u{940}"),
        ] {
            assert!(!same_person(one, other), "{one} {other}");
        }
    }

    #[test]
    fn an_address_is_the_login_before_its_sign() {
        for (one, other, same) in [
            ("@jane", "jane@acme.test", true),
            ("Jane Doe <jane@acme.test>", "@jane", true),
            ("Jane Doe <jane@acme.test>", "Jane Doe", true),
            ("Jane Doe <jane@acme.test>", "Jane Doe <jd@home.test>", true),
            ("Jane Doe <jane@acme.test>", "John Doe <john@acme.test>", false),
            ("<jane@acme.test>", "@jane", true),
            ("jane@acme.test", "JANE@acme.test", true),
            ("jane+gate@acme.test", "jane@acme.test", true),
            ("jane@acme.test", "jane@other.test", false),
            ("@jane", "12345+jane@users.noreply.github.com", true),
            ("@jane", "jane@users.noreply.github.com", true),
            ("@jane", "77-jane@users.noreply.gitlab.com", true),
            ("@jane", "12345+john@users.noreply.github.com", false),
            ("@jane", "john@acme.test", false),
        ] {
            assert_eq!(same_person(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn an_author_is_known_by_name_and_by_address() {
        for (name, author, address, is) in [
            ("@jane", "Jane", "j@acme.test", true),
            ("@jane-doe", "Jane Doe", "j@acme.test", true),
            ("@jane", "J. D.", "jane@acme.test", true),
            ("jane@acme.test", "J. D.", "jane@home.test", true),
            ("@jane", "J. D.", "9+jane@users.noreply.github.com", true),
            ("j\u{430}ne", "J. D.", "jane@acme.test", true),
            ("@acme/security", "Jane Doe", "jane@acme.test", false),
            ("@john", "Jane Doe", "jane@acme.test", false),
            ("@acme", "Jane Doe", "jane@acme.test", false),
        ] {
            assert_eq!(is_author(name, author, address), is, "{name} {author} {address}");
        }
    }

    #[test]
    fn a_name_has_a_letter() {
        for text in ["", " ", "@", "@/", "-", "\u{200b}\u{feff}", "\u{2060}@\u{ad}", "\u{1f98a}", "\u{301}", "<@>"] {
            assert!(!is_name(text), "{text:?}");
        }
        assert!(is_name("x") && is_name("\u{738b}"));
    }
}
