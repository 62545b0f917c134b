//! Rules that keep everybody out before others let them in.
//!
//! Azure and Google try the rules of a group by their priority, and the first that fits decides; of two of one priority the
//! one that denies does, in Google. Only a rule of which all is known, and that is about everybody and every machine, takes
//! something away: one that may keep somebody out proves nothing.
//! <https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules>
//! <https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules>

use std::collections::BTreeMap;

use serde_json::Value;

use super::ports::{ANY_PROTOCOL, Ports};
use super::rule::{Rule, Wording};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, Resources, path};
use crate::input::terraform::facts::network::is_word_for_everybody;
use crate::input::terraform::model::Resource;

/// The firewall of Google, whose rules that deny are blocks of their own.
const FIREWALL: &str = "google_compute_firewall";

/// The group of Azure and the rules that stand beside it.
const GROUP: &str = "azurerm_network_security_group";
const RULE: &str = "azurerm_network_security_rule";

/// The priority of a rule of Google that does not say any.
const USUAL: i64 = 1000;

/// The networks of everybody.
const EVERYBODY: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// A rule that keeps everybody out.
#[derive(Debug)]
struct Denial {
    /// It decides over rules of a higher number.
    before: i64,
    protocol: String,
    ports: Vec<Ports>,
    /// Which of the networks of everybody it is about.
    networks: [bool; 2],
}

/// The rules that keep everybody out, by what they belong to.
#[derive(Debug, Default)]
pub(super) struct Denials {
    by_group: BTreeMap<String, Vec<Denial>>,
}

impl Denials {
    /// Those of a plan whose rules are worded so.
    pub(super) fn of(resources: &Resources<'_>, wordings: &[Wording]) -> Self {
        let mut denials = Self::default();
        for wording in wordings.iter().filter(|wording| is_ordered(&wording.kind)) {
            let wording = wording.of_denials();
            for resource in resources.existing(&wording.kind) {
                for base in resource.expand(&wording.rule).into_iter().flatten() {
                    denials.add(resources, &Rule { resource, base, wording: &wording });
                }
            }
        }
        denials
    }

    fn add(&mut self, resources: &Resources<'_>, rule: &Rule<'_>) {
        let ports = rule.ports();
        let known = ports.open.is_empty() && is_for_all_machines(rule) && denies(rule);
        let Some((group, number)) = group(resources, rule).zip(priority(rule)).filter(|_| known) else { return };
        let networks = networks(rule);
        let before = if rule.wording.kind == FIREWALL { number } else { number.saturating_add(1) };
        let protocol = protocol(rule);
        let denial = Denial { before, protocol, ports: ports.known, networks };
        self.by_group.entry(group).or_default().push(denial);
    }

    /// What of the ports of a rule for everybody is left.
    pub(super) fn left(&self, resources: &Resources<'_>, rule: &Rule<'_>, ports: &[Ports]) -> Vec<Ports> {
        let denials = || self.by_group.get(&group(resources, rule)?);
        let Some((denials, number)) = denials().zip(priority(rule)) else { return ports.to_vec() };
        let (own, wanted) = (protocol(rule), networks(rule));
        let fits = |denial: &&Denial| {
            let of_protocol = ANY_PROTOCOL.contains(&denial.protocol.as_str()) || denial.protocol == own;
            let of_networks = wanted.iter().zip(denial.networks).all(|(wanted, there)| !wanted || there);
            denial.before <= number && of_protocol && of_networks
        };
        let denied = denials.iter().filter(fits).flat_map(|denial| &denial.ports);
        denied.fold(ports.to_vec(), |left, denied| left.into_iter().flat_map(|range| range.without(*denied)).collect())
    }
}

/// Whether the rules of a type are tried in an order.
fn is_ordered(kind: &str) -> bool {
    matches!(kind, FIREWALL | GROUP | RULE)
}

/// Whether a rule surely keeps out what fits.
fn denies(rule: &Rule<'_>) -> bool {
    let says = |argument: &str, word: &str| {
        rule.argument(&rule.path(argument)).text().is_some_and(|text| text.eq_ignore_ascii_case(word))
    };
    if rule.wording.kind != FIREWALL {
        return says("direction", "Inbound") && says("access", "Deny");
    }
    let disabled = rule.argument(&path("disabled"));
    let on = matches!(disabled, Argument::Absent) || disabled.known() == Some(&Value::Bool(false));
    let inward = matches!(rule.argument(&path("direction")), Argument::Absent) || says("/direction", "INGRESS");
    on && inward
}

/// Whether a rule is about every machine of its group, from every port.
fn is_for_all_machines(rule: &Rule<'_>) -> bool {
    let none = |argument: &str| match rule.argument(&rule.path(argument)) {
        Argument::Absent => true,
        Argument::Known(value) => value.as_array().is_some_and(Vec::is_empty),
        Argument::Unknown(_) => false,
    };
    let all = |argument: &str| none(argument) || rule.argument(&rule.path(argument)).text() == Some("*");
    if rule.wording.kind == FIREWALL {
        let narrow = ["target_tags", "target_service_accounts", "source_tags", "source_service_accounts"];
        return ["destination_ranges"].iter().chain(&narrow).all(|argument| none(&format!("/{argument}")));
    }
    let lists = [
        "destination_address_prefixes",
        "destination_application_security_group_ids",
        "source_application_security_group_ids",
        "source_port_ranges",
    ];
    all("destination_address_prefix") && all("source_port_range") && lists.iter().all(|argument| none(argument))
}

/// The number of a rule in its order.
fn priority(rule: &Rule<'_>) -> Option<i64> {
    let google = rule.wording.kind == FIREWALL;
    match rule.argument(&rule.path(if google { "/priority" } else { "priority" })) {
        Argument::Known(number) => number.as_i64(),
        Argument::Absent => google.then_some(USUAL),
        Argument::Unknown(_) => None,
    }
}

fn protocol(rule: &Rule<'_>) -> String {
    rule.argument(&rule.path(&rule.wording.protocol)).text().map(str::to_ascii_lowercase).unwrap_or_default()
}

/// Which of the networks of everybody a rule is about.
fn networks(rule: &Rule<'_>) -> [bool; 2] {
    let texts: Vec<&str> = rule.sources_known().collect();
    let anybody = texts.iter().any(|text| is_word_for_everybody(text));
    let none = texts.is_empty() && rule.wording.kind == FIREWALL;
    let [v4, v6] = EVERYBODY.map(|network| anybody || texts.contains(&network));
    [v4 || none, v6]
}

/// What a rule belongs to: the group or network, by its address in the plan, or by its name.
fn group(resources: &Resources<'_>, rule: &Rule<'_>) -> Option<String> {
    let resource: &Resource = rule.resource;
    let named = |argument: &str| {
        let at: Vec<Segment> = path(argument);
        let mut made = resources.at_end_of(resource, &at);
        let address = made.next().map(str::to_owned);
        address.or_else(|| resource.argument(&at).text().map(|name| format!("{argument} {name}")))
    };
    match rule.wording.kind.as_str() {
        GROUP => Some(resource.address.clone()),
        RULE => {
            let group = named("network_security_group_name")?;
            let is_address = group.starts_with(GROUP) || group.contains(&format!(".{GROUP}."));
            if is_address { Some(group) } else { Some(format!("{group} {}", named("resource_group_name")?)) }
        }
        _ => named("network"),
    }
}
