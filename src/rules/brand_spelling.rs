//! Names of products and companies in another spelling than their owners'.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Form, FormId, Link, ProseKind, Shape, Word};
use crate::edit::{Applicability, Edit};
use crate::names::{self, Case, is_mixed_case};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, report_places, reword,
};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "brand-spelling",
    page: include_str!("../../rules/brand-spelling.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<BrandSpelling>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct BrandSpelling {
    /// Spellings, or names, to leave alone.
    ignore: FxHashSet<String>,
    /// More names, as their owners spell them.
    names: Vec<String>,
}

/// How often a list must write a name in one way before another way is a slip.
const HABIT: u32 = 10;

/// How often a slip may happen.
const SLIPS: u32 = 2;

/// How many places of one slip are reported one by one.
const MANY: usize = 10;

/// A spelling that is wrong in this document.
struct Slip<'d> {
    form: FormId,
    name: &'d str,
    cause: Cause,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The owner spells it otherwise.
    Owner,
    /// The owner spells it with capitals; a sentence has it without.
    SmallLetters,
    /// The list spells it otherwise so often.
    Habit(u32),
}

impl DocumentRule for BrandSpelling {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let slips = self.slips(document);
        if slips.is_empty() {
            return;
        }
        let by_form: FxHashMap<FormId, &Slip<'_>> = slips.iter().map(|slip| (slip.form, slip)).collect();
        let mut places: FxHashMap<FormId, Vec<Span>> = FxHashMap::default();
        let context = Context {
            document,
            headings: OnceCell::new(),
        };
        for word in document.words().all() {
            let slip = by_form.get(&word.form);
            if slip.is_some_and(|slip| context.is_own(word, slip)) {
                places.entry(word.form).or_default().push(word.span);
            }
        }
        for slip in &slips {
            let places = places.remove(&slip.form).unwrap_or_default();
            if !places.is_empty() {
                let is_many = |count: usize| count >= MANY;
                let report = |places: &[Span]| report(document, slip, places);
                report_places(document, &INFO, places, is_many, report, findings);
            }
        }
    }
}

impl BrandSpelling {
    /// The forms of the document that are wrong, in the order of their first places.
    fn slips<'d>(&'d self, document: &'d Document) -> Vec<Slip<'d>> {
        let words = document.words();
        let habits = habits(document);
        let own: FxHashMap<String, &str> = self
            .names
            .iter()
            .map(|name| (name.to_lowercase(), name.as_str()))
            .collect();
        let mut slips = Vec::new();
        for (id, form) in words.forms() {
            let text = document.slice(form.first);
            if text.len() < 3 || text.len() > LONGEST || form.shape == Shape::Letters || self.ignore.contains(text) {
                continue;
            }
            let (written, _) = without_ending(text);
            let found = self.owners_spelling(written, &own);
            let found = found.or_else(|| habit_of(document, form, &habits));
            let Some((name, cause)) = found.filter(|(name, _)| !self.ignore.contains(*name)) else {
                continue;
            };
            slips.push(Slip { form: id, name, cause });
        }
        if slips.iter().any(|slip| slip.cause == Cause::SmallLetters) {
            let counts: FxHashMap<&str, u32> = words
                .forms()
                .map(|(_, form)| (document.slice(form.first), form.count))
                .collect();
            let count = |text: &str| counts.get(text).copied().unwrap_or(0);
            slips.retain(|slip| {
                slip.cause != Cause::SmallLetters || words.form(slip.form).count <= count(slip.name).max(HABIT)
            });
        }
        slips
    }

    fn owners_spelling<'d>(&'d self, text: &str, own: &FxHashMap<String, &'d str>) -> Option<(&'d str, Cause)> {
        if !own.is_empty()
            && is_mixed_case(text)
            && let Some(name) = own.get(&text.to_ascii_lowercase())
        {
            return (*name != text).then_some((*name, Cause::Owner));
        }
        let (name, case) = names::owners_spelling(text)?;
        let cause = match case {
            Case::Mixed => Cause::Owner,
            Case::Small => Cause::SmallLetters,
        };
        Some((name, cause))
    }
}

/// The longest name that is looked up, in bytes.
const LONGEST: usize = 32;

/// The longest text of a link to a heading, in bytes.
const LONGEST_LABEL: usize = 200;

/// How many bytes of a line before and behind a word may name what it speaks of.
const LONGEST_ENTRY: usize = 600;

/// What may follow a name behind a hyphen.
#[rustfmt::skip]
const ENDINGS: [&str; 16] = [
    "based", "compatible", "driven", "first", "flavored", "flavoured", "free", "friendly", "hosted", "inspired",
    "like", "native", "only", "powered", "specific", "style",
];

/// A word without an ending such as `-based`, and the ending.
fn without_ending(text: &str) -> (&str, &str) {
    match text.rsplit_once('-') {
        Some((word, ending)) if ENDINGS.contains(&ending) => (word, &text[word.len()..]),
        _ => (text, ""),
    }
}

/// Whether a word has capitals behind its first letter, and small letters.
fn is_mixed(text: &str) -> bool {
    let has_small = text.bytes().any(|byte| byte.is_ascii_lowercase());
    has_small && text.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
}

/// The names with inner capitals that the list writes in one way most of the time, by their small letters.
fn habits(document: &Document) -> FxHashMap<String, (&str, u32)> {
    let forms = document.words().forms().map(|(_, form)| form);
    let often = forms.filter(|form| form.count >= HABIT && form.shape != Shape::Letters && form.first.len() >= 5);
    let mut habits: FxHashMap<String, (&str, u32)> = FxHashMap::default();
    for form in often {
        let text = document.slice(form.first);
        if is_mixed(text) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let habit = habits.entry(text.to_ascii_lowercase()).or_default();
            if form.count > habit.1 {
                *habit = (text, form.count);
            }
        }
    }
    habits
}

fn habit_of<'d>(
    document: &Document,
    form: &Form,
    habits: &FxHashMap<String, (&'d str, u32)>,
) -> Option<(&'d str, Cause)> {
    let text = document.slice(form.first);
    let starts_large = text.bytes().next().is_some_and(|first| first.is_ascii_uppercase());
    let has_small = text.bytes().any(|byte| byte.is_ascii_lowercase());
    if habits.is_empty() || form.count > SLIPS || !has_small || !(starts_large || is_mixed(text)) {
        return None;
    }
    let &(name, count) = habits.get(&text.to_ascii_lowercase())?;
    (name != text && count >= HABIT * form.count).then_some((name, Cause::Habit(count)))
}

/// Where words stand.
struct Context<'d> {
    document: &'d Document,
    /// The headings that are no links, in small letters; tables of contents ask for them.
    headings: OnceCell<FxHashSet<String>>,
}

impl Context<'_> {
    /// Whether the list itself writes a word, not somebody whose title it quotes.
    fn is_own(&self, word: &Word, slip: &Slip<'_>) -> bool {
        let document = self.document;
        if word.kind != ProseKind::Text || document.is_quoted(word.span) {
            return false;
        }
        if let Some(link) = document.link_around(word.span.start) {
            return slip.cause == Cause::Owner && self.is_label(link, document.slice(word.span), slip.name);
        }
        match slip.cause {
            Cause::Owner => {
                let is_own = !names_a_namesake(document, word, slip.name) && !spells_letters_out(document, word);
                is_own
                    && !is_person(document, word)
                    && !is_identifier(document, word, slip.name)
                    && !is_renamed(document, word, slip.name)
            }
            Cause::SmallLetters => {
                let is_own = is_in_sentence(document, word) && document.is_english_at(word);
                is_own && !is_command(document, word) && !is_renamed(document, word, slip.name)
            }
            Cause::Habit(_) => !is_in_title(document, word),
        }
    }

    /// Whether the text of a link is the list's own: the name alone before the owner's site, or a heading.
    fn is_label(&self, link: &Link, text: &str, name: &str) -> bool {
        let document = self.document;
        let url = document.url(link);
        let is_alone = document.slice(link.text) == text;
        if link.text.len() > LONGEST_LABEL {
            return false;
        }
        if url.starts_with('#') && !is_alone {
            let headings = self.headings.get_or_init(|| {
                let own = document.headings().iter().map(|heading| heading.text);
                let own = own.filter(|text| document.links_in(*text).is_empty());
                own.map(|text| unnumbered(&document.plain_text(text))).collect()
            });
            return headings.contains(&unnumbered(&document.plain_text(link.text)));
        }
        is_alone && (url.starts_with('#') || names::is_site_of(url, name))
    }
}

/// Whether a word is the surname in `(Name Surname)`.
fn is_person(document: &Document, word: &Word) -> bool {
    let text = document.source().text();
    let line = document.line_around(word.span.start, LONGEST_LABEL);
    let before = &text[line.start as usize..word.span.start as usize];
    let name = before
        .strip_suffix(' ')
        .and_then(|before| Some(&before[before.rfind('(')? + 1..]));
    let is_name = |name: &str| name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic);
    text[word.span.end as usize..].starts_with(')') && name.is_some_and(is_name)
}

/// Whether a word is written as programs write names that they make up: `webSocket`.
fn is_identifier(document: &Document, word: &Word, name: &str) -> bool {
    let text = document.slice(word.span);
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && is_mixed(text)
        && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether the line says that a spelling is changed, and is right as it is.
fn is_renamed(document: &Document, word: &Word, name: &str) -> bool {
    let line = document.slice(document.line_around(word.span.start, LONGEST_LABEL));
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].trim_end_matches(['`', '"', '“', ' ']);
        ["to", "->", "→", "instead of"]
            .iter()
            .any(|word| before.ends_with(word))
    })
}

/// What stands behind names in small letters that are commands, addresses or files; sorted.
const COMMANDS: [&str; 8] = [
    "URL",
    "URLs",
    "binary",
    "command",
    "commands",
    "executable",
    "protocol",
    "scheme",
];

/// Whether a word in small letters is a command, a file or the scheme of an address.
fn is_command(document: &Document, word: &Word) -> bool {
    let text = document.source().text();
    let line = document.line_around(word.span.start, LONGEST_LABEL);
    let before = &text[line.start as usize..word.span.start as usize];
    let after = &text[word.span.end as usize..line.end.max(word.span.end) as usize];
    let next = after
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    let is_file = document.slice(word.span).ends_with(".js") && (before.ends_with("in ") || before.ends_with("into "));
    let is_option = after.starts_with(" -") && !after.starts_with(" - ");
    let line = document.slice(line);
    is_file
        || is_option
        || COMMANDS.contains(&next)
        || line.contains("PATH")
        || line.contains("python3")
        || line.contains("%PYTHON%")
}

/// Whether a word is a part of a phrase that spells a name out: `PYthon svg GrAph plotting Library`.
fn spells_letters_out(document: &Document, word: &Word) -> bool {
    let is_odd = |text: &str| text.len() > 3 && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    let text = document.slice(word.span);
    let has_inner = |other: &str| {
        let inner = other.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
        other != text && inner > 0 && other.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    is_odd(text) && {
        let line = document.line_around(word.span.start, LONGEST_LABEL / 2);
        document.slice(line).split_whitespace().any(has_inner)
    }
}

/// The text of a heading in small letters, without the number before it.
fn unnumbered(heading: &str) -> String {
    let text = heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    text.to_lowercase()
}

/// Whether a word stands between other words, so that it is no tag, package or command by itself.
fn is_in_sentence(document: &Document, word: &Word) -> bool {
    let text = document.source().text();
    let before = &text[..word.span.start as usize];
    let after = &text[word.span.end as usize..];
    let follows = before
        .strip_suffix(' ')
        .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_alphabetic()));
    let precedes = after.starts_with([' ', '.', ',']) && !after.starts_with(" =");
    follows && precedes
}

/// The texts and addresses of the links before and behind a word.
fn links_beside<'d>(document: &'d Document, word: &Word) -> impl Iterator<Item = (&'d str, &'d str)> {
    let line = document.line_around(word.span.start, LONGEST_ENTRY);
    let links = document.links_in(line).iter().filter(|link| !link.is_image);
    links.map(|link| (document.slice(link.text), document.url(link)))
}

/// Whether a word is the name of the entry of its line, which only sounds like the known name: a package
/// `topojson` may call itself `Topojson`.
fn names_a_namesake(document: &Document, word: &Word, name: &str) -> bool {
    let text = document.slice(word.span);
    links_beside(document, word)
        .any(|(title, url)| title.eq_ignore_ascii_case(text) && title != name && !names::is_site_of(url, name))
}

/// Whether a word stands as it is in the title of a link of its line, which may be how the thing is spelled.
fn is_in_title(document: &Document, word: &Word) -> bool {
    let text = document.slice(word.span);
    links_beside(document, word).any(|(title, _)| title.contains(text))
}

fn report(document: &Document, slip: &Slip<'_>, places: &[Span]) -> Finding {
    let text = document.slice(places[0]);
    let (_, ending) = without_ending(text);
    let name = format!("{}{ending}", slip.name);
    let mut message = match slip.cause {
        Cause::Habit(count) => format!("`{text}` is `{name}` in {count} other places"),
        _ => format!("`{text}` is spelled `{name}`"),
    };
    if let [_, rest @ ..] = places
        && !rest.is_empty()
    {
        message = format!("{message}, here and in {} more places", rest.len());
    }
    let trust = match slip.cause {
        Cause::Owner | Cause::SmallLetters => Applicability::Safe,
        Cause::Habit(_) => Applicability::Unsafe,
    };
    let edits = places
        .iter()
        .map(|&span| Edit::replace(document.file(), span, name.as_str()));
    let fix = reword(document, format!("spell it `{name}`"), trust, edits.collect());
    let finding = finding(document, places[0], message).fix(fix);
    match slip.cause {
        Cause::Owner if places.len() < MANY => finding,
        _ => finding.level(Level::Info),
    }
}
