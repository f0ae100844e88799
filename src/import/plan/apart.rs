//! Words that tell problems apart which begin alike.

use std::collections::HashMap;
use std::collections::HashSet;

/// Problems whose first words make the same id: how many there are, and how many of them have each of the words behind those.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    members: usize,
    words: HashMap<String, usize>,
}

impl Crowd {
    /// How long the words behind an id become where few of them do, and where they do not.
    const FEW: usize = 22;
    const MANY: usize = 42;

    /// Adds a problem by the words that its id has no room for.
    pub(super) fn add(&mut self, rest: &[String]) {
        self.members += 1;
        let different: HashSet<&String> = rest.iter().collect();
        for word in different {
            match self.words.get_mut(word) {
                Some(times) => *times += 1,
                None => {
                    self.words.insert(word.clone(), 1);
                }
            }
        }
    }

    /// The words of a problem that not all others have, as the end of an id; `None`: it has none.
    pub(super) fn few(&self, rest: &[String]) -> Option<String> {
        self.end(rest, Self::FEW)
    }

    /// The same with more of them.
    pub(super) fn many(&self, rest: &[String]) -> Option<String> {
        self.end(rest, Self::MANY)
    }

    fn end(&self, rest: &[String], most: usize) -> Option<String> {
        let times = |word: &String| self.words.get(word).copied().unwrap_or(0);
        let differs = |word: &&String| times(word) < self.members;
        let mut words: Vec<&String> = Vec::new();
        for word in rest.iter().filter(differs) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        // The rarest word tells most, and is among them wherever it stands.
        let rarest = (0..words.len()).min_by_key(|&at| times(words[at]))?;
        let mut room = most.saturating_sub(words[rarest].len());
        let mut chosen: Vec<&str> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            match word.len() < room {
                _ if at == rarest => chosen.push(word),
                true => {
                    room -= word.len() + 1;
                    chosen.push(word);
                }
                // Only the first words are taken, so that they read as they are written.
                false => room = 0,
            }
        }
        let end = chosen.join("-");
        Some(end[..end.len().min(most)].trim_end_matches('-').to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;

    /// The ends of problems that begin alike.
    fn ends(problems: &[&str]) -> Vec<Option<String>> {
        let rests = problems.iter().map(|problem| Id::slug_and_rest(problem).unwrap().1);
        let rests: Vec<Vec<String>> = rests.collect();
        let mut crowd = Crowd::default();
        rests.iter().for_each(|rest| crowd.add(rest));
        rests.iter().map(|rest| crowd.few(rest)).collect()
    }

    #[test]
    fn the_words_that_differ_tell_problems_apart() {
        let valve = "One-way valve of the supply pump";
        let ends_of = |ends_: &[&str]| {
            let problems: Vec<String> = ends_.iter().map(|end| format!("{valve} {end}")).collect();
            ends(&problems.iter().map(String::as_str).collect::<Vec<_>>())
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect::<Vec<_>>()
        };
        assert_eq!(ends_of(&["leaks", "is stuck open", ""]), ["leaks", "stuck-open", ""]);
        assert_eq!(ends_of(&["in hall A leaks", "in hall A jams"]), ["leaks", "jams"]);
        assert_eq!(ends_of(&["leaks and leaks", "leaks and leaks"]), ["", ""], "no word differs");
        let long = "sometimes lets warm water through when nobody looks at number";
        let numbered = ends_of(&[&format!("{long} 1"), &format!("{long} 2"), "leaks"]);
        assert_eq!(numbered, ["sometimes-lets-warm-1", "sometimes-lets-warm-2", "leaks"]);
        let longest = "x".repeat(90);
        assert_eq!(ends_of(&[&longest, "y"])[0].len(), Crowd::FEW);
    }
}
