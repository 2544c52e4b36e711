//! Bytes that are not UTF-8, and what they are likely written in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// An encoding that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign(&'static Encoding);

impl Foreign {
    /// The likeliest encoding of some lines, each of which holds bytes that are not UTF-8.
    pub fn guess<'b>(lines: impl Iterator<Item = &'b [u8]>) -> Self {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        for line in lines {
            detector.feed(line, false);
            detector.feed(b"\n", false);
        }
        detector.feed(b"", true);
        Self(detector.guess(None, Utf8Detection::Deny))
    }

    /// Its name in the encoding standard of the web.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Whether each byte is a character.
    pub fn is_single_byte(self) -> bool {
        self.0.is_single_byte()
    }

    /// The text of bytes; nothing where some of them are no characters, or controls.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        let text = self.0.decode_without_bom_handling_and_without_replacement(bytes)?;
        let is_control = |c: char| c.is_control() && !c.is_ascii();
        (!text.contains(is_control)).then(|| text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(encoding: &'static Encoding, text: &str) -> &'static str {
        let (bytes, _, _) = encoding.encode(text);
        let guess = Foreign::guess(std::iter::once(&*bytes));
        assert_eq!(guess.decode(&bytes).as_deref(), Some(text));
        guess.name()
    }

    #[test]
    fn encodings_are_told_apart() {
        use encoding_rs::{EUC_KR, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
        assert_eq!(guess(WINDOWS_1252, "Vigésima edición"), "windows-1252");
        assert_eq!(guess(WINDOWS_1251, "Книги для начинающих"), "windows-1251");
        assert_eq!(guess(GBK, "检查链接并修复错误的工具"), "GBK");
        assert_eq!(guess(SHIFT_JIS, "表示を確認するためのツール"), "Shift_JIS");
        assert_eq!(guess(EUC_KR, "링크를 검사하고 오류를 고칩니다"), "EUC-KR");
    }
}
