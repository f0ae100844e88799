//! Scores for new levels.

/// Scores for the levels of a scale: given ones stay, and the others get scores between their neighbours. If there is no room, all are
/// distributed evenly.
/// `None`: there are more levels than scores.
pub(super) fn scores(known: &[Option<u8>]) -> Option<Vec<u8>> {
    const WORST: u8 = 10;
    if known.len() > usize::from(WORST) {
        return None;
    }
    between(known).or_else(|| {
        let steps = u8::try_from(known.len()).ok()?.saturating_sub(1).max(1);
        (0..=steps).take(known.len()).map(|at| Some(1 + at * (WORST - 1) / steps)).collect()
    })
}

fn between(known: &[Option<u8>]) -> Option<Vec<u8>> {
    let mut scores = Vec::with_capacity(known.len());
    let mut at = 0;
    while at < known.len() {
        if let Some(score) = known[at] {
            scores.push(score);
            at += 1;
            continue;
        }
        let new = known[at..].iter().take_while(|score| score.is_none()).count();
        let low = scores.last().copied().unwrap_or(0);
        let high = known.get(at + new).copied().flatten().unwrap_or(11);
        let count = u8::try_from(new).ok()?;
        if high.saturating_sub(low) <= count {
            return None;
        }
        scores.extend((1..=count).map(|step| low + step * (high - low) / (count + 1)));
        at += new;
    }
    Some(scores)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_levels_lie_between_their_neighbours() {
        let new = None;
        assert_eq!(scores(&[Some(3), Some(6), Some(9), new]), Some(vec![3, 6, 9, 10]));
        assert_eq!(scores(&[new, Some(3), Some(6)]), Some(vec![1, 3, 6]));
        assert_eq!(scores(&[Some(2), Some(4), new, Some(6), Some(9), new]), Some(vec![2, 4, 5, 6, 9, 10]));
        assert_eq!(scores(&[Some(3), Some(9), new, new]), Some(vec![1, 4, 7, 10]));
        assert_eq!(scores(&[None; 10]), Some((1..=10).collect()));
        assert_eq!(scores(&[None; 11]), None);
    }
}
