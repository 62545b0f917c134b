//! Commands that run another command: `sudo`, `npx`, `docker run` …

/// The last segment of a program's path, without `.exe`.
pub(super) fn base_name(program: &str) -> &str {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    name.strip_suffix(".exe").unwrap_or(name)
}

/// Shells like `sh`.
const SHELLS: [&str; 6] = ["sh", "bash", "dash", "zsh", "ksh", "ash"];

/// Whether a program, by its path, is a shell like `sh`.
pub(super) fn is_shell(program: &str) -> bool {
    SHELLS.contains(&base_name(program))
}

/// No sensible command has more wrappers.
const WRAPPERS: usize = 8;

/// A command behind one of its wrappers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Behind<'w> {
    /// The program, where the wrapper names it elsewhere than in front of its arguments.
    pub(super) program: Option<&'w str>,
    /// How many words stand in front of the rest of it.
    pub(super) from: usize,
    /// Where it runs.
    pub(super) place: Where,
}

/// Where a command behind a wrapper runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Where {
    /// On the machine of the job.
    Here,
    /// In a container of that machine, which may see other files.
    Container,
    /// On another machine.
    Elsewhere,
}

/// The command behind its wrappers. `entry` names the program that an image runs, if it is known.
pub(super) fn unwrap<'t>(argv: &[String], entry: impl Fn(&str) -> Option<&'t str>) -> Vec<String> {
    let mut argv = argv.to_vec();
    // Each turn takes at least one word away.
    for _ in 0..WRAPPERS {
        let words: Vec<&str> = argv.iter().map(String::as_str).collect();
        let Some(behind) = behind(&words, &|image| entry(image)) else { break };
        let inner = behind.program.into_iter().chain(words.get(behind.from..).unwrap_or_default().iter().copied());
        argv = inner.map(str::to_owned).collect();
    }
    argv
}

/// The words of a command behind all of its wrappers: the program, and how many words stand in front of its arguments.
/// `None` when it is nothing but wrappers.
pub(super) fn core<'w>(words: &[&'w str]) -> Option<(&'w str, usize, Where)> {
    let mut words = words.to_vec();
    let (mut gone, mut place) = (0_usize, Where::Here);
    // Words that were put in front of the others and stand nowhere.
    let mut added = 0_usize;
    for _ in 0..WRAPPERS {
        let Some(behind) = behind(&words, &|_| None) else { break };
        gone = gone.saturating_add(behind.from).saturating_sub(added);
        added = usize::from(behind.program.is_some());
        place = place.max(behind.place);
        words =
            behind.program.into_iter().chain(words.get(behind.from..).unwrap_or_default().iter().copied()).collect();
    }
    let program = *words.first()?;
    Some((program, gone.saturating_add(1).saturating_sub(added), place))
}

/// One wrapper less; `None` when there is none.
fn behind<'w, 't>(words: &[&'w str], entry: &dyn Fn(&str) -> Option<&'t str>) -> Option<Behind<'w>>
where
    't: 'w,
{
    let (program, rest) = words.split_first()?;
    let inner = match (base_name(program), rest) {
        (
            "sudo" | "doas" | "time" | "nohup" | "exec" | "command" | "builtin" | "env" | "xargs" | "retry" | "npx"
            | "bunx" | "uvx" | "ionice" | "nice" | "setsid" | "xvfb-run" | "aws-vault" | "dotenv" | "stdbuf" | "gosu"
            | "su-exec" | "unbuffer" | "chronic",
            _,
        ) => wrapped(base_name(program), rest),
        ("find", _) => executed(rest)?,
        ("timeout" | "gtimeout" | "flock" | "chroot", _) => skip_options(rest, VALUED).get(1..)?,
        ("python" | "python3" | "py", ["-m", module @ ..]) => module,
        (
            "uv" | "pipx" | "poetry" | "pdm" | "rye" | "hatch" | "pipenv" | "doppler" | "infisical" | "chamber"
            | "teller" | "op",
            ["run", inner @ ..],
        )
        | (
            "bundle" | "mise" | "asdf" | "direnv" | "pnpm" | "npm" | "yarn" | "chamber" | "devbox" | "sops",
            ["exec" | "x", inner @ ..],
        )
        | ("pnpm" | "yarn", ["dlx", inner @ ..])
        | ("uv", ["tool", "run", inner @ ..]) => skip_options(inner, VALUED),
        ("docker" | "podman" | "nerdctl", ["run", inner @ ..] | ["container", "run", inner @ ..]) => {
            return image(inner, words.len(), entry);
        }
        _ => return None,
    };
    let from = words.len().saturating_sub(inner.len());
    (!inner.is_empty()).then_some(Behind { program: None, from, place: Where::Here })
}

/// The command that `find` runs for what it finds.
fn executed<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let at = words.iter().position(|word| matches!(*word, "-exec" | "-execdir" | "-ok" | "-okdir"))?;
    words.get(at.saturating_add(1)..)
}

/// Why a wrapper ends with 0 whatever the command behind it does; `None` when it does not.
pub(super) fn forgets(argv: &[String]) -> Option<&'static str> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let (program, rest) = words.split_first()?;
    match base_name(program) {
        "find" => executed(rest)?.contains(&";").then_some("`find -exec … ;`"),
        "docker" | "podman" | "nerdctl" => {
            let (["run" | "exec", options @ ..] | ["container", "run" | "exec", options @ ..]) = rest else {
                return None;
            };
            let detached = leading(options).any(is_detached);
            detached.then_some("it runs in a container that nothing waits for")
        }
        _ => None,
    }
}

/// The options in front of the image or container.
fn leading<'b>(words: &[&'b str]) -> impl Iterator<Item = &'b str> {
    let mut words = words.iter().copied();
    std::iter::from_fn(move || {
        let word = words.next().filter(|word| word.starts_with('-'))?;
        if !word.contains('=') && !BARE.contains(&word) && !is_detached(word) {
            words.next();
        }
        Some(word)
    })
}

/// `-d`, and as one of several letters.
fn is_detached(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    matches!(word, "--detach" | "--detach=true")
        || letters.contains('d') && letters.chars().all(|letter| "dit".contains(letter))
}

/// Flags of wrappers that take a value: `sudo -u`, `xargs -n`, `timeout -k` …
const VALUED: &[&str] = &["-u", "-g", "-n", "-I", "-P", "-L", "-k", "-s", "-p", "-C", "-c", "--config", "--project"];

/// The words behind the options of a plain wrapper.
fn wrapped<'a, 'b>(program: &str, words: &'a [&'b str]) -> &'a [&'b str] {
    match program {
        "gosu" | "su-exec" => words.get(1..).unwrap_or_default(),
        // `-p` of these takes no value.
        "command" | "exec" | "time" => skip_options(words, &["-a", "-o", "-f"]),
        "npx" | "bunx" => skip_options(words, &["-p", "--package"]),
        "xargs" => skip_options(words, &["-I", "-n", "-P", "-L", "-s", "-d", "-a", "-E", "--max-args", "--max-procs"]),
        "sudo" | "doas" => skip_options(words, &["-u", "-g", "-U", "-h", "-p", "-C", "-D", "-R", "-T", "--user"]),
        "env" => skip_options(words, &["-u", "-C", "-S", "--unset", "--chdir"]),
        _ => skip_options(words, VALUED),
    }
}

/// The words behind flags and assignments.
pub(super) fn skip_options<'a, 'b>(words: &'a [&'b str], valued: &[&str]) -> &'a [&'b str] {
    let mut rest = words;
    while let [word, behind @ ..] = rest {
        rest = match (word.split_once('='), behind) {
            _ if *word == "--" => return behind,
            (_, [_, behind @ ..]) if valued.contains(word) => behind,
            _ if word.starts_with('-') => behind,
            (Some((name, _)), _) if is_name(name) => behind,
            _ => return rest,
        };
    }
    rest
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Flags of `docker run` that take no value.
const BARE: &[&str] = &[
    "--rm",
    "-i",
    "-t",
    "-it",
    "-ti",
    "-d",
    "--interactive",
    "--tty",
    "--detach",
    "--privileged",
    "--init",
    "--read-only",
    "--quiet",
    "-q",
    "-P",
    "--publish-all",
    "--no-healthcheck",
    "--sig-proxy",
    "--oom-kill-disable",
];

/// What `docker run` runs: the tool of the image with the arguments behind it. `all` is the number of words of the whole
/// command, of which these are the last.
fn image<'w, 't>(words: &[&'w str], all: usize, entry: &dyn Fn(&str) -> Option<&'t str>) -> Option<Behind<'w>>
where
    't: 'w,
{
    let mut rest = words.iter();
    let mut entry_point: Option<&'w str> = None;
    let image = loop {
        let word = rest.next()?;
        if !word.starts_with('-') {
            break word;
        }
        if let Some(program) = word.strip_prefix("--entrypoint=") {
            entry_point = Some(program);
        } else if !word.contains('=') && !BARE.contains(word) {
            let value = rest.next()?;
            if *word == "--entrypoint" {
                entry_point = Some(value);
            }
        }
    };
    let untagged = image.split('@').next().unwrap_or(image);
    let repository = match untagged.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => untagged,
    };
    let repository = repository.strip_prefix("docker.io/").unwrap_or(repository);
    let program = entry_point.filter(|program| !program.is_empty()).or_else(|| entry(repository));
    let arguments = rest.len();
    let from = all.saturating_sub(arguments);
    (program.is_some() || arguments > 0).then_some(Behind { program, from, place: Where::Container })
}

#[cfg(test)]
mod tests {
    use super::{Where, core, forgets};

    #[test]
    fn a_command_is_found_behind_its_wrappers() {
        for (text, program, arguments, place) in [
            ("make x", "make", "x", Where::Here),
            ("sudo -E -u app make x", "make", "x", Where::Here),
            ("env A=1 -u B timeout -k 5 10m nohup bash -c y", "bash", "-c y", Where::Here),
            ("time -p xargs -I {} sh -c z", "sh", "-c z", Where::Here),
            ("exec -- ./x.sh a", "./x.sh", "a", Where::Here),
            ("docker run --rm -v a:/b node:20 sh -c z", "sh", "-c z", Where::Container),
            ("docker run --rm --entrypoint sh node:20 -c z", "sh", "-c z", Where::Container),
            ("poetry run python x.py", "python", "x.py", Where::Here),
            ("find . -name x -exec sh -c y ;", "sh", "-c y ;", Where::Here),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let (found, from, at) = core(&words).unwrap();
            assert_eq!(
                (found, words.get(from..).unwrap().join(" "), at),
                (program, arguments.to_owned(), place),
                "{text}"
            );
        }
        assert_eq!(core(&[]), None);
    }

    #[test]
    fn some_wrappers_forget_how_the_command_ended() {
        for (text, expected) in [
            ("find . -exec x {} ;", true),
            ("find . -exec x {} +", false),
            ("find . -name x", false),
            ("docker run --rm -d x y", true),
            ("docker run -v a:b -dit x y", true),
            ("docker run --rm x y -d", false),
            ("docker exec -d x y", true),
            ("docker compose run -d x", false),
            ("xargs x", false),
        ] {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            assert_eq!(forgets(&words).is_some(), expected, "{text}");
        }
    }
}
