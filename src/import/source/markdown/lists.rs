//! Lists of fields below a heading, a bold name or an item → tables of two columns, which may be cards.

use pulldown_cmark::Event;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::import::Table;
use crate::import::Title;
use crate::import::source::grid::budget::Budget;
use crate::import::source::grid::is_field;
use crate::import::source::markdown::fields::Inline;
use crate::import::source::markdown::fields::Piece;
use crate::import::source::markdown::group::Group;
use crate::import::source::markdown::group::Place;
use crate::import::source::markdown::group::names;
use crate::import::source::missed::plain;
use crate::import::source::titles::Titles;
use crate::import::source::titles::title;

/// Collects fields while a document is read.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) tables: Vec<Table>,
    /// The groups that are not closed yet: that of a heading, and within it those of items.
    open: Vec<Group>,
    inline: Inline,
    bold: usize,
    bold_from: usize,
    is_code: bool,
    /// Whether it stands in a table of HTML.
    pub(super) is_within: bool,
    /// The line of the text that is being collected.
    line: usize,
    /// The items that it stands in, each with a number of its own.
    items: Vec<usize>,
    count: usize,
    lead: Option<Lead>,
}

/// An item that holds no field. What it says may be the name of those within it.
struct Lead {
    place: Place,
    title: Option<Title>,
    /// How much the group held beside its fields before.
    rest: usize,
}

/// Whether a text ends where something begins or ends.
fn is_block(tag: &TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Link | TagEnd::Image | TagEnd::Superscript | TagEnd::Subscript)
}

impl Lists {
    /// Takes what stands on a line, outside of tables. `titles` are those above it.
    ///
    /// # Errors
    /// There is too much in them.
    pub(super) fn take(
        &mut self,
        event: &Event<'_>,
        titles: &Titles,
        line: usize,
        budget: &mut Budget,
    ) -> Result<(), String> {
        let inline = &mut self.inline;
        match event {
            Event::Text(text) | Event::Code(text) => inline.text.push_str(text),
            Event::SoftBreak => {
                inline.wraps.push(inline.text.len());
                inline.text.push('\n');
            }
            Event::HardBreak => inline.text.push('\n'),
            Event::InlineHtml(html) => inline.text.push_str(plain(html)),
            Event::Start(Tag::Strong) => {
                self.bold += 1;
                if self.bold == 1 {
                    self.bold_from = inline.text.len();
                }
            }
            Event::End(TagEnd::Strong) => {
                self.bold = self.bold.saturating_sub(1);
                if self.bold == 0 {
                    inline.bold.push(self.bold_from..inline.text.len());
                }
            }
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
                inline.text.push_str("~~")
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                inline.links.push((inline.text.len(), dest_url.to_string()));
            }
            Event::End(TagEnd::Heading(_)) => {
                self.clear();
                self.begin(titles.all(), budget)?;
            }
            Event::End(TagEnd::MetadataBlock(_)) => self.clear(),
            Event::Start(tag) if is_block(&tag.to_end()) => {
                self.flush(titles, budget)?;
                match tag {
                    Tag::Item => {
                        self.count += 1;
                        self.items.push(self.count);
                    }
                    Tag::CodeBlock(_) => self.is_code = true,
                    Tag::Paragraph => {}
                    _ => return Ok(()),
                }
                self.line = line;
            }
            Event::End(tag) if is_block(tag) => {
                self.flush(titles, budget)?;
                match tag {
                    TagEnd::Item => {
                        self.items.pop();
                    }
                    TagEnd::CodeBlock => self.is_code = false,
                    _ => {}
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.inline.clear();
        self.bold = 0;
    }

    /// Takes the text that was collected.
    fn flush(&mut self, titles: &Titles, budget: &mut Budget) -> Result<(), String> {
        let inline = std::mem::take(&mut self.inline);
        self.bold = 0;
        if inline.text.trim().is_empty() || self.is_within {
            return Ok(());
        }
        if self.is_code {
            let piece = Piece { value: inline.text.trim().to_owned(), ..Piece::default() };
            return self.piece(piece, budget);
        }
        let pieces = inline.pieces();
        let is_field = matches!(pieces.as_slice(), [piece] if piece.is_known);
        if self.items.is_empty() && inline.is_bold() && !is_field && title(&inline.text, self.line).is_some()
        {
            return self.begin(titles.all(), budget);
        }
        pieces.into_iter().try_for_each(|piece| self.piece(piece, budget))
    }

    /// Begins what stands below titles, which ends what stands above.
    fn begin(&mut self, above: Vec<Title>, budget: &mut Budget) -> Result<(), String> {
        self.close(0, budget)?;
        if let Some(group) = self.open.pop() {
            self.end(group, budget)?;
        }
        self.open.push(Group::new(above, 0));
        self.lead = None;
        Ok(())
    }

    /// Closes the groups of items that stand deeper in lists.
    fn close(&mut self, depth: usize, budget: &mut Budget) -> Result<(), String> {
        while self.open.len() > 1
            && let Some(group) = self.open.pop_if(|group| group.depth > depth)
        {
            self.end(group, budget)?;
        }
        Ok(())
    }

    fn piece(&mut self, mut piece: Piece, budget: &mut Budget) -> Result<(), String> {
        let place = Place { depth: self.items.len(), item: self.items.last().copied().unwrap_or(0) };
        self.close(place.depth, budget)?;
        if self.open.is_empty() {
            self.open.push(Group::default());
        }
        // `- **Mitigation**`, with the items of its value below it.
        if piece.name.is_none() && place.depth > 0 && is_field(&piece.value) && !names(&piece.value) {
            (piece.name, piece.is_known) = (Some(std::mem::take(&mut piece.value)), true);
        }
        let Some(group) = self.open.last_mut() else { return Ok(()) };
        if group.holds(place) {
            // What stands within a field is its value, or what is said of the failure that it names.
            if !piece.is_known || !group.is_title() {
                group.extend(&piece, true);
                return Ok(());
            }
            let own = group.split_last(place.depth);
            self.open.push(own);
        } else if piece.is_known
            && let Some(lead) = self.lead.take_if(|lead| {
                self.items.get(lead.place.depth - 1) == Some(&lead.place.item)
                    && lead.place.depth < place.depth
            })
        {
            let mut own = Group::new(group.above.clone(), place.depth);
            let rest = group.rest.split_off(lead.rest.min(group.rest.len()));
            let (named, more) = rest.trim_start().split_once('\n').unwrap_or((rest.as_str(), ""));
            own.rest.push_str(if lead.title.is_some() { more } else { named });
            own.above.extend(lead.title);
            self.open.push(own);
        }
        let Some(group) = self.open.last_mut() else { return Ok(()) };
        let is_field = piece.name.is_some() && (piece.is_known || piece.is_bold || place.depth > 0);
        if is_field && group.is_next(&piece) {
            let next = Group::new(group.above.clone(), group.depth);
            let before = std::mem::replace(group, next);
            self.end(before, budget)?;
        }
        let Some(group) = self.open.last_mut() else { return Ok(()) };
        if is_field {
            let line = self.line + piece.below;
            group.field(piece, line, place);
        } else if group.goes_on(&piece, place) {
            group.extend(&piece, false);
        } else {
            let is_first = self.lead.as_ref().is_none_or(|lead| lead.place != place);
            let is_item = place.depth > 0 && is_first;
            if is_item {
                let title = title(&piece.text(), self.line);
                self.lead = Some(Lead { place, title, rest: group.rest.len() });
            }
            group.aside(&piece, place, is_item);
        }
        Ok(())
    }

    /// Keeps a group that may be a card.
    fn end(&mut self, group: Group, budget: &mut Budget) -> Result<(), String> {
        let Some(table) = group.table() else { return Ok(()) };
        budget.row()?;
        budget.cells(2 * table.rows.len())?;
        self.tables.push(table);
        Ok(())
    }

    /// All tables of lists.
    ///
    /// # Errors
    /// There is too much in them.
    pub(super) fn finish(mut self, titles: &Titles, budget: &mut Budget) -> Result<Vec<Table>, String> {
        self.flush(titles, budget)?;
        self.begin(Vec::new(), budget)?;
        Ok(self.tables)
    }
}
