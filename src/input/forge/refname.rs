//! Which refs the condition of a ruleset names.
//!
//! GitHub matches with Ruby's `File.fnmatch` and `FNM_PATHNAME`: a `*` or `?` never crosses a `/`, a segment `**`
//! before a `/` stands for any number of segments, anything else that says `**` means `*`. Backslash does not quote
//! and `[^…]` does not negate (GitHub's documentation of rulesets, "Using fnmatch syntax").

/// The include and exclude lists of a ruleset's `conditions.ref_name`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RefName {
    /// Patterns of refs that the ruleset is about.
    pub(super) include: Vec<String>,
    /// Patterns of refs that it leaves out.
    pub(super) exclude: Vec<String>,
}

/// The branch that a condition is asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Branch<'a> {
    /// Its name without `refs/heads/`.
    pub(super) name: &'a str,
    /// Whether it is the default branch; `None` when nobody said which one is.
    pub(super) is_default: Option<bool>,
}

impl RefName {
    /// Whether the condition names the branch; `None` when that hangs on which branch is the default one.
    ///
    /// No include with an exclude means every ref but those; neither means no ref at all.
    pub(super) fn names(&self, branch: Branch<'_>) -> Option<bool> {
        let included =
            if self.include.is_empty() { Some(!self.exclude.is_empty()) } else { any(&self.include, branch) };
        match (included, any(&self.exclude, branch)) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        }
    }
}

/// Whether any pattern matches: yes wins, then "cannot be told".
fn any(patterns: &[String], branch: Branch<'_>) -> Option<bool> {
    let answers: Vec<Option<bool>> = patterns.iter().map(|pattern| one(pattern, branch)).collect();
    let unclear = answers.contains(&None) && !answers.contains(&Some(true));
    (!unclear).then(|| answers.contains(&Some(true)))
}

fn one(pattern: &str, branch: Branch<'_>) -> Option<bool> {
    match pattern {
        "~ALL" => Some(true),
        "~DEFAULT_BRANCH" => branch.is_default,
        _ => Some(path_matches(pattern, &format!("refs/heads/{}", branch.name))),
    }
}

/// `File.fnmatch(pattern, path, File::FNM_PATHNAME)` without escapes and negated sets.
///
/// The time is bounded by the product of both lengths, so a hostile pattern cannot stall a run.
fn path_matches(pattern: &str, path: &str) -> bool {
    let patterns: Vec<&str> = pattern.split('/').collect();
    let segments: Vec<&str> = path.split('/').collect();
    // `reach[i]`: the patterns so far can end just before segment `i`.
    let mut reach = vec![false; segments.len().saturating_add(1)];
    if let Some(start) = reach.first_mut() {
        *start = true;
    }
    for (at, pattern) in patterns.iter().enumerate() {
        let is_last = at.saturating_add(1) == patterns.len();
        let mut next = vec![false; reach.len()];
        if *pattern == "**" && !is_last {
            let mut open = false;
            for (end, segment) in segments.iter().enumerate() {
                open = open || reach.get(end).copied().unwrap_or(false);
                set(&mut next, end, open);
                // A folder whose name begins with a dot is not entered.
                open = open && !segment.starts_with('.');
            }
        } else {
            for (start, segment) in segments.iter().enumerate() {
                let matches = reach.get(start).copied().unwrap_or(false) && segment_matches(pattern, segment);
                set(&mut next, start.saturating_add(1), matches);
            }
        }
        reach = next;
    }
    reach.last().copied().unwrap_or(false)
}

fn set(flags: &mut [bool], at: usize, value: bool) {
    if let Some(flag) = flags.get_mut(at) {
        *flag = *flag || value;
    }
}

/// Matches one segment: remembers the last `*` and lets it take one character more whenever the rest does not fit.
fn segment_matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    if text.first() == Some(&'.') && matches!(pattern.first(), Some('*' | '?' | '[')) {
        return false;
    }
    let (mut p, mut t) = (0_usize, 0_usize);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        let step = text.get(t).and_then(|character| token(&pattern, p, *character));
        if pattern.get(p) == Some(&'*') {
            star = Some((p, t));
            p = p.saturating_add(1);
        } else if let Some(after) = step {
            p = after;
            t = t.saturating_add(1);
        } else if let Some((at, taken)) = star {
            star = Some((at, taken.saturating_add(1)));
            p = at.saturating_add(1);
            t = taken.saturating_add(1);
        } else {
            return false;
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|rest| *rest == '*')
}

/// Where the pattern goes on when its token at `p` takes `character`.
fn token(pattern: &[char], p: usize, character: char) -> Option<usize> {
    let after = p.saturating_add(1);
    match pattern.get(p)? {
        '?' => Some(after),
        '[' => set_matches(pattern, after, character),
        literal => (*literal == character).then_some(after),
    }
}

/// A set `[a-z_]` that begins before `p`; an unclosed set matches nothing.
fn set_matches(pattern: &[char], p: usize, character: char) -> Option<usize> {
    let length = pattern.get(p..)?.iter().position(|end| *end == ']')?;
    let close = p.saturating_add(length);
    let members = pattern.get(p..close)?;
    let mut at = 0_usize;
    let mut found = false;
    while let Some(low) = members.get(at) {
        let range = members.get(at.saturating_add(1)) == Some(&'-');
        if let Some(high) = members.get(at.saturating_add(2)).filter(|_| range) {
            found = found || (*low..=*high).contains(&character);
            at = at.saturating_add(3);
        } else {
            found = found || *low == character;
            at = at.saturating_add(1);
        }
    }
    found.then(|| close.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::{Branch, RefName};

    fn names(include: &[&str], exclude: &[&str], name: &str, is_default: Option<bool>) -> Option<bool> {
        let list = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        RefName { include: list(include), exclude: list(exclude) }.names(Branch { name, is_default })
    }

    #[test]
    fn a_condition_names_refs_as_github_does() {
        for (include, name, expected) in [
            ("refs/heads/main", "main", true),
            ("refs/heads/main", "maintenance", false),
            ("refs/heads/qa/*", "qa/foo", true),
            ("refs/heads/qa/*", "qa/foo/bar", false),
            ("refs/heads/qa/**/*", "qa/foo/bar/deep", true),
            ("refs/heads/qa/**/*", "qa/foo", true),
            ("refs/heads/qa**/**/*", "qa-2/foo/bar", true),
            ("refs/heads/release/**", "release/1", true),
            ("refs/heads/release/**", "release/1/x", false),
            ("refs/heads/**", "main", true),
            ("refs/heads/*", "release/1", false),
            ("refs/heads/v[0-9]", "v3", true),
            ("refs/heads/v[0-9]", "vx", false),
            ("refs/heads/[ab", "a", false),
            ("refs/heads/m?in", "main", true),
            ("refs/heads/*release*", "my-release-7", true),
            ("refs/heads/*", ".hidden", false),
            ("main", "main", false),
            ("refs/heads/{main,dev}", "main", false),
        ] {
            assert_eq!(names(&[include], &[], name, Some(false)), Some(expected), "{include} on {name}");
        }
    }

    #[test]
    fn an_empty_include_means_all_only_beside_an_exclude() {
        assert_eq!(names(&[], &[], "main", Some(true)), Some(false));
        assert_eq!(names(&[], &["refs/heads/tmp/*"], "main", Some(true)), Some(true));
        assert_eq!(names(&[], &["~DEFAULT_BRANCH"], "main", Some(true)), Some(false));
    }

    #[test]
    fn an_unknown_default_branch_leaves_the_answer_open() {
        assert_eq!(names(&["~DEFAULT_BRANCH"], &[], "main", None), None);
        assert_eq!(names(&["~DEFAULT_BRANCH", "~ALL"], &[], "main", None), Some(true));
        assert_eq!(names(&["~ALL"], &["~DEFAULT_BRANCH"], "main", None), None);
        assert_eq!(names(&["~ALL"], &["refs/heads/main"], "main", None), Some(false));
    }

    #[test]
    fn a_pattern_made_to_backtrack_ends() {
        let pattern = format!("refs/heads/{}b", "*a".repeat(300));
        assert_eq!(names(&[&pattern], &[], &"a".repeat(900), Some(false)), Some(false));
    }
}
