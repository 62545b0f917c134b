//! What rows of every form say, of types that nobody else knows.

#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::{Labels, Property, properties};
use crate::input::Fact;
use crate::input::terraform::facts::argument::{LATER, Resources, dotted};
use crate::input::terraform::facts::sample::Sample;
use crate::knowledge::Knowledge;

const HEAD: &str = "acme_store";

/// Knowledge with rows about `acme_store`, each without its type and from its path on.
fn knowing(rows: &[&str]) -> Knowledge {
    let rows: String = rows.iter().map(|row| format!("{HEAD}\t{row}\n")).collect();
    let mut knowledge = Knowledge::default();
    knowledge.add("terraform/private", &rows).unwrap();
    knowledge
}

fn found(rows: &[&str], sample: Sample) -> Vec<Fact<Property>> {
    let (knowledge, plan) = (knowing(rows), sample.plan());
    let all = properties(&plan, &Resources::of(&plan), &Labels::new(&knowledge), &knowledge);
    all.into_iter().filter(|fact| fact.about.starts_with(HEAD)).collect()
}

/// The path, whether it holds and what the plan says instead.
fn said(rows: &[&str], sample: Sample) -> Vec<(String, Option<bool>, String)> {
    found(rows, sample).into_iter().map(|fact| (dotted(&fact.path), fact.says.holds, fact.says.says)).collect()
}

fn one(rows: &[&str], after: Value) -> Vec<(String, Option<bool>, String)> {
    said(rows, Sample::default().with("acme_store.x", after))
}

fn bad(path: &str, says: &str) -> Vec<(String, Option<bool>, String)> {
    vec![(path.to_owned(), Some(false), says.to_owned())]
}

/// With a store of which one argument is known only after apply.
fn later(argument: &str, after: Value) -> Sample {
    let (mut unknown, mut expressions) = (json!({}), json!({}));
    unknown[argument] = json!(true);
    expressions[argument] = json!({"references": ["terraform_data.t.output", "terraform_data.t"]});
    Sample::default()
        .resource("acme_store.x", json!({"after": after, "after_unknown": unknown, "expressions": expressions}))
}

#[test]
fn every_form_of_a_good_value_has_its_values() {
    for (good, fine, wrong, says) in [
        ("true", json!(true), json!(false), "a is false"),
        ("TLS1_2|TLS1_3", json!("TLS1_3"), json!("TLS1_0"), "a is TLS1_0"),
        ("!NONE|OFF", json!("ANY"), json!("OFF"), "a is OFF"),
        ("*", json!("key"), json!([]), "a is empty"),
        ("*!alias/aws/", json!("alias/claims"), json!("alias/aws/ebs"), "a is one that the cloud keeps"),
        ("none", json!([]), json!("10.0.0.1"), "a is given"),
        (">=7", json!(7), json!(6), "a is 6"),
        (">=7", json!("8"), json!("1"), "a is 1"),
        ("has:audit,error", json!(["error", "audit", "x"]), json!(["error"]), "a has no audit"),
        ("has:audit", json!("audit"), json!("error"), "a has no audit"),
        ("lacks:0.0.0.0/0", json!(["10.0.0.0/8"]), json!(["10.0.0.0/8", "0.0.0.0/0"]), "a has 0.0.0.0/0"),
        ("lacks:0.0.0.0/0", json!("10.0.0.0/8"), json!("10.0.0.0/8, 0.0.0.0/0"), "a has 0.0.0.0/0"),
    ] {
        let row = format!("a\t{good}\tbad\t-\tdatabase");
        assert_eq!(one(&[&row], json!({"a": fine})), [], "{good}");
        assert_eq!(one(&[&row], json!({"a": wrong})), bad("a", says), "{good}");
    }
    let long = "x".repeat(80);
    assert_eq!(one(&["a\ttrue\tbad\t-\tml"], json!({"a": long})), bad("a", "a is something else"));
    let words = found(&["a\t>=7\tbad\t-\tml"], Sample::default().with("acme_store.x", json!({"a": "soon"})));
    assert_eq!((words[0].says.holds, words[0].why.is_empty()), (None, false));
}

#[test]
fn what_is_left_out_means_what_the_row_says() {
    assert_eq!(one(&["a\ttrue\tgood\t-\tml"], json!({})), []);
    assert_eq!(one(&["a\ttrue\tbad\t-\tml"], json!({})), bad("", "a is left out"));
    assert_eq!(one(&["a.0.b\ttrue\tbad\t-\tml"], json!({"a": null})), bad("", "a.b is left out"));
    assert_eq!(one(&["a\ttrue\tbad\t-\tml"], json!({"a": ""})), bad("a", "a is left out"));
    assert_eq!(one(&["a\ttrue\tunknown\t-\tml"], json!({}))[0].1, None);
    let other = "a\ttrue\tgood:mode=new\t-\tml";
    assert_eq!(one(&[other], json!({"mode": "new"})), []);
    assert_eq!(one(&[other], json!({"mode": "old"})), bad("", "a is left out"));
    assert_eq!(said(&[other], later("mode", json!({})))[0].1, None);
    // An empty list that the code writes is no list that it leaves out.
    assert_eq!(one(&["a\thas:audit\tgood\t-\tml"], json!({"a": []})), bad("a", "a has no audit"));
}

#[test]
fn what_is_not_known_yet_is_open_unless_it_is_enough_that_it_is_given() {
    for (row, expected) in [
        ("a\ttrue\tgood\t-\tml", Some(None)),
        ("a\t!NONE\tgood\t-\tml", Some(None)),
        ("a\tnone\tgood\t-\tml", Some(None)),
        ("a\t>=7\tgood\t-\tml", Some(None)),
        ("a\thas:x\tgood\t-\tml", Some(None)),
        ("a\tlacks:x\tgood\t-\tml", Some(None)),
        ("a\t*\tbad\t-\tml", Some(None)),
    ] {
        let found = found(&[row], later("a", json!({})));
        assert_eq!(found.first().map(|fact| fact.says.holds), expected, "{row}");
        assert!(found.iter().all(|fact| fact.why == LATER), "{row}");
    }
    // What another resource is called is something; what one only hands on may be nothing.
    let key = json!({"after": {}, "after_unknown": {"a": true},
        "expressions": {"a": {"references": ["acme_key.k.arn", "acme_key.k"]}}});
    let made = Sample::default().resource("acme_store.x", key).with("acme_key.k", json!({}));
    assert_eq!(said(&["a\t*\tbad\t-\tml"], made), []);
    // Of a block that is not known nobody can tell whether it has a key.
    let block = json!({"after": {}, "after_unknown": {"a": true}, "bare": true});
    let unsure = said(&["a.0.key\t*\tgood\t-\tml"], Sample::default().resource("acme_store.x", block));
    assert_eq!(unsure, [(String::from("a.0.key"), None, String::new())]);
}

#[test]
fn a_row_holds_under_its_conditions_alone() {
    let row = "a\ttrue\tbad\t-\tml\tengine=x|y,tier!=free";
    assert_eq!(one(&[row], json!({"engine": "z"})), []);
    assert_eq!(one(&[row], json!({"engine": "x", "tier": "free"})), []);
    assert_eq!(one(&[row], json!({"engine": "y"})), bad("", "a is left out"));
    assert_eq!(said(&[row], later("engine", json!({})))[0].1, None);
    assert_eq!(said(&[row], later("engine", json!({"a": true}))), []);
    assert_eq!(said(&[row], later("engine", json!({"tier": "free"}))), []);
    let given = "a\ttrue\tbad\t-\tml\tkey=*";
    assert_eq!(one(&[given], json!({})), []);
    assert_eq!(said(&[given], later("key", json!({}))), bad("", "a is left out"));
    let absent = "a\ttrue\tbad\t-\tml\tkey=";
    assert_eq!(one(&[absent], json!({})), bad("", "a is left out"));
    assert_eq!(one(&[absent], json!({"key": "k"})), []);
}

#[test]
fn one_of_several_alternatives_is_enough_if_somebody_chose_it() {
    let rows = ["new\tfalse\tgood\t-\tml\t-\t-\tname", "old\tno\tgood\t-\tml\t-\t-\tname"];
    assert_eq!(one(&rows, json!({})), []);
    assert_eq!(one(&rows, json!({"new": true})), bad("new", "new is true"));
    assert_eq!(one(&rows, json!({"new": true, "old": "no"})), []);
    // What nobody wrote under the new name does not make good what stands under the old one.
    assert_eq!(one(&rows, json!({"old": "yes"})), bad("old", "old is yes"));
    let kept =
        json!({"after": {"new": false, "old": "yes"}, "bare": true, "expressions": {"old": {"constant_value": "yes"}}});
    assert_eq!(said(&rows, Sample::default().resource("acme_store.x", kept)), bad("old", "old is yes"));
    assert_eq!(said(&rows, later("old", json!({"new": true})))[0].1, None);
    // The first one says what it means that nothing is given, whatever the others say.
    let rows = ["new\tfalse\tbad\t-\tml\t-\t-\tname", "old\tno\tgood\t-\tml\t-\t-\tname"];
    assert_eq!(one(&rows, json!({})), bad("", "new is left out"));
    // One that does not hold is none.
    let rows = ["new\tfalse\tbad\t-\tml\tmode=x\t-\tname", "old\tno\tbad\t-\tml\t-\t-\tname"];
    assert_eq!(one(&rows, json!({"new": false})), bad("", "old is left out"));
}

#[test]
fn a_separate_resource_counts_if_it_refers_to_this_one_by_its_argument() {
    let rows = ["on\ttrue\tbad\t-\tml\t-\tacme_switch:store"];
    let part = |by: &str, on: bool| {
        let mut says = json!({"after": {"on": on}, "expressions": {}});
        says["expressions"][by] = json!({"references": ["acme_store.x.id", "acme_store.x"]});
        says["after_unknown"][by] = json!(true);
        Sample::default().with("acme_store.x", json!({})).resource("acme_switch.s", says)
    };
    assert_eq!(said(&rows, part("store", true)), []);
    assert_eq!(said(&rows, part("store", false)), bad("on", "on of acme_switch is false"));
    let none = bad("", "no acme_switch refers to it");
    assert_eq!(said(&rows, part("target", true)), none);
    assert_eq!(one(&rows, json!({})), none);
    assert_eq!(found(&rows, part("store", false))[0].about, "acme_store.x");
}

#[test]
fn a_length_is_listed_with_its_days() {
    let days = |row: &str, after: Value| -> Vec<(Option<bool>, Option<String>)> {
        let all = found(&[row], Sample::default().with("acme_store.x", after));
        all.into_iter().map(|fact| (fact.says.holds, fact.says.days.map(|days| days.to_string()))).collect()
    };
    let some = |holds: bool, days: &str| vec![(Some(holds), Some(days.to_owned()))];
    assert_eq!(days("a\t>=7\tbad\tdays\tlogs", json!({"a": 30})), some(true, "30"));
    assert_eq!(days("a\t>=7\tbad\tdays\tlogs", json!({"a": 3})), some(false, "3"));
    assert_eq!(days("a\t>=7\tbad\tdays\tlogs", json!({})), some(false, "0"));
    assert_eq!(days("a\t>=168\t24\thours\tlogs", json!({})), some(false, "1"));
    assert_eq!(days("a\t>=168\t24\thours\tlogs", json!({"a": 240})), some(true, "10"));
    assert_eq!(days("a\t*\tbad\tseconds\tlogs", json!({"a": "864000s"})), some(true, "10"));
    assert_eq!(days("a\t>=1\tforever\tdays\tlogs", json!({})), []);
    assert_eq!(days("a\t>=1\tbad\tdays,0=forever\tlogs", json!({"a": 0})), []);
    assert_eq!(days("a\t>=1\tbad\tdays\tlogs", json!({"a": 0})), some(false, "0"));
}

#[test]
fn every_element_of_a_list_is_asked_and_no_list_asks_nothing() {
    let row = "listener[].tls\ttrue\tbad\t-\tnetwork";
    let found = one(&[row], json!({"listener": [{"tls": true}, {"tls": false}, {}]}));
    assert_eq!(found, [bad("listener.1.tls", "listener.tls is false"), bad("", "listener.tls is left out")].concat());
    assert_eq!(one(&[row], json!({"listener": []})), []);
    assert_eq!(one(&[row], json!({})), []);
}

#[test]
fn labels_come_with_what_is_wrong_and_whether_they_are_known() {
    let rows = ["a\ttrue\tbad\t-\tml"];
    let labels = |sample: Sample| {
        let says = found(&rows, sample)[0].says.clone();
        says.labels_known.then_some(says.labels)
    };
    let tagged = json!({"tags": {"class": "pii", "n": null}, "labels": {"team": "claims"}});
    let both = [("class", "pii"), ("team", "claims")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(labels(Sample::default().with("acme_store.x", tagged)), Some(both.into()));
    assert_eq!(labels(Sample::default().with("acme_store.x", json!({}))), Some([].into()));
    assert_eq!(labels(later("tags", json!({}))), None);
}
