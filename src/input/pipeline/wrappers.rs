//! Commands that run another command: `sudo`, `npx`, `docker run` …

/// The last segment of a program's path, without `.exe`.
pub(super) fn base_name(program: &str) -> &str {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    name.strip_suffix(".exe").unwrap_or(name)
}

/// The command behind its wrappers. `entry` names the program that an image runs, if it is known.
pub(super) fn unwrap<'t>(argv: &[String], entry: impl Fn(&str) -> Option<&'t str>) -> Vec<String> {
    let mut argv = argv.to_vec();
    // Each turn takes at least one word away; no sensible command has more wrappers.
    for _ in 0..8 {
        match inner(&argv, &entry) {
            Some(inner) => argv = inner,
            None => break,
        }
    }
    argv
}

/// One wrapper less; `None` when there is none.
fn inner<'t>(argv: &[String], entry: &impl Fn(&str) -> Option<&'t str>) -> Option<Vec<String>> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let (program, rest) = words.split_first()?;
    let behind = match (base_name(program), rest) {
        (
            "sudo" | "time" | "nohup" | "exec" | "command" | "env" | "xargs" | "retry" | "npx" | "bunx" | "uvx"
            | "ionice" | "nice" | "xvfb-run" | "aws-vault" | "dotenv" | "stdbuf",
            _,
        ) => skip_options(rest),
        ("timeout" | "gtimeout", _) => skip_options(rest).get(1..)?,
        ("python" | "python3" | "py", ["-m", module @ ..]) => module,
        ("uv" | "pipx" | "poetry" | "pdm" | "rye" | "hatch" | "pipenv", ["run", inner @ ..])
        | ("bundle" | "mise" | "asdf" | "direnv" | "pnpm" | "npm" | "yarn", ["exec", inner @ ..])
        | ("pnpm" | "yarn", ["dlx", inner @ ..])
        | ("uv", ["tool", "run", inner @ ..]) => skip_options(inner),
        ("docker" | "podman" | "nerdctl", ["run", inner @ ..] | ["container", "run", inner @ ..]) => {
            return image(inner, entry);
        }
        _ => return None,
    };
    (!behind.is_empty()).then(|| behind.iter().map(|word| (*word).to_owned()).collect())
}

/// Flags of wrappers that take a value: `sudo -u`, `xargs -n`, `timeout -k` …
const VALUED: &[&str] = &["-u", "-g", "-n", "-I", "-P", "-L", "-k", "-s", "-p"];

/// The words behind flags and assignments.
fn skip_options<'a, 'b>(words: &'a [&'b str]) -> &'a [&'b str] {
    let mut rest = words;
    while let [word, behind @ ..] = rest {
        rest = match (word.split_once('='), behind) {
            (_, [_, behind @ ..]) if VALUED.contains(word) => behind,
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

/// What `docker run` runs: the tool of the image with the arguments behind it.
fn image<'t>(words: &[&str], entry: &impl Fn(&str) -> Option<&'t str>) -> Option<Vec<String>> {
    let mut words = words.iter();
    let mut entry_point = None;
    let image = loop {
        let word = words.next()?;
        if !word.starts_with('-') {
            break word;
        }
        if let Some(program) = word.strip_prefix("--entrypoint=") {
            entry_point = Some(program);
        } else if !word.contains('=') && !BARE.contains(word) {
            let value = words.next()?;
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
    let argv: Vec<String> = program.into_iter().chain(words.copied()).map(str::to_owned).collect();
    (!argv.is_empty()).then_some(argv)
}
