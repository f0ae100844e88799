//! Documents that are not read themselves, and the programs that make readable ones of them.

use faultbook::change::Refusal;

/// A kind of document: what it is called, the endings of its files, and how one is converted. `IN` is the file, `OUT` what it becomes,
/// without an ending.
struct Document {
    name: &'static str,
    extensions: &'static [&'static str],
    command: &'static str,
}

const DOCUMENTS: &[Document] = &[
    Document {
        name: "AsciiDoc",
        extensions: &["adoc", "asciidoc", "asc"],
        command: "asciidoctor -o OUT.html IN",
    },
    Document {
        name: "reStructuredText",
        extensions: &["rst", "rest"],
        command: "pandoc -f rst -t gfm -o OUT.md IN",
    },
    Document { name: "Org", extensions: &["org"], command: "pandoc -f org -t gfm -o OUT.md IN" },
    Document {
        name: "MediaWiki markup",
        extensions: &["mediawiki", "wiki"],
        command: "pandoc -f mediawiki -t gfm -o OUT.md IN",
    },
    Document { name: "Textile", extensions: &["textile"], command: "pandoc -f textile -t gfm -o OUT.md IN" },
    Document { name: "Word", extensions: &["docx"], command: "pandoc -f docx -t gfm -o OUT.md IN" },
    Document {
        name: "OpenDocument text",
        extensions: &["odt"],
        command: "pandoc -f odt -t gfm -o OUT.md IN",
    },
];

/// Why a file is not read, and the command that converts it.
pub(super) fn refusal(name: &str) -> Option<Refusal> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_it =
        |document: &&Document| document.extensions.iter().any(|known| known.eq_ignore_ascii_case(ending));
    let document = DOCUMENTS.iter().find(is_it)?;
    let convert = |word: &str| match word.strip_prefix("OUT") {
        Some(ending) => quoted(&format!("{stem}{ending}")),
        None if word == "IN" => quoted(name),
        None => word.to_owned(),
    };
    let command: Vec<String> = document.command.split(' ').map(convert).collect();
    let message = format!("{} is not read; convert it first: `{}`", document.name, command.join(" "));
    Some(Refusal::new(message))
}

/// A name as a shell reads it.
fn quoted(name: &str) -> String {
    let name = if name.starts_with('-') { format!("./{name}") } else { name.to_owned() };
    shlex::try_quote(&name).map_or_else(|_| name.clone(), |quoted| quoted.into_owned())
}
