//! What conditions of GitLab come to.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::expression::parse;
use super::occasion::{OCCASIONS, Occasion, On};

fn set() -> BTreeMap<String, String> {
    [("SIZE", "large"), ("EMPTY", ""), ("OTHER", "$SIZE")].map(|(name, text)| (name.to_owned(), text.to_owned())).into()
}

fn holds(condition: &str, source: &str, on: On) -> Option<bool> {
    let occasion = OCCASIONS.into_iter().find(|it| it.source == source && it.on == on).unwrap();
    occasion.holds(&parse(condition)?, &set())
}

#[test]
fn a_condition_holds_as_gitlab_reads_it() {
    const YES: Option<bool> = Some(true);
    const NO: Option<bool> = Some(false);
    for (condition, expected) in [
        ("$CI_COMMIT_BRANCH", YES),
        ("$CI_COMMIT_TAG", NO),
        ("!$CI_COMMIT_TAG", YES),
        ("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", YES),
        ("$CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH", NO),
        ("$CI_COMMIT_BRANCH == 'main'", None),
        ("$CI_COMMIT_BRANCH == \"\"", NO),
        ("$CI_PIPELINE_SOURCE == 'push'", YES),
        ("$CI_PIPELINE_SOURCE =~ /^pu/", YES),
        ("$CI_PIPELINE_SOURCE =~ /^PU/i && true", None),
        ("$CI_PIPELINE_SOURCE =~ /^PU/i", YES),
        ("$CI_PIPELINE_SOURCE !~ /^pu/", NO),
        ("$CI_MERGE_REQUEST_IID =~ /1/", NO),
        ("$SIZE == 'large'", YES),
        ("$SIZE == 'small'", NO),
        ("$SIZE", YES),
        ("$EMPTY", NO),
        ("$EMPTY == ''", YES),
        ("$EMPTY == null", NO),
        ("$CI_COMMIT_TAG == null", YES),
        ("$OTHER == 'large'", None),
        ("$NOBODY", None),
        ("$NOBODY && $CI_COMMIT_TAG", NO),
        ("$NOBODY || $CI_COMMIT_BRANCH", YES),
        ("$CI_COMMIT_TAG || $CI_COMMIT_BRANCH && $EMPTY", NO),
        ("($CI_COMMIT_TAG || $CI_COMMIT_BRANCH) && $SIZE", YES),
        ("'text'", YES),
        ("$SIZE ==", None),
        ("($SIZE", None),
        ("${SIZE}", None),
        ("$SIZE =~ /(/", None),
    ] {
        assert_eq!(holds(condition, "push", On::Default), expected, "{condition}");
    }
}

#[test]
fn what_starts_a_pipeline_decides_what_its_variables_hold() {
    for (source, on, condition, expected) in [
        ("push", On::Branch, "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", Some(false)),
        ("push", On::Tag, "$CI_COMMIT_TAG", Some(true)),
        ("push", On::Tag, "$CI_COMMIT_BRANCH", Some(false)),
        ("merge_request_event", On::MergeRequest, "$CI_MERGE_REQUEST_IID", Some(true)),
        ("merge_request_event", On::MergeRequest, "$CI_COMMIT_BRANCH", Some(false)),
        ("schedule", On::Default, "$CI_PIPELINE_SOURCE == 'schedule'", Some(true)),
        // Whoever starts it may set what the file sets.
        ("web", On::Default, "$SIZE == 'large'", None),
        ("web", On::Default, "$CI_PIPELINE_SOURCE == 'push'", Some(false)),
    ] {
        assert_eq!(holds(condition, source, on), expected, "{source}: {condition}");
    }
}

fn condition() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        Just("$A".to_owned()),
        Just("$B == 'x'".to_owned()),
        Just("$A =~ /x/".to_owned()),
        Just("$CI_COMMIT_TAG".to_owned()),
        Just("'y'".to_owned()),
    ];
    atom.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| format!("!({it})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one} && {other})")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("({one} || {other})")),
        ]
    })
}

fn with(condition: &str, set: &[(&str, &str)]) -> Option<bool> {
    let set = set.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Occasion { source: "push", on: On::Branch }.holds(&parse(condition).unwrap(), &set)
}

proptest! {
    #[test]
    fn not_and_or_are_an_algebra(one in condition(), other in condition()) {
        let answer = |text: String| with(&text, &[]);
        prop_assert_eq!(answer(format!("!(!({one}))")), answer(one.clone()));
        prop_assert_eq!(answer(format!("!({one} && {other})")), answer(format!("!({one}) || !({other})")));
        prop_assert_eq!(answer(format!("{one} || {other}")), answer(format!("{other} || {one}")));
    }

    #[test]
    fn what_is_known_stays_so_when_more_is_known(text in condition(), a in "[xyz]{0,2}", b in "[xyz]{0,2}") {
        let all = with(&text, &[("A", &a), ("B", &b)]);
        prop_assert!(all.is_some(), "{text}");
        for less in [with(&text, &[]), with(&text, &[("A", &a)]), with(&text, &[("B", &b)])] {
            prop_assert!(less.is_none() || less == all, "{text}");
        }
    }
}
