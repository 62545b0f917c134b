//! The logic of three answers: yes, no, and not known.

/// Whether one of them holds: one that does is enough, and one that is not known leaves it open.
pub(super) fn any(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    all(answers.into_iter().map(|answer| answer.map(|answer| !answer))).map(|none| !none)
}

/// Whether all of them hold: one that does not is enough, and one that is not known leaves it open.
pub(super) fn all(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            Some(true) => {}
            None => whole = None,
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{all, any};

    #[test]
    fn one_answer_that_decides_is_enough_and_an_open_one_is_never_lost() {
        let (yes, no, open) = (Some(true), Some(false), None);
        for (answers, of_all, of_any) in [
            (vec![], yes, no),
            (vec![yes, yes], yes, yes),
            (vec![yes, no], no, yes),
            (vec![no, no], no, no),
            (vec![open, yes], open, yes),
            (vec![open, no], no, open),
            (vec![open, no, yes], no, yes),
            (vec![open], open, open),
        ] {
            assert_eq!((all(answers.clone()), any(answers.clone())), (of_all, of_any), "{answers:?}");
        }
    }
}
