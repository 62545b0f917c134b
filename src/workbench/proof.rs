//! What proves a policy, ready to be put to other texts of it: a test of the tests.

use std::sync::Arc;

use super::fixture::Ready;
use crate::engine::{Guards, Judge, Settings, Suite, TestOutcome};
use crate::policy::Policy;
use crate::source::Source;

/// The unit tests and the fixtures of one policy. Fixtures are read once, whatever number of texts is tried.
pub struct Proof {
    policy: Policy,
    tests: Vec<Arc<Source>>,
    /// The fixtures by what their own configuration says.
    fixtures: Vec<(Settings, Vec<Ready>)>,
    libraries: Vec<(String, String)>,
}

impl Proof {
    pub(super) fn new(
        policy: Policy,
        tests: Vec<Arc<Source>>,
        ready: impl Iterator<Item = Ready>,
        libraries: Vec<(String, String)>,
    ) -> Self {
        let mut fixtures: Vec<(Settings, Vec<Ready>)> = Vec::new();
        for ready in ready {
            match fixtures.iter_mut().find(|(settings, _)| *settings == ready.settings) {
                Some((_, alike)) => alike.push(ready),
                None => fixtures.push((ready.settings.clone(), vec![ready])),
            }
        }
        Self { policy, tests, fixtures, libraries }
    }

    /// The policy as it is written.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Runs everything with another text of the policy.
    ///
    /// # Errors
    /// What objects to it first.
    pub fn holds_for(&self, text: &str) -> Result<(), Objection> {
        let policy = Policy { text: text.to_owned(), ..self.policy.clone() };
        self.holds(&policy, &self.libraries)
    }

    /// Runs everything with another text of a library.
    ///
    /// # Errors
    /// What objects to it first.
    pub fn holds_with_library(&self, library: &str, text: &str) -> Result<(), Objection> {
        let mut libraries = self.libraries.clone();
        libraries.iter_mut().filter(|(file, _)| file == library).for_each(|(_, old)| text.clone_into(old));
        self.holds(&self.policy, &libraries)
    }

    fn holds(&self, policy: &Policy, libraries: &[(String, String)]) -> Result<(), Objection> {
        for test in &self.tests {
            let suite = Suite::load(Some(policy), test.path().as_str(), test.text(), libraries);
            let suite = suite.map_err(Objection::Load)?;
            for name in suite.tests() {
                if let TestOutcome::Failed(why) = suite.run(name) {
                    return Err(Objection::Unit(format!("{name}: {why}")));
                }
            }
        }
        for (settings, fixtures) in &self.fixtures {
            let judge = Judge::new(vec![policy.clone()], libraries.to_vec(), settings.clone());
            let judge = judge.with_guards(Guards::Derived);
            fixtures.iter().try_for_each(|ready| ready.judged_by(&judge)).map_err(Objection::Fixture)?;
        }
        Ok(())
    }
}

/// What objects to a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Objection {
    /// It does not load.
    #[error("{0}")]
    Load(String),
    /// A unit test fails.
    #[error("{0}")]
    Unit(String),
    /// A good or bad file is judged otherwise than expected.
    #[error("{0}")]
    Fixture(String),
}
