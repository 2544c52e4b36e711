//! Anchors: the places of a document that `#fragment` leads to, those of headings as GitHub makes them.

use std::sync::LazyLock;

use comrak::nodes::NodeValue;
use regex::Regex;
use rustc_hash::FxHashMap;

use super::html::{self, Piece};
use crate::source::Span;

/// What makes an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorKind {
    Heading,
    /// An `id` or a `name` of a tag.
    Attribute,
}

/// A place that a fragment leads to.
#[derive(Debug, Clone)]
pub struct Anchor {
    pub kind: AnchorKind,
    pub name: Box<str>,
    /// The heading or the tag.
    pub span: Span,
}

/// Makes anchors that are unique in one document: lower case, punctuation dropped, each blank a hyphen,
/// `-1` and on for repeated ones (the algorithm of github-slugger).
#[derive(Debug, Default)]
pub struct Slugger {
    seen: FxHashMap<String, u32>,
}

impl Slugger {
    /// The anchor of the next heading, by its text.
    pub fn slug(&mut self, text: &str) -> String {
        let base = base_slug(text);
        let Some(&count) = self.seen.get(&base) else {
            self.seen.insert(base.clone(), 0);
            return base;
        };
        let mut count = count + 1;
        let mut slug = format!("{base}-{count}");
        while self.seen.contains_key(&slug) {
            count += 1;
            slug = format!("{base}-{count}");
        }
        self.seen.insert(base, count);
        self.seen.insert(slug.clone(), 0);
        slug
    }
}

/// The anchor of a heading with this text that is the only one of its name.
pub fn base_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' | '-' => slug.push('-'),
            'a'..='z' | '0'..='9' | '_' => slug.push(character),
            'A'..='Z' => slug.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() => {}
            _ => slug.extend(character.to_lowercase().filter(|letter| is_kept(*letter))),
        }
    }
    slug
}

/// Letters, marks, decimal digits and signs that join words. U+FE0F is a mark, so it outlives its emoji.
fn is_kept(character: char) -> bool {
    static RARE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\A[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]\z").ok());
    match character {
        '_' => return true,
        _ if character.is_ascii() => return character.is_ascii_alphanumeric(),
        // Emoji begin many headings.
        '\u{1F300}'..='\u{1FAFF}' => return false,
        _ if character.is_alphabetic() => return true,
        _ => {}
    }
    let mut buffer = [0; 4];
    RARE.as_ref()
        .is_some_and(|rare| rare.is_match(character.encode_utf8(&mut buffer)))
}

/// Collects the texts of headings on a walk over the parser's tree and makes anchors of them: blanks at
/// the ends and beside images count, the alternative texts of images and line breaks do not.
#[derive(Debug, Default)]
pub(super) struct HeadingAnchors {
    slugger: Slugger,
    /// The text of the open heading, up to here.
    text: Option<String>,
    /// Whether the open heading is a tag in a text.
    is_inline: bool,
    image_depth: usize,
}

impl HeadingAnchors {
    /// The anchor of a heading that ends here. Inlined, since every node of a tree comes by.
    #[inline]
    pub fn enter(&mut self, value: &NodeValue) -> Option<String> {
        let may_matter = matches!(
            value,
            NodeValue::Heading(_) | NodeValue::Image(_) | NodeValue::HtmlInline(_)
        );
        if self.text.is_none() && !may_matter {
            return None;
        }
        self.go_on(value)
    }

    fn go_on(&mut self, value: &NodeValue) -> Option<String> {
        match value {
            NodeValue::Heading(_) => self.text = Some(String::new()),
            NodeValue::Image(_) => self.image_depth += 1,
            NodeValue::Text(text) => self.add(text),
            NodeValue::Code(code) => self.add(&code.literal),
            NodeValue::HtmlInline(tag) => return self.inline_tag(tag),
            _ => {}
        }
        None
    }

    fn inline_tag(&mut self, tag: &str) -> Option<String> {
        match html::heading_level(html::tag_name(tag))? {
            (_, false) if self.text.is_none() => {
                self.text = Some(String::new());
                self.is_inline = true;
                None
            }
            (_, true) if std::mem::take(&mut self.is_inline) => self.close(),
            _ => None,
        }
    }

    /// The anchor of a heading that ends here.
    #[inline]
    pub fn leave(&mut self, value: &NodeValue) -> Option<String> {
        match value {
            NodeValue::Image(_) => self.image_depth -= 1,
            NodeValue::Heading(_) => return self.close(),
            _ => {}
        }
        None
    }

    /// Goes on with a piece of an HTML block; the anchor of a heading that ends with it.
    pub fn html(&mut self, source: &str, piece: &Piece) -> Option<String> {
        match piece {
            Piece::Text(text) => {
                if self.text.is_some() {
                    self.add_html(&source[text.range()]);
                }
            }
            Piece::Tag(tag) => match html::heading_level(html::tag_name(&source[tag.range()])) {
                Some((_, false)) => self.text = Some(String::new()),
                Some((_, true)) => return self.close(),
                None => {}
            },
            Piece::Comment(_) => {}
        }
        None
    }

    fn add(&mut self, text: &str) {
        if self.image_depth == 0
            && let Some(heading) = &mut self.text
        {
            heading.push_str(text);
        }
    }

    /// Adds text without its entities: they mostly stand for signs that an anchor drops anyway.
    fn add_html(&mut self, mut text: &str) {
        while let Some(start) = text.find('&') {
            let (before, rest) = text.split_at(start);
            self.add(before);
            let is_entity = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
            let length = rest.bytes().skip(1).take_while(is_entity).count();
            let is_closed = length > 0 && rest[length + 1..].starts_with(';');
            text = if is_closed { &rest[length + 2..] } else { &rest[1..] };
        }
        self.add(text);
    }

    fn close(&mut self) -> Option<String> {
        let text = self.text.take()?;
        Some(self.slugger.slug(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_github() {
        let mut slugger = Slugger::default();
        assert_eq!(slugger.slug("Blog posts:"), "blog-posts");
        assert_eq!(slugger.slug("C# & F#"), "c--f");
        assert_eq!(slugger.slug("Blog Posts"), "blog-posts-1");
        assert_eq!(slugger.slug("blog posts"), "blog-posts-2");
        assert_eq!(slugger.slug("引用计数"), "引用计数");
        assert_eq!(slugger.slug("🚀 Tools"), "-tools");
        assert_eq!(slugger.slug(" a "), "-a-");
        assert_eq!(slugger.slug("en–dash, snake_case"), "endash-snake_case");
        assert_eq!(slugger.slug(":ok_hand: Single"), "ok_hand-single");
        assert_eq!(slugger.slug("🌡\u{FE0F} Climate"), "\u{FE0F}-climate");
        assert_eq!(slugger.slug("👩\u{200D}💻 Authors"), "-authors");
        assert_eq!(slugger.slug("x² and ① ‿ Ⅳ ٣"), "x-and--‿-ⅳ-٣");
    }

    #[test]
    fn no_emoji_is_kept() {
        let kept = Regex::new(r"\A[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]\z").unwrap();
        let is_kept = |character: &char| character.is_alphabetic() || kept.is_match(&character.to_string());
        assert_eq!(('\u{1F300}'..='\u{1FAFF}').find(is_kept), None);
    }

    #[test]
    fn repeated_slugs_count_on() {
        let mut slugger = Slugger::default();
        let slugs = ["echo", "echo", "echo 1", "echo-1", "echo"].map(|text| slugger.slug(text));
        assert_eq!(slugs, ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"]);
    }
}
