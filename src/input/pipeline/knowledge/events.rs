//! The events of GitHub.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::input::pipeline::model::TriggerClass;
use crate::knowledge::{Lookup, concepts};

/// What a stranger has to do with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stranger {
    /// They propose code, and the run has the rights of the repository.
    Head,
    /// They propose code, and the run has their own rights.
    Code,
    /// They cause it without code.
    Acts,
    /// Nothing.
    None,
}

static EVENTS: Lookup<BTreeMap<String, (TriggerClass, Stranger)>> = Lookup::new(&concepts::pipeline::EVENTS, |rows| {
    let event = |class, stranger| (of_class(class), of_stranger(stranger));
    rows.map(|row| (row.text("event").to_owned(), event(row.word("class"), row.word("stranger")))).collect()
});

static STRANGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    // What another run or a check starts may be about what a stranger did before.
    let may = |class, stranger| stranger != Stranger::None || class == TriggerClass::Upstream;
    let caused = EVENTS.built_in().iter().filter(|(_, (class, stranger))| may(*class, *stranger));
    caused.map(|(event, _)| event.as_str()).collect()
});

fn of_class(class: &str) -> TriggerClass {
    match class {
        "push" => TriggerClass::Push,
        "tag" => TriggerClass::Tag,
        "pr" => TriggerClass::Pr,
        "pr_untrusted" => TriggerClass::PrUntrusted,
        "outsider" => TriggerClass::Outsider,
        "schedule" => TriggerClass::Schedule,
        "manual" => TriggerClass::Manual,
        "api" => TriggerClass::Api,
        "call" => TriggerClass::Call,
        "upstream" => TriggerClass::Upstream,
        "release" => TriggerClass::Release,
        _ => TriggerClass::Unknown,
    }
}

fn of_stranger(word: &str) -> Stranger {
    match word {
        "head" => Stranger::Head,
        "code" => Stranger::Code,
        "acts" => Stranger::Acts,
        _ => Stranger::None,
    }
}

/// What an event means.
pub(in crate::input::pipeline) fn class(event: &str) -> TriggerClass {
    EVENTS.built_in().get(event).map_or(TriggerClass::Unknown, |(class, _)| *class)
}

/// Whether a run has the rights of the repository and may be about the code of a stranger.
pub(in crate::input::pipeline) fn brings_strangers(event: &str) -> bool {
    EVENTS.built_in().get(event).is_some_and(|(_, stranger)| *stranger == Stranger::Head)
}

/// Whether a stranger can start a run that has the rights of the repository.
pub(in crate::input::pipeline) fn are_for_strangers(event: &str) -> bool {
    EVENTS.built_in().get(event).is_some_and(|(_, stranger)| matches!(stranger, Stranger::Head | Stranger::Acts))
}

/// Whether a run of a stranger has only their own rights: no secrets, and a token that reads.
pub(in crate::input::pipeline) fn is_with_own_rights(event: &str) -> bool {
    EVENTS.built_in().get(event).is_some_and(|(_, stranger)| *stranger == Stranger::Code)
}

/// The events that a stranger can cause, also by what they caused before.
pub(in crate::input::pipeline) fn of_strangers() -> &'static [&'static str] {
    &STRANGERS
}

#[cfg(test)]
mod tests {
    use super::{EVENTS, TriggerClass};
    use crate::input::pipeline::github;

    #[test]
    fn every_known_event_has_a_row_and_every_row_a_class() {
        let events = EVENTS.built_in();
        for (event, (class, _)) in events {
            assert_ne!(*class, TriggerClass::Unknown, "{event}");
            assert!(github::knows_event(event), "{event}: no event of `on`");
        }
        let without: Vec<&str> = github::events().filter(|event| !events.contains_key(*event)).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
