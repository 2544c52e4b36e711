//! Changes to text: edits, fixes made of them, and plans that hold the fixes of one pass.

use crate::document::{Effect, Touched};
use crate::source::{FileId, Location, Span};

/// Replaces the bytes at a place by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub at: Location,
    pub text: String,
}

impl Edit {
    pub fn replace(file: FileId, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            at: Location { file, span },
            text,
        }
    }

    pub fn delete(file: FileId, span: Span) -> Self {
        Self::replace(file, span, "")
    }

    pub fn insert(file: FileId, offset: usize, text: impl Into<String>) -> Self {
        Self::replace(file, Span::at(offset), text)
    }
}

/// How far a fix may be trusted, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Shown, never applied.
    Manual,
    /// May lose something that was meant; applied on demand.
    Unsafe,
    /// Loses nothing; applied by `--fix`.
    Safe,
}

impl Applicability {
    pub fn as_str(self) -> &'static str {
        match self {
            Applicability::Manual => "manual",
            Applicability::Unsafe => "unsafe",
            Applicability::Safe => "safe",
        }
    }
}

/// Edits that repair one finding, applied together or not at all.
///
/// The edits are not empty, lie in one file, and are sorted and disjoint.
#[derive(Debug, Clone)]
pub struct Fix {
    title: String,
    applicability: Applicability,
    edits: Vec<Edit>,
    effects: &'static [Effect],
}

impl Fix {
    /// A fix, or `None` when the edits are empty, overlap or lie in more than one file.
    pub fn new(
        title: impl Into<String>,
        applicability: Applicability,
        effects: &'static [Effect],
        mut edits: Vec<Edit>,
    ) -> Option<Self> {
        edits.sort_by_key(|edit| edit.at);
        let ordered = edits.windows(2).all(|pair| {
            let (first, second) = (pair[0].at, pair[1].at);
            first.file == second.file && first.span.end <= second.span.start && first.span != second.span
        });
        (!edits.is_empty() && ordered).then(|| Self {
            title: title.into(),
            applicability,
            edits,
            effects,
        })
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn applicability(&self) -> Applicability {
        self.applicability
    }

    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    pub fn file(&self) -> FileId {
        self.edits[0].at.file
    }

    /// What the edits change for a reader, inside their spans.
    pub fn effects(&self) -> &'static [Effect] {
        self.effects
    }
}

/// Fixes of one file that can be applied together.
#[derive(Debug, Default, Clone)]
pub struct EditPlan<'f> {
    fixes: Vec<&'f Fix>,
}

impl<'f> EditPlan<'f> {
    /// Takes those of the fixes, in their order, whose edits are disjoint from all taken before.
    pub fn accept(fixes: impl IntoIterator<Item = &'f Fix>) -> Self {
        let mut taken = std::collections::BTreeMap::<(u32, u32), ()>::new();
        let mut plan = Self::default();
        for fix in fixes {
            let free = fix.edits.iter().all(|edit| is_free(&taken, edit.at.span));
            if free {
                taken.extend(
                    fix.edits
                        .iter()
                        .map(|edit| ((edit.at.span.start, edit.at.span.end), ())),
                );
                plan.fixes.push(fix);
            }
        }
        plan
    }

    /// A plan of fixes that are known to be disjoint.
    pub fn of(fixes: Vec<&'f Fix>) -> Self {
        Self { fixes }
    }

    pub fn fixes(&self) -> &[&'f Fix] {
        &self.fixes
    }

    /// The text with the edits applied, and the spans they touch before and after.
    pub fn apply(&self, text: &str) -> Applied {
        let mut edits: Vec<(&Edit, &'static [Effect])> = self
            .fixes
            .iter()
            .flat_map(|fix| fix.edits.iter().map(|edit| (edit, fix.effects)))
            .collect();
        edits.sort_by_key(|(edit, _)| edit.at.span);
        let mut applied = Applied {
            text: String::with_capacity(text.len()),
            before: Touched::default(),
            after: Touched::default(),
        };
        let mut last = 0;
        for (edit, effects) in edits {
            let span = edit.at.span;
            applied.text.push_str(&text[last..span.start as usize]);
            let start = applied.text.len();
            applied.text.push_str(&edit.text);
            applied.before.push(span, effects);
            applied.after.push(Span::new(start, applied.text.len()), effects);
            last = span.end as usize;
        }
        applied.text.push_str(&text[last..]);
        applied
    }
}

fn is_free(taken: &std::collections::BTreeMap<(u32, u32), ()>, span: Span) -> bool {
    let touches = |&(start, end): &(u32, u32)| {
        let other = Span { start, end };
        other.touches(span)
    };
    // Taken edits are disjoint: if neither of the last two that begin up to here is in the way, none is.
    let mut near = taken.range(..=(span.end, u32::MAX)).rev().take(2);
    !near.any(|(other, ())| touches(other))
}

/// What a plan made of a text.
#[derive(Debug)]
pub struct Applied {
    pub text: String,
    pub before: Touched,
    pub after: Touched,
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileId = FileId(0);

    fn fix(edits: Vec<Edit>) -> Option<Fix> {
        Fix::new("title", Applicability::Safe, &[], edits)
    }

    #[test]
    fn a_fix_holds_sorted_disjoint_edits() {
        assert!(fix(vec![]).is_none());
        let overlapping = vec![Edit::delete(FILE, Span::new(0, 3)), Edit::delete(FILE, Span::new(2, 4))];
        assert!(fix(overlapping).is_none());
        let unsorted = vec![Edit::insert(FILE, 5, "b"), Edit::insert(FILE, 1, "a")];
        assert_eq!(fix(unsorted).unwrap().edits()[0].text, "a");
    }

    #[test]
    fn a_plan_takes_whole_fixes_that_do_not_touch() {
        let first = fix(vec![Edit::replace(FILE, Span::new(2, 4), "x")]).unwrap();
        let touching = fix(vec![
            Edit::delete(FILE, Span::new(0, 1)),
            Edit::delete(FILE, Span::new(3, 5)),
        ])
        .unwrap();
        let last = fix(vec![Edit::replace(FILE, Span::new(5, 6), "y")]).unwrap();
        let plan = EditPlan::accept([&first, &touching, &last]);
        assert_eq!(plan.fixes().len(), 2);
        assert_eq!(plan.apply("abcdef").text, "abxey");
    }
}
