//! A map whose copies share.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Map;

fn of(entries: &[(u8, u8)]) -> Map<u8> {
    let mut map = Map::default();
    for (key, value) in entries {
        map.insert(&format!("{key:03}"), *value);
    }
    map
}

fn sorted(map: &Map<u8>) -> Vec<(String, u8)> {
    map.iter().map(|(key, value)| (key.to_owned(), *value)).collect()
}

/// Whether it is sorted, even and counts what it holds.
fn check(map: &Map<u8>) {
    let keys: Vec<&str> = map.iter().map(|(key, _)| key).collect();
    assert!(keys.is_sorted_by(|one, next| one < next) && keys.len() == map.len(), "{map:?}");
    let mut open = vec![map];
    while let Some(node) = open.pop().and_then(|map| map.0.as_ref()) {
        assert!(node.left.height().abs_diff(node.right.height()) <= 1, "{map:?}");
        open.extend([&node.left, &node.right]);
    }
}

#[test]
fn it_stays_low_whatever_the_order() {
    let mut map = Map::default();
    for key in 0..5_000 {
        map.insert(&format!("{key:05}"), 0);
    }
    check(&map);
    assert!(map.height() <= 17, "{}", map.height());
}

#[test]
fn copies_are_compared_where_they_differ() {
    let mut map = Map::default();
    for key in 0..5_000 {
        map.insert(&format!("{key:05}"), 0);
    }
    let mut other = map.clone();
    other.insert("02500", 1);
    let (mut work, mut merged) = (0, 0);
    assert!(!map.is_same(&other, &mut work));
    let both = map.merged(&other, &mut |_, here, there| {
        merged += 1;
        here.max(there).copied()
    });
    assert!(work < 100 && merged == 1, "{work}, {merged}");
    assert_eq!(both, other);
    // Nothing changes, so that nothing is copied.
    assert!(map.merged(&other, &mut |_, here, _| here.copied()).shares(&map));
}

proptest! {
    #[test]
    fn it_holds_what_a_sorted_map_holds(
        set in prop::collection::vec((0_u8..60, 0_u8..3), 0..80),
        gone in prop::collection::vec(0_u8..60, 0..20),
    ) {
        let mut map = of(&set);
        let mut model: BTreeMap<String, u8> = set.iter().map(|(key, value)| (format!("{key:03}"), *value)).collect();
        for key in gone {
            map.remove(&format!("{key:03}"));
            model.remove(&format!("{key:03}"));
        }
        check(&map);
        prop_assert_eq!(sorted(&map), model.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn two_are_merged_entry_by_entry(
        base in prop::collection::vec((0_u8..60, 0_u8..3), 0..60),
        here in prop::collection::vec((0_u8..60, 0_u8..3), 0..20),
        there in prop::collection::vec((0_u8..60, 0_u8..3), 0..20),
    ) {
        let with = |more: &[(u8, u8)]| {
            let mut map = of(&base);
            for (key, value) in more {
                map.insert(&format!("{key:03}"), *value);
            }
            map
        };
        let (one, other) = (with(&here), with(&there));
        // An entry that only one has and is 0 goes.
        let of = |_: &str, here: Option<&u8>, there: Option<&u8>| match (here, there) {
            (Some(here), Some(there)) => Some(*here.max(there)),
            (one, other) => one.or(other).copied().filter(|value| *value > 0),
        };
        let merged = one.merged(&other, &mut { of });
        check(&merged);
        let keys: std::collections::BTreeSet<&str> = one.iter().chain(other.iter()).map(|(key, _)| key).collect();
        let expected = keys.into_iter().filter_map(|key| Some((key.to_owned(), of(key, one.get(key), other.get(key))?)));
        prop_assert_eq!(sorted(&merged), expected.collect::<Vec<_>>());
        prop_assert_eq!(one == other, sorted(&one) == sorted(&other));
    }
}
