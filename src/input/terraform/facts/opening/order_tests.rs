#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::openings;
use crate::input::terraform::facts::argument::Resources;
use crate::input::terraform::facts::sample::Sample;
use crate::knowledge::Knowledge;

/// The ports that a plan opens to everybody.
fn open(sample: Sample) -> Vec<(i64, i64)> {
    let plan = sample.plan();
    let found = openings(&Resources::of(&plan), &Knowledge::default());
    found.iter().flat_map(|fact| &fact.says.ports).map(|ports| (ports.from, ports.to)).collect()
}

fn changed(value: &Value, changes: Value) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    value
}

/// A rule of Azure for everybody, with changes.
fn azure(access: &str, priority: i64, ports: &str, changes: Value) -> Value {
    let rule = json!({"direction": "Inbound", "access": access, "priority": priority, "protocol": "Tcp",
        "source_address_prefix": "*", "source_port_range": "*", "destination_address_prefix": "*",
        "destination_port_range": ports});
    changed(&rule, changes)
}

#[test]
fn a_rule_of_azure_that_denies_before_takes_its_ports_away() {
    let allow = azure("Allow", 200, "20-30", json!({}));
    for (deny, expected) in [
        (azure("Deny", 100, "22", json!({})), vec![(20, 21), (23, 30)]),
        (azure("Deny", 100, "*", json!({})), vec![]),
        (azure("Deny", 100, "20-25", json!({"protocol": "*"})), vec![(26, 30)]),
        (azure("Deny", 100, "22", json!({"source_address_prefix": "Internet"})), vec![(20, 21), (23, 30)]),
        (azure("Deny", 300, "*", json!({})), vec![(20, 30)]),
        (azure("Deny", 100, "*", json!({"protocol": "Udp"})), vec![(20, 30)]),
        (azure("Deny", 100, "*", json!({"source_address_prefix": "203.0.113.0/24"})), vec![(20, 30)]),
        (azure("Deny", 100, "*", json!({"source_port_range": "1024"})), vec![(20, 30)]),
        (azure("Deny", 100, "*", json!({"destination_address_prefix": "10.0.0.4"})), vec![(20, 30)]),
        (azure("Deny", 100, "*", json!({"direction": "Outbound"})), vec![(20, 30)]),
        (azure("Deny", 100, "*", json!({"source_address_prefix": "0.0.0.0/0"})), vec![(20, 30)]),
        (azure("Deny", 100, "443", json!({})), vec![(20, 30)]),
    ] {
        let inside = json!({"name": "g", "security_rule": [allow.clone(), deny.clone()]});
        assert_eq!(open(Sample::default().with("azurerm_network_security_group.g", inside)), expected, "{deny}");
        let of = |name: &str| json!({"network_security_group_name": name, "resource_group_name": "r"});
        let beside = |allowed: &str, denied: &str| {
            let sample = Sample::default().with("azurerm_network_security_rule.a", changed(&allow, of(allowed)));
            open(sample.with("azurerm_network_security_rule.d", changed(&deny, of(denied))))
        };
        assert_eq!(beside("g", "g"), expected, "{deny}");
        assert_eq!(beside("g", "other"), [(20, 30)], "{deny}");
    }
}

#[test]
fn a_rule_of_azure_that_only_may_deny_takes_nothing_away() {
    let rule = |more: Value| {
        let of = json!({"network_security_group_name": "g", "resource_group_name": "r"});
        changed(&changed(&azure("Deny", 100, "*", json!({})), of), more)
    };
    let allow = changed(&rule(json!({})), json!({"access": "Allow", "priority": 200}));
    for (argument, value) in [("priority", Value::Null), ("access", Value::Null), ("source_port_range", Value::Null)] {
        let mut changes = json!({});
        changes[argument] = value;
        let (mut unknown, mut from) = (json!({}), json!({}));
        unknown[argument] = json!(true);
        from[argument] = json!({"references": ["terraform_data.t.output", "terraform_data.t"]});
        let deny = json!({"after": rule(changes), "after_unknown": unknown, "expressions": from});
        let sample = Sample::default().with("azurerm_network_security_rule.a", allow.clone());
        assert_eq!(
            open(sample.resource("azurerm_network_security_rule.d", deny)).first(),
            Some(&(0, 65_535)),
            "{argument}"
        );
    }
}

#[test]
fn a_firewall_of_google_that_denies_before_takes_its_ports_away() {
    let rule = |more: Value| changed(&json!({"network": "n", "source_ranges": ["0.0.0.0/0"]}), more);
    let allow = rule(json!({"priority": 1000, "allow": [{"protocol": "tcp", "ports": ["22-23"]}]}));
    let all = json!([{"protocol": "all"}]);
    for (deny, expected) in [
        (json!({"priority": 900, "deny": all}), vec![]),
        (json!({"deny": all}), vec![]),
        (json!({"priority": 900, "deny": [{"protocol": "tcp", "ports": ["22"]}]}), vec![(23, 23)]),
        (json!({"priority": 1001, "deny": all}), vec![(22, 23)]),
        (json!({"priority": 900, "deny": all, "disabled": true}), vec![(22, 23)]),
        (json!({"priority": 900, "deny": all, "direction": "EGRESS"}), vec![(22, 23)]),
        (json!({"priority": 900, "deny": all, "network": "other"}), vec![(22, 23)]),
        (json!({"priority": 900, "deny": all, "target_tags": ["web"]}), vec![(22, 23)]),
        (json!({"priority": 900, "deny": all, "source_ranges": ["10.0.0.0/8"]}), vec![(22, 23)]),
        (json!({"priority": 900, "deny": all, "source_ranges": ["::/0"]}), vec![(22, 23)]),
        (json!({"priority": 900, "deny": [{"protocol": "udp"}]}), vec![(22, 23)]),
    ] {
        let sample = Sample::default().with("google_compute_firewall.a", allow.clone());
        assert_eq!(open(sample.with("google_compute_firewall.d", rule(deny.clone()))), expected, "{deny}");
    }
}

#[test]
fn ranges_that_are_everybody_together_are_everybody() {
    let all: Vec<String> = (1..224).map(|first| format!("{first}.0.0.0/8")).collect();
    let few: Vec<String> = (1..20).map(|first| format!("{first}.0.0.0/8")).collect();
    let rule = |ranges: &[String]| json!({"type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ranges});
    assert_eq!(open(Sample::default().with("aws_security_group_rule.r", rule(&all))), [(22, 22)]);
    assert_eq!(open(Sample::default().with("aws_security_group_rule.r", rule(&few))), []);
    let listed = |ranges: &[String]| {
        let entries: Vec<Value> = ranges.iter().map(|range| json!({"cidr": range})).collect();
        let (inside, beside) = entries.split_at(entries.len() / 2);
        let to = |name: &str| json!({"references": [format!("{name}.id"), name]});
        let list = "aws_ec2_managed_prefix_list.l";
        let sample = Sample::default().with(list, json!({"entry": inside})).resource(
            "aws_vpc_security_group_ingress_rule.r",
            json!({"after": {"ip_protocol": "tcp", "from_port": 22, "to_port": 22}, "after_unknown": {"prefix_list_id": true},
                "expressions": {"prefix_list_id": to(list)}}),
        );
        let entry = |entry: &Value| json!({"after": entry, "after_unknown": {"prefix_list_id": true}, "expressions": {"prefix_list_id": to(list)}});
        let add = |sample: Sample, (at, one): (usize, &Value)| {
            sample.resource(&format!("aws_ec2_managed_prefix_list_entry.e{at}"), entry(one))
        };
        open(beside.iter().enumerate().fold(sample, add))
    };
    assert_eq!(listed(&all), [(22, 22)]);
    assert_eq!(listed(&few), []);
}

#[test]
fn a_list_of_another_account_may_hold_anybody_and_one_of_aws_does_not() {
    let answer = |id: &str| {
        let after = json!({"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "prefix_list_id": id});
        let plan = Sample::default().with("aws_vpc_security_group_ingress_rule.r", after).plan();
        let found = openings(&Resources::of(&plan), &Knowledge::default());
        found.iter().map(|fact| (fact.says.everybody, !fact.why.is_empty())).collect::<Vec<_>>()
    };
    assert_eq!(answer("pl-0123456789abcdef0"), [(None, true)]);
    assert_eq!(answer("pl-6ea54007"), []);
    let named = |name: &str| {
        let list = "data.aws_ec2_managed_prefix_list.l";
        let to = json!({"references": [format!("{list}.id"), list]});
        let says = json!({"after": {"ip_protocol": "tcp", "from_port": 22, "to_port": 22}, "after_unknown": {"prefix_list_id": true},
            "expressions": {"prefix_list_id": to}});
        let data = json!({"after": {"name": name}, "after_unknown": {"entries": true, "id": true}});
        let plan =
            Sample::default().resource("aws_vpc_security_group_ingress_rule.r", says).resource(list, data).plan();
        openings(&Resources::of(&plan), &Knowledge::default()).len()
    };
    assert_eq!((named("com.amazonaws.eu-central-1.ec2-instance-connect"), named("office")), (0, 1));
}
