//! Suppression comments: `<!-- lint disable RULE… -->` and its relatives.

use rustc_hash::FxHashMap;

use super::{BlockKind, Comment, Document};
use crate::source::{Source, Span, last_from};

/// What a suppression comment asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Disable,
    Enable,
    Ignore,
    DisableLine,
    DisableNextLine,
    DisableFile,
}

impl Verb {
    pub const ALL: [(&'static str, Verb); 6] = [
        ("disable", Verb::Disable),
        ("enable", Verb::Enable),
        ("ignore", Verb::Ignore),
        ("disable-line", Verb::DisableLine),
        ("disable-next-line", Verb::DisableNextLine),
        ("disable-file", Verb::DisableFile),
    ];
}

/// Where a directive holds for one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Findings that begin in the span.
    Span(Span),
    /// `enable`, or an `ignore` that nothing follows: hides nothing.
    Nothing,
}

/// A rule named in a directive, as written.
#[derive(Debug, Clone)]
pub struct DirectiveName {
    pub span: Span,
    /// Without the prefix of another tool.
    pub name: Box<str>,
    pub scope: Scope,
    /// The `enable` that ends this scope: its place in [`super::Document::directives`] and its name's.
    pub ended_by: Option<(u32, u32)>,
}

/// A comment whose first word is `lint`.
#[derive(Debug, Clone)]
pub struct Directive {
    /// From `<!--` to `-->`.
    pub comment: Span,
    /// The verb as written; empty where there is none.
    pub verb_span: Span,
    pub verb: Option<Verb>,
    pub names: Vec<DirectiveName>,
    /// Where a directive without names holds.
    pub scope_of_all: Scope,
    /// Rules that an `enable` in that scope switches on again, and from where.
    pub exceptions: FxHashMap<Box<str>, u32>,
    /// Whether the comment ends in `-->`, and not with the file.
    pub is_closed: bool,
}

impl Directive {
    /// Whether the directive names no rule and so means every rule.
    pub fn means_all(&self) -> bool {
        self.names.is_empty()
    }
}

const PREFIXES: [&str; 3] = ["remark-lint:", "awesome-lint:", "remark-lint-"];

pub(super) fn find(source: &Source, comments: &[Comment]) -> Vec<Directive> {
    let mut directives: Vec<Directive> = comments.iter().filter_map(|comment| parse(source, comment)).collect();
    resolve_scopes(&mut directives);
    directives
}

fn parse(source: &Source, comment: &Comment) -> Option<Directive> {
    let text = source.slice(comment.span);
    let inner = text.strip_prefix("<!--")?;
    let is_closed = inner.ends_with("-->");
    let inner = inner.strip_suffix("-->").unwrap_or(inner);
    let base = comment.span.start as usize + 4;
    let body_end = reason_start(inner).unwrap_or(inner.len());
    let mut words = words(&inner[..body_end], base);
    let (_, first) = words.next()?;
    if first != "lint" {
        return None;
    }
    let (verb_span, verb_word) = words.next().unwrap_or((Span::at(base + body_end), ""));
    let verb = Verb::ALL
        .into_iter()
        .find_map(|(word, verb)| (word == verb_word).then_some(verb))
        .filter(|_| is_closed);
    let scope = match verb {
        Some(verb) => own_scope(source, comment, verb),
        None => Scope::Nothing,
    };
    let names = words
        .take_while(|_| is_closed)
        .map(|(span, word)| DirectiveName {
            span,
            name: strip_prefix(word).into(),
            scope,
            ended_by: None,
        })
        .collect();
    Some(Directive {
        comment: comment.span,
        verb_span,
        verb,
        names,
        scope_of_all: scope,
        exceptions: FxHashMap::default(),
        is_closed,
    })
}

fn reason_start(inner: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = inner[from..].find("--") {
        let at = from + found;
        let before = inner[..at].chars().next_back().is_none_or(char::is_whitespace);
        let after = inner[at + 2..].chars().next().is_none_or(char::is_whitespace);
        if before && after {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

fn words(text: &str, base: usize) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let separator = |character: char| character.is_whitespace() || character == ',';
        let start = at + text[at..].find(|character| !separator(character))?;
        let end = text[start..].find(separator).map_or(text.len(), |found| start + found);
        at = end;
        Some((Span::new(base + start, base + end), &text[start..end]))
    })
}

fn strip_prefix(word: &str) -> &str {
    PREFIXES
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word)
}

fn own_scope(source: &Source, comment: &Comment, verb: Verb) -> Scope {
    let start = comment.span.start as usize;
    match verb {
        Verb::Disable => Scope::Span(Span::new(start, source.len() + 1)),
        Verb::Enable => Scope::Nothing,
        Verb::Ignore => comment
            .next_sibling
            .map_or(Scope::Nothing, |next| Scope::Span(Span::new(start, next.end as usize))),
        Verb::DisableLine => Scope::Span(line_scope(source, source.line_of(start))),
        Verb::DisableNextLine => {
            let last = (comment.span.end as usize).saturating_sub(1).max(start);
            Scope::Span(line_scope(source, source.line_of(last) + 1))
        }
        Verb::DisableFile => Scope::Span(Span::new(0, source.len() + 1)),
    }
}

fn line_scope(source: &Source, line: usize) -> Span {
    if line + 1 >= source.line_count() {
        return Span::new(source.line_start(line), source.len() + 1);
    }
    source.line_span(line)
}

/// Ends every `disable` at the `enable` that names the same rule, or that names none.
fn resolve_scopes(directives: &mut [Directive]) {
    let mut open: FxHashMap<Box<str>, Vec<(usize, usize)>> = FxHashMap::default();
    let mut open_for_all: Vec<usize> = Vec::new();
    for index in 0..directives.len() {
        let directive = &directives[index];
        let at = directive.comment.start;
        match (directive.verb, directive.means_all()) {
            (Some(Verb::Disable), true) => open_for_all.push(index),
            (Some(Verb::Disable), false) => {
                for (place, name) in directive.names.iter().enumerate() {
                    open.entry(name.name.clone()).or_default().push((index, place));
                }
            }
            (Some(Verb::Enable), true) => {
                for opener in open_for_all.drain(..) {
                    end(&mut directives[opener].scope_of_all, at);
                }
                for (opener, place) in open.drain().flat_map(|(_, openers)| openers) {
                    end(&mut directives[opener].names[place].scope, at);
                }
            }
            (Some(Verb::Enable), false) => {
                let names: Vec<Box<str>> = directive.names.iter().map(|name| name.name.clone()).collect();
                for (by, name) in names.into_iter().enumerate() {
                    for (opener, place) in open.remove(&name).unwrap_or_default() {
                        let opened = &mut directives[opener].names[place];
                        end(&mut opened.scope, at);
                        opened.ended_by = Some((index as u32, by as u32));
                    }
                    for &opener in &open_for_all {
                        directives[opener].exceptions.entry(name.clone()).or_insert(at);
                    }
                }
            }
            _ => {}
        }
    }
}

fn end(scope: &mut Scope, at: u32) {
    if let Scope::Span(span) = scope {
        span.end = at;
    }
}

/// A rule named in a directive by both their places, or all rules where the name is `None`.
pub type NameId = (usize, Option<usize>);

/// The scopes of one name, by their starts.
#[derive(Debug, Clone, Default)]
struct Track {
    scopes: Vec<(Span, NameId)>,
    /// The largest end of this scope and all before it.
    reach: Vec<u32>,
}

impl Track {
    fn finish(&mut self) {
        self.scopes.sort_by_key(|(span, id)| (span.start, *id));
        let mut reach = 0;
        for (span, _) in &self.scopes {
            reach = reach.max(span.end);
            self.reach.push(reach);
        }
    }

    /// The scopes that may hold an offset; the first one does.
    fn candidates(&self, offset: u32) -> &[(Span, NameId)] {
        let begun = self.scopes.partition_point(|(span, _)| span.start <= offset);
        let first = self.reach[..begun].partition_point(|reach| *reach <= offset);
        &self.scopes[first..begun]
    }
}

impl Document {
    /// Whether remark reads a suppression comment: it must stand alone in its block, with a verb that remark
    /// has, or at which it stops, and with words apart by blanks.
    pub fn is_read_by_remark(&self, directive: &Directive) -> bool {
        let comment = self.slice(directive.comment);
        let block = last_from(&self.blocks, directive.comment.start, |block| block.span.start);
        let html = block.filter(|block| block.kind == BlockKind::Html && block.span.encloses(directive.comment));
        let is_alone = html.is_none_or(|block| self.slice(block.span).trim() == comment);
        let inner = comment.strip_prefix("<!--").and_then(|inner| inner.strip_suffix("-->"));
        is_alone && inner.is_some_and(|inner| inner.split_whitespace().all(is_word_of_remark))
    }

    /// What those directives switch off that remark obeys.
    pub fn scopes_of_remark(&self) -> Scopes {
        let is_obeyed = |directive: &Directive| {
            let is_known = matches!(directive.verb, Some(Verb::Disable | Verb::Enable | Verb::Ignore));
            is_known && self.is_read_by_remark(directive)
        };
        Scopes::of_those(&self.directives, is_obeyed)
    }
}

/// Whether a word is a name, or a name with a value.
fn is_word_of_remark(word: &str) -> bool {
    let (name, value) = word.split_once('=').unwrap_or((word, ""));
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    name.chars().all(is_name) && !value.trim_matches(['"', '\'']).contains(['"', '\''])
}

/// What the directives of a document switch off, by rule.
#[derive(Debug, Clone, Default)]
pub struct Scopes {
    by_name: FxHashMap<Box<str>, Track>,
    of_all: Track,
    exceptions: FxHashMap<usize, FxHashMap<Box<str>, u32>>,
}

impl Scopes {
    pub fn of(directives: &[Directive]) -> Self {
        Self::of_those(directives, |_| true)
    }

    /// What some of the directives switch off.
    fn of_those(directives: &[Directive], counts: impl Fn(&Directive) -> bool) -> Self {
        let mut scopes = Self::default();
        for (index, directive) in directives.iter().enumerate() {
            if !counts(directive) {
                continue;
            }
            if directive.means_all() {
                if let Scope::Span(span) = directive.scope_of_all {
                    scopes.of_all.scopes.push((span, (index, None)));
                    if !directive.exceptions.is_empty() {
                        scopes.exceptions.insert(index, directive.exceptions.clone());
                    }
                }
                continue;
            }
            for (place, name) in directive.names.iter().enumerate() {
                if let Scope::Span(span) = name.scope {
                    let track = scopes.by_name.entry(name.name.clone()).or_default();
                    track.scopes.push((span, (index, Some(place))));
                }
            }
        }
        scopes.of_all.finish();
        scopes.by_name.values_mut().for_each(Track::finish);
        scopes
    }

    /// The first directive that names a rule to switch it off somewhere.
    pub fn naming(&self, rule: &str) -> Option<NameId> {
        self.by_name.get(rule)?.scopes.first().map(|(_, id)| *id)
    }

    /// The first directive that switches a rule off at an offset.
    pub fn hiding(&self, rule: &str, offset: u32) -> Option<NameId> {
        let named = self
            .by_name
            .get(rule)
            .and_then(|track| track.candidates(offset).first());
        let is_exception = |index: usize| {
            let from = self.exceptions.get(&index).and_then(|exceptions| exceptions.get(rule));
            from.is_some_and(|from| *from <= offset)
        };
        let for_all = || {
            let holding = self
                .of_all
                .candidates(offset)
                .iter()
                .filter(|(span, _)| span.contains(offset));
            holding.into_iter().find(|(_, (index, _))| !is_exception(*index))
        };
        named.or_else(for_all).map(|(_, id)| *id)
    }
}
