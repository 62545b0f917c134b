use super::{UnreadPart, unread};
use crate::source::Span;

/// A plan around some members, all of which a plan may have.
fn plan(members: &str) -> String {
    format!("{{\"format_version\":\"1.2\",\"terraform_version\":\"1.14.0\",{members}}}")
}

fn found(members: &str) -> Vec<UnreadPart> {
    unread(&plan(members)).unwrap()
}

/// Key, what it stands in, and count of each part.
fn keys(members: &str) -> Vec<(String, &'static str, usize)> {
    found(members).into_iter().map(|part| (part.key, part.of, part.count)).collect()
}

#[test]
fn a_key_that_is_not_known_is_a_part_wherever_it_stands() {
    let cases: &[(&str, &str, &str)] = &[
        (r#""reboots":[{"a":1}]"#, "reboots", "the plan"),
        (
            r#""resource_changes":[{"address":"a.b","canary":true}]"#,
            "resource_changes[].canary",
            "the change of a resource",
        ),
        (
            r#""resource_changes":[{"change":{"actions":["no-op"],"rollout":{"step":1}}}]"#,
            "resource_changes[].change.rollout",
            "what a change does",
        ),
        (r#""resource_drift":[{"change":{"rollout":0}}]"#, "resource_drift[].change.rollout", "what a change does"),
        (r#""output_changes":{"url":{"sent_to":"x"}}"#, "output_changes.*.sent_to", "what a change does"),
        (
            r#""planned_values":{"root_module":{"child_modules":[{"stacks":[1]}]}}"#,
            "planned_values.root_module.child_modules[].stacks",
            "a module of a state",
        ),
        (
            r#""prior_state":{"values":{"root_module":{"resources":[{"locks":[1]}]}}}"#,
            "prior_state.values.root_module.resources[].locks",
            "a resource of a state",
        ),
        (
            r#""configuration":{"provider_config":{"aws":{"hooks":["x"]}}}"#,
            "configuration.provider_config.*.hooks",
            "a provider of the configuration",
        ),
        (
            r#""configuration":{"root_module":{"module_calls":{"m":{"module":{"resources":[{"provisioners":[{"when":"destroy"}]}]}}}}}"#,
            "configuration.root_module.module_calls.*.module.resources[].provisioners[].when",
            "a provisioner",
        ),
        (
            r#""checks":[{"instances":[{"problems":[{"message":"m","runs":"x"}]}]}]"#,
            "checks[].instances[].problems[].runs",
            "a check",
        ),
        (r#""Action_Invocations":[{}]"#, "Action_Invocations", "the plan"),
    ];
    for (members, key, of) in cases {
        assert_eq!(keys(members), [((*key).to_owned(), *of, 1)], "{members}");
    }
}

#[test]
fn a_key_that_holds_nothing_is_no_part() {
    for value in ["null", "false", "\"\"", "[]", "{}", "[ ]", "{ \n}"] {
        for members in [
            format!("\"reboots\": {value}"),
            format!("\"action_invocations\":{value}"),
            format!("\"deferred_changes\" : {value}"),
            format!("\"resource_changes\":[{{\"change\":{{\"rollout\":{value}}}}}]"),
        ] {
            assert_eq!(found(&members), [], "{members}");
        }
    }
}

#[test]
fn values_that_people_name_are_no_keys_of_the_plan() {
    let members = r#""variables":{"reboots":{"value":{"x":[1]}}},"timestamp":"t","applyable":true,
        "resource_changes":[{"change":{"after":{"reboots":[1]},"after_unknown":{"x":true}}}],
        "configuration":{"root_module":{"resources":[{"expressions":{"reboots":{"constant_value":1}}}],
        "actions":[{"address":"action.a.b","expressions":{"reboots":{}}}]}},
        "relevant_attributes":[{"resource":"a.b","attribute":["reboots"]}]"#;
    assert_eq!(found(members), []);
}

#[test]
fn the_same_key_at_many_places_is_one_part_at_the_first() {
    let text = plan(r#""resource_changes":[{"canary":true},{},{"canary":false},{"canary":[1,2]}]"#);
    let parts = unread(&text).unwrap();
    assert_eq!(parts.iter().map(|part| part.count).collect::<Vec<_>>(), [2]);
    let start = text.find("\"canary\"").unwrap();
    assert_eq!(parts[0].span, Span::new(start, start + "\"canary\"".len()));
}

#[test]
fn an_action_says_what_it_is_and_what_runs_it() {
    let text = plan(
        r#""action_invocations": [
        {"address":"action.aws_lambda_invoke.a","type":"aws_lambda_invoke","config_values":{"token":"x"},"invoke_action_trigger":{}},
        {"address":"action.local_command.b","type":"local_command","lifecycle_action_trigger":
            {"triggering_resource_address":"aws_instance.web[0]","action_trigger_event":"AfterCreate","on_failure":"halt"}},
        {"unheard_of": 1}]"#,
    );
    let parts = unread(&text).unwrap();
    let what = |part: &UnreadPart| {
        let what = part.what.clone().unwrap_or_default();
        [what.address, what.kind, what.trigger, what.event].join("|")
    };
    let expected = [
        "action.aws_lambda_invoke.a|aws_lambda_invoke||",
        "action.local_command.b|local_command|aws_instance.web[0]|AfterCreate",
        "|||",
    ];
    assert_eq!(parts.iter().map(what).collect::<Vec<_>>(), expected);
    for part in &parts {
        assert!(text.get(part.span.start..part.span.end).is_some_and(|entry| entry.starts_with('{')), "{part:?}");
    }
}

#[test]
fn what_is_left_to_another_plan_says_why() {
    let parts = found(
        r#""deferred_changes":[{"reason":"provider_config_unknown","resource_change":{"address":"a.b","type":"a"}}],
        "deferred_action_invocations":[{"reason":"absent_prereq","action_invocation":{"address":"action.x.y","type":"x"}}]"#,
    );
    let said: Vec<_> = parts.iter().map(|part| (part.key.as_str(), part.reason.as_str())).collect();
    let expected = [("deferred_changes", "provider_config_unknown"), ("deferred_action_invocations", "absent_prereq")];
    assert_eq!(said, expected);
    assert_eq!(parts[0].what.as_ref().map(|what| what.address.as_str()), Some("a.b"));
}

#[test]
fn lists_of_any_length_and_form_end_in_few_parts() {
    let many = vec!["{}"; 5000].join(",");
    let listed = found(&format!("\"action_invocations\":[{many}]"));
    assert_eq!((listed.len(), listed.iter().map(|part| part.count).sum::<usize>()), (101, 5000));
    let odd = found(r#""action_invocations":{"first":{"address":"action.a.b"}}"#);
    assert_eq!((odd.len(), odd[0].count), (1, 1));
    let keys: Vec<String> = (0..5000).map(|key| format!("\"k{key}\":1")).collect();
    let listed = found(&keys.join(","));
    assert_eq!((listed.len(), listed.iter().map(|part| part.count).sum::<usize>()), (100, 5000));
}

#[test]
fn a_section_of_another_type_than_the_tool_writes_is_passed_over() {
    for members in [
        r#""checks":7"#,
        r#""checks":"x""#,
        r#""checks":null"#,
        r#""checks":{"a":{}}"#,
        r#""planned_values":[1.5,-1,[]]"#,
    ] {
        assert_eq!(found(members), [], "{members}");
    }
}
