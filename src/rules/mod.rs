//! The registry of the rules, plain data.

pub mod accidental_heading;
pub mod awesome_badge;
pub mod awesome_code_of_conduct;
pub mod awesome_contributing;
pub mod awesome_git_repo_age;
pub mod awesome_github;
pub mod awesome_heading;
pub mod awesome_license;
pub mod awesome_list_item;
pub mod awesome_no_ci_badge;
pub mod awesome_spell_check;
pub mod awesome_toc;
pub mod balanced_punctuation;
pub mod bare_url;
pub mod blank_lines;
pub mod blockquote_indentation;
pub mod brand_spelling;
pub mod broken_anchor;
pub mod checkbox_character_style;
pub mod checkbox_content_indent;
pub mod closed_host;
pub mod code_block_style;
pub mod code_fence_style;
pub mod control_character;
pub mod definition_case;
pub mod definition_spacing;
pub mod double_link;
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
pub mod fenced_code_marker;
pub mod file_extension;
pub mod final_newline;
pub mod hard_break_spaces;
pub mod hard_tab;
pub mod heading_capitalization;
pub mod heading_increment;
pub mod heading_style;
pub mod heading_trailing_punctuation;
pub mod inconsistent_label;
pub mod inconsistent_term;
pub mod indefinite_article;
pub mod insecure_url;
pub mod invalid_suppression;
pub mod invalid_utf8;
pub mod invisible_character;
pub mod line_ending;
pub mod link_shortener;
pub mod link_text_whitespace;
pub mod link_title_style;
pub mod list_item_bullet_indent;
pub mod list_item_indent;
pub mod list_item_spacing;
pub mod list_numbering;
pub mod malformed_link;
pub mod malformed_url;
pub mod merge_conflict_marker;
pub mod missing_file;
pub mod missing_space_after_comma;
pub mod missing_space_after_marker;
pub mod misspelling;
pub mod mixed_script_word;
pub mod mobile_url;
pub mod mojibake;
pub mod mojibake_file;
pub mod mojibake_legacy;
pub mod mojibake_lossy;
pub mod near_duplicate;
pub mod no_blockquote_without_marker;
pub mod no_break_space;
pub mod no_emphasis_as_heading;
pub mod no_file_name_articles;
pub mod no_file_name_consecutive_dashes;
pub mod no_file_name_irregular_characters;
pub mod no_file_name_mixed_case;
pub mod no_file_name_outer_dashes;
pub mod no_heading_content_indent;
pub mod no_heading_indent;
pub mod no_heading_punctuation;
pub mod no_multiple_toplevel_headings;
pub mod no_repeat_item_in_description;
pub mod no_repeat_punctuation;
pub mod no_shell_dollars;
pub mod no_table_indentation;
pub mod no_undefined_references;
pub mod no_unneeded_full_reference_image;
pub mod no_unneeded_full_reference_link;
pub mod no_unused_definitions;
pub mod ordered_list_marker_style;
pub mod ordered_list_marker_value;
pub mod renamed_repository;
pub mod repeated_punctuation;
pub mod repeated_word;
pub mod replacement_character;
pub mod reused_url;
pub mod rule_style;
pub mod run_together_items;
pub mod same_project;
pub mod stale_baseline;
pub mod stale_toc;
pub mod strong_marker;
pub mod table_cell_padding;
pub mod table_format;
pub mod table_pipe_alignment;
pub mod table_pipes;
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

use crate::rule::{Preset, RuleInfo};

/// All rules, by name.
pub static RULES: &[&RuleInfo] = &[
    &accidental_heading::INFO,
    &awesome_badge::INFO,
    &awesome_code_of_conduct::INFO,
    &awesome_contributing::INFO,
    &awesome_git_repo_age::INFO,
    &awesome_github::INFO,
    &awesome_heading::INFO,
    &awesome_license::INFO,
    &awesome_list_item::INFO,
    &awesome_no_ci_badge::INFO,
    &awesome_spell_check::INFO,
    &awesome_toc::INFO,
    &balanced_punctuation::INFO,
    &bare_url::INFO,
    &blank_lines::INFO,
    &blockquote_indentation::INFO,
    &brand_spelling::INFO,
    &broken_anchor::INFO,
    &checkbox_character_style::INFO,
    &checkbox_content_indent::INFO,
    &closed_host::INFO,
    &code_block_style::INFO,
    &code_fence_style::INFO,
    &control_character::INFO,
    &definition_case::INFO,
    &definition_spacing::INFO,
    &double_link::INFO,
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
    &fenced_code_marker::INFO,
    &file_extension::INFO,
    &final_newline::INFO,
    &hard_break_spaces::INFO,
    &hard_tab::INFO,
    &heading_capitalization::INFO,
    &heading_increment::INFO,
    &heading_style::INFO,
    &heading_trailing_punctuation::INFO,
    &inconsistent_label::INFO,
    &inconsistent_term::INFO,
    &indefinite_article::INFO,
    &insecure_url::INFO,
    &invalid_suppression::INFO,
    &invalid_utf8::INFO,
    &invisible_character::INFO,
    &line_ending::INFO,
    &link_shortener::INFO,
    &link_text_whitespace::INFO,
    &link_title_style::INFO,
    &list_item_bullet_indent::INFO,
    &list_item_indent::INFO,
    &list_item_spacing::INFO,
    &list_numbering::INFO,
    &malformed_link::INFO,
    &malformed_url::INFO,
    &merge_conflict_marker::INFO,
    &missing_file::INFO,
    &missing_space_after_comma::INFO,
    &missing_space_after_marker::INFO,
    &misspelling::INFO,
    &mixed_script_word::INFO,
    &mobile_url::INFO,
    &mojibake::INFO,
    &mojibake_file::INFO,
    &mojibake_legacy::INFO,
    &mojibake_lossy::INFO,
    &near_duplicate::INFO,
    &no_blockquote_without_marker::INFO,
    &no_break_space::INFO,
    &no_emphasis_as_heading::INFO,
    &no_file_name_articles::INFO,
    &no_file_name_consecutive_dashes::INFO,
    &no_file_name_irregular_characters::INFO,
    &no_file_name_mixed_case::INFO,
    &no_file_name_outer_dashes::INFO,
    &no_heading_content_indent::INFO,
    &no_heading_indent::INFO,
    &no_heading_punctuation::INFO,
    &no_multiple_toplevel_headings::INFO,
    &no_repeat_item_in_description::INFO,
    &no_repeat_punctuation::INFO,
    &no_shell_dollars::INFO,
    &no_table_indentation::INFO,
    &no_undefined_references::INFO,
    &no_unneeded_full_reference_image::INFO,
    &no_unneeded_full_reference_link::INFO,
    &no_unused_definitions::INFO,
    &ordered_list_marker_style::INFO,
    &ordered_list_marker_value::INFO,
    &renamed_repository::INFO,
    &repeated_punctuation::INFO,
    &repeated_word::INFO,
    &replacement_character::INFO,
    &reused_url::INFO,
    &rule_style::INFO,
    &run_together_items::INFO,
    &same_project::INFO,
    &stale_baseline::INFO,
    &stale_toc::INFO,
    &strong_marker::INFO,
    &table_cell_padding::INFO,
    &table_format::INFO,
    &table_pipe_alignment::INFO,
    &table_pipes::INFO,
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

/// Rules that remark-lint has too, under names of ours: where ours says nothing, the other may.
pub static SHARED_NAMES: &[&str] = &[
    "emphasis-marker",
    "final-newline",
    "heading-increment",
    "heading-style",
    "list-item-indent",
    "list-item-spacing",
    "ordered-list-marker-style",
    "rule-style",
    "strong-marker",
    "unordered-list-marker-style",
];

/// Rules of remark-lint and of the JavaScript awesome-lint that lists name in their comments; known so
/// that a comment which is right for those tools is not called wrong here.
pub static FOREIGN_NAMES: &[&str] = &[
    "alphabetize-lists",
    "definition-sort",
    "directive-attribute-sort",
    "emphasis-heading",
    "fenced-code-flag",
    "file-stem",
    "first-heading-level",
    "heading-whitespace",
    "linebreak-style",
    "list-item-content-indent",
    "list-item-punctuation",
    "list-item-style",
    "match-punctuation",
    "maximum-heading-length",
    "maximum-line-length",
    "media-style",
    "no-auto-link-without-protocol",
    "no-consecutive-blank-lines",
    "no-dead-urls",
    "no-definition",
    "no-duplicate-defined-urls",
    "no-duplicate-definitions",
    "no-duplicate-headings",
    "no-duplicate-headings-in-section",
    "no-empty-sections",
    "no-empty-url",
    "no-hard-break-spaces",
    "no-heading-like-paragraph",
    "no-html",
    "no-inline-padding",
    "no-literal-urls",
    "no-long-code",
    "no-missing-blank-lines",
    "no-paragraph-content-indent",
    "no-reference-like-url",
    "no-shortcut-reference-image",
    "no-shortcut-reference-link",
    "no-tabs",
    "no-trailing-spaces",
    "no-url-trailing-slash",
    "prohibited-strings",
    "strikethrough-marker",
    "write-good",
];

/// Whether another tool has a rule of this name, so that a comment may be meant for that.
pub fn is_shared(name: &str) -> bool {
    let is_of_original = find(name).is_some_and(|rule| rule.presets == [Preset::Awesome]);
    is_of_original || SHARED_NAMES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted_for_their_searches() {
        assert!(super::RULES.is_sorted_by_key(|rule| rule.name));
        assert!(super::FOREIGN_NAMES.is_sorted());
        assert!(super::SHARED_NAMES.is_sorted());
    }
}
