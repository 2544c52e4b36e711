//! What a list does throughout: how often each way to write something occurs, and which one is its habit.
//!
//! One file for each trait of a list. The rules judge by what is measured here, and `awesome-lint style`
//! prints it, so that both mean the same.

pub mod capital;
pub mod cells;
pub mod emphasis;
pub mod guide;
pub mod heading;
pub mod heading_case;
pub mod indent;
pub mod marker;
pub mod order;
pub mod passage;
pub mod period;
pub mod quoting;
pub mod separator;
pub mod siblings;
pub mod spacing;
pub mod table;

use std::fmt::Display;

use crate::document::{Description, Document, EntryKind};
use crate::rule::Share;

/// How often each way to write something occurs.
#[derive(Debug, Clone)]
pub struct Tally<T>(Vec<(T, usize)>);

impl<T> Default for Tally<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy + PartialEq> Tally<T> {
    /// Counts one more that is written this way. The ways are few: they are searched one by one.
    pub fn add(&mut self, way: T) {
        match self.0.iter_mut().find(|(known, _)| *known == way) {
            Some((_, count)) => *count += 1,
            None => self.0.push((way, 1)),
        }
    }

    pub fn count(&self, way: T) -> usize {
        self.0
            .iter()
            .find(|(known, _)| *known == way)
            .map_or(0, |(_, count)| *count)
    }

    pub fn total(&self) -> usize {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// The most frequent way; of equals the one that occurs first.
    pub fn most(&self) -> Option<Habit<T>> {
        let mut most = *self.0.first()?;
        for &(way, count) in &self.0 {
            if count > most.1 {
                most = (way, count);
            }
        }
        let (way, count) = most;
        let total = self.total();
        Some(Habit { way, count, total })
    }

    /// The most frequent way, where it has at least this share of at least so many.
    pub fn habit(&self, threshold: Share, minimum: usize) -> Option<Habit<T>> {
        self.most().filter(|habit| {
            let needed = threshold.0 * habit.total as f64;
            habit.total >= minimum && habit.count as f64 >= needed
        })
    }

    /// Every way with its count, the most frequent first.
    pub fn ways(&self) -> Vec<(T, usize)> {
        let mut ways = self.0.clone();
        ways.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        ways
    }
}

impl<T: Copy + PartialEq> Extend<T> for Tally<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, ways: I) {
        ways.into_iter().for_each(|way| self.add(way));
    }
}

impl<T: Copy + PartialEq> FromIterator<T> for Tally<T> {
    fn from_iter<I: IntoIterator<Item = T>>(ways: I) -> Self {
        let mut tally = Self::default();
        tally.extend(ways);
        tally
    }
}

/// What a list does throughout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit<T> {
    pub way: T,
    /// How many are written this way.
    pub count: usize,
    /// How many there are.
    pub total: usize,
}

/// Descriptions that are compared with one another: those behind titles, or those in tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Population {
    Items,
    Rows,
}

impl Population {
    pub const ALL: [Population; 2] = [Population::Items, Population::Rows];

    pub fn descriptions(self, document: &Document) -> impl Iterator<Item = &Description> {
        let descriptions = document.descriptions().iter();
        descriptions.filter(move |description| {
            let is_row = document.entry(description.entry).kind == EntryKind::TableRow;
            is_row == (self == Population::Rows)
        })
    }
}

/// One trait of a list, as `awesome-lint style` prints it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Trait {
    /// What the ways are ways of: `bullet`, `separator`.
    pub name: &'static str,
    /// The rule that keeps to it, if there is one.
    pub rule: Option<&'static str>,
    /// Every way with its count, the most frequent first.
    pub ways: Vec<Way>,
}

/// A way to write something, as a person reads it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Way {
    pub text: String,
    pub count: usize,
}

impl Trait {
    pub fn new<T: Copy + PartialEq + Display>(
        name: &'static str,
        rule: impl Into<Option<&'static str>>,
        tally: &Tally<T>,
    ) -> Self {
        let ways = tally.ways().into_iter();
        let ways = ways.map(|(way, count)| Way {
            text: way.to_string(),
            count,
        });
        Self {
            name,
            rule: rule.into(),
            ways: ways.collect(),
        }
    }

    /// A trait whose ways are texts with blanks that count, and are shown in back-ticks.
    pub fn quoted<T: Copy + PartialEq + Display>(
        name: &'static str,
        rule: impl Into<Option<&'static str>>,
        tally: &Tally<T>,
    ) -> Self {
        let mut quoted = Self::new(name, rule, tally);
        for way in &mut quoted.ways {
            way.text = format!("`{}`", way.text);
        }
        quoted
    }
}

/// The traits in the order in which they are printed.
const TRAITS: &[fn(&Document) -> Trait] = &[
    marker::describe_bullets,
    marker::describe_numbers,
    separator::describe,
    period::describe,
    capital::describe,
    quoting::describe,
    heading::describe,
    heading_case::describe,
    emphasis::describe_emphasis,
    emphasis::describe_strong,
    table::describe,
    spacing::describe,
    indent::describe_padding,
    indent::describe_nesting,
    order::describe,
];

/// Every trait of a document, those that do not occur in it with no ways.
pub fn traits(document: &Document) -> Vec<Trait> {
    TRAITS.iter().map(|describe| describe(document)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_habit_is_what_most_do_and_of_equals_the_first() {
        let tally: Tally<char> = "-*-*+".chars().collect();
        let habit = tally.most().map(|habit| (habit.way, habit.count, habit.total));
        assert_eq!(habit, Some(('-', 2, 5)));
        assert!(tally.habit(Share(0.5), 5).is_none());
        assert!(tally.habit(Share(0.4), 6).is_none());
        assert!(tally.habit(Share(0.4), 5).is_some());
        assert!(Tally::<char>::default().habit(Share(0.0), 0).is_none());
    }
}
