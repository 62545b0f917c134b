//! Programs that run another program, or a text that a shell reads.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::pipeline::wrappers::{Where, base_name};
use crate::knowledge::{Lookup, Row, concepts};

static WRAPPERS: Lookup<BTreeMap<String, Vec<Wrapper>>> = Lookup::new(&concepts::pipeline::WRAPPERS, |rows| {
    let mut all: BTreeMap<String, Vec<Wrapper>> = BTreeMap::new();
    for row in rows {
        let (programs, wrapper) = Wrapper::of(&row);
        for program in programs {
            all.entry(program).or_default().push(wrapper.clone());
        }
    }
    all
});

/// What stands in `texts` where all that follows is a text.
const ALL: &str = "*";

/// One way to run another program.
#[derive(Debug, Clone)]
struct Wrapper {
    /// The words that follow its name, each with its alternatives.
    words: Vec<Vec<String>>,
    takes: BTreeSet<String>,
    begins: Vec<String>,
    texts: Vec<String>,
    skips: usize,
    place: Where,
}

/// What a command runs besides its program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Runs {
    /// The words from here on are a command.
    Words(usize),
    /// A shell reads this word, without so many bytes in front of it.
    Text(usize, usize),
    /// A shell reads all words from here on.
    Texts(usize),
}

/// What a command runs besides its program, and where.
pub(in crate::input::pipeline) fn inside(words: &[&str]) -> Option<(Runs, Where)> {
    let wrappers = WRAPPERS.built_in().get(base_name(words.first()?))?;
    wrappers.iter().find_map(|wrapper| Some((wrapper.inside(words)?, wrapper.place)))
}

impl Wrapper {
    /// The programs of a row, and what it says of them.
    fn of(row: &Row<'_>) -> (Vec<String>, Self) {
        let either = |word: &str| word.split('|').map(str::to_owned).collect::<Vec<_>>();
        let mut words: Vec<Vec<String>> = row.text("pattern").split(' ').map(either).collect();
        let programs = if words.is_empty() { Vec::new() } else { words.remove(0) };
        let list = |column: &str| row.list(column).map(str::to_owned);
        let place = match row.given("place") {
            Some("container") => Where::Container,
            Some(_) => Where::Elsewhere,
            None => Where::Here,
        };
        let skips = row.number("skips").and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
        let (takes, begins, texts) = (list("takes").collect(), list("begins").collect(), list("texts").collect());
        (programs, Self { words, takes, begins, texts, skips, place })
    }

    /// What the command runs; `None` when it is not this way to call the program, or runs nothing else.
    fn inside(&self, words: &[&str]) -> Option<Runs> {
        let mut at = 1_usize;
        for either in &self.words {
            while let Some(word) = words.get(at).filter(|word| word.starts_with('-')) {
                at = at.saturating_add(if self.takes_next(word) { 2 } else { 1 });
            }
            let word = words.get(at)?;
            if !either.iter().any(|known| known == word) {
                return None;
            }
            at = at.saturating_add(1);
        }
        let begin = words.iter().skip(at).position(|word| self.begins.iter().any(|known| known == word));
        if let Some(begin) = begin {
            return self.from(words, at.saturating_add(begin).saturating_add(1));
        }
        let mut skips = self.skips;
        loop {
            let word = *words.get(at)?;
            let next = at.saturating_add(1);
            match () {
                () if word == "--" => return self.from(words, next),
                () if word.starts_with('-') => {
                    if let Some(text) = self.text(word, at) {
                        return words.get(next.saturating_sub(1)).and(Some(text)).filter(|it| it.stands(words));
                    }
                    at = if self.takes_next(word) { next.saturating_add(1) } else { next };
                }
                () if is_assignment(word) => at = next,
                () if skips > 0 => (skips, at) = (skips.saturating_sub(1), next),
                // A number is no program: `retry 3 make`.
                () if word.bytes().all(|byte| byte.is_ascii_digit()) => at = next,
                () => return self.from(words, at),
            }
        }
    }

    fn from(&self, words: &[&str], at: usize) -> Option<Runs> {
        let runs = if self.texts.iter().any(|text| text == ALL) { Runs::Texts(at) } else { Runs::Words(at) };
        Some(runs).filter(|it| it.stands(words))
    }

    /// The text that an option gives, which stands at a place of the words.
    fn text(&self, option: &str, at: usize) -> Option<Runs> {
        let behind = at.saturating_add(1);
        if let Some((name, _)) = option.split_once('=').filter(|(name, _)| self.texts.iter().any(|text| text == name)) {
            return Some(Runs::Text(at, name.len().saturating_add(1)));
        }
        let is_one = |name: &str| self.texts.iter().any(|text| text == name);
        let is_last = letters(option).last().is_some_and(|last| is_one(&format!("-{last}")));
        (is_one(option) || is_last).then_some(Runs::Text(behind, 0))
    }

    /// Whether the word behind an option is its value: behind `-u`, and behind the last letter of `-Hu`.
    fn takes_next(&self, option: &str) -> bool {
        if option.contains('=') || self.takes.contains(option) {
            return !option.contains('=');
        }
        let count = letters(option).count();
        let first = letters(option).position(|letter| self.takes.contains(format!("-{letter}").as_str()));
        count > 1 && first.is_some_and(|first| first.saturating_add(1) == count)
    }
}

impl Runs {
    /// Whether there is anything.
    fn stands(self, words: &[&str]) -> bool {
        let (Self::Words(at) | Self::Text(at, _) | Self::Texts(at)) = self;
        at < words.len()
    }
}

/// The letters of `-abc`; none of `--abc`.
fn letters(option: &str) -> impl Iterator<Item = char> {
    let letters = option.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or_default();
    let plain = letters.chars().all(|letter| letter.is_ascii_alphanumeric());
    letters.chars().filter(move |_| plain)
}

/// `NAME=value`
fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::{Runs, Where, inside};

    /// What a command runs: words as they are, a text after `text:`.
    fn shown(text: &str) -> Option<(String, Where)> {
        let words: Vec<&str> = text.split(' ').collect();
        let (runs, place) = inside(&words)?;
        let shown = match runs {
            Runs::Words(at) => words[at..].join(" "),
            Runs::Text(at, cut) => format!("text: {}", words[at].get(cut..).unwrap()),
            Runs::Texts(at) => format!("text: {}", words[at..].join(" ")),
        };
        Some((shown, place))
    }

    #[test]
    fn options_that_take_a_value_stand_in_front_of_the_command() {
        for (text, expected, place) in [
            ("sudo -EHu app make x", "make x", Where::Here),
            ("sudo -uapp --chdir /srv A=1 make x", "make x", Where::Here),
            ("timeout --kill-after 5 --signal=KILL 10m make x", "make x", Where::Here),
            ("env - PATH=/bin -C dir make x", "make x", Where::Here),
            ("env -S make", "text: make", Where::Here),
            ("flock -w 5 /tmp/lock make x", "make x", Where::Here),
            ("flock -w 5 9 -c make", "text: make", Where::Here),
            ("retry -t 3 -- make x", "make x", Where::Here),
            ("retry 3 10 make x", "make x", Where::Here),
            ("xargs -0n1 make x", "make x", Where::Here),
            ("nice -n 5 make x", "make x", Where::Here),
            ("aws-vault exec -d 1h admin -- make x", "make x", Where::Here),
            ("chamber exec one two -- make x", "make x", Where::Here),
            ("doppler run -p a --command=make", "text: make", Where::Here),
            ("nix develop .#ci --command make x", "make x", Where::Here),
            ("nix-shell -p jq --run make", "text: make", Where::Here),
            ("sops exec-env f.yaml make", "text: make", Where::Here),
            ("script -qec make /dev/null", "text: make", Where::Here),
            ("su - app -c make", "text: make", Where::Here),
            ("runuser -u app -- make x", "make x", Where::Here),
            ("runuser -u app make x", "make x", Where::Here),
            ("npx -p tool -c make", "text: make", Where::Here),
            ("pnpm --filter web exec make x", "make x", Where::Here),
            ("docker --context c exec -ite A=b web make x", "make x", Where::Container),
            ("docker compose -f a.yml run --rm web make x", "make x", Where::Container),
            ("kubectl -n n exec deploy/web -c app -- make x", "make x", Where::Elsewhere),
            ("kubectl exec web make x", "make x", Where::Elsewhere),
            ("kubectl run it --image=x --restart Never -- make x", "make x", Where::Elsewhere),
            ("gcloud compute ssh vm --zone z --command make", "text: make", Where::Elsewhere),
            ("gcloud compute ssh vm -- make x", "text: make x", Where::Elsewhere),
            ("systemd-run --user -p CPUQuota=5% make x", "make x", Where::Here),
        ] {
            assert_eq!(shown(text), Some((expected.to_owned(), place)), "{text}");
        }
    }

    #[test]
    fn nothing_is_run_without_a_command() {
        for text in
            ["sudo -u app", "env A=1", "kubectl get pods", "docker exec web", "nix develop", "flock 9", "su - app"]
        {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
