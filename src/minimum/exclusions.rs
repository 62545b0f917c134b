//! What a repository may leave out, and who may answer for that.

use super::By;
use super::bounds::Bounds;
use super::overlap::{Overlap, Reach};
use crate::config::{ConfigError, Exclusion, Way};
use crate::source::visible::is_deceptive;
use crate::waiver::is_named;

impl Bounds<'_> {
    /// The exclusions of the repository, one by one. They are measured by their patterns and not by the files that there
    /// are today: a file that somebody adds tomorrow is covered without a word.
    pub(super) fn exclusions(&self) -> Result<(), ConfigError> {
        for (index, exclusion) in self.config.exclude.iter().enumerate() {
            let at = Way::to(&["exclude"]).item(index);
            self.owner(exclusion, &at)?;
            self.reason(exclusion, &at)?;
            self.covered(exclusion, &at)?;
        }
        Ok(())
    }

    fn owner(&self, exclusion: &Exclusion, at: &Way) -> Result<(), ConfigError> {
        let Some(owners) = &self.minimum.owners else { return Ok(()) };
        if owners.iter().any(|owner| is_named(owner, &exclusion.owner)) {
            return Ok(());
        }
        let message =
            format!("`{}` may not answer for an exclusion: {} does not say so", exclusion.owner, self.minimum.name());
        let by = By::Said(Way::to(&["exclude", "owners"]));
        Err(self.refused(&at.clone().key("owner"), &message, &by, &format!("those who may are {}", owners.join(", "))))
    }

    fn reason(&self, exclusion: &Exclusion, at: &Way) -> Result<(), ConfigError> {
        let least = self.minimum.reasons_at_least;
        let words: Vec<&str> = exclusion.reason.split_whitespace().collect();
        let characters = words.join(" ").chars().filter(|c| !is_deceptive(*c)).count();
        if characters >= least {
            return Ok(());
        }
        let message = format!("a reason of {characters} characters is shorter than {} allows", self.minimum.name());
        let by = By::Said(Way::to(&["exclude", "reasons-at-least"]));
        let help = format!("say in {least} characters or more why no platform runs these files");
        Err(self.refused(&at.clone().key("reason"), &message, &by, &help))
    }

    fn covered(&self, exclusion: &Exclusion, at: &Way) -> Result<(), ConfigError> {
        for (pattern_at, pattern) in exclusion.paths.iter().enumerate() {
            let place = at.clone().key("paths").item(pattern_at);
            let reach = Reach::of(pattern.as_str());
            for (never_at, (never, out_of_bounds)) in self.minimum.never.iter().enumerate() {
                // A pattern that cannot be looked into may cover anything.
                let overlap = reach.as_ref().map_or(Overlap::Unclear, |reach| reach.overlap(out_of_bounds));
                let (pattern, name) = (pattern.as_str(), self.minimum.name());
                let message = match overlap {
                    Overlap::None => continue,
                    Overlap::At(path) => format!("`{pattern}` could cover {path}, which {name} lets nobody exclude"),
                    Overlap::Unclear => format!("nobody can say that `{pattern}` covers nothing of `{never}`"),
                };
                let by = By::Said(Way::to(&["exclude", "never"]).item(never_at));
                let help = format!(
                    "nothing of `{never}` may be left out. What counts is what the pattern could cover, whatever files \
                     there are: begin it with the folder that is meant"
                );
                return Err(self.refused(&place, &message, &by, &help));
            }
        }
        Ok(())
    }
}
