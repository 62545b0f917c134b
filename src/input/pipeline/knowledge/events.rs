//! The events of GitHub.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rows;
use crate::input::pipeline::model::TriggerClass;

const TABLE: &str = include_str!("../../../../policies/knowledge/pipeline/events.tsv");

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

static EVENTS: LazyLock<BTreeMap<&'static str, (TriggerClass, Stranger)>> = LazyLock::new(|| {
    rows(TABLE).map(|[event, class, stranger]| (event, (of_class(class), of_stranger(stranger)))).collect()
});

static STRANGERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    // What another run or a check starts may be about what a stranger did before.
    let may = |class, stranger| stranger != Stranger::None || class == TriggerClass::Upstream;
    let caused = EVENTS.iter().filter(|(_, (class, stranger))| may(*class, *stranger));
    caused.map(|(event, _)| *event).collect()
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
    EVENTS.get(event).map_or(TriggerClass::Unknown, |(class, _)| *class)
}

/// Whether a run has the rights of the repository and may be about the code of a stranger.
pub(in crate::input::pipeline) fn brings_strangers(event: &str) -> bool {
    EVENTS.get(event).is_some_and(|(_, stranger)| *stranger == Stranger::Head)
}

/// The events that a stranger can cause, also by what they caused before.
pub(in crate::input::pipeline) fn of_strangers() -> &'static [&'static str] {
    &STRANGERS
}

#[cfg(test)]
mod tests {
    use super::super::{assert_whole, rows};
    use super::{Stranger, TABLE, TriggerClass, of_class, of_stranger};
    use crate::input::pipeline::github;

    #[test]
    fn every_row_is_whole_and_every_known_event_has_one() {
        assert_whole::<3>(TABLE);
        for [event, class, stranger] in rows(TABLE) {
            assert_ne!(of_class(class), TriggerClass::Unknown, "{event}");
            assert!(stranger == "-" || of_stranger(stranger) != Stranger::None, "{event}");
            assert!(github::knows_event(event), "{event}: no event of `on`");
        }
        let rows: Vec<&str> = rows::<3>(TABLE).map(|[event, ..]| event).collect();
        let without: Vec<&str> = github::events().filter(|event| !rows.contains(event)).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
