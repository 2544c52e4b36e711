//! Headings that contents mostly leave out.

/// Words of headings that contents leave out on purpose: sections about the list itself.
const CUSTOMARY: [&str; 59] = [
    "about",
    "acknowledgements",
    "acknowledgment",
    "acknowledgments",
    "addendum",
    "agradecimientos",
    "author",
    "authors",
    "autores",
    "backers",
    "changelog",
    "conduct",
    "contact",
    "contents",
    "contribua",
    "contribuciones",
    "contribuer",
    "contribuindo",
    "contribuir",
    "contribute",
    "contributing",
    "contribution",
    "contributions",
    "contributor",
    "contributors",
    "copyright",
    "credits",
    "disclaimer",
    "donate",
    "explanation",
    "faq",
    "feedback",
    "footnotes",
    "history",
    "index",
    "introduction",
    "legend",
    "licence",
    "licencia",
    "license",
    "licenses",
    "licensing",
    "licença",
    "lizenz",
    "maintainers",
    "mitwirken",
    "motivation",
    "notes",
    "references",
    "related",
    "sponsors",
    "stargazers",
    "thanks",
    "toc",
    "todo",
    "translations",
    "вклад",
    "лицензия",
    "участие",
];

/// The same in scripts that do not part words.
const CUSTOMARY_SIGNS: [&str; 8] = ["ライセンス", "许可", "許可", "協議", "贡献", "貢獻", "貢献", "目录"];

/// Whether a heading is about the list itself.
pub(super) fn is_customary(title: &str) -> bool {
    let title = title.to_lowercase();
    let mut words = title.split(|character: char| !character.is_alphanumeric());
    words.any(|word| CUSTOMARY.binary_search(&word).is_ok()) || CUSTOMARY_SIGNS.iter().any(|sign| title.contains(sign))
}

#[cfg(test)]
mod tests {
    #[test]
    fn customary_words_are_sorted_for_their_search() {
        assert!(super::CUSTOMARY.is_sorted());
    }
}
