//! How headings are marked.

use std::fmt;

use super::{Habit, Tally, Trait};
use crate::document::{Document, Heading, HeadingStyle};
use crate::rule::Share;

impl fmt::Display for HeadingStyle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            HeadingStyle::Atx => "## Heading",
            HeadingStyle::AtxClosed => "## Heading ##",
            HeadingStyle::Setext => "Heading, underlined",
            HeadingStyle::Html => "<h2>Heading</h2>",
        })
    }
}

/// The lowest level that can be underlined.
pub const LOWEST_UNDERLINED: u8 = 2;

/// The marks of the headings of a file. Only titles and main sections can be underlined, so the levels below
/// them are counted apart.
#[derive(Debug, Default)]
pub struct Marks {
    pub upper: Tally<HeadingStyle>,
    pub lower: Tally<HeadingStyle>,
}

pub fn marks(document: &Document) -> Marks {
    let mut marks = Marks::default();
    for (index, heading) in document.headings().iter().enumerate() {
        if !counts(document, heading) || is_title(index, heading) {
            continue;
        }
        if heading.level <= LOWEST_UNDERLINED {
            marks.upper.add(heading.style);
        } else {
            marks.lower.add(heading.style);
        }
    }
    marks
}

impl Marks {
    /// The clear habits of the upper levels and of those below.
    pub fn habits(
        &self,
        threshold: Share,
        minimum: usize,
    ) -> (Option<Habit<HeadingStyle>>, Option<Habit<HeadingStyle>>) {
        let is_underlined = |habit: &Habit<HeadingStyle>| habit.way == HeadingStyle::Setext;
        let upper = self.upper.habit(threshold, minimum).filter(is_underlined);
        if upper.is_some() {
            return (upper, self.lower.habit(threshold, minimum));
        }
        let whole = self.whole().habit(threshold, minimum);
        (whole, whole)
    }

    pub fn whole(&self) -> Tally<HeadingStyle> {
        let mut whole = self.upper.clone();
        for (style, count) in self.lower.ways() {
            (0..count).for_each(|_| whole.add(style));
        }
        whole
    }
}

/// Whether a heading is marked as one on purpose: a heading without text, in HTML, or made by a line below a
/// sentence or a link, says nothing.
pub fn counts(document: &Document, heading: &Heading) -> bool {
    match heading.style {
        HeadingStyle::Atx | HeadingStyle::AtxClosed => !heading.text.is_empty(),
        HeadingStyle::Setext => is_underlined_title(document, heading),
        HeadingStyle::Html => false,
    }
}

/// The underlined title above headings of another kind goes with all of them.
pub fn is_title(index: usize, heading: &Heading) -> bool {
    index == 0 && heading.level == 1 && heading.style == HeadingStyle::Setext
}

/// From how many words on a text is none of a heading.
const PARAGRAPH: usize = 12;

fn is_underlined_title(document: &Document, heading: &Heading) -> bool {
    let text = document.slice(heading.text);
    let is_sentence = text.ends_with(['.', ',', ';', ':', '。', '；', '：', '，']);
    let is_key = text.contains(": ");
    let is_one_line = !text.contains(['\n', '\r']);
    if heading.level == 1 && is_one_line {
        // Nobody draws a double line by accident.
        return true;
    }
    let is_short = text.split_whitespace().take(PARAGRAPH).count() < PARAGRAPH;
    is_one_line && is_short && !is_sentence && !is_key && document.links_in(heading.text).is_empty()
}

pub(super) fn describe(document: &Document) -> Trait {
    Trait::new("heading style", "heading-style", &marks(document).whole())
}
