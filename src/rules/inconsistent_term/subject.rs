//! The name of what a list is about, as its first heading and most of its sentences write it.

use crate::document::{Document, FormId, ProseKind, Word};
use crate::names;
use crate::rules::brand_spelling::place::is_in_sentence;
use crate::source::Span;

/// How much more often than not the list must write the name with a capital.
const MAJORITY: usize = 4;

/// What a list is about, as it writes it.
pub(super) struct Subject<'d> {
    pub name: &'d str,
    /// The same in small letters.
    pub small: FormId,
    /// How often sentences have the name.
    pub count: usize,
}

/// The name in the first heading, where sentences write it in small letters here and there.
pub(super) fn subject(document: &Document, minimum: usize) -> Option<Subject<'_>> {
    let word = named(document)?;
    if (document.words().form(word.form).count as usize) < minimum {
        return None;
    }
    let name = document.slice(word.span);
    let lower = name.to_ascii_lowercase();
    let is_known = names::owners_spelling(&lower).is_some();
    let small = document.words().form_of(document, &lower)?;
    let count = in_sentences(document, word.form);
    let is_habit = !is_known && count >= minimum && count >= MAJORITY * in_sentences(document, small);
    is_habit.then_some(Subject { name, small, count })
}

/// The one name of the first heading, at its start but for `Awesome`: of several words each may mean
/// something else by itself.
fn named(document: &Document) -> Option<&Word> {
    let title = document.headings().first().filter(|heading| heading.level == 1)?;
    let words = document.words().within(title.text).iter();
    let mut words = words.filter(|word| word.kind == ProseKind::Text);
    let before = |word: &Word| {
        let before = Span::new(title.text.start as usize, word.span.start as usize);
        document
            .slice(before)
            .trim_matches(|c: char| !c.is_ascii_alphanumeric())
    };
    let first = words.find(|word| !document.slice(word.span).eq_ignore_ascii_case("awesome"))?;
    let is_first = matches!(before(first), "" | "Awesome");
    let is_alone = !words.any(|word| is_name(document.slice(word.span)));
    (is_first && is_alone && is_name(document.slice(first.span))).then_some(first)
}

fn is_name(text: &str) -> bool {
    let (first, rest) = text.split_at_checked(1).unwrap_or_default();
    first.bytes().all(|byte| byte.is_ascii_uppercase())
        && rest.len() >= 3
        && rest.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// How often a form stands between other words of the list's own sentences.
fn in_sentences(document: &Document, form: FormId) -> usize {
    let words = document.words();
    let own = words
        .places(form)
        .map(|place| &words.all()[place])
        .filter(|word| word.kind == ProseKind::Text && is_in_sentence(document, word));
    own.filter(|word| document.link_around(word.span.start).is_none())
        .count()
}
