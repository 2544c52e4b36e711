//! Anchors of headings, as GitHub makes them.

use rustc_hash::FxHashMap;

/// Makes anchors that are unique in one document: lower case, punctuation dropped, blanks to hyphens,
/// `-1` and on for repeated ones (the algorithm of github-slugger).
#[derive(Debug, Default)]
pub(super) struct Slugger {
    seen: FxHashMap<String, u32>,
}

impl Slugger {
    pub fn slug(&mut self, text: &str) -> String {
        let base = base_slug(text);
        let mut slug = base.clone();
        if self.seen.contains_key(&slug) {
            let mut count = self.seen[&base];
            while self.seen.contains_key(&slug) {
                count += 1;
                slug = format!("{base}-{count}");
            }
            self.seen.insert(base, count);
        }
        self.seen.insert(slug.clone(), 0);
        slug
    }
}

fn base_slug(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' | '\u{200D}' | '\u{FE0F}' => Some(character),
            other if other.is_alphanumeric() || is_mark(other) => Some(other),
            _ => None,
        })
        .collect()
}

/// Combining marks belong to the letters before them; `char::is_alphanumeric` leaves most of them out.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
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
    }
}
