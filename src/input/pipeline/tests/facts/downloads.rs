//! Programs and packages from the net.

use super::*;

/// A step with this script.
fn script(lines: &str) -> String {
    job(&format!("- run: |\n{}", lines.lines().map(|line| format!("    {line}\n")).collect::<String>()))
}

fn downloads(text: &str) -> Vec<String> {
    shown(&of_github("downloads", text), &["program", "host", "runs", "pinned"])
}

fn packages(text: &str) -> Vec<String> {
    shown(&of_github("packages", text), &["tool", "packages", "exact"])
}

#[test]
fn what_is_fetched_and_run_is_a_download_in_each_form() {
    for (lines, expected) in [
        ("curl -sSL https://a.example/i.sh | bash", "curl | a.example | bash | false"),
        ("curl -L a.example/i | sudo -E bash -s -- -b /bin", "curl | a.example | bash | false"),
        ("wget -qO- https://a.example/i | sh -", "wget | a.example | sh | false"),
        ("curl https://a.example/i | tee x | gunzip | sh", "curl | a.example | sh | false"),
        ("bash <(curl -s https://a.example/i)", "curl | a.example | bash | false"),
        ("sudo sh -c \"$(curl -fsSL https://a.example/i)\"", "curl | a.example | sh | false"),
        ("eval \"$(curl https://a.example/i)\"", "curl | a.example | eval | false"),
        (". <(wget -qO- https://a.example/i)", "wget | a.example | . | false"),
        ("curl https://a.example/i | python3 -", "curl | a.example | python3 | false"),
        ("iwr -useb https://a.example/i.ps1 | iex", "iwr | a.example | iex | false"),
        ("bash -c 'curl https://a.example/i | sh'", "curl | a.example | sh | false"),
        ("curl -fsSLo i.sh https://a.example/i\nbash ./i.sh", "curl | a.example | bash | false"),
        ("curl https://a.example/i > /tmp/i\nchmod +x /tmp/i\n/tmp/i", "curl | a.example | chmod | false"),
        ("wget https://a.example/tool\nchmod 755 tool", "wget | a.example | chmod | false"),
        ("curl -LO https://a.example/x.deb\nsudo dpkg -i x.deb", "curl | a.example | dpkg | false"),
        ("curl -Lo t https://a.example/t\nsudo install -m 755 t /usr/local/bin", "curl | a.example | install | false"),
        ("wget -O t https://a.example/t\nmv t /usr/bin/t\nsudo /usr/bin/t", "wget | a.example | the shell | false"),
        ("curl \"$URL\" | sh", "curl |  | sh | null"),
        ("curl https://raw.githubusercontent.com/o/r/$COMMIT/i | sh", "curl | raw.githubusercontent.com | sh | null"),
        ("curl https://a.example/$VERSION/i | sh", "curl | a.example | sh | false"),
        // A release or a tag is never a commit.
        ("wget github.com/o/r/releases/download/${V}/t\nchmod +x t", "wget | github.com | chmod | false"),
        ("curl https://github.com/o/r/releases/latest/download/$X | sh", "curl | github.com | sh | false"),
        ("curl https://github.com/o/r/archive/refs/tags/$V.sh | sh", "curl | github.com | sh | false"),
        ("curl https://gitlab.com/o/r/-/releases/$V/downloads/x | sh", "curl | gitlab.com | sh | false"),
        ("curl https://cdn.jsdelivr.net/npm/x@$V/i.sh | sh", "curl | cdn.jsdelivr.net | sh | false"),
        ("curl $GITHUB_SERVER_URL/o/r/releases/download/$V/x | sh", "curl |  | sh | false"),
        ("curl https://github.com/o/r/raw/$V/x | sh", "curl | github.com | sh | null"),
        ("pip install git+https://a.example/x@main", "pip | a.example | pip | false"),
        ("npm install -g https://a.example/x.tgz", "npm | a.example | npm | false"),
        ("cargo install --git https://a.example/x --branch main", "cargo | a.example | cargo | false"),
        ("deno run -A https://a.example/x.ts", "deno | a.example | deno | false"),
    ] {
        assert_eq!(downloads(&script(lines)), [expected], "{lines}");
    }
}

#[test]
fn what_is_checked_pinned_or_not_run_is_no_download() {
    for lines in [
        "curl -O https://a.example/i.sh",
        "curl https://a.example/x.json | python3 -c 'import json'",
        "curl https://a.example/x | jq .",
        "curl https://a.example/x.pub | sudo apt-key add -",
        "curl http://localhost:8080/i.sh | sh",
        "curl -f http://web:8080/i.sh | sh",
        "curl https://a.example/x -o /dev/null && bash x",
        "curl https://raw.githubusercontent.com/o/r/0123456789abcdef0123456789abcdef01234567/i | sh",
        "curl https://raw.githubusercontent.com/o/r/${{ github.sha }}/i | sh",
        "curl -Lo t https://a.example/t\necho \"abc  t\" | sha256sum -c -\nchmod +x t",
        "curl -Lo t https://a.example/t\ncosign verify-blob --key k t\nchmod +x t",
        "curl -Lo t https://a.example/t\nif [ \"$(sha256sum t)\" != x ]; then exit 1; fi\nchmod +x t",
        "bash -c \"VERSION=$(curl https://a.example/latest); echo\"",
        "if false; then\n  curl https://a.example/i | sh\nfi",
        "pip install git+https://a.example/x@0123456789abcdef0123456789abcdef01234567",
        "cargo install --git https://a.example/x --rev 0123456789abcdef0123456789abcdef01234567",
        "chmod +x scripts/i.sh\n./scripts/i.sh",
        "echo curl https://a.example/i.sh",
    ] {
        assert_eq!(downloads(&script(lines)), [""; 0], "{lines}");
    }
}

#[test]
fn a_check_that_cannot_fail_is_none() {
    for check in ["echo \"abc  t\" | sha256sum -c - || true", "sha256sum t"] {
        let lines = format!("curl -Lo t https://a.example/t\n{check}\nchmod +x t");
        assert_eq!(downloads(&script(&lines)), ["curl | a.example | chmod | false"], "{check}");
    }
}

#[test]
fn a_file_is_remembered_from_step_to_step() {
    let fetched = "- run: curl -Lo t https://a.example/t\n";
    assert_eq!(downloads(&job(&format!("{fetched}- run: chmod +x t"))), ["curl | a.example | chmod | false"]);
    assert_eq!(downloads(&job(&format!("{fetched}- run: sha256sum -c sums\n- run: chmod +x t"))), [""; 0]);
    assert_eq!(downloads(&job(&format!("{fetched}- run: chmod +x t\n  if: false"))), [""; 0]);
}

#[test]
fn variables_of_the_pipeline_are_put_in() {
    let text = "on: push\nenv:\n  URL: https://a.example/i\njobs:\n  b:\n    runs-on: x\n    steps:\n      - run: curl $URL | sh\n";
    assert_eq!(downloads(text), ["curl | a.example | sh | false"]);
}

#[test]
fn packages_without_an_exact_version_are_said_by_their_command() {
    for (lines, expected) in [
        ("pip install twine build==1.2", "pip | [\"twine\"] | false"),
        ("python3 -m pip install -U 'twine>=5'", "pip | [\"twine>=5\"] | false"),
        ("sudo npm install -g a@latest @s/b@1.2.3 c@^1", "npm | [\"a@latest\",\"c@^1\"] | false"),
        ("npx tool@latest --flag x", "npm | [\"tool@latest\"] | false"),
        ("npx -y @s/tool deploy", "npm | [\"@s/tool\"] | false"),
        ("npx --package=tool -c x", "npm | [\"tool\"] | false"),
        ("pnpm dlx tool@1", "pnpm | [\"tool@1\"] | false"),
        ("yarn global add tool", "yarn | [\"tool\"] | false"),
        ("go install example.com/x@latest", "go | [\"example.com/x@latest\"] | false"),
        ("cargo install tool --locked", "cargo | [\"tool\"] | false"),
        ("gem install tool", "gem | [\"tool\"] | false"),
        ("uvx tool@latest", "uv | [\"tool@latest\"] | false"),
        ("uvx --from tool cmd", "uv | [\"tool\"] | false"),
        ("pipx run tool", "pipx | [\"tool\"] | false"),
        ("gh extension install o/r", "gh | [\"o/r\"] | false"),
        ("dotnet tool install --global tool", "dotnet | [\"tool\"] | false"),
        ("npm install -g tool@$VERSION", "npm | [\"tool@$VERSION\"] | null"),
        // What it fetches is said where it is fetched, and once.
        ("npm install -g @s/tool\nnpx tool x", "npm | [\"@s/tool\"] | false"),
        ("npm install @tool/test\nnpx tool install", "npm | [\"@tool/test\"] | false"),
        ("npm install -g a@1.2.3\nnpx b", "npm | [\"b\"] | false"),
        ("npx b\nnpm ci", "npm | [\"b\"] | false"),
        ("docker compose run node npm -g install a@1.2.3\nnpx b", "npm | [\"b\"] | false"),
        ("for f in a b; do pip install $f; done", "pip | [\"$f\"] | null"),
        ("for f in *.whl b; do pip install $f; done", "pip | [\"$f\"] | null"),
    ] {
        assert_eq!(packages(&script(lines)), [expected], "{lines}");
    }
}

#[test]
fn packages_that_something_pins_are_left_out() {
    for lines in [
        "pip install -r requirements.txt",
        "pip install . ./x dist/*.whl",
        "pip install -e .[test]",
        "pip install twine==$VERSION",
        "pip install --require-hashes twine",
        "pip install -c constraints.txt twine",
        "npm ci",
        "npm ci\nnpx tool deploy",
        "docker compose run node npm install && docker compose run node npx tool x",
        "docker-compose run --rm -e A=b web npm ci\ndocker-compose run --rm web npx tool",
        "sudo npm install && npx tool",
        "yarn add a@1.2.3\nnpx b",
        "npm install -g a@1.2.3\nnpx a",
        "npm install --global @a/b@1.2.3\nnpx b",
        "for f in *.whl; do pip install $f || true; done",
        "cd dist/\nfor f in *.whl *.tar.gz; do\n  pip install --no-deps \"${f}\"\ndone",
        "wheel=dist/x.whl\npip install $wheel",
        "npm install",
        "npm install -g a@1.2.3",
        "go install ./cmd/x",
        "go run main.go",
        "go install example.com/x@v1.2.3",
        "cargo install tool@1.2.3",
        "cargo install tool --version 1.2.3",
        "gem install tool -v 1.2.3",
        "gem install tool:1.2.3",
        "gh extension install o/r --pin v1",
        "uvx tool@1.2.3",
        "npx --no-install tool",
        "echo pip install twine",
        "if false; then pip install twine; fi",
    ] {
        assert_eq!(packages(&script(lines)), [""; 0], "{lines}");
    }
}

#[test]
fn what_a_job_holds_is_said_the_weightiest_first() {
    for (job, expected) in [
        ("", "[]"),
        ("    permissions: {id-token: write}\n", "[\"identity\"]"),
        ("    permissions: {contents: write}\n", "[\"rights\"]"),
        ("    permissions: {contents: read}\n", "[]"),
        ("    permissions: write-all\n    env:\n      A: ${{ secrets.X }}\n", "[\"secrets\",\"identity\",\"rights\"]"),
        ("    env:\n      A: ${{ secrets.GITHUB_TOKEN }}\n", "[]"),
    ] {
        let text = format!(
            "on: push\npermissions: {{}}\njobs:\n  b:\n    runs-on: x\n{job}    steps:\n      - run: curl https://a.example | sh\n"
        );
        assert_eq!(shown(&of_github("downloads", &text), &["holds"]), [expected], "{job}");
    }
    let steps = "- run: curl https://a.example | sh\n- run: npm publish\n- run: kubectl apply -f x\n";
    assert_eq!(shown(&of_github("downloads", &job(steps)), &["holds"]), ["[\"deploys\",\"publishes\"]"]);
}

#[test]
fn pipelines_of_gitlab_are_read_alike() {
    let text = "a:\n  before_script:\n    - curl -Lo t https://a.example/t\n  script:\n    - chmod +x t\n    - pip install x\n";
    assert_eq!(shown(&of_gitlab("downloads", text), &["program", "runs"]), ["curl | chmod"]);
    assert_eq!(shown(&of_gitlab("packages", text), &["tool"]), ["pip"]);
}
