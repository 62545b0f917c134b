#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::{At, Opening, openings};
use crate::input::Fact;
use crate::input::terraform::facts::argument::{LATER, Resources, SENSITIVE, dotted};
use crate::input::terraform::facts::sample::Sample;
use crate::knowledge::Knowledge;

fn found(sample: Sample) -> Vec<Fact<Opening>> {
    let plan = sample.plan();
    openings(&Resources::of(&plan), &Knowledge::default())
}

/// What stands at a place, its path, whether it is for everybody, and its ports.
type Said = (At, String, Option<bool>, Vec<(i64, i64)>);

/// The openings, each as what stands at its place, its path, whether it is for everybody, and its ports.
fn said(sample: Sample) -> Vec<Said> {
    let ports = |opening: &Opening| opening.ports.iter().map(|ports| (ports.from, ports.to)).collect();
    let said = |fact: Fact<Opening>| (fact.says.at, dotted(&fact.path), fact.says.everybody, ports(&fact.says));
    found(sample).into_iter().map(said).collect()
}

fn with(address: &str, after: Value) -> Vec<Said> {
    said(Sample::default().with(address, after))
}

/// One source for everybody, with these ports.
fn open(path: &str, ports: &[(i64, i64)]) -> Vec<Said> {
    vec![(At::Source, path.to_owned(), Some(true), ports.to_vec())]
}

fn rule(protocol: &str, from: i64, to: i64, sources: Value) -> Value {
    json!({"type": "ingress", "protocol": protocol, "from_port": from, "to_port": to, "cidr_blocks": sources})
}

const EVERY: &[(i64, i64)] = &[(0, 65_535)];

#[test]
fn a_rule_of_aws_has_a_protocol_two_ports_and_networks() {
    let everybody = json!(["10.0.0.0/8", "0.0.0.0/0"]);
    let of = |protocol: &str, from, to| with("aws_security_group_rule.r", rule(protocol, from, to, everybody.clone()));
    assert_eq!(of("tcp", 22, 22), open("cidr_blocks.1", &[(22, 22)]));
    assert_eq!(of("6", 5432, 5439), open("cidr_blocks.1", &[(5432, 5439)]));
    assert_eq!(of("-1", 0, 0), open("cidr_blocks.1", EVERY));
    assert_eq!(of("icmp", 0, 255), []);
    assert_eq!(with("aws_security_group_rule.r", rule("tcp", 22, 22, json!(["10.0.0.0/8"]))), []);
    let mut out = rule("tcp", 22, 22, everybody.clone());
    out["type"] = json!("egress");
    assert_eq!(with("aws_security_group_rule.r", out), []);
    let single = json!({"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv6": "::/0"});
    assert_eq!(with("aws_vpc_security_group_ingress_rule.r", single), open("cidr_ipv6", &[(22, 22)]));
    let group = json!({"ingress": [{"protocol": "tcp", "from_port": 1, "to_port": 2, "ipv6_cidr_blocks": ["::/0"]}]});
    for kind in ["aws_security_group", "aws_default_security_group"] {
        assert_eq!(
            with(&format!("{kind}.g"), group.clone()),
            open("ingress.0.ipv6_cidr_blocks.0", &[(1, 2)]),
            "{kind}"
        );
    }
    let deleted = json!({"actions": ["delete"], "before": rule("tcp", 22, 22, everybody), "after": null});
    assert_eq!(said(Sample::default().resource("aws_security_group_rule.r", deleted)), []);
}

#[test]
fn a_rule_of_azure_has_texts_for_ports() {
    let of = |change: Value| {
        let mut rule = json!({"direction": "Inbound", "access": "Allow", "protocol": "Tcp", "destination_port_range": "3389",
            "source_address_prefix": "*"});
        rule.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        rule
    };
    let one = |change: Value| with("azurerm_network_security_rule.r", of(change));
    assert_eq!(one(json!({})), open("source_address_prefix", &[(3389, 3389)]));
    assert_eq!(
        one(json!({"source_address_prefix": "Internet", "destination_port_range": "*"})),
        open("source_address_prefix", EVERY)
    );
    let lists = json!({"destination_port_range": null, "destination_port_ranges": ["80", "1400-1500"],
        "source_address_prefix": null, "source_address_prefixes": ["10.0.0.0/8", "::/0"]});
    assert_eq!(one(lists), open("source_address_prefixes.1", &[(80, 80), (1400, 1500)]));
    // A text that is no port may be any of them.
    let unread = one(json!({"destination_port_range": "22,3389"}));
    let ports = (At::Ports, "destination_port_range".to_owned(), Some(true), vec![]);
    assert_eq!(unread, [open("source_address_prefix", &[]), vec![ports]].concat());
    let unused = json!({"destination_port_range": "", "destination_port_ranges": ["80"]});
    assert_eq!(one(unused), open("source_address_prefix", &[(80, 80)]));
    for shut in [
        json!({"access": "Deny"}),
        json!({"direction": "Outbound"}),
        json!({"source_address_prefix": "VirtualNetwork"}),
    ] {
        assert_eq!(one(shut.clone()), [], "{shut}");
    }
    let group = json!({"security_rule": [of(json!({"access": "Deny"})), of(json!({}))]});
    let expected = open("security_rule.1.source_address_prefix", &[(3389, 3389)]);
    assert_eq!(with("azurerm_network_security_group.g", group), expected);
}

#[test]
fn a_rule_of_google_without_sources_or_ports_means_all_of_them() {
    let of = |ports: Value, change: Value| {
        let mut rule = json!({"direction": "INGRESS", "allow": [{"protocol": "tcp", "ports": ports}]});
        rule.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        with("google_compute_firewall.f", rule)
    };
    let everybody = json!({"source_ranges": ["0.0.0.0/0"]});
    assert_eq!(of(json!(["22"]), everybody.clone()), open("source_ranges.0", &[(22, 22)]));
    assert_eq!(of(json!([]), everybody.clone()), open("source_ranges.0", EVERY));
    assert_eq!(of(json!(["22"]), json!({})), open("", &[(22, 22)]));
    for shut in [
        json!({"source_tags": ["bastion"]}),
        json!({"source_service_accounts": ["a@b"]}),
        json!({"source_ranges": ["10.0.0.0/8"]}),
        json!({"source_ranges": ["0.0.0.0/0"], "disabled": true}),
        json!({"source_ranges": ["0.0.0.0/0"], "direction": "EGRESS"}),
    ] {
        assert_eq!(of(json!(["22"]), shut.clone()), [], "{shut}");
    }
    let later = json!({"after": {"source_ranges": ["0.0.0.0/0"], "allow": [{"protocol": "tcp"}]},
        "after_unknown": {"allow": [{"ports": true}]}});
    let unknown = said(Sample::default().resource("google_compute_firewall.f", later));
    assert_eq!(unknown[1..], [(At::Ports, "allow.0.ports".into(), Some(true), vec![])]);
    assert!(!found(Sample::default().resource(
        "google_compute_firewall.f",
        json!({"after": {"source_ranges": ["0.0.0.0/0"], "allow": [{"protocol": "tcp"}]}, "after_unknown": {"allow": [{"ports": true}]}})
    ))[0]
        .says
        .all_ports);
}

/// A rule of which one argument is known only after apply.
fn later(argument: &str, attribute: Option<&str>, more: &Value) -> Sample {
    let mut after = json!({"ip_protocol": "tcp", "from_port": 22, "to_port": 22});
    after.as_object_mut().unwrap().remove(argument);
    after.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut unknown = json!({});
    unknown[argument] = json!(true);
    let mut expressions = json!({});
    if let Some(attribute) = attribute {
        expressions[argument] = json!({"references": [format!("aws_x.y.{attribute}"), "aws_x.y"]});
    }
    let says = json!({"after": after, "after_unknown": unknown, "expressions": expressions});
    Sample::default().resource("aws_vpc_security_group_ingress_rule.r", says).with("aws_x.y", json!({}))
}

#[test]
fn a_source_that_is_not_known_is_listed_unless_it_is_one_address_or_network() {
    let unknown = vec![(At::Source, "cidr_ipv4".to_owned(), None, vec![(22, 22)])];
    assert_eq!(said(later("cidr_ipv4", Some("output"), &json!({}))), unknown);
    assert_eq!(found(later("cidr_ipv4", Some("output"), &json!({})))[0].why, LATER);
    for narrow in ["public_ip", "cidr_block", "ipv6_cidr_block", "network.0.ip_cidr_range"] {
        assert_eq!(said(later("cidr_ipv4", Some(narrow), &json!({}))), [], "{narrow}");
    }
    assert_eq!(said(later("cidr_ipv4", Some("description"), &json!({}))), unknown);
    // What the code leaves out is the provider's.
    assert_eq!(said(later("cidr_ipv4", None, &json!({}))), []);
    assert_eq!(said(later("cidr_ipv4", Some("output"), &json!({"cidr_ipv6": "::/0"}))), open("cidr_ipv6", &[(22, 22)]));
}

#[test]
fn a_port_that_is_not_known_is_listed_only_for_everybody() {
    let to = |more: Value| said(later("to_port", Some("output"), &more));
    let everybody = to(json!({"cidr_ipv4": "0.0.0.0/0"}));
    assert_eq!(everybody[1..], [(At::Ports, "to_port".into(), Some(true), vec![])]);
    assert_eq!(to(json!({"cidr_ipv4": "10.0.0.0/8"})), []);
    assert_eq!(to(json!({"cidr_ipv4": "0.0.0.0/0", "ip_protocol": "icmp"})), []);
}

#[test]
fn the_size_that_the_code_writes_makes_an_address_of_the_plan_narrow() {
    let of = |expression: &str| {
        let says = json!({"after": {"type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22},
            "after_unknown": {"cidr_blocks": true}, "expressions": {"cidr_blocks": {"references": ["aws_eip.office"]}}});
        let code = format!(
            "locals {{\n  addresses = [for e in aws_eip.office : \"${{e.public_ip}}/32\"]\n}}\n\
             resource \"aws_security_group_rule\" \"r\" {{\n  cidr_blocks = {expression}\n}}\n"
        );
        said(Sample::default().resource("aws_security_group_rule.r", says).code(&code)).len()
    };
    for narrow in [
        r#"[for e in aws_eip.office : "${e.public_ip}/32"]"#,
        r#"["${aws_eip.office[0].public_dns}/32", "10.0.0.0/8"]"#,
        r#"formatlist("%s/32", aws_eip.office[*].id)"#,
        r#"toset(concat([for e in aws_eip.office : format("%s/128", e.id)], local.addresses))"#,
        r#"var.wide ? ["${aws_eip.office[0].id}/24"] : ["10.1.0.0/16"]"#,
        "local.addresses",
        "[cidrsubnet(aws_eip.office[0].id, 8, 1)]",
    ] {
        assert_eq!(of(narrow), 0, "{narrow}");
    }
    for wide in [
        r#"[for e in aws_eip.office : "${e.public_ip}/0"]"#,
        r#"["${aws_eip.office[0].id}/32", var.more]"#,
        r#"["${aws_eip.office[0].id}/32", "0.0.0.0/0"]"#,
        r#"["${aws_eip.office[0].id}/${var.bits}"]"#,
        r#"var.wide ? ["${aws_eip.office[0].id}/32"] : var.all"#,
        r#"{for e in aws_eip.office : e.id => "${e.id}/32"}"#,
        "aws_eip.office[*].id",
    ] {
        assert_eq!(of(wide), 1, "{wide}");
    }
}

#[test]
fn rules_of_which_nothing_is_known_are_listed_as_a_whole() {
    for (address, argument) in [
        ("aws_security_group.g", "ingress"),
        ("azurerm_network_security_group.g", "security_rule"),
        ("google_compute_firewall.f", "allow"),
    ] {
        let mut says = json!({"after": {}});
        says["after_unknown"][argument] = json!(true);
        // What the code leaves out is the provider's; without the code nobody can tell.
        let (kind, name) = address.split_once('.').unwrap();
        let code = format!("resource \"{kind}\" \"{name}\" {{}}\n");
        assert_eq!(said(Sample::default().resource(address, says.clone()).code(&code)), [], "{address}");
        assert_eq!(said(Sample::default().resource(address, says.clone())).len(), 1, "{address}");
        says["expressions"][argument] = json!({"references": ["var.x"]});
        let whole = (At::Rule, argument.to_owned(), None, vec![]);
        assert_eq!(said(Sample::default().resource(address, says)), std::slice::from_ref(&whole), "{address}");
        let mut hidden = json!({});
        hidden["after"][argument] = json!([{"protocol": "tcp"}]);
        hidden["after_sensitive"][argument] = json!(true);
        assert_eq!(said(Sample::default().resource(address, hidden)), [whole], "{address}");
    }
}

#[test]
fn a_dynamic_block_leaves_no_trace_and_is_not_known_all_the_same() {
    let group = |block: Value, unknown: Value| {
        let says = json!({"after": {"ingress": [block]}, "after_unknown": {"ingress": [unknown]}, "expressions": {"ingress": []}});
        said(Sample::default().resource("aws_security_group.g", says))
    };
    let ssh = json!({"protocol": "tcp", "from_port": 22, "to_port": 22});
    let source = |path: &str, ports: &[(i64, i64)]| (At::Source, path.to_owned(), None, ports.to_vec());
    assert_eq!(group(ssh.clone(), json!({"cidr_blocks": true})), [source("ingress.0.cidr_blocks", &[(22, 22)])]);
    let all = json!({"cidr_blocks": true, "protocol": true, "from_port": true, "to_port": true});
    assert_eq!(group(json!({}), all), [source("ingress.0.cidr_blocks", &[])]);
    let open = json!({"protocol": "tcp", "from_port": 22, "cidr_blocks": ["0.0.0.0/0"]});
    assert_eq!(group(open, json!({"to_port": true}))[1].0, At::Ports);
    assert_eq!(group(json!(null), json!(true)), [(At::Rule, "ingress.0".to_owned(), None, vec![])]);
    let mut known = ssh;
    known["cidr_blocks"] = json!(["10.0.0.0/8"]);
    assert_eq!(group(known, json!({})), []);
}

#[test]
fn what_is_sensitive_is_not_known() {
    let ssh = rule("tcp", 22, 22, json!(["0.0.0.0/0"]));
    for (hidden, at, path) in [
        (json!({"cidr_blocks": true}), At::Source, "cidr_blocks"),
        (json!({"cidr_blocks": [true]}), At::Source, "cidr_blocks"),
        (json!({"protocol": true}), At::Ports, "protocol"),
        (json!({"from_port": true}), At::Ports, "from_port"),
        (json!({"type": true}), At::Source, "cidr_blocks.0"),
        (json!(true), At::Source, "cidr_blocks"),
    ] {
        let says = json!({"after": ssh, "after_sensitive": hidden});
        let found = found(Sample::default().resource("aws_security_group_rule.r", says));
        let fact = found.iter().find(|fact| fact.says.at == at && dotted(&fact.path) == path);
        assert_eq!(fact.map(|fact| fact.why.as_str()), Some(SENSITIVE), "{hidden}: {found:?}");
        assert!(found.iter().all(|fact| fact.says.everybody.is_none() || !fact.says.all_ports), "{hidden}");
    }
    let described =
        json!({"after": rule("tcp", 22, 22, json!(["10.0.0.0/8"])), "after_sensitive": {"description": true}});
    assert_eq!(said(Sample::default().resource("aws_security_group_rule.r", described)), []);
}

#[test]
fn a_list_of_networks_of_this_plan_is_looked_into() {
    let lists = |entries: Value, unknown: Value| {
        let list = json!({"after": {"entry": entries}, "after_unknown": {"id": true, "entry": unknown}});
        let rule = json!({"after": {"ip_protocol": "tcp", "from_port": 22, "to_port": 22}, "after_unknown": {"prefix_list_id": true},
            "expressions": {"prefix_list_id": {"references": ["aws_ec2_managed_prefix_list.l.id", "aws_ec2_managed_prefix_list.l"]}}});
        Sample::default()
            .resource("aws_ec2_managed_prefix_list.l", list)
            .resource("aws_vpc_security_group_ingress_rule.r", rule)
    };
    let office = json!([{"cidr": "10.8.0.0/16"}]);
    assert_eq!(said(lists(office.clone(), json!([]))), []);
    assert_eq!(
        said(lists(json!([{"cidr": "10.8.0.0/16"}, {"cidr": "0.0.0.0/0"}]), json!([]))),
        open("prefix_list_id", &[(22, 22)])
    );
    let unknown = vec![(At::Source, "prefix_list_id".to_owned(), None, vec![(22, 22)])];
    assert_eq!(said(lists(json!([{}]), json!([{"cidr": true}]))), unknown);
    let beside = |cidr: &str| {
        let entry = json!({"after": {"cidr": cidr}, "after_unknown": {"prefix_list_id": true},
            "expressions": {"prefix_list_id": {"references": ["aws_ec2_managed_prefix_list.l.id", "aws_ec2_managed_prefix_list.l"]}}});
        said(lists(office.clone(), json!([])).resource("aws_ec2_managed_prefix_list_entry.e", entry))
    };
    assert_eq!(beside("192.0.2.0/24"), []);
    assert_eq!(beside("::/0"), open("prefix_list_id", &[(22, 22)]));
}

#[test]
fn a_list_of_networks_of_somebody_else_is_not_looked_into() {
    let named = |expressions: Value| {
        let rule = json!({"after": {"ip_protocol": "tcp", "from_port": 22, "to_port": 22}, "after_unknown": {"prefix_list_id": true},
            "expressions": {"prefix_list_id": expressions}});
        let sample = Sample::default().resource("aws_vpc_security_group_ingress_rule.r", rule);
        said(sample.with("aws_vpc_endpoint.s3", json!({}))).len()
    };
    assert_eq!(named(json!({"references": ["aws_vpc_endpoint.s3.prefix_list_id", "aws_vpc_endpoint.s3"]})), 0);
    assert_eq!(named(json!({"references": ["var.list"]})), 1);
    let known = json!({"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "prefix_list_id": "pl-0123"});
    assert_eq!(with("aws_vpc_security_group_ingress_rule.r", known), []);
}
