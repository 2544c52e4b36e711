//! How much of a file is read.

use std::fmt;
use std::str::FromStr;

/// The size of the largest file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeLimit(u64);

impl SizeLimit {
    /// Places in a text have 32 bits, and bytes that are not UTF-8 may become three times as many.
    const HIGHEST: u64 = 1 << 30;

    pub fn bytes(self) -> u64 {
        self.0
    }
}

impl Default for SizeLimit {
    fn default() -> Self {
        Self(256 << 20)
    }
}

const UNITS: [(char, u32); 3] = [('G', 30), ('M', 20), ('K', 10)];

impl FromStr for SizeLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unit = UNITS
            .iter()
            .find(|(sign, _)| text.ends_with([*sign, sign.to_ascii_lowercase()]));
        let (number, shift) = match unit {
            Some((_, shift)) => (&text[..text.len() - 1], *shift),
            None => (text, 0),
        };
        let number: u64 = number
            .parse()
            .map_err(|_| "a size is a number of bytes, or one with K, M or G")?;
        let bytes = number.checked_mul(1 << shift);
        match bytes.filter(|bytes| (1..=Self::HIGHEST).contains(bytes)) {
            Some(bytes) => Ok(Self(bytes)),
            None => Err(format!("from 1 to {} are possible", Self(Self::HIGHEST))),
        }
    }
}

impl fmt::Display for SizeLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match UNITS.iter().find(|(_, shift)| self.0.is_multiple_of(1 << shift)) {
            Some((sign, shift)) => write!(formatter, "{}{sign}", self.0 >> shift),
            None => write!(formatter, "{} bytes", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_written() {
        let size = |text: &str| text.parse::<SizeLimit>();
        assert_eq!(size("256M"), Ok(SizeLimit::default()));
        assert_eq!(size("1G").unwrap().to_string(), "1G");
        assert_eq!(size("300k").unwrap().bytes(), 300 << 10);
        assert_eq!(size("1025").unwrap().to_string(), "1025 bytes");
        for wrong in ["", "M", "0", "-1", "2G", "1.5M", "99999999999999999999", "17179869184G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
