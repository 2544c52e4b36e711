//! What titles name: their words, written in one way, and whether two titles name the same thing.

mod normal;
mod sketch;
mod title;
mod word_set;
mod words;
mod words_hash;

pub use normal::normalize;
pub use sketch::Sketch;
pub use title::{AddressWords, Title};
pub use word_set::WordSet;
pub use words::words;
use words_hash::WordsHash;

/// A title up to its first mark.
pub fn beginning(title: &str) -> &str {
    let bytes = title.as_bytes();
    // A mark that stands at the start as well ends nothing.
    let is_end = |at: usize| mark(bytes, at).is_some_and(|mark| !bytes.starts_with(mark));
    let end = (1..bytes.len()).find(|&at| is_end(at));
    title[..end.unwrap_or(title.len())].trim_end()
}

/// The mark at a place of a title.
fn mark(title: &[u8], at: usize) -> Option<&'static [u8]> {
    match title[at] {
        b':' => Some(b":"),
        b'(' => Some(b"("),
        b' ' => {
            let marks = [" - ", " – ", " — "].map(str::as_bytes);
            marks.into_iter().find(|mark| title[at..].starts_with(mark))
        }
        _ => None,
    }
}

/// A number, or a word that counts: a part, a year, a version.
pub fn is_number(word: &str) -> bool {
    let is_roman = matches!(
        word,
        "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x"
    );
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = word.as_bytes();
    is_roman || is_digit(bytes.first()) || is_digit(bytes.get(1)) && is_digit(bytes.last())
}

/// Whether a title begins with a word of its own, and no owner: quick, and never wrongly yes.
pub fn begins_with_word(title: &str) -> bool {
    title.starts_with(|sign: char| sign.is_ascii_alphanumeric()) && memchr::memchr(b'/', title.as_bytes()).is_none()
}

/// A hash of the words of a title that say something, in their order; 0 where they are too few to tell titles
/// apart.
pub fn hash(title: &str) -> u64 {
    if let Some(hash) = WordsHash::of_ascii(title) {
        return hash.finish();
    }
    let mut hash = WordsHash::default();
    words(&normalize(title)).for_each(|word| hash.add(word.as_bytes()));
    hash.finish()
}

/// The author that a description names first: `by Ada Lovelace`.
pub fn author(description: &str) -> Option<&str> {
    let start = ["by ", "By "]
        .iter()
        .find_map(|by| match description.strip_prefix(by) {
            Some(_) => Some(by.len()),
            None => description.find(&format!(" {by}")).map(|at| at + 1 + by.len()),
        })?;
    let rest = &description[start..];
    let mut end = 0;
    for word in rest.split_inclusive(' ').take(4) {
        let name = word.trim_end_matches([' ', ',', '.', ';', ':', ')']);
        let is_name = name.starts_with(char::is_uppercase) || end > 0 && matches!(name, "de" | "van" | "von" | "der");
        if !is_name {
            break;
        }
        let start_of_word = word.as_ptr() as usize - rest.as_ptr() as usize;
        end = start_of_word + name.len();
        let is_last = word.trim_end() != name && !(word.trim_end().ends_with('.') && name.chars().count() == 1);
        if is_last {
            break;
        }
        if word.trim_end() != name {
            end += 1;
        }
    }
    (end > 0).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_written_in_one_way() {
        for (title, words) in [
            ("Pythonâ€™s Innards series", "python innards series"),
            ("< < Python源码剖析 > >", "python 源码 码剖 剖析"),
            (":octocat: django-cache-machine", "django cache machine"),
            ("owner/Some_Name", "some name"),
            ("Ｆｕｌｌ ｗｉｄｔｈ – 2nd", "full width 2nd"),
            ("C++ and C#, `code`", "c++ and c# code"),
            ("Cap'n Proto’s", "capn proto"),
            ("12:30:45", "12 30 45"),
        ] {
            let normalized = normalize(title);
            assert_eq!(super::words(&normalized).collect::<Vec<_>>().join(" "), words);
        }
    }

    #[test]
    fn titles_of_the_same_words_have_one_hash() {
        for (first, later) in [
            ("The Guide: to Parsers", "guide parser"),
            ("owner/Some_Name", "Some name"),
            ("Boxes, and CASES", "boxé casé"),
            ("Cap'n :fire: Proto's", "capn proto"),
            ("C++ ++ c#", "c++ C#"),
        ] {
            assert_eq!(hash(first), hash(later), "{first} / {later}");
        }
        for (first, later) in [("C++", "C#"), ("a b1 c1", "a b1c1"), ("中文", "中国"), ("bus", "bu")] {
            assert_ne!(hash(first), hash(later), "{first} / {later}");
        }
        for title in ["", "the", "x", "++", "a - of"] {
            assert_eq!(hash(title), 0, "{title}");
        }
    }

    #[test]
    fn titles_of_one_thing_agree() {
        for (first, later) in [
            ("Swift interview questions on Swift", "Swift Interview Questions"),
            ("pandas_profiling", "Pandas Profiling"),
            ("ScaffoldHub", "ScaffoldHub.io"),
            ("FOAAS", "Fuzzy Oranges as a Service"),
            ("Cyrus IMAP", "Cyrus IMAP/POP3"),
            ("gevent", "Gevent"),
        ] {
            assert!(Title::new(first).agrees(&Title::new(later)), "{first} / {later}");
        }
    }

    #[test]
    fn titles_of_two_things_do_not() {
        for (first, later) in [
            ("C++", "C#"),
            ("Foo (French)", "Foo (German)"),
            ("A Guide, Part I", "A Guide, Part II"),
            ("Swallow 7B", "Swallow 70B"),
            ("The Psychology of Persuasion", "The Modern Denial of Human Nature"),
        ] {
            assert!(!Title::new(first).agrees(&Title::new(later)), "{first} / {later}");
        }
    }

    #[test]
    fn addresses_name_titles() {
        let names = |title: &str, key: &str| Title::new(title).names(&AddressWords::of(key));
        assert!(names(
            "The Blank Slate: The Modern Denial",
            "books.example/show/5752.The_Blank_Slate"
        ));
        assert!(!names(
            "The Psychology of Persuasion",
            "books.example/show/5752.The_Blank_Slate"
        ));
        assert!(names("OpenVox", "example.org/openvox"));
        assert!(!names("OpenBolt", "example.org/openvox"));
    }

    #[test]
    fn authors_are_found() {
        assert_eq!(author("by Anthony Shaw. The title speaks"), Some("Anthony Shaw"));
        assert_eq!(author("A book by Guido van Rossum, in parts"), Some("Guido van Rossum"));
        assert_eq!(author("driven by tests"), None);
        assert_eq!(author(""), None);
    }
}
