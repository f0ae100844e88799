//! What stands where in a text: its headers, keys and values with their bytes, in the order of the text. It is what edits
//! are planned with; comments and blank lines are what lies between.

use std::collections::HashMap;
use std::ops::Range;

use crate::limits::WHOLE;
use crate::syntax::Step;
use crate::syntax::nodes;
use crate::syntax::nodes::Nodes;
use crate::syntax::weight::admit;

/// A header, or a key with its value.
#[derive(Debug)]
pub(crate) struct Statement {
    /// The whole way to what it opens or sets, elements of arrays of tables counted.
    pub(crate) path: Vec<Step>,
    /// How many steps of the way stand above: those of the header that a key stands below.
    pub(crate) above: usize,
    /// The bytes of each key that is written here; they are the last keys of `path`.
    pub(crate) keys: Vec<Range<usize>>,
    /// From the first bracket or key to the last byte.
    pub(crate) span: Range<usize>,
    pub(crate) what: What,
}

#[derive(Debug)]
pub(crate) enum What {
    /// `[a.b]`
    Header,
    /// `[[a.b]]`
    Element,
    /// `a.b = …`
    Pair(Node),
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) form: Form,
}

#[derive(Clone, Debug)]
pub(crate) enum Form {
    Scalar,
    List(Vec<Node>),
    Table(Vec<Pair>),
}

/// A key with its value in an inline table.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) path: Vec<Step>,
    /// The bytes of each key.
    pub(crate) keys: Vec<Range<usize>>,
    pub(crate) node: Node,
}

/// The statements of a text. Text that does not parse has none that can be trusted: ask the parser first. Text that is too large
/// to be parsed has none, and a file that holds it is not written to.
pub(crate) fn outline(text: &str) -> Vec<Statement> {
    admit(text, WHOLE).map_or_else(Vec::new, |_permit| statements(&Nodes::parse(text).0))
}

/// The statements that nodes are.
pub(crate) fn statements(nodes: &Nodes<'_>) -> Vec<Statement> {
    let mut walk = Walk { nodes, counts: HashMap::new(), table: Vec::new() };
    let (mut at, mut statements) = (0, Vec::new());
    while let Some(node) = nodes.nodes.get(at) {
        match node.form {
            nodes::Form::Header | nodes::Form::Element => statements.push(walk.header(at)),
            _ => statements.extend(walk.pair(at)),
        }
        at = node.next as usize;
    }
    statements
}

struct Walk<'n, 't> {
    nodes: &'n Nodes<'t>,
    /// How many elements an array of tables has so far.
    counts: HashMap<Vec<Step>, usize>,
    /// The way to the table that keys stand in.
    table: Vec<Step>,
}

impl Walk<'_, '_> {
    fn header(&mut self, at: usize) -> Statement {
        let node = self.nodes.nodes[at];
        let (steps, keys, _) = self.keys(at);
        let mut path = Vec::with_capacity(steps.len() + 1);
        for step in steps {
            // A way through an array of tables leads through its last element.
            if let Some(count) = self.counts.get(&path) {
                path.push(Step::Index(count - 1));
            }
            path.push(step);
        }
        let is_element = node.form == nodes::Form::Element;
        if is_element {
            let count = self.counts.entry(path.clone()).or_default();
            *count += 1;
            path.push(Step::Index(*count - 1));
        }
        self.table.clone_from(&path);
        let what = if is_element { What::Element } else { What::Header };
        Statement { path, above: 0, keys, span: node.span(), what }
    }

    /// The keys right below a node, with their bytes, and the number of the node behind them.
    fn keys(&self, at: usize) -> (Vec<Step>, Vec<Range<usize>>, usize) {
        let below = self.nodes.below(at).take_while(|&key| self.nodes.nodes[key].is_key());
        let key =
            |key| (Step::Key(self.nodes.key(key, &mut None).into_owned()), self.nodes.nodes[key].span());
        let (steps, keys): (Vec<_>, Vec<_>) = below.map(key).unzip();
        let behind = at + 1 + keys.len();
        (steps, keys, behind)
    }

    fn pair(&self, at: usize) -> Option<Statement> {
        let (steps, keys, behind) = self.keys(at);
        let node = self.value(behind)?;
        let path = self.table.iter().cloned().chain(steps).collect();
        let span = self.nodes.nodes[at].span();
        Some(Statement { path, above: self.table.len(), keys, span, what: What::Pair(node) })
    }

    fn value(&self, at: usize) -> Option<Node> {
        let node = self.nodes.nodes.get(at)?;
        let below = self.nodes.below(at);
        let form = match node.form {
            nodes::Form::Text | nodes::Form::Scalar(_) => Form::Scalar,
            nodes::Form::List => Form::List(below.map(|item| self.value(item)).collect::<Option<_>>()?),
            nodes::Form::Table => Form::Table(below.map(|pair| self.inline(pair)).collect::<Option<_>>()?),
            _ => return None,
        };
        Some(Node { span: node.span(), form })
    }

    fn inline(&self, at: usize) -> Option<Pair> {
        let (path, keys, behind) = self.keys(at);
        Some(Pair { path, keys, node: self.value(behind)? })
    }
}

impl Statement {
    pub(crate) fn is_pair(&self) -> bool {
        matches!(self.what, What::Pair(_))
    }

    /// The way to the table that it stands in, or opens.
    pub(crate) fn table(&self) -> &[Step] {
        if self.is_pair() { &self.path[..self.above] } else { &self.path }
    }
}
