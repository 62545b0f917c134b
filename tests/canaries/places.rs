//! The places: none of the planted values is shown.

use crate::leaks::Search;
use crate::outputs::{frames, repository, said};
use crate::plant::Garden;
use crate::vendors::VENDORS;

/// Checks one folder of `trees`; `fires` are policies that find something there, so that frames are shown.
fn no_leak(mut garden: Garden, name: &str, fires: &[&str], more: &[&str]) {
    garden.files.sort();
    let repo = repository(&garden.files);
    let mut outputs = said(&repo, &garden.files, more);
    let quiet: Vec<&&str> = fires.iter().filter(|policy| !outputs[0].1.contains(**policy)).collect();
    assert!(quiet.is_empty(), "{quiet:?} found nothing, so the test proves little\n{}", outputs[0].1);
    let framed = frames(&repo, &garden.files);
    assert!(!framed.is_empty(), "{name}: no file was read");
    outputs.extend(framed);
    let search = Search::new(&garden.canaries);
    let leaks: Vec<String> = outputs.iter().flat_map(|(name, text)| search.leaks(name, text)).collect();
    println!("{name}: {} canaries, {} outputs, {} leaks", garden.canaries.len(), outputs.len(), leaks.len());
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn of_github() {
    let mut garden = Garden::of("github");
    let vendors = garden.files.iter_mut().find(|(path, _)| path.ends_with("vendors.yml")).unwrap();
    let head = std::mem::take(&mut vendors.1);
    garden.files.retain(|(path, _)| !path.ends_with("vendors.yml"));
    let step = |(index, (vendor, _)): (usize, &(&str, &str))| match index % 3 {
        0 => format!("      - run: echo §v:{vendor}§ ${{{{ github.event.issue.title }}}}\n"),
        1 => format!("      - run: run x=§v:{vendor}§.x ${{{{ github.event.issue.title }}}} # was §v:{vendor}§\n"),
        _ => {
            format!("      - uses: acme/x@main # §v:{vendor}§\n        with: {{ title: \"is §v:{vendor}§, it is\" }}\n")
        }
    };
    let steps: String = VENDORS.iter().enumerate().map(step).collect();
    garden.add(".github/workflows/vendors.yml", &format!("{head}{steps}"));
    no_leak(garden, "github", &["CI001", "CI002", "CI004", "CI008"], &[]);
}

#[test]
fn of_gitlab() {
    no_leak(Garden::of("gitlab"), "gitlab", &["CI007", "CI008"], &[]);
}

#[test]
fn of_terraform() {
    no_leak(Garden::of("terraform"), "terraform", &["TF007"], &[]);
}

#[test]
fn of_airflow() {
    no_leak(Garden::of("airflow"), "airflow", &["AF001"], &[]);
}

#[test]
fn of_forges() {
    no_leak(Garden::of("forge"), "forge", &["GIT003", "GIT004"], &["--forge", "snapshot.json"]);
}

#[test]
fn of_an_attacker() {
    no_leak(Garden::of("hostile"), "hostile", &["CI001", "CI002", "CI008"], &[]);
}

#[test]
fn of_strange_dags() {
    no_leak(Garden::of("strange"), "strange", &["AF001"], &[]);
}
