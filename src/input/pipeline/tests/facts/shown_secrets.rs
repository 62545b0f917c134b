//! Checks that are switched off, and what gets where others read it.

use super::*;

/// A step with this script, which has a secret in a variable.
fn script(lines: &str) -> String {
    let lines = lines.lines().map(|line| format!("    {line}\n")).collect::<String>();
    job(&format!("- env:\n    KEY: ${{{{ secrets.THE_KEY }}}}\n    NAME: x\n  run: |\n{lines}"))
}

#[test]
fn what_keeps_a_program_from_checking_whom_it_talks_to() {
    for (lines, expected) in [
        ("curl -k https://a.example", "curl | -k"),
        ("curl -fsSLk https://a.example", "curl | -fsSLk"),
        ("sudo wget --no-check-certificate https://a.example/x", "wget | --no-check-certificate"),
        ("git -c http.sslVerify=false clone https://a.example/x", "git | -c http.sslVerify=false"),
        ("git config --global http.sslVerify false", "git | http.sslVerify false"),
        ("ssh -o StrictHostKeyChecking=no u@a.example ls", "ssh | -o StrictHostKeyChecking=no"),
        ("scp -oStrictHostKeyChecking=no x u@a.example:", "scp | -oStrictHostKeyChecking=no"),
        ("pip install --trusted-host a.example x", "pip | --trusted-host"),
        ("npm config set strict-ssl false", "npm | strict-ssl false"),
        ("pip install --trusted-host=a.example x", "pip | --trusted-host=a.example"),
        ("kubectl --insecure-skip-tls-verify=true get pods", "kubectl | --insecure-skip-tls-verify=true"),
        ("skopeo copy --dest-tls-verify=false a b", "skopeo | --dest-tls-verify=false"),
        ("export NODE_TLS_REJECT_UNAUTHORIZED=0", " | NODE_TLS_REJECT_UNAUTHORIZED"),
        ("GIT_SSL_NO_VERIFY=true git fetch", " | GIT_SSL_NO_VERIFY"),
        ("GIT_SSH_COMMAND='ssh -o StrictHostKeyChecking=no' git fetch", " | GIT_SSH_COMMAND"),
    ] {
        assert_eq!(shown(&of_github("unchecked_peers", &script(lines)), &["program", "by"]), [expected], "{lines}");
    }
    for lines in [
        "curl https://a.example",
        "curl -k https://localhost:8443/health",
        "curl --key x https://a.example",
        "echo -k",
        "ssh -o StrictHostKeyChecking=yes u@a.example",
        "git config http.sslVerify true",
        "kubectl --insecure-skip-tls-verify=false get pods",
        "NODE_TLS_REJECT_UNAUTHORIZED=1 node x.js",
        "if false; then curl -k https://a.example; fi",
    ] {
        assert_eq!(of_github("unchecked_peers", &script(lines)), Vec::<Value>::new(), "{lines}");
    }
    let text =
        "on: push\nenv:\n  NODE_TLS_REJECT_UNAUTHORIZED: 0\njobs:\n  b:\n    runs-on: x\n    steps: [{run: a}]\n";
    assert_eq!(
        shown(&of_github("unchecked_peers", text), &["by", "path"]),
        ["NODE_TLS_REJECT_UNAUTHORIZED | [\"env\",\"NODE_TLS_REJECT_UNAUTHORIZED\"]"]
    );
    let text = "variables: {GIT_SSL_NO_VERIFY: 'true'}\na: {script: [x]}\n";
    assert_eq!(shown(&of_gitlab("unchecked_peers", text), &["path"]), ["[\"variables\",\"GIT_SSL_NO_VERIFY\"]"]);
}

#[test]
fn secrets_that_are_printed_or_written_where_others_read() {
    for (lines, expected) in [
        ("echo $KEY", "THE_KEY | log | "),
        ("echo \"key: ${KEY}\"", "THE_KEY | log | "),
        ("echo '${{ secrets.OTHER }}'", "OTHER | log | "),
        ("echo $KEY | base64", "THE_KEY | log | base64"),
        ("echo $KEY | tee x | sed 's/./& /g'", "THE_KEY | log | sed"),
        ("echo \"k=$KEY\" >> $GITHUB_OUTPUT", "THE_KEY | output | "),
        ("echo $KEY | base64 >> \"$GITHUB_OUTPUT\"", "THE_KEY | output | base64"),
        ("echo \"::set-output name=k::$KEY\"", "THE_KEY | output | "),
        ("printf '%s' $KEY >> $GITHUB_STEP_SUMMARY", "THE_KEY | summary | "),
    ] {
        let fields = ["secret", "to", "encoder"];
        assert_eq!(shown(&of_github("secret_prints", &script(lines)), &fields), [expected], "{lines}");
    }
    for lines in [
        "echo $NAME",
        "echo $KEYS ${#KEY} ${KEY:+set}",
        "echo \"::add-mask::$KEY\"",
        "echo $KEY | docker login -u x --password-stdin",
        "echo $KEY > key.pem",
        "echo \"KEY=$KEY\" >> $GITHUB_ENV",
        "AUTH=$(echo -n \"u:$KEY\" | base64)",
        "{ echo a; echo $KEY; } > file",
        "f() { echo $KEY; }\nX=$(f)",
        "echo ${{ secrets.GITHUB_TOKEN }}",
        "echo ${{ secrets.X != '' }}",
        "./deploy --key $KEY",
    ] {
        assert_eq!(of_github("secret_prints", &script(lines)), Vec::<Value>::new(), "{lines}");
    }
}

#[test]
fn a_file_with_a_secret_that_is_uploaded_is_said() {
    let upload = |path: &str| {
        let step = "- env:\n    KEY: ${{ secrets.THE_KEY }}\n  run: echo $KEY > out/key.pem\n";
        let text = job(&format!("{step}- uses: actions/upload-artifact@v4\n  with:\n    path: {path}\n"));
        shown(&of_github("secret_prints", &text), &["secret", "to"])
    };
    for path in ["out/key.pem", "./out", "out/**", "."] {
        assert_eq!(upload(path), ["THE_KEY | artifact"], "{path}");
    }
    for path in ["dist", "ou", "out/other.pem"] {
        assert_eq!(upload(path), [""; 0], "{path}");
    }
}

#[test]
fn modes_that_show_what_a_run_keeps_to_itself() {
    for (lines, expected) in [
        ("set -x\ncurl -H \"$KEY\" https://a.example", "set -x | trace | [\"THE_KEY\"]"),
        ("set -euxo pipefail\ncurl -H \"$KEY\" https://a.example", "set -euxo pipefail | trace | [\"THE_KEY\"]"),
        ("set -o xtrace\nx $KEY", "set -o xtrace | trace | [\"THE_KEY\"]"),
        ("env", "env | listing | [\"THE_KEY\"]"),
        ("printenv | sort", "printenv | listing | [\"THE_KEY\"]"),
        ("export -p", "export -p | listing | [\"THE_KEY\"]"),
    ] {
        assert_eq!(shown(&of_github("unmasked", &script(lines)), &["by", "mode", "secrets"]), [expected], "{lines}");
    }
    for lines in
        ["set -x\nmake", "set -e\nx $KEY", "env | grep CI", "env A=b x", "env > file", "X=$(env)", "set +x\nx $KEY"]
    {
        assert_eq!(of_github("unmasked", &script(lines)), Vec::<Value>::new(), "{lines}");
    }
    assert_eq!(of_github("unmasked", &job("- run: env")), Vec::<Value>::new());
    for (value, expected) in [("true", 1), ("'true'", 1), ("1", 1), ("false", 0)] {
        let text = format!("variables: {{CI_DEBUG_TRACE: {value}}}\na: {{script: [x]}}\n");
        assert_eq!(of_gitlab("unmasked", &text).len(), expected, "{value}");
        let text = job(&format!("- env: {{ACTIONS_ALLOW_UNSECURE_COMMANDS: {value}}}\n  run: x"));
        assert_eq!(of_github("unmasked", &text).len(), expected, "{value}");
    }
}

#[test]
fn the_token_of_a_checkout_may_go_into_an_artifact() {
    let uploaded = |checkout: &str, upload: &str| {
        let text = job(&format!("- uses: actions/checkout@{checkout}\n- uses: actions/upload-artifact@{upload}\n"));
        shown(&of_github("kept_credentials", &text), &["uploaded"])
    };
    let sha = "0123456789abcdef0123456789abcdef01234567";
    let all = "\n  with:\n    path: .";
    let hidden = "\n  with:\n    path: ${{ github.workspace }}\n    include-hidden-files: true";
    for (checkout, upload) in [
        ("v4", format!("v3{all}")),
        ("v4", format!("v4.3.1{all}")),
        ("v5", format!("v4{hidden}")),
        ("v5", format!("{sha}{hidden}")),
        ("v4\n  with: {path: x}", format!("v3{}", "\n  with: {path: x/}")),
        ("v4", format!("v3{}", "\n  with:\n    path: |\n      dist\n      ./**")),
    ] {
        assert_eq!(uploaded(checkout, &upload), ["true"], "{checkout} {upload}");
    }
    for (checkout, upload) in [("v4", format!("{sha}{all}")), (sha, format!("v3{all}"))] {
        assert_eq!(uploaded(checkout, &upload), ["null"], "{checkout} {upload}");
    }
    for (checkout, upload) in [
        ("v4", format!("v4{all}")),
        ("v4", format!("v4.4.0{all}")),
        ("v6", format!("v3{all}")),
        ("v4\n  with: {persist-credentials: false}", format!("v3{all}")),
        ("v4", format!("v3{}", "\n  with: {path: dist}")),
        ("v4", format!("v3{}", "\n  with:\n    path: |\n      .\n      !.git/**")),
    ] {
        assert_eq!(uploaded(checkout, &upload), [""; 0], "{checkout} {upload}");
    }
}
