//! Text that was decoded with the wrong encoding (mojibake): found, and repaired by exact inverses only.
//!
//! Nothing here knows Markdown. A caller hands over runs of text, such as the text of a link or a cell, and gets the
//! damage in each of them, with offsets in bytes. How it is found, in the order of the modules:
//!
//! 1. `gate`: one pass over a text, a bit for each pair of neighbours, lets nearly all clean text go.
//! 2. `undo` and `search`: spans that, written in a code page (`page`, `inverse`), are strict UTF-8, through up to four
//!    layers; `entity` for bytes that were written as HTML entities.
//! 3. `model`: a repair must be likelier than the text by a margin, and than any other repair; `plausible` and `unsure`
//!    have what a model of neighbours does not know.
//! 4. `legacy`, and `lossy` with `gaps`: text of one code page that was read as another, and UTF-8 with bytes gone. They
//!    compete with the exact repairs, and where they win, nothing is safe; `diagnosis` decides.
//! 5. `evidence` and `file`: what the other texts of the file say.
//!
//! Offsets are bytes of the text that was given, gains are nats, and no text is an error.

mod damage;
mod diagnosis;
mod dos;
mod entity;
mod evidence;
mod file;
mod filling;
mod foreign;
mod gaps;
mod gate;
mod inverse;
mod legacy;
mod lossy;
mod lost;
mod model;
mod page;
mod plausible;
mod search;
mod symbol;
mod undo;
mod unsure;

use std::borrow::Cow;

pub use damage::{Chain, Damage, Kind};
pub use evidence::Evidence;
pub use file::diagnose_file;
pub use foreign::Foreign;
pub use page::Page;

/// Finds the damage in one text, in the order of the text; the spans do not overlap.
///
/// The text is taken alone. With the other texts of its file, [`Evidence::diagnose`] finds more. There are no errors: a
/// text in which nothing is found has no damage.
pub fn diagnose(text: &str) -> Vec<Damage> {
    Evidence::new().diagnose(text)
}

/// The text with the damage repaired whose repair is safe; borrowed where there is none, and quickly so.
///
/// There are no errors: what cannot be repaired stays. What came out once comes out unchanged the second time.
pub fn repair(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !may_have_entities(text) {
        return Cow::Borrowed(text);
    }
    let mut damages = diagnose(text);
    damages.retain(Damage::is_safe);
    match damages.is_empty() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(apply(text, &damages)),
    }
}

/// A text that others are compared with, as it was before it was damaged.
pub fn repaired(text: Cow<'_, str>) -> Cow<'_, str> {
    match repair(&text) {
        Cow::Owned(repaired) => Cow::Owned(repaired),
        Cow::Borrowed(_) => text,
    }
}

/// Whether a text may hold entities side by side, which bytes may have become: quick, and never wrongly no.
pub fn may_have_entities(text: &str) -> bool {
    entity::may_have_runs(text)
}

/// A text with its damages repaired, be they safe or not; those whose bytes are gone stay as they are.
///
/// The damages are some or all of those that [`diagnose`] has found in the text, in its order. To repair what is safe
/// alone, leave the others out, or call [`repair`].
pub fn apply(text: &str, damages: &[Damage]) -> String {
    let mut repaired = String::with_capacity(text.len());
    let mut last = 0;
    for damage in damages.iter().filter(|damage| damage.is_exact()) {
        repaired.push_str(&text[last..damage.range.start]);
        repaired.push_str(&damage.repaired);
        last = damage.range.end;
    }
    repaired + &text[last..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_repaired() {
        for (broken, clean) in [
            ("Pythonâ€™s Innards", "Python’s Innards"),
            ("cafÃ© and naÃ¯ve", "café and naïve"),
            ("a â€“ b", "a – b"),
            ("ship it ðŸš€", "ship it 🚀"),
            ("Ð´Ð»Ñ\u{8F} Ð²Ñ\u{81}ÐµÑ…", "для всех"),
            ("Ã¢â‚¬â„¢s", "’s"),
            ("Â© 2020", "© 2020"),
            ("DÃ¼sseldorf", "Düsseldorf"),
            ("Å“uvre", "œuvre"),
            ("it\u{e2}\u{80}\u{99}s", "it’s"),
            ("Знай Ð¸ люби", "Знай и люби"),
            ("æ—¥æœ¬", "日本"),
            ("РґР»СЏ РІСЃРµС…", "для всех"),
            ("╨┤╨╗╤П ╨▓╤Б╨╡╤Е", "для всех"),
            ("it鈥檚 here", "it’s here"),
            ("itÔÇÖs here", "it’s here"),
            ("it‚Äôs here", "it’s here"),
            ("it&acirc;&euro;&trade;s here", "it’s here"),
            ("QUALITÃ€", "QUALITÀ"),
            ("Ці РґР»СЏ РІСЃРµС… так", "Ці для всех так"),
            ("È utile, perchÃ©", "È utile, perché"),
            ("dГ©jГ  vu Г lвЂ™est", "déjà vu à l’est"),
            ("RÄ«ga", "Rīga"),
        ] {
            assert_eq!(repair(broken), clean);
            assert_eq!(repair(clean), clean);
        }
    }

    #[test]
    fn a_chain_says_what_happened() {
        let damages = diagnose("it Ã¢â‚¬â„¢s");
        assert_eq!(damages[0].chain.to_string(), "UTF-8 read as windows-1252, twice");
        assert_eq!(&"it Ã¢â‚¬â„¢s"[damages[0].range.clone()], "Ã¢â‚¬â„¢");
        assert_eq!(damages[0].kind, Kind::Safe);
    }

    #[test]
    fn a_chain_names_the_readings_in_their_order() {
        let damages = diagnose("èŒ…lçŒ«ve");
        assert_eq!(damages[0].chain.to_string(), "UTF-8 read as GBK, then as windows-1252");
    }

    #[test]
    fn text_of_a_code_page_is_a_suggestion() {
        let damages = diagnose("Îïèñàíèå ïðîãðàììû è ïðèìåðû");
        assert_eq!(damages[0].kind, Kind::Legacy);
        assert_eq!(damages[0].repaired, "Описание программы и примеры");
        assert_eq!(damages[0].chain.to_string(), "windows-1251 read as windows-1252");
    }

    #[test]
    fn gaps_are_reported_and_stay() {
        let text = "Список книг и программ: ?";
        assert_eq!(diagnose(text), []);
        let broken = "æ—¥æœ?èªž";
        assert!(matches!(diagnose(broken)[0].kind, Kind::Lossy(_)));
        assert_eq!(repair(broken), broken);
        let text = "Ru\u{FFFD}y";
        assert_eq!(diagnose(text)[0].kind, Kind::Lost);
        assert_eq!(apply(text, &diagnose(text)), text);
    }

    #[test]
    fn what_looks_like_another_page_is_not_flagged() {
        for text in [
            "Attēls ir pārāk plats formātam.",
            "מסמך ממשק",
            "Miðafríkulýðveldið",
            "ПРЕДУПРЕЖДЕНИЕ: Цикъл в директориите.",
            "--pages=ПЕРВАЯ_СТРАНИЦА",
            "È stato chiuso, «%s»",
        ] {
            assert_eq!(diagnose(text), [], "{text}");
        }
    }

    #[test]
    fn right_text_stays() {
        for text in [
            "NESTLÉ® and É®",
            "The “Internet café”—a history",
            "“résumé”…",
            "Nestlé™…",
            "MÄ£ÄM",
            "Ã’s in a text about it",
            "MAÇÃ®",
            "the letter “Å”",
            "viel Spaß”",
            "voilà «ici»",
            "MINHA IRMÃ”",
            "Āø",
            "¡Olé!",
            "Ã",
            "(╯°□°）╯︵ ┻━┻",
            "芦苇 联通 羚羊",
            "ОГЛАВЛЕНИЕ И ЛИЦЕНЗИЯ",
            "ЦІЛІ",
            "RUKOVÄŤ",
            "ТІЗІМІ",
            "the ВІКІ project",
            "POUŽITÍ…",
            "MENÙ…",
            "„ÉÉN”",
            "«ÄQUIVALENT»",
            "ลพุช กับ ไผท",
            "C O N C L U S Ã O",
            "OK??:(   `¬´    ):",
            "├┤a┼┐a┼┐a",
            "trem pra lá´´",
            "the set [├┤] in a regex",
        ] {
            assert_eq!(repair(text), text);
        }
    }
}
