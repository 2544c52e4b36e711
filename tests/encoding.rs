//! What the search for mojibake promises of any text: exact inverses, nothing new that is broken, and an end.

#![allow(clippy::unwrap_used)]

use awesome_lint::encoding::{self, Chain, Damage, Evidence, Kind};
use encoding_rs::{EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;

const READERS: [&Encoding; 5] = [WINDOWS_1252, WINDOWS_1251, GBK, SHIFT_JIS, EUC_KR];

/// A line as a wrong reader shows it, if the reader loses nothing.
fn misread(line: &str, reader: &'static Encoding) -> Option<String> {
    let broken = reader.decode_without_bom_handling_and_without_replacement(line.as_bytes())?;
    let (bytes, _, has_failed) = reader.encode(&broken);
    let is_whole = !has_failed && bytes == line.as_bytes() && broken != line;
    is_whole.then(|| broken.into_owned())
}

fn safe(damages: Vec<Damage>) -> Vec<Damage> {
    damages.into_iter().filter(Damage::is_safe).collect()
}

#[test]
fn the_file_lowers_the_bar() {
    let broken = |line| misread(line, GBK).unwrap();
    let alone = "És un llibre à part".to_owned();
    let line = broken("La idea: és tenir é");
    let mut evidence = Evidence::new();
    for other in [
        "Présente les idées générales",
        "Écrit par des élèves",
        "L’outil préféré",
    ] {
        evidence.observe(&broken(other));
    }
    evidence.observe(&alone);
    assert_eq!(encoding::repair(&line), line, "by itself it may be right");
    let repaired = encoding::apply(&line, &safe(evidence.diagnose(&line)));
    assert_eq!(repaired, "La idea: és tenir é");
    assert_eq!(encoding::apply(&alone, &safe(evidence.diagnose(&alone))), alone);
}

#[test]
fn languages_are_hints() {
    let line = misread("Да", WINDOWS_1252).unwrap();
    let gain = |evidence: &Evidence| evidence.diagnose(&line).first().map_or(f32::MIN, |damage| damage.gain);
    let hinted = Evidence::new().with_language("ru-RU");
    assert!(gain(&hinted) > gain(&Evidence::new()));
}

#[test]
fn cut_characters_are_lossy() {
    let text = "蹇€熷紑濮嬶細瀹夎? 绋嬪簭";
    let damages = encoding::diagnose(text);
    assert!(!damages.is_empty());
    assert!(damages.iter().all(|damage| !damage.is_safe()));
    assert!(damages.iter().any(|damage| matches!(damage.kind, Kind::Lossy(_))));
    assert_eq!(encoding::repair(text), text);
}

/// Whether what stands in a text is what the reader shows of what is said to be right.
fn is_inverse(broken: &str, damage: &Damage) -> bool {
    let Chain {
        source: None,
        readers,
        is_escaped: false,
    } = &damage.chain
    else {
        return true;
    };
    let [reader] = readers[..] else {
        return true;
    };
    reader
        .encode(broken)
        .is_none_or(|bytes| bytes == damage.repaired.as_bytes())
}

/// Characters that mojibake is made of, and others.
fn characters() -> impl Strategy<Value = char> {
    prop_oneof![
        prop::sample::select("ÃÂâ€™œ“”Å¡ĐÐÑÒÓ©®°±²³µ·ªº ".chars().collect::<Vec<_>>()),
        prop::char::range('\u{80}', '\u{FF}'),
        prop::char::range('А', 'я'),
        prop::char::range('─', '▟'),
        prop::char::range('一', '龥'),
        prop::char::range('가', '힣'),
        prop::char::range('｡', 'ﾟ'),
        prop::char::range(' ', '~'),
        any::<char>(),
    ]
}

/// Texts that mean something.
fn words() -> impl Strategy<Value = String> {
    let words = [
        "café",
        "Книги",
        "程序设计",
        "naïve",
        "für",
        "“quoted”",
        "—",
        "🚀",
        "Łódź",
        "plain",
        "한국어",
        "日本語の",
        "ñandú",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 1..8).prop_map(|words| words.join(" "))
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let damages = encoding::diagnose(text);
    let mut last = 0;
    for damage in &damages {
        prop_assert!(damage.range.start >= last && damage.range.end > damage.range.start);
        last = damage.range.end;
        let broken = &text[damage.range.clone()];
        if damage.is_safe() {
            // A blank may stand for a no-break space, and one behind `à` is kept beside it.
            let joined = broken.replace(' ', "\u{A0}");
            let inverses = [broken.to_owned(), format!("{joined}\u{A0}"), joined];
            let is_exact = inverses.iter().any(|broken| is_inverse(broken, damage));
            prop_assert!(is_exact, "{:?} {:?}", broken, damage);
        }
    }
    let repaired = encoding::repair(text);
    prop_assert_eq!(&encoding::repair(&repaired), &repaired);
    let is_bad = |c: char| c.is_control() || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}');
    let count = |text: &str| text.chars().filter(|&c| is_bad(c)).count();
    prop_assert!(count(&repaired) <= count(text), "{:?} became {:?}", text, repaired);
    prop_assert!(repaired.chars().count() <= text.chars().count());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_safe(characters in prop::collection::vec(characters(), 0..40)) {
        check(&characters.into_iter().collect::<String>())?;
    }

    #[test]
    fn broken_words_are_safe(text in words(), readers in prop::collection::vec(0..READERS.len(), 1..4)) {
        let mut broken = text;
        for reader in readers {
            broken = misread(&broken, READERS[reader]).unwrap_or(broken);
        }
        check(&broken)?;
    }
}

/// Text that is broken throughout, and far longer than any line that a person writes: eight times as much of it may take
/// twice as long as it should, but not the square.
#[test]
fn long_lines_take_their_time_and_no_more() {
    let mut shapes = vec![
        "\u{80}\u{81}\u{9F}\u{93}".to_owned(),
        "a\u{FFFD} ã\u{FFFD} ".to_owned(),
        "Ã ".to_owned(),
        "烫".to_owned(),
        "銆? ".to_owned(),
        "&acirc;&euro; ".to_owned(),
        "Р ".to_owned(),
    ];
    let mut broken = "தமிழ் 日本語 한국어 книга для café “q” ".to_owned();
    for _ in 0..3 {
        broken = broken.bytes().map(char::from).collect();
        shapes.push(broken.clone());
    }
    let seconds = |text: &str| {
        let start = std::time::Instant::now();
        encoding::repair(text);
        start.elapsed().as_secs_f64()
    };
    for shape in shapes {
        let short = shape.repeat(12_000 / shape.len());
        let repaired = encoding::repair(&short);
        assert_eq!(encoding::repair(&repaired), repaired);
        let (once, more) = (seconds(&short), seconds(&short.repeat(8)));
        assert!(
            more < 16.0 * once + 0.5,
            "{shape:?}: {once} s, and {more} s for eight times as much"
        );
    }
}
