//! Every row of every table: it finds a value that is not good, it lets a good one pass, and its conditions can hold.

use serde_json::{Map, Value, json};

use super::rule::Rule;
use super::{Labels, Name, properties, tables};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Resources, path};
use crate::input::terraform::facts::sample::Sample;
use crate::knowledge::Knowledge;
use crate::knowledge::concepts::demand::{Condition, Good};

/// A value that has the property, and one that has not.
fn examples(rule: &Rule) -> (Value, Value) {
    let good = &rule.good;
    let value = |word: &str| match word {
        "true" => json!(true),
        "false" => json!(false),
        word => json!(word),
    };
    match good {
        Good::One(words) => {
            let wrong = if words.iter().any(|word| word == "true") { json!(false) } else { json!("something-else") };
            let wrong = if words.iter().any(|word| word == "false") { json!(true) } else { wrong };
            (value(&words[0]), wrong)
        }
        // A name would look like a credential where a key is asked for.
        Good::Other(words) => (json!("arn:aws:kms:eu-central-1:111122223333:key/k"), value(&words[0])),
        Good::Given(_) if rule.unit.is_some() => (json!(1), json!(0)),
        Good::Given(without) if without.is_empty() => (json!("given"), Value::Null),
        Good::Given(without) => (json!("given"), json!(format!("arn:aws:kms:eu-central-1:111122223333:{without}x"))),
        Good::Nothing => (Value::Null, json!("given")),
        Good::AtLeast(least) => (json!(least), json!(least / 2.0)),
        Good::Has(words) => (json!(words), json!(["something-else"])),
        Good::Lacks(words) => (json!(["something-else"]), json!(words)),
    }
}

/// Puts a value at a path, with lists and blocks around it.
fn put(values: &mut Map<String, Value>, at: &[Segment], value: Value) {
    let Some((Segment::Key(name), rest)) = at.split_first() else { return };
    if rest.is_empty() {
        values.insert(name.clone(), value);
        return;
    }
    let next = values.entry(name.clone()).or_insert(Value::Null);
    let inner = if matches!(rest[0], Segment::Index(_)) {
        if !next.is_array() {
            *next = json!([{}]);
        }
        if rest.len() == 1 {
            *next = json!([value]);
            return;
        }
        &mut next[0]
    } else {
        if !next.is_object() {
            *next = json!({});
        }
        next
    };
    let below = if matches!(rest[0], Segment::Index(_)) { &rest[1..] } else { rest };
    put(inner.as_object_mut().unwrap(), below, value);
}

fn placed(values: &mut Map<String, Value>, row: &str, value: Value) {
    // An element that is asked for by its name has that name.
    if let Some((list, rest)) = row.split_once('[').filter(|_| row.contains('=')) {
        let (chosen, argument) = rest.split_once("].").unwrap();
        let (by, name) = chosen.split_once('=').unwrap();
        put(values, &path(list), json!([{by: name, argument: value}]));
        return;
    }
    put(values, &path(&row.replace("[]", ".0")), value);
}

/// Values under which every condition holds; `None` where what is asked is that nothing is there.
fn conditioned(values: &mut Map<String, Value>, conditions: &[Condition]) {
    for Condition { argument, not, values: words } in conditions {
        let held = match words.first().map_or("", String::as_str) {
            "*" if *not => Value::Null,
            "*" => json!("given"),
            "" if *not => json!("given"),
            "" => Value::Null,
            _ if *not => Value::Null,
            "true" => json!(true),
            "false" => json!(false),
            word => json!(word),
        };
        if !held.is_null() {
            put(values, &path(argument), held);
        }
    }
}

fn plan(kind: &str, rule: &Rule, value: &Value) -> Sample {
    let mut own = Map::new();
    conditioned(&mut own, &rule.when);
    let address = format!("{kind}.x");
    let Some((part, link)) = &rule.part else {
        placed(&mut own, &rule.path, value.clone());
        return Sample::default().with(&address, Value::Object(own));
    };
    let mut inner = Map::new();
    placed(&mut inner, &rule.path, value.clone());
    let Some(Segment::Key(link)) = link.first() else { panic!("{kind}: a part refers by an argument") };
    let mut says = json!({"after": inner, "after_unknown": {}, "expressions": {}});
    // A part that only has to be there is asked for its own reference.
    if rule.path == *link && value.is_null() {
        return Sample::default().with(&address, Value::Object(own));
    }
    says["after_unknown"][link] = json!(true);
    says["expressions"][link] = json!({"references": [format!("{address}.id"), address]});
    Sample::default().with(&address, Value::Object(own)).resource(&format!("{part}.p"), says)
}

/// Whether a property of a type is found wanting.
fn wanting(name: Name, kind: &str, sample: Sample) -> bool {
    let (plan, knowledge) = (sample.plan(), Knowledge::default());
    let all = properties(&plan, &Resources::of(&plan), &Labels::new(&knowledge), &knowledge);
    let about = format!("{kind}.x");
    all.iter().any(|fact| fact.says.property == name && fact.about == about && fact.says.holds != Some(true))
}

#[test]
fn every_row_finds_what_is_wrong() {
    let (mut rows, mut silent) = (0, Vec::new());
    for (name, table) in tables::of(&Knowledge::default()) {
        for (kind, groups) in table.iter() {
            for (at, rule) in groups.iter().flat_map(|group| group.rules.iter().enumerate()) {
                rows += 1;
                let (_, wrong) = examples(rule);
                // Where an alternative is not given, the first one says what that means.
                let is_left_out = at > 0 && wrong.is_null();
                if !is_left_out && !wanting(name, kind, plan(kind, rule, &wrong)) {
                    silent.push(format!("{name:?} {kind} {} {:?}", rule.path, rule.when));
                }
            }
        }
    }
    assert!(rows > 1_500, "{rows}");
    assert!(silent.is_empty(), "{} of {rows} rows find nothing:\n{}", silent.len(), silent.join("\n"));
}

#[test]
fn every_row_that_decides_alone_lets_what_is_right_pass() {
    let mut deaf = Vec::new();
    for (name, table) in tables::of(&Knowledge::default()) {
        // Several rows may ask for different things of one type: all of them are given.
        for (kind, groups) in table.iter().filter(|(_, groups)| groups.len() == 1) {
            for rule in groups.iter().flat_map(|group| &group.rules) {
                let (right, _) = examples(rule);
                if wanting(name, kind, plan(kind, rule, &right)) {
                    deaf.push(format!("{name:?} {kind} {} {:?}", rule.path, rule.when));
                }
            }
        }
    }
    assert!(deaf.is_empty(), "{} rows let nothing pass:\n{}", deaf.len(), deaf.join("\n"));
}

#[test]
fn every_row_asks_about_what_is_known_only_after_apply() {
    let mut passed = Vec::new();
    for (name, table) in tables::of(&Knowledge::default()) {
        for (kind, groups) in table.iter() {
            for rule in groups.iter().flat_map(|group| &group.rules).filter(|rule| rule.part.is_none()) {
                let top = rule.path.split(['.', '[']).next().unwrap();
                let mut own = Map::new();
                conditioned(&mut own, &rule.when);
                own.remove(top);
                let mut says = json!({"after": own, "after_unknown": {}, "expressions": {}});
                says["after_unknown"][top] = json!(true);
                says["expressions"][top] = json!({"references": ["terraform_data.t.output", "terraform_data.t"]});
                if !wanting(name, kind, Sample::default().resource(&format!("{kind}.x"), says)) {
                    passed.push(format!("{name:?} {kind} {} {:?}", rule.path, rule.when));
                }
            }
        }
    }
    assert!(passed.is_empty(), "{} rows let it pass:\n{}", passed.len(), passed.join("\n"));
}
