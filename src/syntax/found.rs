//! Where a path leads in the outline of a text.

use crate::syntax::Step;
use crate::syntax::outline::Form;
use crate::syntax::outline::Node;
use crate::syntax::outline::Statement;
use crate::syntax::outline::What;

/// Where a path leads in a text.
#[derive(Debug)]
pub(crate) enum Found<'s> {
    Nothing,
    /// A value, with what holds it.
    Node(&'s Node, Holder<'s>),
    /// A table, or an array of tables, that headers or dotted keys spread over these statements.
    Spread(Vec<&'s Statement>),
}

/// What holds a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holder<'s> {
    Line(&'s Statement),
    /// An inline table, and which of its pairs.
    Table(&'s Node, usize),
    List(&'s Node, usize),
}

/// Finds what a path leads to.
pub(crate) fn find<'s>(statements: &'s [Statement], path: &[Step]) -> Found<'s> {
    let mut spread = Vec::new();
    for statement in statements {
        if statement.path.starts_with(path) && !(statement.path.len() == path.len() && statement.is_pair()) {
            spread.push(statement);
        } else if let What::Pair(node) = &statement.what
            && let Some(rest) = path.strip_prefix(statement.path.as_slice())
        {
            return descend(node, rest, Holder::Line(statement));
        }
    }
    if spread.is_empty() { Found::Nothing } else { Found::Spread(spread) }
}

fn descend<'s>(node: &'s Node, rest: &[Step], holder: Holder<'s>) -> Found<'s> {
    let Some((step, below)) = rest.split_first() else {
        return Found::Node(node, holder);
    };
    match (step, &node.form) {
        (Step::Index(at), Form::List(items)) => match items.get(*at) {
            Some(item) => descend(item, below, Holder::List(node, *at)),
            None => Found::Nothing,
        },
        (Step::Key(_), Form::Table(pairs)) => {
            let hit = pairs
                .iter()
                .enumerate()
                .find_map(|(at, pair)| Some((at, pair, rest.strip_prefix(pair.path.as_slice())?)));
            match hit {
                Some((at, pair, rest)) => descend(&pair.node, rest, Holder::Table(node, at)),
                None => Found::Nothing,
            }
        }
        _ => Found::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::outline::outline;

    fn says(text: &str, path: &str) -> Option<String> {
        let statements = outline(text);
        let step = |step: &str| step.parse().map_or_else(|_| Step::Key(step.to_owned()), Step::Index);
        let path: Vec<Step> = path.split(['.', '[', ']']).filter(|step| !step.is_empty()).map(step).collect();
        match find(&statements, &path) {
            Found::Node(node, _) => Some(text[node.span.clone()].to_owned()),
            Found::Spread(statements) => Some(format!("{} statements", statements.len())),
            Found::Nothing => None,
        }
    }

    #[test]
    fn every_way_of_writing_a_value_is_found() {
        let text = "# top\n[failure.a] # t\nx = [1, # c\n { y.z = 'q', w = 2 },]\n\"k\" . v = 1\n[failure.a.t]\nn = 3\n\
                    [[failure.a.runs]]\non = 1\n[failure.a.runs.more]\nm = 9\n[[failure.a.runs]]\non = 2\n";
        for (path, said) in [
            ("failure.a.x[0]", "1"),
            ("failure.a.x[1].y.z", "'q'"),
            ("failure.a.x[1].w", "2"),
            ("failure.a.k.v", "1"),
            ("failure.a.t.n", "3"),
            ("failure.a.runs[1].on", "2"),
            ("failure.a.runs[0].more.m", "9"),
            ("failure.a.t", "2 statements"),
            ("failure.a.k", "1 statements"),
            ("failure.a.runs", "6 statements"),
            ("failure.a.runs[0]", "4 statements"),
        ] {
            assert_eq!(says(text, path).as_deref(), Some(said), "{path}");
        }
        for path in ["failure.a.y", "failure.b", "failure.a.x[2]", "failure.a.x[0].y", "failure.a.runs[2]"] {
            assert_eq!(says(text, path), None, "{path}");
        }
    }
}
