//! The registry of the rules, plain data.

pub mod accidental_heading;
pub mod bare_url;
pub mod blank_lines;
pub mod brand_spelling;
pub mod broken_anchor;
pub mod closed_host;
pub mod code_fence_style;
pub mod double_space;
pub mod duplicate_definition;
pub mod duplicate_heading;
pub mod duplicate_link;
pub mod duplicate_title;
pub mod emphasis_marker;
pub mod empty_link;
pub mod empty_section;
pub mod entry_capitalization;
pub mod entry_empty_description;
pub mod entry_missing_link;
pub mod entry_punctuation;
pub mod entry_separator;
pub mod final_newline;
pub mod hard_tab;
pub mod heading_capitalization;
pub mod heading_increment;
pub mod heading_style;
pub mod heading_trailing_punctuation;
pub mod inconsistent_label;
pub mod indefinite_article;
pub mod invalid_suppression;
pub mod invalid_utf8;
pub mod invisible_character;
pub mod line_ending;
pub mod link_shortener;
pub mod link_text_whitespace;
pub mod list_item_indent;
pub mod list_item_spacing;
pub mod list_numbering;
pub mod malformed_link;
pub mod malformed_url;
pub mod merge_conflict_marker;
pub mod missing_file;
pub mod missing_space_after_marker;
pub mod misspelling;
pub mod mixed_script_word;
pub mod mojibake;
pub mod near_duplicate;
pub mod no_break_space;
pub mod ordered_list_marker_style;
pub mod renamed_repository;
pub mod repeated_punctuation;
pub mod repeated_word;
pub mod reused_url;
pub mod rule_style;
pub mod run_together_items;
pub mod same_project;
pub mod stale_toc;
pub mod strong_marker;
pub mod table_format;
pub mod table_row_length;
pub mod tracking_parameter;
pub mod trailing_whitespace;
pub mod unbalanced_brackets;
pub mod undefined_reference;
pub mod unicode_normalization;
pub mod unordered_list_marker_style;
pub mod unsorted_entries;
pub mod unused_definition;
pub mod unused_suppression;

use crate::rule::RuleInfo;

/// All rules, by name.
pub static RULES: &[&RuleInfo] = &[
    &accidental_heading::INFO,
    &bare_url::INFO,
    &blank_lines::INFO,
    &brand_spelling::INFO,
    &broken_anchor::INFO,
    &closed_host::INFO,
    &code_fence_style::INFO,
    &double_space::INFO,
    &duplicate_definition::INFO,
    &duplicate_heading::INFO,
    &duplicate_link::INFO,
    &duplicate_title::INFO,
    &emphasis_marker::INFO,
    &empty_link::INFO,
    &empty_section::INFO,
    &entry_capitalization::INFO,
    &entry_empty_description::INFO,
    &entry_missing_link::INFO,
    &entry_punctuation::INFO,
    &entry_separator::INFO,
    &final_newline::INFO,
    &hard_tab::INFO,
    &heading_capitalization::INFO,
    &heading_increment::INFO,
    &heading_style::INFO,
    &heading_trailing_punctuation::INFO,
    &inconsistent_label::INFO,
    &indefinite_article::INFO,
    &invalid_suppression::INFO,
    &invalid_utf8::INFO,
    &invisible_character::INFO,
    &line_ending::INFO,
    &link_shortener::INFO,
    &link_text_whitespace::INFO,
    &list_item_indent::INFO,
    &list_item_spacing::INFO,
    &list_numbering::INFO,
    &malformed_link::INFO,
    &malformed_url::INFO,
    &merge_conflict_marker::INFO,
    &missing_file::INFO,
    &missing_space_after_marker::INFO,
    &misspelling::INFO,
    &mixed_script_word::INFO,
    &mojibake::INFO,
    &near_duplicate::INFO,
    &no_break_space::INFO,
    &ordered_list_marker_style::INFO,
    &renamed_repository::INFO,
    &repeated_punctuation::INFO,
    &repeated_word::INFO,
    &reused_url::INFO,
    &rule_style::INFO,
    &run_together_items::INFO,
    &same_project::INFO,
    &stale_toc::INFO,
    &strong_marker::INFO,
    &table_format::INFO,
    &table_row_length::INFO,
    &tracking_parameter::INFO,
    &trailing_whitespace::INFO,
    &unbalanced_brackets::INFO,
    &undefined_reference::INFO,
    &unicode_normalization::INFO,
    &unordered_list_marker_style::INFO,
    &unsorted_entries::INFO,
    &unused_definition::INFO,
    &unused_suppression::INFO,
];

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static RuleInfo> {
    let place = RULES.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    Some(RULES[place])
}

/// Rules of remark-lint and of the JavaScript awesome-lint that lists name in their comments; known so
/// that a comment which is right for those tools is not called wrong here.
pub static FOREIGN_NAMES: &[&str] = &[
    "alphabetize-lists",
    "awesome-badge",
    "awesome-code-of-conduct",
    "awesome-contributing",
    "awesome-git-repo-age",
    "awesome-github",
    "awesome-heading",
    "awesome-license",
    "awesome-list-item",
    "awesome-no-ci-badge",
    "awesome-spell-check",
    "awesome-toc",
    "balanced-punctuation",
    "blockquote-indentation",
    "checkbox-character-style",
    "checkbox-content-indent",
    "code-block-style",
    "definition-case",
    "definition-sort",
    "definition-spacing",
    "directive-attribute-sort",
    "double-link",
    "emphasis-heading",
    "fenced-code-flag",
    "fenced-code-marker",
    "file-extension",
    "file-stem",
    "first-heading-level",
    "hard-break-spaces",
    "heading-whitespace",
    "linebreak-style",
    "link-title-style",
    "list-item-bullet-indent",
    "list-item-content-indent",
    "list-item-punctuation",
    "list-item-style",
    "match-punctuation",
    "maximum-heading-length",
    "maximum-line-length",
    "media-style",
    "no-auto-link-without-protocol",
    "no-blockquote-without-marker",
    "no-consecutive-blank-lines",
    "no-dead-urls",
    "no-definition",
    "no-duplicate-defined-urls",
    "no-duplicate-definitions",
    "no-duplicate-headings",
    "no-duplicate-headings-in-section",
    "no-emphasis-as-heading",
    "no-empty-sections",
    "no-empty-url",
    "no-file-name-articles",
    "no-file-name-consecutive-dashes",
    "no-file-name-irregular-characters",
    "no-file-name-mixed-case",
    "no-file-name-outer-dashes",
    "no-hard-break-spaces",
    "no-heading-content-indent",
    "no-heading-indent",
    "no-heading-like-paragraph",
    "no-heading-punctuation",
    "no-html",
    "no-inline-padding",
    "no-literal-urls",
    "no-long-code",
    "no-missing-blank-lines",
    "no-multiple-toplevel-headings",
    "no-paragraph-content-indent",
    "no-reference-like-url",
    "no-repeat-item-in-description",
    "no-repeat-punctuation",
    "no-shell-dollars",
    "no-shortcut-reference-image",
    "no-shortcut-reference-link",
    "no-table-indentation",
    "no-tabs",
    "no-trailing-spaces",
    "no-undefined-references",
    "no-unneeded-full-reference-image",
    "no-unneeded-full-reference-link",
    "no-unused-definitions",
    "no-url-trailing-slash",
    "ordered-list-marker-value",
    "prohibited-strings",
    "strikethrough-marker",
    "table-cell-padding",
    "table-pipe-alignment",
    "table-pipes",
    "write-good",
];

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted_for_their_searches() {
        assert!(super::RULES.is_sorted_by_key(|rule| rule.name));
        assert!(super::FOREIGN_NAMES.is_sorted());
    }
}
