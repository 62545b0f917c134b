#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use serde_json::{Value, json};

use super::claim::Claim;
use super::{Federation, Forge, federations};
use crate::input::Fact;
use crate::input::terraform::facts::argument::Resources;
use crate::input::terraform::facts::grant::grants;
use crate::input::terraform::facts::sample::Sample;
use crate::input::terraform::facts::statement::Documents;
use crate::knowledge::Knowledge;

const GITHUB: &str = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const GITLAB: &str = "arn:aws:iam::123456789012:oidc-provider/gitlab.acme.example";
const TAKE: &str = "sts:AssumeRoleWithWebIdentity";

fn of(sample: Sample) -> Vec<Fact<Federation>> {
    let plan = sample.plan();
    let resources = Resources::of(&plan);
    let grants = grants(&resources, &Documents::new(&resources), &Knowledge::default());
    federations(&grants, &resources)
}

/// Whether any repository and any branch may take a role whose trust policy has this statement; nothing where no run may.
fn trusted(statement: Value) -> Option<(Option<bool>, Option<bool>)> {
    let policy = json!({"Statement": statement}).to_string();
    let found = of(Sample::default().with("aws_iam_role.deploy", json!({"assume_role_policy": policy})));
    for fact in &found {
        let open = fact.says.any_repository.is_none() || fact.says.any_branch.is_none();
        assert_eq!(open, !fact.why.is_empty(), "{fact:?}");
    }
    found.first().map(|fact| (fact.says.any_repository, fact.says.any_branch))
}

fn with(provider: &str, condition: Value) -> Option<(Option<bool>, Option<bool>)> {
    let statement =
        json!({"Effect": "Allow", "Action": TAKE, "Principal": {"Federated": provider}, "Condition": condition});
    trusted(statement)
}

const NONE: (Option<bool>, Option<bool>) = (Some(false), Some(false));
const BRANCH: (Option<bool>, Option<bool>) = (Some(false), Some(true));
const ALL: (Option<bool>, Option<bool>) = (Some(true), Some(true));
const UNKNOWN: (Option<bool>, Option<bool>) = (None, None);

#[test]
fn a_subject_says_which_runs_are_let_in() {
    for (forge, operator, value, expected) in [
        (Forge::GitHub, "StringEquals", "repo:acme/pay:ref:refs/heads/main", NONE),
        (Forge::GitHub, "StringEquals", "repo:acme/pay:environment:production", NONE),
        (Forge::GitHub, "StringEquals", "repo:acme/pay:pull_request", BRANCH),
        // Without wildcards it lets nobody in.
        (Forge::GitHub, "StringEquals", "repo:acme/*", NONE),
        (Forge::GitHub, "StringLike", "repo:acme/pay:ref:refs/heads/main", NONE),
        (Forge::GitHub, "StringLike", "repo:acme/pay:ref:refs/heads/release/*", NONE),
        (Forge::GitHub, "StringLike", "repo:acme/pay:ref:refs/tags/v*", NONE),
        (Forge::GitHub, "StringLike", "repo:acme/pay:environment:prod-*", NONE),
        (Forge::GitHub, "StringLike", "repo:acme/pay:*", BRANCH),
        (Forge::GitHub, "StringLike", "repo:acme/pay:ref:*", BRANCH),
        (Forge::GitHub, "StringLike", "repo:acme/pay:ref:refs/heads/*", BRANCH),
        (Forge::GitHub, "StringLike", "repo:acme/pay:environment:*", BRANCH),
        (Forge::GitHub, "StringLike", "repo:acme/pay:pull_?equest", BRANCH),
        (Forge::GitHub, "StringLike", "repo:acme/pay*", ALL),
        (Forge::GitHub, "StringLike", "repo:acme/*", ALL),
        (Forge::GitHub, "StringLike", "repo:*", ALL),
        (Forge::GitHub, "StringLike", "*", ALL),
        (Forge::GitHub, "StringLike", "repo:acme/*:ref:refs/heads/main", (Some(true), Some(false))),
        (Forge::GitHub, "StringLike", "repo:acme/*:*", ALL),
        (Forge::GitHub, "StringLike", "repository_id:1:job_workflow_ref:acme/*", UNKNOWN),
        (Forge::GitLab, "StringEquals", "project_path:acme/pay:ref_type:branch:ref:main", NONE),
        (Forge::GitLab, "StringLike", "project_path:acme/pay:ref_type:branch:ref:main", NONE),
        (Forge::GitLab, "StringLike", "project_path:acme/pay:ref_type:*:ref:main", NONE),
        (Forge::GitLab, "StringLike", "project_path:acme/pay:ref_type:branch:ref:*", BRANCH),
        (Forge::GitLab, "StringLike", "project_path:acme/pay:*", BRANCH),
        (Forge::GitLab, "StringLike", "project_path:acme/*:ref_type:branch:ref:main", (Some(true), Some(false))),
        (Forge::GitLab, "StringLike", "project_path:acme/*", ALL),
    ] {
        let provider = if forge == Forge::GitHub { GITHUB } else { GITLAB };
        let issuer = provider.split_once(":oidc-provider/").unwrap().1;
        let key = format!("{issuer}:sub");
        assert_eq!(with(provider, json!({operator: {key: value}})), Some(expected), "{operator} {value}");
    }
}

#[test]
fn other_claims_count_and_all_conditions_together() {
    let key = |claim: &str| format!("token.actions.githubusercontent.com:{claim}");
    for (claim, value, expected) in [
        ("repository", "acme/pay", BRANCH),
        ("repository", "acme/*", ALL),
        ("repository_owner", "acme", ALL),
        ("ref", "refs/heads/main", (Some(true), Some(false))),
        ("ref", "refs/heads/*", ALL),
        ("environment", "production", (Some(true), Some(false))),
        ("environment", "*", ALL),
        ("job_workflow_ref", "acme/ci/.github/workflows/deploy.yml@refs/heads/main", NONE),
        ("job_workflow_ref", "acme/ci/.github/workflows/deploy.yml@*", ALL),
        ("aud", "sts.amazonaws.com", ALL),
        ("actor", "octocat", ALL),
    ] {
        assert_eq!(with(GITHUB, json!({"StringLike": {key(claim): value}})), Some(expected), "{claim} {value}");
    }
    let both = json!({"StringEquals": {key("repository"): "acme/pay", key("ref"): "refs/heads/main"}});
    assert_eq!(with(GITHUB, both), Some(NONE));
    // One value is enough, what is left out leaves the others, and a claim is never missing.
    for (condition, expected) in [
        (json!({"StringLike": {key("sub"): ["repo:acme/pay:ref:refs/heads/main", "repo:acme/pay:*"]}}), BRANCH),
        (json!({"StringNotLike": {key("sub"): "repo:acme/pay:pull_request"}}), ALL),
        (json!({"ForAllValues:StringEquals": {key("sub"): "repo:acme/pay:environment:live"}}), NONE),
        (json!({"StringEqualsIfExists": {key("sub"): "repo:acme/pay:environment:live"}}), NONE),
        (json!({"StringEquals": {"aws:SourceIp": "10.0.0.0/8"}}), ALL),
        (json!({}), ALL),
    ] {
        assert_eq!(with(GITHUB, condition.clone()), Some(expected), "{condition}");
    }
}

#[test]
fn only_roles_that_runs_of_a_forge_may_take_are_here() {
    let other = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/AB";
    for statement in [
        json!({"Effect": "Deny", "Action": TAKE, "Principal": {"Federated": GITHUB}}),
        json!({"Effect": "Allow", "Action": "sts:TagSession", "Principal": {"Federated": GITHUB}}),
        json!({"Effect": "Allow", "Action": TAKE, "Principal": {"Federated": other}}),
        json!({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}),
    ] {
        assert_eq!(trusted(statement.clone()), None, "{statement}");
    }
    for provider in [
        "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com/acme",
        "arn:aws:iam::123456789012:oidc-provider/github.acme.example/_services/token",
    ] {
        assert_eq!(with(provider, json!({})), Some(ALL), "{provider}");
    }
}

#[test]
fn a_provider_of_the_plan_is_known_by_its_url() {
    let policy = json!({"Statement": {"Effect": "Allow", "Action": TAKE,
        "Principal": {"Federated": {"$reference": "aws_iam_openid_connect_provider.forge.arn"}},
        "Condition": {"StringEquals": {"gitlab.com:sub": "project_path:acme/pay:ref_type:branch:ref:main"}}}});
    let trust = policy.to_string().replace(r#"{"$reference":"aws_iam_openid_connect_provider.forge.arn"}"#, r#""x""#);
    let role = json!({"assume_role_policy": trust});
    let found = of(Sample::default().with("aws_iam_role.deploy", role));
    // Its own key names the issuer too.
    assert_eq!(found.first().map(|fact| fact.says.issuer.as_str()), Some("gitlab.com"));
    assert_eq!(found[0].says.asked, ["sub project_path:acme/pay:ref_type:branch:ref:main"]);
}

#[test]
fn claims_have_names_of_their_forge() {
    assert_eq!(Claim::of(Forge::GitLab, "repository"), None);
    assert_eq!(Claim::of(Forge::GitHub, "Repository"), Some(Claim::Repository));
    assert_eq!(Claim::of(Forge::GitLab, "project_path"), Some(Claim::Repository));
}
