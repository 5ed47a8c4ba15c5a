//! Every dependency of the workspace has a licence that deny.toml allows.
//!
//! Does for licences what `cargo deny check licenses` does, without a tool to install; advisories need that tool and the
//! network (CONTRIBUTING.md).

use std::collections::BTreeSet;
use std::process::Command;

/// Whether an SPDX expression is satisfied by the allowed licences. Knows AND, OR, WITH and parentheses, and the
/// old form `MIT/Apache-2.0`.
fn allowed(expression: &str, allow: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let (value, rest) = any(&tokens, allow);
    value && rest.is_empty()
}

fn any<'t>(tokens: &'t [&'t str], allow: &BTreeSet<String>) -> (bool, &'t [&'t str]) {
    let (mut value, mut rest) = all(tokens, allow);
    while rest.first() == Some(&"OR") {
        let (next, after) = all(&rest[1..], allow);
        (value, rest) = (value | next, after);
    }
    (value, rest)
}

fn all<'t>(tokens: &'t [&'t str], allow: &BTreeSet<String>) -> (bool, &'t [&'t str]) {
    let (mut value, mut rest) = one(tokens, allow);
    while rest.first() == Some(&"AND") {
        let (next, after) = one(&rest[1..], allow);
        (value, rest) = (value & next, after);
    }
    (value, rest)
}

fn one<'t>(tokens: &'t [&'t str], allow: &BTreeSet<String>) -> (bool, &'t [&'t str]) {
    match tokens {
        ["(", inner @ ..] => {
            let (value, rest) = any(inner, allow);
            (value, rest.strip_prefix(&[")"]).unwrap_or(rest))
        }
        [name, "WITH", exception, rest @ ..] => (allow.contains(&format!("{name} WITH {exception}")), rest),
        [name, rest @ ..] => (allow.contains(*name), rest),
        [] => (false, tokens),
    }
}

#[test]
fn expressions_are_understood() {
    let allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(String::from).into();
    for (expression, want) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(MIT OR GPL-3.0) AND Apache-2.0", true),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
        ("GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(allowed(expression, &allow), want, "{expression}");
    }
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let deny: toml::Table =
        toml::from_str(&std::fs::read_to_string(format!("{root}/deny.toml")).unwrap()).unwrap();
    let allow: BTreeSet<String> = deny["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| l.as_str().unwrap().to_owned())
        .collect();
    let metadata = |more: &[&str]| {
        let args = ["metadata", "--format-version=1", "--locked"];
        Command::new(env!("CARGO")).args(args).args(more).current_dir(root).output().unwrap()
    };
    // All platforms where the registry can be reached; without a network, those of the crates that were built here.
    let mut out = metadata(&[]);
    if !out.status.success() {
        let rustc = Command::new("rustc").arg("-vV").output().unwrap();
        let rustc = String::from_utf8(rustc.stdout).unwrap();
        let host = rustc.lines().find_map(|l| l.strip_prefix("host: ")).unwrap();
        out = metadata(&["--offline", "--filter-platform", host]);
    }
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50);
    let wrong: Vec<String> = packages
        .iter()
        .filter(|p| !allowed(p["license"].as_str().unwrap_or(""), &allow))
        .map(|p| format!("{} {}: {}", p["name"], p["version"], p["license"]))
        .collect();
    assert!(wrong.is_empty(), "licences that deny.toml does not allow:\n{}", wrong.join("\n"));
}
