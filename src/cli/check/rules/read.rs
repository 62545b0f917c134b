//! Reads every file of the rules, and holds them to what organisations ask for.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::super::super::args::Check;
use super::super::super::error::CliError;
use super::super::{extends, pipelines};
use super::Rules;
use super::folder::{check_folder, own_file, user_policies};
use crate::baseline::{self, BASELINE_PATH};
use crate::config::{self, CONFIG_PATH, Config, InForce, Known, Places};
use crate::engine::known;
use crate::limits::LIMITS;
use crate::minimum::{self, Minimum};
use crate::outcome::RulesFrom;
use crate::policy::{Edition, Policy, bundled, editions, knowledge};
use crate::source::{Files, RepoPath, Source};
use crate::waiver::emergency::{self, EMERGENCY_PATH};
use crate::waiver::{self, WAIVERS_PATH};

/// Reads the rules that a tree or a commit holds.
pub(super) fn read(
    files: &dyn Files,
    from: RulesFrom,
    (root, call, today): (&Path, &Check, Date),
) -> Result<Rules, CliError> {
    check_folder(files, &from)?;
    let (bundled, editions) = (bundled()?, editions()?);
    let config_source = own_file(files, CONFIG_PATH, LIMITS.policy_bytes)?;
    let config: Config = config_source.as_deref().map(config::typed).transpose()?.unwrap_or_default();
    let extended = extends::load(root, call, config_source.as_deref(), &config.extends)?;
    let user_policies = user_policies(files, &bundled, &extended)?;
    let bundled_knowledge = knowledge()?;
    // The rows of organisations count first: those of a repository change nothing that they say.
    let tables: Vec<(String, Arc<Source>)> =
        extended.iter().flat_map(|it| it.tables.iter().cloned()).chain(config::tables(files)?).collect();
    let knowledge = config::united(&tables)?;
    let policies: Vec<&Policy> = bundled.iter().chain(&user_policies).collect();
    let known: Vec<Known> = policies.iter().map(|policy| known(policy)).collect();
    let minima = extends::minima(&extended, &bundled)?;
    let config = holding(config, config_source.as_deref(), (&policies, &known, &editions), &minima, today)?;
    let config = Config { edition: call.as_of.clone().or(config.edition), ..config };
    let in_force = InForce::on(today, &config, &policies, &editions);
    let waivers_source = own_file(files, WAIVERS_PATH, LIMITS.policy_bytes)?;
    let waivers = waivers_source.as_deref().map(|source| waiver::read(source, &known)).transpose()?.unwrap_or_default();
    let emergencies_source = own_file(files, EMERGENCY_PATH, LIMITS.policy_bytes)?;
    let emergencies = emergencies_source.as_deref().map(|source| emergency::read(source, &known));
    let emergencies = emergencies.transpose()?.unwrap_or_default();
    let baseline = own_file(files, BASELINE_PATH, LIMITS.baseline_bytes)?;
    let baseline = baseline.map(|source| baseline::read(&source).map(|read| (read, source))).transpose()?;
    if let Some(source) = waivers_source.as_deref() {
        minimum::waivers(&waivers, source, &minima, today)?;
    }
    if let Some(source) = emergencies_source.as_deref() {
        minimum::emergencies(&emergencies, source, &minima)?;
    }
    if let Some((baseline, source)) = &baseline {
        minimum::baseline(baseline, source, &minima, today)?;
    }
    Ok(Rules {
        from,
        config,
        config_source,
        in_force,
        bundled,
        user_policies,
        knowledge,
        bundled_knowledge,
        tables: tables.into_iter().map(|(_, source)| source).collect(),
        waivers,
        waivers_source,
        baseline,
        emergencies,
        emergencies_source,
        extended,
        minima,
        base: None,
    })
}

/// The policies that a tree and its organisations add to those of gate, whatever else of its rules cannot be used.
pub(in super::super) fn added_policies(
    files: &dyn Files,
    (root, call): (&Path, &Check),
) -> Result<Vec<Policy>, CliError> {
    let source = own_file(files, CONFIG_PATH, LIMITS.policy_bytes)?;
    let config: Config = source.as_deref().map(config::typed).transpose()?.unwrap_or_default();
    user_policies(files, &bundled()?, &extends::load(root, call, source.as_deref(), &config.extends)?)
}

/// The configuration that holds: what the repository says, checked, and what the minima ask for besides.
fn holding(
    config: Config,
    source: Option<&Source>,
    (policies, known, editions): (&[&Policy], &[Known], &[Edition]),
    minima: &[Minimum],
    today: Date,
) -> Result<Config, CliError> {
    let missing = || RepoPath::new(CONFIG_PATH).map(|path| Source::from_text(path, ""));
    let Some(written) = source.cloned().or_else(missing) else { return Ok(config) };
    let config = config::check(&written, config, known, editions)?;
    pipelines::check(&written, &config)?;
    config::within_reach(&written, &config, today)?;
    if minima.is_empty() {
        return Ok(config);
    }
    Ok(minimum::tighten(&config, &Places::of(&written), minima, policies)?)
}
