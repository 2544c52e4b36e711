//! A linter and formatter for Markdown resource lists.
//!
//! In reading order:
//! - [`scan`]: bytes of a kind in a text;
//! - [`sieve`]: words that a table surely lacks;
//! - [`source`]: the text of one file, spans, lines and columns;
//! - [`document`]: one parsed list as flat tables, entries among them;
//! - [`edit`]: edits, fixes and plans of fixes;
//! - [`changes`]: what a change added to a text or altered in it;
//! - [`diagnostic`]: what a rule reports;
//! - [`url`]: when two links lead to the same page;
//! - [`contents`]: tables of contents and the headings they list;
//! - [`encoding`]: text that was decoded with the wrong encoding, and its repair;
//! - [`catalog`]: the entries of all files of a run;
//! - [`fingerprint`]: numbers by which a text is known again;
//! - [`names`]: names of products and how their owners spell them;
//! - [`original`]: what the JavaScript awesome-lint asks of a text;
//! - [`items`]: edits of items that keep what stands under them attached;
//! - [`paths`]: paths in the file system, and the repositories they are in;
//! - [`pattern`]: texts that the configuration names;
//! - [`reshape`]: edits that make a line of a paragraph a block of its own;
//! - [`suggest`]: the word that was meant by one that is not known;
//! - [`titles`]: when two titles name the same thing;
//! - [`tree`]: the files around a list;
//! - [`rule`]: what a rule is;
//! - [`style`]: what a list does throughout;
//! - [`rules`]: the rules and their registry;
//! - [`git`]: what files held earlier, what a repository says of itself, and repositories fetched for a run;
//! - [`project`]: the files of a run;
//! - [`engine`]: runs rules over documents and the catalog;
//! - [`filter`]: which findings are kept;
//! - [`fix`]: fixes until nothing is left to fix, each verified;
//! - [`config`] reads `.awesome-lint.toml`;
//! - [`report`]: findings for people and tools;
//! - [`cli`]: the command line.

pub mod catalog;
pub mod changes;
pub mod cli;
pub mod config;
pub mod contents;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod encoding;
pub mod engine;
pub mod filter;
pub mod fingerprint;
pub mod fix;
pub mod git;
pub mod invisible;
pub mod items;
pub mod names;
pub mod original;
pub mod paths;
pub mod pattern;
pub mod project;
pub mod report;
pub mod reshape;
pub mod rule;
pub mod rules;
pub mod scan;
pub mod sieve;
pub mod source;
pub mod style;
pub mod suggest;
pub mod titles;
pub mod tree;
pub mod url;

use engine::Aim;

/// Lints files together: rules over each and over the catalog of all, then the filters.
pub fn lint(inputs: Vec<engine::Input>) -> engine::Run {
    filter::apply(engine::run(inputs, Aim::Report))
}

/// The same where [`fix::fixpoint`] follows, which then need not read the texts once more.
pub fn lint_to_fix(inputs: Vec<engine::Input>) -> engine::Run {
    filter::apply(engine::run(inputs, Aim::Fix))
}

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
