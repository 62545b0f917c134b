//! Commands that run another command: `sudo`, `npx`, `docker run` …
//!
//! Most stand in `policies/knowledge/pipeline/wrappers.tsv`; here are those that have a grammar of their own.

use super::knowledge::wrappers::{Runs, inside};

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
    let mut inner = std::borrow::Cow::Borrowed(words);
    let (mut gone, mut place) = (0_usize, Where::Here);
    // Words that were put in front of the others and stand nowhere.
    let mut added = 0_usize;
    for _ in 0..WRAPPERS {
        let Some(behind) = behind(&inner, &|_| None) else { break };
        gone = gone.saturating_add(behind.from).saturating_sub(added);
        added = usize::from(behind.program.is_some());
        place = place.max(behind.place);
        let rest = inner.get(behind.from..).unwrap_or_default().iter().copied();
        inner = behind.program.into_iter().chain(rest).collect::<Vec<_>>().into();
    }
    let program = *inner.first()?;
    Some((program, gone.saturating_add(1).saturating_sub(added), place))
}

/// One wrapper less; `None` when there is none.
fn behind<'w, 't>(words: &[&'w str], entry: &dyn Fn(&str) -> Option<&'t str>) -> Option<Behind<'w>>
where
    't: 'w,
{
    let (program, rest) = words.split_first()?;
    let of = |inner: &[&str], program: Option<&'w str>| {
        let from = words.len().saturating_sub(inner.len());
        (program.is_some() || !inner.is_empty()).then_some(Behind { program, from, place: Where::Here })
    };
    match (base_name(program), rest) {
        // It asks whether there is such a program.
        ("command", [option, ..]) if option.starts_with('-') && option.contains(['v', 'V']) => None,
        ("find" | "fd" | "fdfind", _) => of(executed(rest)?, None),
        (name, _) if is_python(name) => {
            let (module, inner) = module(rest)?;
            of(inner, Some(module))
        }
        ("docker" | "podman" | "nerdctl", _) if let Some(options) = started(rest) => image(options, words.len(), entry),
        _ => match inside(words)? {
            (Runs::Words(from), place) => Some(Behind { program: None, from, place }),
            _ => None,
        },
    }
}

/// Whether a program is Python, by its name.
fn is_python(name: &str) -> bool {
    let version = name.strip_prefix("python").or((name == "py").then_some(""));
    version.is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// The module that `python -m` runs, and its arguments.
fn module<'a, 'b>(words: &'a [&'b str]) -> Option<(&'b str, &'a [&'b str])> {
    let mut rest = words;
    loop {
        let (word, behind) = rest.split_first()?;
        rest = match *word {
            "-m" => return behind.split_first().map(|(module, arguments)| (*module, arguments)),
            "-W" | "-X" => behind.get(1..)?,
            "-c" => return None,
            _ => match word.strip_prefix("-m").filter(|module| !module.is_empty()) {
                Some(module) => return Some((module, behind)),
                None if word.starts_with('-') => behind,
                None => return None,
            },
        };
    }
}

/// The words behind `run` of `docker run`, and of `docker container run`.
fn started<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    match skip_options(words, GLOBAL) {
        ["run", rest @ ..] | ["container", "run", rest @ ..] => Some(rest),
        _ => None,
    }
}

/// Options of `docker` itself that take a value.
const GLOBAL: &[&str] = &["-H", "-c", "-l", "--host", "--context", "--config", "--log-level", "--url", "--connection"];

/// The command that `find` runs for what it finds.
fn executed<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let runs = ["-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec", "--exec-batch"];
    let at = words.iter().position(|word| runs.contains(word))?;
    words.get(at.saturating_add(1)..)
}

/// Why a wrapper ends with 0 whatever the command behind it does; `None` when none does.
pub(super) fn forgets(argv: &[String]) -> Option<&'static str> {
    let mut words: Vec<&str> = argv.iter().map(String::as_str).collect();
    for _ in 0..WRAPPERS {
        if let Some(why) = forgotten(&words) {
            return Some(why);
        }
        let behind = behind(&words, &|_| None)?;
        words =
            behind.program.into_iter().chain(words.get(behind.from..).unwrap_or_default().iter().copied()).collect();
    }
    None
}

/// The same of the first of the wrappers.
fn forgotten(words: &[&str]) -> Option<&'static str> {
    let (program, rest) = words.split_first()?;
    let options = |words: &[&str]| words.iter().take_while(|word| **word != "--").any(|word| is_waited_for(word));
    match base_name(program) {
        "find" => executed(rest)?.contains(&";").then_some("`find -exec … ;`"),
        "docker" | "podman" | "nerdctl" | "docker-compose" => {
            let runs = rest.iter().position(|word| matches!(*word, "run" | "exec"))?;
            let detached = leading(rest.get(runs.saturating_add(1)..)?).any(is_detached);
            detached.then_some("it runs in a container that nothing waits for")
        }
        "kubectl" | "oc" => {
            let is_run = skip_options(rest, &["-n", "--namespace", "--context"]).first() == Some(&"run");
            (is_run && !options(rest)).then_some("it runs in a pod that nothing waits for")
        }
        "systemd-run" => (!options(rest)).then_some("it runs in a unit that nothing waits for"),
        "sudo" => rest.iter().take_while(|it| it.starts_with('-')).any(|it| is_apart(it)).then_some("`sudo -b`"),
        "script" => {
            let letters = |word: &&str| word.starts_with('-') && !word.starts_with("--") && word.contains('e');
            let returns = rest.iter().any(|word| letters(word) || *word == "--return");
            (!returns).then_some("`script` without `-e`")
        }
        _ => None,
    }
}

/// `sudo -b`, and as one of several letters.
fn is_apart(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    word == "--background" || letters.contains('b') && letters.chars().all(|letter| "bAEHknPS".contains(letter))
}

/// Options by which a pod or a unit is waited for.
fn is_waited_for(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    let is_short = !letters.is_empty() && letters.chars().all(|letter| "itP".contains(letter));
    is_short || matches!(word, "--attach" | "--stdin" | "--tty" | "--rm" | "--wait" | "--scope" | "--pty" | "--pipe")
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
            ("python3.12 -W ignore -m x y", "x", "y", Where::Here),
            ("python -mx y", "x", "y", Where::Here),
            ("docker --context c run --rm i x y", "x", "y", Where::Container),
            ("command -v x", "command", "-v x", Where::Here),
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
            ("docker compose run -d x y", true),
            ("docker compose run x y -d", false),
            ("sudo docker exec -d x y", true),
            ("kubectl run x --image=i -- y", true),
            ("kubectl run x --rm -i --image=i -- y", false),
            ("kubectl exec x -- y", false),
            ("systemd-run y", true),
            ("systemd-run --wait y", false),
            ("sudo -b y", true),
            ("script -qc y", true),
            ("script -qec y", false),
            ("xargs x", false),
        ] {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            assert_eq!(forgets(&words).is_some(), expected, "{text}");
        }
    }
}
