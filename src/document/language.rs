//! Whether a document, and a piece of it, is written in English: by function words and scripts.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::words::{Form, Shape, Word};
use super::{BlockKind, Document, ProseKind};
use crate::sieve::{Mesh, Sieve};
use crate::source::{Span, last_from};

/// Which side a function word speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    English,
    Other,
}

/// Words that hold English sentences together and are rare elsewhere.
const ENGLISH: &str = "the and of to for with that from by your you are is this which using about an its it can \
    will has have into be not how what their our than when where without all more based on at or as we they these \
    other also my if but was";

/// The same for other languages; none is an English word or common in names of software.
const OTHER: &str = "que para pelo pela uma um não são como mais dos das os sua seu você por los las una del con \
    más cómo desde esta este sobre entre también donde es en el y se su lo \
    les des une du pour avec dans est sur qui vous votre nous aux cette ces et leur où ou au pas sont \
    und der das ist für mit von ein eine einen nicht auf zu zur zum auch oder sind wie im dem den bei aus über wird \
    il che di della dei delle gli sono nel alla più anche è ed e \
    het een voor met niet zijn van wordt naar ook bij \
    yang untuk dengan dari adalah ini itu pada atau dalam ke tidak dapat oleh juga secara anda \
    ve bir için ile bu olan olarak daha gibi çok kadar sonra ya \
    się nie jest oraz dla jak przez lub od czy są \
    och att för är som på av till med inte ett \
    og til af ikke kan er på å \
    și pentru este din care că cu la ale \
    že jsou nebo jako pro při také \
    és egy hogy vagy nem az \
    ja että sekä ovat \
    je na za i w z u koji kao ili što ne \
    và của các cho một những với được trong";

static FUNCTION_WORDS: LazyLock<FxHashMap<&'static str, Side>> = LazyLock::new(|| {
    let other = OTHER.split_whitespace().map(|word| (word, Side::Other));
    let english = ENGLISH.split_whitespace().map(|word| (word, Side::English));
    other.chain(english).collect()
});

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(FUNCTION_WORDS.keys().copied()));

/// The longest function word, in bytes.
const LONGEST: usize = 10;

fn side(word: &str, mesh: Mesh) -> Option<Side> {
    if word.len() > LONGEST || word.is_ascii() && !SIEVE.lets_through(mesh) {
        return None;
    }
    if word.starts_with(|first: char| first.is_uppercase()) {
        return FUNCTION_WORDS.get(word.to_lowercase().as_str()).copied();
    }
    FUNCTION_WORDS.get(word).copied()
}

/// What speaks for English and against it.
#[derive(Debug, Default, Clone, Copy)]
struct Evidence {
    words: u32,
    english: u32,
    other: u32,
    /// Words of other scripts.
    foreign: u32,
    /// Latin words with letters that English lacks.
    accented: u32,
}

impl std::ops::AddAssign for Evidence {
    fn add_assign(&mut self, more: Self) {
        self.words += more.words;
        self.english += more.english;
        self.other += more.other;
        self.foreign += more.foreign;
        self.accented += more.accented;
    }
}

impl Evidence {
    /// Takes a word with its form, so many times.
    fn add(&mut self, word: &str, form: &Form, count: u32) {
        self.words += count;
        if form.shape == Shape::Mixed {
            return;
        }
        match side(word, form.mesh) {
            Some(Side::English) => self.english += count,
            Some(Side::Other) => self.other += count,
            None if form.shape == Shape::Ascii => {}
            None if !word.chars().any(is_latin) => self.foreign += count,
            None => self.accented += count,
        }
    }

    /// Letters of a script without blanks, of which about two make a word.
    fn add_unspaced(&mut self, letters: u32) {
        self.words += letters / 2;
        self.foreign += letters / 2;
    }

    fn is_other(self) -> bool {
        self.other > self.english || self.foreign * 5 > self.words
    }

    /// The same for a few words, where each one counts.
    fn is_foreign_passage(self) -> bool {
        self.is_other() || self.other + self.accented > self.english
    }

    /// Whether so many function words stand here that it must be English.
    fn is_plainly_english(self) -> bool {
        self.english >= 3 && self.english * 5 >= self.words && self.other == 0 && self.foreign == 0
    }
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

impl Document {
    /// Whether the document is written in English, names apart.
    pub fn is_english(&self) -> bool {
        *self.is_english.get_or_init(|| {
            let words = self.words();
            let mut evidence = Evidence::default();
            for (_, form) in words.forms() {
                evidence.add(self.slice(form.first), form, form.count);
            }
            evidence.add_unspaced(words.unspaced_letters);
            !evidence.is_other()
        })
    }

    /// Whether a word stands in English text: by the document, the block around it, and the link text around it.
    pub fn is_english_at(&self, word: &Word) -> bool {
        let link = self.link_around(word.span.start);
        let link = link.filter(|_| word.kind == ProseKind::Text);
        let passage = self.evidence_between_links(self.passage(word.span.start));
        let own = match link {
            Some(link) => self.evidence_in(self.near(link.text, word.span.start, FAR)),
            None => passage,
        };
        if !self.is_english() {
            return own.is_plainly_english();
        }
        !own.is_foreign_passage() && (own.english > 0 || !passage.is_foreign_passage())
    }

    /// The evidence of a span without the texts of its links, which may be titles in other languages.
    fn evidence_between_links(&self, span: Span) -> Evidence {
        let mut evidence = Evidence::default();
        let mut start = span.start;
        for link in self.links_in(span) {
            if link.text.start > start {
                evidence += self.evidence_in(Span {
                    start,
                    end: link.text.start,
                });
            }
            start = start.max(link.text.end);
        }
        if span.end > start {
            evidence += self.evidence_in(Span { start, end: span.end });
        }
        evidence
    }

    fn evidence_in(&self, span: Span) -> Evidence {
        let mut evidence = Evidence::default();
        let text = self.slice(span);
        for word in self.words().within(span) {
            evidence.add(self.slice(word.span), self.words().form(word.form), 1);
        }
        if !text.is_ascii() {
            let unspaced = text.chars().filter(|&character| super::words::is_unspaced(character));
            evidence.add_unspaced(unspaced.count() as u32);
        }
        evidence
    }

    /// The paragraph, heading or HTML block around an offset, or its line in a table; not more of it than a
    /// reader needs to know the language.
    fn passage(&self, offset: u32) -> Span {
        let block = last_from(&self.blocks, offset, |block| block.span.start);
        match block {
            Some(block) if block.kind != BlockKind::Table && block.span.contains(offset) => {
                self.near(block.span, offset, FAR)
            }
            _ => self.line_around(offset, FAR),
        }
    }
}

/// How many bytes before and behind a word say its language.
const FAR: usize = 600;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source};

    fn document(text: &str) -> Document {
        Document::parse(FileId(0), Source::from_text("list.md", text.to_owned()))
    }

    #[test]
    fn lists_of_names_are_english() {
        assert!(document("- [Rio](u)\n- [São Paulo](u)\n- [Le Monde](u) - News of the day.").is_english());
        assert!(document("").is_english());
    }

    #[test]
    fn other_languages_are_not() {
        assert!(!document("- [Rust](u) - Uma linguagem para sistemas que é rápida.").is_english());
        assert!(!document("- [Rust](u) - Язык программирования.").is_english());
        assert!(!document("- [Rust](u) - 系统编程语言").is_english());
        assert!(!document("- [Rust](u) - Bahasa untuk sistem yang cepat.").is_english());
    }

    #[test]
    fn a_passage_may_be_written_otherwise() {
        let document = document("This is the list of all the tools.\n\nEsta lista não é para você.");
        let words = document.words().all();
        assert!(document.is_english_at(&words[0]));
        assert!(!document.is_english_at(&words[words.len() - 1]));
    }
}
