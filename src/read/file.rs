//! How a file is read: block by block, and as a whole only where its layout is odd.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::finding::Finding;
use crate::finding::Place;
use crate::finding::TextRange;
use crate::limits::BLOCK;
use crate::limits::BLOCKS;
use crate::limits::WHOLE;
use crate::model::EntryRef;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Word;
use crate::parallel;
use crate::read::Item;
use crate::read::block::Source;
use crate::read::block::Yield;
use crate::read::conflict::is_in_conflict;
use crate::read::conflict::unfinished;
use crate::read::errors;
use crate::read::errors::syntax_finding;
use crate::read::errors::too_large;
use crate::syntax::cut::Block;
use crate::syntax::cut::cut;
use crate::syntax::cut::cut_doubting;
use crate::syntax::cut::cut_everywhere;
use crate::syntax::cut::has_more_headers;
use crate::syntax::layout::drop_strays;
use crate::syntax::layout::first_double;
use crate::syntax::layout::is_scattered;
use crate::syntax::tree;
use crate::syntax::tree::Read;
use crate::syntax::weight::admit;

/// How many findings of one rule are kept for one file: nobody reads more.
const MOST: usize = 10_000;
/// How many blocks make it worth to read them in parallel.
const PARALLEL: usize = 512;

/// A file while it is read.
pub(crate) struct Reading<'a> {
    pub(crate) text: &'a str,
    pub(crate) source: Source<'a>,
    /// What unfinished merges left.
    pub(crate) markers: Vec<Range<usize>>,
    /// Whether it has more headers than a file may have, once somebody asked.
    pub(crate) is_crowded: OnceLock<bool>,
}

/// The blocks that a text was cut into, and what they gave.
#[derive(Default)]
struct Outcome {
    blocks: Vec<Block>,
    out: Yield,
    failed: usize,
    /// Where the first block begins that could not be read.
    first_failed: Option<usize>,
}

impl Outcome {
    fn add(&mut self, part: Self) {
        self.blocks.extend(part.blocks);
        self.out.items.extend(part.out.items);
        self.out.findings.extend(part.out.findings);
        self.failed += part.failed;
        self.first_failed = self.first_failed.or(part.first_failed);
        if self.out.findings.len() > 4 * MOST {
            thin(&mut self.out.findings);
        }
    }
}

impl Reading<'_> {
    /// Reads everything that can be read: blocks alone, or the whole where the layout asks for it.
    pub(crate) fn run(&self) -> (Vec<Block>, Yield) {
        let mut cut = cut(self.text, Kind::WORDS);
        let odd = cut.odd || is_scattered(self.text, Kind::WORDS, &cut.blocks);
        let Outcome { blocks, mut out, .. } = match odd.then(|| self.read_whole()) {
            Some(Ok(out)) => {
                let whole = Block { range: 0..self.text.len(), key: 0..0, opens: false };
                Outcome { blocks: vec![whole], out, ..Outcome::default() }
            }
            Some(Err(finding)) => {
                drop_strays(self.text, &mut cut.blocks);
                let mut outcome = self.read_pieces(&cut.blocks);
                if !self.is_explained(&finding, &outcome) {
                    outcome.out.findings.push(*finding);
                }
                outcome
            }
            None => self.read_pieces(&cut.blocks),
        };
        self.add_markers(&blocks, &mut out);
        thin(&mut out.findings);
        (blocks, out)
    }

    /// Reads blocks; where some cannot be read, another cut, which trusts no string, counts if it can read more.
    fn read_pieces(&self, blocks: &[Block]) -> Outcome {
        let first = self.read_blocks(blocks);
        if first.failed == 0 {
            return first;
        }
        let mut again = cut_doubting(self.text, Kind::WORDS).blocks;
        drop_strays(self.text, &mut again);
        if again == blocks {
            return first;
        }
        let second = self.read_blocks(&again);
        let read = |outcome: &Outcome| (std::cmp::Reverse(outcome.failed), outcome.out.items.len());
        if read(&second) >= read(&first) { second } else { first }
    }

    /// Whether what was found in the blocks says already why the whole could not be read: a merge, or something at or
    /// before the place where the whole parse stumbled.
    fn is_explained(&self, whole: &Finding, outcome: &Outcome) -> bool {
        let stumbled = whole.at.text.as_ref().map_or(0, |text| text.start);
        let before = |at: Option<usize>| at.is_some_and(|at| at <= stumbled);
        !self.markers.is_empty()
            || before(outcome.first_failed)
            || before(first_double(self.text, Kind::WORDS, &outcome.blocks))
    }

    /// Reads a file that is laid out so that its blocks do not stand alone.
    fn read_whole(&self) -> Result<Yield, Box<Finding>> {
        let path = self.source.path;
        let Some(_permit) = admit(self.text, WHOLE) else {
            let place = Place::file(path, 0..self.text.find('\n').unwrap_or(0));
            let help = "give each entry one header of its own: [failure.some-id]";
            let message = "this file is too large for its unusual layout";
            return Err(Finding::new("unreadable-file", place, message).help(help).into());
        };
        let read = tree::read(self.text).map_err(|error| {
            let finding = syntax_finding(self.text, &error, |span| Place::file(path, span));
            finding.help("what stands there is not read until this is mended")
        })?;
        let mut out = Yield::default();
        self.source.entries(read.table, 0, &mut out);
        let newer = read.newer.map(|(span, what)| errors::toml_1_1_finding(Place::file(path, span), what));
        out.findings.extend(newer);
        Ok(out)
    }

    fn read_blocks(&self, blocks: &[Block]) -> Outcome {
        let read = |part: &[Block]| {
            parallel::widen_heap();
            let mut outcome = Outcome { blocks: Vec::with_capacity(part.len()), ..Outcome::default() };
            part.iter().for_each(|block| self.read_block(block, &mut outcome));
            outcome
        };
        if blocks.len() < PARALLEL {
            return read(blocks);
        }
        let mut outcome = Outcome::default();
        for some in blocks.chunks(PARALLEL * 64) {
            let parts = parallel::chunks(some, PARALLEL / 4, read);
            parts.into_iter().for_each(|part| outcome.add(part));
        }
        outcome
    }

    /// Reads a block. One that cannot be read is cut again at everything that looks like a header, so that what
    /// an unclosed string swallowed is read all the same.
    fn read_block(&self, block: &Block, outcome: &mut Outcome) {
        let Err(finding) = self.try_block(block, &mut outcome.out) else {
            outcome.blocks.push(block.clone());
            return;
        };
        // Where there are more headers than a file may have, nobody looks for more.
        let pieces = match *self.is_crowded.get_or_init(|| has_more_headers(self.text, BLOCKS)) {
            true => Vec::new(),
            false => cut_everywhere(self.text, Kind::WORDS, block.range.clone()),
        };
        let mut errors = 0;
        // Of very many errors only the first are kept.
        let results: Vec<Result<(), Option<Box<Finding>>>> = pieces
            .iter()
            .map(|piece| {
                self.try_block(piece, &mut outcome.out).map_err(|finding| {
                    errors += 1;
                    (errors <= MOST).then_some(finding)
                })
            })
            .collect();
        // Where nothing behind the first piece can be read, nothing was swallowed: a string merely holds a line
        // that looks like a header.
        if results.iter().skip(1).all(Result::is_err) {
            self.give_up(block, Some(*finding), outcome);
            return;
        }
        for (piece, result) in pieces.iter().zip(results) {
            match result {
                Ok(()) => outcome.blocks.push(piece.clone()),
                Err(finding) => self.give_up(piece, finding.map(|finding| *finding), outcome),
            }
        }
    }

    fn try_block(&self, block: &Block, out: &mut Yield) -> Result<(), Box<Finding>> {
        let text = &self.text[block.range.clone()];
        let Some(_permit) = admit(text, BLOCK) else {
            return Err(too_large(self.place(block, block.key.clone()), "this entry is").into());
        };
        // A byte order mark is part of the text of the first block, and TOML allows it only at a file's start.
        let text = text.strip_prefix('\u{feff}').filter(|_| block.range.start == 0).unwrap_or(text);
        let offset = block.range.end - text.len();
        let place = |span: Range<usize>| self.place(block, offset + span.start..offset + span.end);
        // The parser would take the block for a file, and pass over the mark.
        if text.starts_with('\u{feff}') {
            return Err(errors::stray_mark(place(0..'\u{feff}'.len_utf8())).into());
        }
        let Read { table, newer } = tree::read(text).map_err(|error| syntax_finding(text, &error, place))?;
        self.source.entries(table, offset, out);
        out.findings.extend(newer.map(|(span, what)| errors::toml_1_1_finding(place(span), what)));
        if out.findings.len() > 4 * MOST {
            thin(&mut out.findings);
        }
        Ok(())
    }

    /// Leaves a block out, and keeps its id. A conflict marker is reason enough, and reported by itself.
    fn give_up(&self, block: &Block, finding: Option<Finding>, outcome: &mut Outcome) {
        let entry = self.named(block);
        let in_conflict = || is_in_conflict(self.text, &self.markers, &block.range);
        if let Some(finding) = finding.filter(|_| !in_conflict()) {
            let left = match &entry {
                Some(entry) => format!("{entry} is left out until this is mended; everything else is read"),
                None => "this part is left out until it is mended; everything else is read".to_owned(),
            };
            let help = finding.help.as_ref().map_or(left.clone(), |help| format!("{help}; {left}"));
            outcome.out.findings.push(finding.help(help));
        }
        if let Some(entry) = entry {
            let id = block.key.end - entry.id.as_str().len();
            let mention = self.source.mention(entry, self.source.origin(id));
            outcome.out.items.push(Item::Mention(mention));
        }
        outcome.blocks.push(block.clone());
        outcome.failed += 1;
        outcome.first_failed.get_or_insert(block.range.start);
    }

    /// The entry that a block's header names.
    fn named(&self, block: &Block) -> Option<EntryRef> {
        let (kind, id) = self.text[block.key.clone()].split_once('.')?;
        Some(EntryRef { kind: Kind::from_word(kind)?, id: Id::new(id).ok()? })
    }

    fn place(&self, block: &Block, bytes: Range<usize>) -> Place {
        match self.named(block) {
            Some(entry) => Place::entry(entry).at(TextRange::new(self.source.path, bytes)),
            None => Place::file(self.source.path, bytes),
        }
    }

    fn add_markers(&self, blocks: &[Block], out: &mut Yield) {
        for marker in self.markers.iter().take(MOST) {
            let index = blocks.partition_point(|block| block.range.end <= marker.start);
            let place = match blocks.get(index).filter(|block| block.range.contains(&marker.start)) {
                Some(block) => self.place(block, marker.clone()),
                None => Place::file(self.source.path, marker.clone()),
            };
            out.findings.push(unfinished(place));
        }
    }
}

/// Keeps the first findings of each rule.
fn thin(findings: &mut Vec<Finding>) {
    let mut counts: HashMap<&'static str, usize> = HashMap::new();
    findings.retain_mut(|finding| {
        let count = counts.entry(finding.rule).or_default();
        *count += 1;
        if *count == MOST {
            finding.help = Some("there are more of this kind in this file; fix these first".into());
        }
        *count <= MOST
    });
}
