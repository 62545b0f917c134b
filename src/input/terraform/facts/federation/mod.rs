//! Roles of AWS that runs of pipelines take by the identity which the forge gives them, and which runs may do so.
//!
//! A condition of the trust policy compares claims of the run: `sub` names its repository and its branch, tag or
//! environment. What a pattern lets in is found out by asking it about runs that nobody has decided on: another
//! repository, another branch, a pull request.

mod claim;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

use self::claim::{Claim, Limits};
use super::argument::Resources;
use super::grant::{Grant, Holder, Kind, Limit};
use super::kleene::any;
use super::statement::Effect;
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};

/// The action by which a role is taken with a token of an identity provider.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>
const ACTIONS: &[&str] = &["sts:assumerolewithwebidentity", "sts:*", "sts:assumerole*", "*"];

/// The resource that is an identity provider.
const PROVIDER: &str = "aws_iam_openid_connect_provider";

/// The issuer of the tokens of GitHub.
/// <https://docs.github.com/en/actions/reference/security/oidc>
const GITHUB: &str = "token.actions.githubusercontent.com";
/// The end of that of a GitHub Enterprise Server.
const GITHUB_SERVER: &str = "/_services/token";
/// The issuer of the tokens of GitLab.com; a server of one's own has its own name.
/// <https://docs.gitlab.com/ci/secrets/id_token_authentication/>
const GITLAB: &str = "gitlab.com";

/// A role that runs of pipelines may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Federation {
    /// Who says which run it is: the host of the issuer, such as `token.actions.githubusercontent.com`; empty where the
    /// trust policy cannot be read.
    pub issuer: String,
    /// What the claims of a run are compared with, as `sub repo:acme/pay:ref:refs/heads/main`.
    pub asked: Vec<String>,
    /// Whether runs of a repository that nobody named may take it. Null when that is not known.
    pub any_repository: Option<bool>,
    /// Whether runs of a branch that nobody named, of a pull request or of an environment that anybody can name may take
    /// it. Null when that is not known.
    pub any_branch: Option<bool>,
}

/// A forge whose runs have an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forge {
    GitHub,
    GitLab,
}

/// Those of a plan: one for each statement of a trust policy that lets runs of a forge in.
pub(super) fn federations(grants: &[Fact<Grant>], resources: &Resources<'_>) -> Vec<Fact<Federation>> {
    grants.iter().filter_map(|grant| federation(grant, resources)).collect()
}

fn federation(grant: &Fact<Grant>, resources: &Resources<'_>) -> Option<Fact<Federation>> {
    let says = &grant.says;
    if says.holder != Holder::Trust || says.effect == Some(Effect::Deny) {
        return None;
    }
    if says.kind == Kind::Document {
        return Some(unread(grant));
    }
    if says.kind != Kind::Statement || !may_be_taken(says) {
        return None;
    }
    let (forge, issuer) = issuer(says, resources)?;
    let limits = says.conditions.iter().filter_map(|condition| limits(forge, &issuer, condition));
    let limits = limits.fold(Limits::NONE, Limits::and);
    let asked = says.conditions.iter().filter_map(|condition| Some((claim(&issuer, condition)?, condition)));
    let asked =
        asked.flat_map(|(claim, condition)| condition.values.iter().map(move |value| format!("{claim} {value}")));
    let federation = Federation {
        asked: asked.collect(),
        any_repository: limits.any_repository,
        any_branch: limits.any_branch,
        issuer,
    };
    let open = federation.any_repository.is_none() || federation.any_branch.is_none();
    let why = if open { "what the claims of a run are compared with is not known".to_owned() } else { String::new() };
    let Fact { loc, path, about, via, .. } = grant.clone();
    Some(Fact { loc, path, about, says: federation, why, via })
}

/// A trust policy of which nobody can tell what else it says.
fn unread(grant: &Fact<Grant>) -> Fact<Federation> {
    let says = Federation { issuer: String::new(), asked: Vec::new(), any_repository: None, any_branch: None };
    let Fact { loc, path, about, why, via, .. } = grant.clone();
    Fact { loc, path, about, says, why, via }
}

/// Whether a statement lets somebody take the role with a token.
fn may_be_taken(grant: &Grant) -> bool {
    let named = |action: &String| ACTIONS.contains(&action.to_ascii_lowercase().as_str());
    !grant.actions.whole || grant.actions.every == Some(true) || grant.actions.listed.iter().any(named)
}

/// The forge whose runs a statement is about, with its issuer.
fn issuer(grant: &Grant, resources: &Resources<'_>) -> Option<(Forge, String)> {
    let of_principals = grant.who.listed.iter().filter_map(|who| {
        let provider = who.name.strip_suffix(".arn").and_then(|address| resources.at(address));
        match provider.filter(|resource| resource.kind == PROVIDER).and_then(url) {
            Some(url) => Some(url),
            None => who.name.split_once(":oidc-provider/").map(|(_, issuer)| issuer.to_owned()),
        }
    });
    let of_claims = grant.conditions.iter().filter_map(|it| it.key.rsplit_once(':')).map(|(of, _)| of.to_owned());
    let issuers: Vec<String> = of_principals.chain(of_claims).collect();
    issuers.into_iter().find_map(|issuer| Some((forge(&issuer, grant)?, issuer)))
}

/// The issuer of an identity provider of the plan.
fn url(provider: &Resource) -> Option<String> {
    let url = provider.at(&[Segment::Key("url".to_owned())]).known()?.as_str()?;
    Some(url.trim_start_matches("https://").trim_end_matches('/').to_owned())
}

/// The forge of an issuer. A GitLab of one's own is told by what is asked of its runs.
fn forge(issuer: &str, grant: &Grant) -> Option<Forge> {
    let issuer = issuer.to_ascii_lowercase();
    // An enterprise may have an issuer of its own below that of all.
    if issuer == GITHUB || issuer.starts_with(&format!("{GITHUB}/")) || issuer.ends_with(GITHUB_SERVER) {
        return Some(Forge::GitHub);
    }
    let asks = |value: &String| value.starts_with("project_path:");
    let of_issuer = |it: &&Limit| it.key.rsplit_once(':').is_some_and(|(of, _)| of.eq_ignore_ascii_case(&issuer));
    let asked = grant.conditions.iter().filter(of_issuer).any(|it| it.values.iter().any(asks));
    (issuer == GITLAB || asked).then_some(Forge::GitLab)
}

/// The claim that a condition is about, if it is one of the issuer.
fn claim<'c>(issuer: &str, condition: &'c Limit) -> Option<&'c str> {
    let (of, claim) = condition.key.rsplit_once(':')?;
    of.eq_ignore_ascii_case(issuer).then_some(claim)
}

/// What a condition keeps out. Nothing where it is not about the run.
fn limits(forge: Forge, issuer: &str, condition: &Limit) -> Option<Limits> {
    if condition.key.is_empty() || condition.values.is_empty() {
        return Some(Limits::UNKNOWN);
    }
    let claim = Claim::of(forge, claim(issuer, condition)?)?;
    let operator = condition.operator.to_ascii_lowercase();
    let operator = operator.strip_suffix("ifexists").unwrap_or(&operator);
    let operator = operator.rsplit(':').next().unwrap_or_default();
    let wildcards = match operator {
        "stringequals" | "stringequalsignorecase" => false,
        "stringlike" => true,
        "" => return Some(Limits::UNKNOWN),
        // What is left out leaves all the others.
        _ => return None,
    };
    let of_values = condition.values.iter().map(|value| claim.limits(value, wildcards));
    let unknown = (!condition.whole).then_some(Limits::UNKNOWN);
    let all: Vec<Limits> = of_values.chain(unknown).collect();
    // One value is enough.
    Some(Limits {
        any_repository: any(all.iter().map(|it| it.any_repository)),
        any_branch: any(all.iter().map(|it| it.any_branch)),
    })
}
