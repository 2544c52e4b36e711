//! Whether a word in a heading may have other letters: what the rest of the file says of it.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::diagnostic::Finding;
use crate::document::{Document, Word};
use crate::edit::{Applicability, Edit};
use crate::names;
use crate::rule::{finding, reword};
use crate::source::Span;

/// What the rest of a file says of a word.
pub struct Evidence<'d> {
    document: &'d Document,
    /// The words of the file as they are written.
    forms: OnceCell<FxHashSet<&'d str>>,
    /// The same for its headings.
    heading_words: OnceCell<FxHashSet<&'d str>>,
    /// Words that are the text of a link, or code.
    names: OnceCell<FxHashSet<&'d str>>,
}

/// Commands and packages that are written in small letters.
const TOOLS: &str = "apt awk bash brew cargo clang cmake conda cron curl deno eslint ffmpeg fish gcc git grep grunt \
    gulp jest jq make matplotlib mypy neovim nginx ngrok npm numpy pandas pip pnpm pytest redis rsync sed ssh systemd \
    tmux vim webpack wget yarn zsh";

/// Words before which a name is as likely as any other word.
const BEFORE_NAMES: &[&str] = &[
    "by", "for", "from", "in", "of", "on", "to", "using", "via", "vs", "with",
];

impl<'d> Evidence<'d> {
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            forms: OnceCell::new(),
            heading_words: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    /// Whether a word stands somewhere with its first letter in the other case.
    pub fn is_proved(&self, word: &Word) -> bool {
        let document = self.document;
        let forms = self.forms.get_or_init(|| {
            let forms = document.words().forms();
            forms.map(|(_, form)| document.slice(form.first)).collect()
        });
        forms.contains(swapped(document.slice(word.span)).as_str())
    }

    /// The same for another heading.
    pub fn is_in_heading(&self, word: &Word) -> bool {
        let document = self.document;
        let words = self.heading_words.get_or_init(|| {
            let headings = document.headings().iter();
            let words = headings.flat_map(|heading| document.words().within(heading.text));
            words.map(|word| document.slice(word.span)).collect()
        });
        words.contains(swapped(document.slice(word.span)).as_str())
    }

    /// Whether a word is the name of something that is written in small letters.
    pub fn is_name(&self, word: &Word) -> bool {
        let document = self.document;
        let names = self.names.get_or_init(|| {
            let links = document.links().iter();
            let titles = links
                .filter(|link| !document.url(link).starts_with('#'))
                .map(|link| document.slice(link.text));
            let code = document
                .code()
                .iter()
                .map(|code| document.slice(*code).trim_matches('`'));
            let is_word = |text: &&str| text.bytes().all(|byte| byte.is_ascii_lowercase());
            titles.chain(code).filter(is_word).collect()
        });
        let text = document.slice(word.span);
        names.contains(text) || names::is_name(text) || TOOLS.split(' ').any(|tool| tool == text)
    }

    /// Whether a word stands where names stand.
    pub fn may_be_name(&self, word: &Word) -> bool {
        let line = self.document.line_around(word.span.start, LONGEST_WORD);
        let before = self
            .document
            .slice(Span::new(line.start as usize, word.span.start as usize));
        let last = before.split_ascii_whitespace().next_back().unwrap_or_default();
        let after = &self.document.source().text()[word.span.end as usize..];
        // `Sites to ask Questions`: what stands between `to` and a noun does something.
        let is_verb = last.eq_ignore_ascii_case("to") && after.trim_start_matches(' ').starts_with(char::is_alphabetic);
        !is_verb && BEFORE_NAMES.iter().any(|known| last.eq_ignore_ascii_case(known))
    }

    /// A finding about words that should begin with other letters.
    pub fn report(&self, words: &[&Word], what: &str, reason: &str, trust: Applicability) -> Finding {
        let document = self.document;
        let texts = words.iter().map(|word| document.slice(word.span));
        let quoted: Vec<String> = texts.map(|text| format!("“{text}”")).collect();
        let message = format!("{} {what}, but {reason}", quoted.join(", "));
        let edits = words.iter().map(|word| {
            let text = swapped(document.slice(word.span));
            Edit::replace(document.file(), word.span, text)
        });
        let fix = reword(document, "change the letters", trust, edits.collect());
        finding(document, words[0].span, message).fix(fix)
    }
}

/// How far before a word the one before it is searched for.
const LONGEST_WORD: usize = 40;

/// A word with its first letter in the other case.
fn swapped(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| {
        if first.is_ascii_uppercase() {
            first.to_ascii_lowercase()
        } else {
            first.to_ascii_uppercase()
        }
    });
    first.into_iter().chain(letters).collect()
}
