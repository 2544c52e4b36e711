//! Whole files of which some lines are broken: they come back through the rule, and nothing else in the file changes.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use awesome_lint::config::{Config, Selection};
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{Input, Run};
use awesome_lint::fix::{self, Wanted};
use awesome_lint::source::Source;
use encoding_rs::{EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

/// Twelve languages, with lines as lists have them.
const FILES: [(&str, &[&str]); 12] = [
    (
        "de",
        &[
            "# Werkzeuge für Übersetzer",
            "- Prüft Verweise und schließt Lücken.",
            "- Größere Änderungen zuerst lesen.",
            "- Enthält nützliche Übungen für Anfänger.",
            "- Läuft überall, wo Python läuft.",
            "Plain text in the middle.",
        ],
    ),
    (
        "fr",
        &[
            "# Matériel pour débutants",
            "- Présente les idées générales, sans détours.",
            "- Guide complet du développeur – édition révisée.",
            "- Écrit par des élèves très motivés.",
            "- L’outil préféré de l’équipe.",
            "Plain text in the middle.",
        ],
    ),
    (
        "es",
        &[
            "# Guía rápida de programación",
            "- Explicación sencilla de cada función.",
            "- Cómo diseñar aplicaciones pequeñas.",
            "- ¿Qué es un índice? Una introducción.",
            "- Colección de artículos técnicos en español.",
            "Plain text in the middle.",
        ],
    ),
    (
        "pt",
        &[
            "# Ferramentas de código aberto",
            "- Coleção de exercícios práticos.",
            "- Não requer instalação nem configuração.",
            "- Introdução à programação funcional.",
            "- Lições curtas, com exemplos e soluções.",
            "Plain text in the middle.",
        ],
    ),
    (
        "cs",
        &[
            "# Příručka pro začátečníky",
            "- Přehledně vysvětluje základní pojmy.",
            "- Několik užitečných nástrojů.",
            "- Řešené úlohy s podrobným výkladem.",
            "- Stručný úvod do práce s příkazovou řádkou.",
            "Plain text in the middle.",
        ],
    ),
    (
        "pl",
        &[
            "# Narzędzia dla początkujących",
            "- Zwięzłe wprowadzenie do programowania.",
            "- Dużo przykładów i ćwiczeń.",
            "- Książka dostępna bezpłatnie.",
            "- Łatwy sposób na sprawdzenie łączy.",
            "Plain text in the middle.",
        ],
    ),
    (
        "tr",
        &[
            "# Yeni başlayanlar için araçlar",
            "- Bağlantıları denetler ve düzeltir.",
            "- Örneklerle kısa bir giriş.",
            "- Değişiklikleri güvenle uygular.",
            "- Türkçe yazılmış açık kaynak kitap.",
            "Plain text in the middle.",
        ],
    ),
    (
        "ru",
        &[
            "# Книги для начинающих",
            "- Проверяет ссылки и исправляет ошибки.",
            "- Короткое введение в программирование.",
            "- Много примеров и упражнений.",
            "- Открытый код, простая настройка.",
            "Plain text in the middle.",
        ],
    ),
    (
        "uk",
        &[
            "# Книжки для початківців",
            "- Перевіряє посилання та виправляє помилки.",
            "- Короткий вступ до програмування.",
            "- Багато прикладів і вправ.",
            "- Відкритий код, просте налаштування.",
            "Plain text in the middle.",
        ],
    ),
    (
        "el",
        &[
            "# Βιβλία για αρχάριους",
            "- Ελέγχει τους συνδέσμους και διορθώνει λάθη.",
            "- Σύντομη εισαγωγή στον προγραμματισμό.",
            "- Πολλά παραδείγματα και ασκήσεις.",
            "- Ανοιχτός κώδικας, απλή ρύθμιση.",
            "Plain text in the middle.",
        ],
    ),
    (
        "zh",
        &[
            "# 初学者的工具和书籍",
            "- 检查链接并修复错误的工具。",
            "- 关于程序设计的简短介绍。",
            "- 包含很多例子和练习。",
            "- 开源项目，配置简单。",
            "Plain text in the middle.",
        ],
    ),
    (
        "ko",
        &[
            "# 초보자를 위한 도구와 책",
            "- 링크를 검사하고 오류를 고칩니다.",
            "- 프로그래밍에 대한 짧은 소개입니다.",
            "- 많은 예제와 연습 문제가 있습니다.",
            "- 오픈 소스이며 설정이 간단합니다.",
            "Plain text in the middle.",
        ],
    ),
];

const READERS: [&Encoding; 5] = [WINDOWS_1252, WINDOWS_1251, GBK, SHIFT_JIS, EUC_KR];

/// How many entries a file has.
const ENTRIES: usize = 40;

/// A text as a wrong reader shows it, if the reader loses nothing.
fn misread(text: &str, reader: &'static Encoding) -> Option<String> {
    let broken = reader.decode_without_bom_handling_and_without_replacement(text.as_bytes())?;
    let (bytes, _, has_failed) = reader.encode(&broken);
    let is_whole = !has_failed && bytes == text.as_bytes() && broken != text;
    is_whole.then(|| broken.into_owned())
}

/// A text as a wrong reader saves it: a question mark for what it cannot read.
fn mangled(text: &str, reader: &'static Encoding) -> String {
    let (broken, _) = reader.decode_without_bom_handling(text.as_bytes());
    broken.replace(char::REPLACEMENT_CHARACTER, "?")
}

/// A file in a language, some of whose texts are broken; the addresses and the code hold letters that stay.
fn file(texts: &[&str], mut broken: impl FnMut(usize, &str) -> Option<String>) -> Vec<String> {
    let mut lines = vec![format!("# {}", texts[0]), String::new()];
    for place in 0..ENTRIES {
        let text = texts[1 + place % (texts.len() - 1)];
        let text = broken(place, text).unwrap_or_else(|| text.to_owned());
        lines.push(format!(
            "- [Link {place}](https://example.org/cafÃ©/{place}) - `naÃ¯ve` {text}"
        ));
    }
    lines
}

fn lint(path: &str, lines: &[String]) -> Run {
    let selection = Selection {
        select: vec![
            "mojibake".to_owned(),
            "mojibake-file".to_owned(),
            "mojibake-lossy".to_owned(),
        ],
        ..Selection::default()
    };
    let path = Path::new(path);
    let rules = Config::default().rule_set(path, &selection).unwrap();
    let source = Source::from_text(path, lines.join("\n") + "\n");
    awesome_lint::lint(vec![Input::new(source, Arc::new(rules))])
}

fn fixed(path: &str, lines: &[String]) -> Vec<String> {
    let fixed = fix::fixpoint(lint(path, lines), Wanted::all(Applicability::Safe));
    let text = fixed.run.files[0].source.text().to_owned();
    text.lines().map(str::to_owned).collect()
}

/// Numbers that look random, the same in each run.
fn shuffled(seed: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..ENTRIES).collect();
    let mut state = seed as u64 + 1;
    for place in (1..ENTRIES).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        places.swap(place, (state >> 33) as usize % (place + 1));
    }
    places
}

#[test]
fn broken_lines_come_back_and_nothing_else_changes() {
    let mut missed = Vec::new();
    let mut total = 0;
    for (language, texts) in FILES {
        let clean = file(texts, |_, _| None);
        for (seed, reader) in READERS.into_iter().enumerate() {
            let order = shuffled(seed);
            for k in [1, 3, 30, ENTRIES] {
                let is_chosen = |place: usize| order[..k].contains(&place);
                let broken = file(texts, |place, text| misread(text, reader).filter(|_| is_chosen(place)));
                let path = format!("README-{language}.md");
                let fixed = fixed(&path, &broken);
                assert_eq!(fixed.len(), clean.len());
                for ((broken, fixed), clean) in broken.iter().zip(&fixed).zip(&clean) {
                    total += usize::from(broken != clean);
                    if fixed != clean {
                        assert_eq!(fixed, broken, "{language}, {}, {k}: it was {clean}", reader.name());
                        missed.push(format!("{language}, {}, {k}: {broken}", reader.name()));
                    }
                }
            }
        }
    }
    assert!(total > 2500, "{total}");
    assert!(missed.len() * 100 <= total, "{} of {total}: {missed:#?}", missed.len());
}

#[test]
fn a_file_that_lost_bytes_is_reported_once() {
    for (language, texts, reader) in [
        ("zh", &FILES[10].1, GBK),
        ("ko", &FILES[11].1, EUC_KR),
        ("zh", &FILES[10].1, SHIFT_JIS),
    ] {
        let broken = file(texts, |_, text| Some(mangled(text, reader)));
        let run = lint(&format!("README-{language}.md"), &broken);
        let rules: Vec<&str> = run.diagnostics.iter().map(|diagnostic| diagnostic.rule.name).collect();
        let count = |name: &str| rules.iter().filter(|rule| **rule == name).count();
        assert_eq!(count("mojibake-file"), 1, "{language}, {}: {rules:?}", reader.name());
        assert_eq!(count("mojibake-lossy"), 0);
        assert!(count("mojibake") <= 2);
    }
}
