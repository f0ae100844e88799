//! Files that are made to hurt, and files that are broken.

use std::time::Duration;
use std::time::Instant;

use crate::import::source::backstage::read;

/// Reads a file with a good entity behind what is bad, and returns what is said of the bad part. The good one is read.
fn beside(bad: &str) -> Option<String> {
    let good = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: good }\nspec: { type: service }\n";
    let text = format!("{good}---\n{bad}\n---\n{}", good.replace("good", "last"));
    let start = Instant::now();
    let (entries, notes) = read(text.as_bytes()).unwrap();
    // Far above what it takes, since other tests run beside it.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let ids: Vec<_> =
        entries.iter().filter_map(|foreign| foreign.id.as_ref()).map(|id| id.as_str()).collect();
    assert!(ids.starts_with(&["good"]) && ids.ends_with(&["last"]), "{ids:?}");
    let faults: Vec<_> = notes.iter().filter(|note| note.column.is_empty()).collect();
    assert!(faults.len() <= 1, "{faults:?}");
    let fault = faults.first()?;
    assert!(fault.line >= 6, "{fault:?}");
    Some(fault.message.clone())
}

fn entity(rest: &str) -> String {
    format!("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: bad\n{rest}")
}

const UNREADABLE: &str = "this is no YAML that can be read: ";

/// What is said of a bad part that is no YAML, behind the words that are always said.
fn refused(bad: &str) -> String {
    let said = beside(bad).unwrap_or_default();
    said.strip_prefix(UNREADABLE).unwrap_or_else(|| panic!("{said}")).to_owned()
}

#[test]
fn bombs_of_aliases_are_refused() {
    const REPEATS: &str = "it repeats itself too much by anchors and aliases";
    let mut laughs = entity("  a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    let mut merges = "m0: &m0 { a: 1 }\n".to_owned();
    for level in 1..10 {
        let below = |name: &str| [format!("*{name}{}", level - 1).as_str(); 9].join(", ");
        laughs += &format!("  a{level}: &a{level} [{}]\n", below("a"));
        merges += &format!("m{level}: &m{level} {{ <<: [{}], k{level}: 1 }}\n", below("m"));
    }
    let quadratic = format!("  a: &a {}\n  b: [{}]\n", "x".repeat(100_000), ["*a"; 10_000].join(", "));
    let anchors: String = (0..100_000).map(|number| format!("  k{number}: &a{number} v\n")).collect();
    for bomb in [laughs, merges, entity(&quadratic), entity(&anchors)] {
        assert_eq!(refused(&bomb), REPEATS);
    }
    for circle in ["  tags: &a [x, *a]\n", "  tags: &a { b: &b { c: *a } }\n", "  tags: *nobody\n"] {
        assert!(!refused(&entity(circle)).is_empty());
    }
}

#[test]
fn deep_nesting_is_refused() {
    let blocks: String = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let closed = format!("{}x{}", "[".repeat(100_000), "]".repeat(100_000));
    for deep in ["- ".repeat(200_000), "? ".repeat(200_000), blocks] {
        assert_eq!(refused(&deep), "its values lie too deep in each other");
    }
    for deep in ["[".repeat(1_000_000), "{a: ".repeat(200_000), closed] {
        assert!(!refused(&deep).is_empty());
    }
}

#[test]
fn what_is_large_is_refused_or_read() {
    const LARGE: Option<&str> = Some("this entity is too large for an entry, and is left out");
    let scalar = "x".repeat(20 << 20);
    assert_eq!(beside(&entity(&format!("  description: \"{scalar}\"\n"))).as_deref(), LARGE);
    assert_eq!(beside(&format!("# {scalar}")), None);
    let lines = "    xxxxxxxxx\n".repeat(100_000);
    assert_eq!(beside(&entity(&format!("  description: |\n{lines}"))).as_deref(), LARGE);
    assert!(refused(&"a: 1\n".repeat(100_000)).contains("duplicate"));
    let start = Instant::now();
    assert!(read("---\n".repeat(1_000_000).as_bytes()).is_err());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn tags_and_doubles_are_refused_and_merges_are_read() {
    for tag in ["!!python/object/apply:os.system [ls]", "!include other.yaml", "!!binary aGk=", "!secret x"] {
        let text = entity(&format!("  title: {tag}\n"));
        let said = beside(&text);
        assert!(said.as_deref().is_none_or(|said| said.starts_with(UNREADABLE)), "{tag}: {said:?}");
        assert!(said.is_some() || tag.starts_with("!!binary"), "{tag} passed in silence");
    }
    assert!(refused(&entity("  name: twice\n")).contains("duplicate"));
    let merged = entity("spec: { <<: &spec { type: service, owner: shop }, owner: web }\n");
    let (entries, notes) = read(merged.as_bytes()).unwrap();
    assert_eq!(notes, []);
    assert_eq!(entries[0].text("owner"), Some("web"));
    assert_eq!(entries[0].text("kind"), Some("service"));
}

#[test]
fn one_broken_document_hides_no_other() {
    for broken in ["a: [", "a: b: c", "\"", "'x", "a: |\n x\ny", "\tx: 1", "}", "&", "? - :", "%"] {
        let said = beside(&format!("{}{broken}\n", entity("")));
        assert!(said.is_some_and(|said| said.starts_with(UNREADABLE)), "{broken}");
    }
    // The marker ends whatever was open.
    let (entries, notes) = read(entity("spec: \"\n---\n").repeat(3).as_bytes()).unwrap_or_default();
    assert_eq!((entries.len(), notes.len()), (0, 0));
}
