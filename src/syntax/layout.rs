//! What the blocks of a file tell about its layout.

use std::collections::HashSet;
use std::hash::DefaultHasher;
use std::hash::Hasher;

use crate::syntax::cut::Block;
use crate::syntax::cut::Kinds;

/// Whether a table is opened in one block and continued in another, which only a whole parse understands.
pub(crate) fn is_scattered(text: &str, kinds: Kinds, blocks: &[Block]) -> bool {
    is_scattered_by(&signs(text, blocks), text, kinds, blocks)
}

/// A number for the key of each block. Keys lie far apart in a large text, so that their numbers are compared in their place.
pub(crate) fn signs(text: &str, blocks: &[Block]) -> Vec<u64> {
    blocks.iter().map(|block| sign([&text[block.key.clone()]])).collect()
}

/// The same, by the numbers of the keys.
pub(crate) fn is_scattered_by(signs: &[u64], text: &str, kinds: Kinds, blocks: &[Block]) -> bool {
    let key = |block: &Block| &text[block.key.clone()];
    let rooted = blocks.first().filter(|block| block.key.is_empty()).is_some_and(|block| {
        let roots = |word: &str| {
            blocks.iter().any(|block| key(block).split('.').next() == Some(word)) || kinds.contains(&word)
        };
        preamble_roots(&text[block.range.clone()]).any(roots)
    });
    rooted || is_continued(signs, blocks, kinds, key)
}

/// Whether two blocks have one key and are not merely an entry written twice.
fn is_continued<'t>(signs: &[u64], blocks: &[Block], kinds: Kinds, key: impl Fn(&Block) -> &'t str) -> bool {
    let mut signs: Vec<(u64, u32)> = signs.iter().copied().zip(0..).collect();
    signs.sort_unstable();
    let alike = signs.chunk_by(|a, b| a.0 == b.0).filter(|chunk| chunk.len() > 1);
    alike.into_iter().any(|chunk| {
        let mut keys: Vec<(&str, bool)> = chunk
            .iter()
            .map(|(_, at)| &blocks[*at as usize])
            .map(|block| (key(block), block.opens))
            .collect();
        keys.sort_unstable();
        let doubled = |pair: &[(&str, bool)]| {
            pair[0].1 && pair[1].1 && (is_entry(pair[0].0, kinds) || pair[0].0 == "playbook")
        };
        keys.windows(2).any(|pair| pair[0].0 == pair[1].0 && !doubled(pair))
    })
}

/// A number for a key, which may come in pieces: keys that are equal share it, others hardly ever.
pub(crate) fn sign<'k>(pieces: impl IntoIterator<Item = &'k str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    pieces.into_iter().for_each(|piece| hasher.write(piece.as_bytes()));
    hasher.finish()
}

/// Drops the blocks that continue an entry opened in another: alone they would be half an entry.
pub(crate) fn drop_strays(text: &str, blocks: &mut Vec<Block>) {
    let opened: HashSet<&str> =
        blocks.iter().filter(|block| block.opens).map(|block| &text[block.key.clone()]).collect();
    blocks.retain(|block| block.opens || !opened.contains(&text[block.key.clone()]));
}

/// Where an entry is opened that another block opened before, which is reported where the files are united.
pub(crate) fn first_double(text: &str, kinds: Kinds, blocks: &[Block]) -> Option<usize> {
    let mut seen = HashSet::new();
    let opened = blocks.iter().filter(|block| block.opens);
    let mut known = opened.map(|block| (&text[block.key.clone()], block.range.start));
    known
        .find(|(key, _)| (is_entry(key, kinds) || *key == "playbook") && !seen.insert(*key))
        .map(|(_, start)| start)
}

/// Whether a key is that of an entry of a known kind.
fn is_entry(key: &str, kinds: Kinds) -> bool {
    key.split_once('.').is_some_and(|(kind, _)| kinds.contains(&kind))
}

/// The first part of each key that stands before all headers.
fn preamble_roots(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let line = line.trim_start_matches(['\u{feff}', ' ', '\t', '"', '\'']);
        let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
        (end > 0).then(|| &line[..end])
    })
}
