//! Query parameters that say who followed a link, or from where.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Address, Document};
use crate::edit::{Applicability, Fix};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, readdress};
use crate::source::Span;
use crate::url::tracking::{self, Group as Names, Purpose};
use crate::url::{self, Parameter, WebAddress};

pub static INFO: RuleInfo = RuleInfo {
    name: "tracking-parameter",
    page: include_str!("../../rules/tracking-parameter.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<TrackingParameter>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TrackingParameter {
    /// Addresses that may track.
    ignore: Patterns,
}

/// So many campaigns of one source are a habit of the list, and so are so many if they are common.
const HABIT: usize = 3;
const COMMON: Share = Share(0.05);

impl DocumentRule for TrackingParameter {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut campaigns = Vec::new();
        let mut weak = Vec::new();
        let mut addresses = 0;
        for address in document.addresses() {
            addresses += 1;
            // Most addresses have neither a query nor a fragment.
            if memchr::memchr2(b'?', b'#', document.slice(address.span).as_bytes()).is_none() {
                continue;
            }
            findings.extend(share(document, address).filter(|_| !self.ignore.matches(document.slice(address.span))));
            let Some(query) = Query::of(document.slice(address.span)) else {
                continue;
            };
            if query.has(Purpose::Identifier) && !self.ignore.matches(query.url) {
                report(document, address, &query, findings);
            } else if (query.has(Purpose::Campaign) || query.has(Purpose::Leftover)) && !self.ignore.matches(query.url)
            {
                campaigns.push((address, query));
            } else if let Some(group) = query.weak().filter(|_| !self.ignore.matches(query.url)) {
                weak.push((group, address, query));
            }
        }
        let mut is_rare: FxHashMap<usize, bool> = FxHashMap::default();
        for (group, address, query) in weak {
            let is_rare = is_rare.entry(group);
            if *is_rare.or_insert_with(|| is_rare_in(document, tracking::group(group))) {
                campaigns.push((address, query.settled()));
            }
        }
        if campaigns.is_empty() || campaigns.len() >= HABIT && COMMON.is_exceeded(campaigns.len(), addresses) {
            return;
        }
        let mut by_source: FxHashMap<&str, usize> = FxHashMap::default();
        for (_, query) in &campaigns {
            *by_source.entry(query.source()).or_default() += 1;
        }
        let names = names(document);
        for (address, query) in &campaigns {
            if by_source[query.source()] < HABIT && !query.is_deliberate(&names) {
                report(document, *address, query, findings);
            }
        }
    }
}

fn report(document: &Document, address: Address, query: &Query<'_>, findings: &mut Findings) {
    let is_click = query.has(Purpose::Identifier);
    let is_campaign = query.has(Purpose::Campaign);
    // A campaign beside an identifier was copied with it.
    let goes_too = !is_click || !query.is_deliberate("");
    let is_tracked = |index: usize| match query.purposes[index] {
        Some(Purpose::Identifier | Purpose::Leftover) => true,
        Some(Purpose::Campaign) => goes_too,
        Some(Purpose::Companion) => is_click,
        Some(Purpose::Weak(_)) | None => false,
    };
    let tracked = (0..query.parameters.len()).filter(|&index| is_tracked(index));
    let tracked: Vec<&Parameter<'_>> = tracked.map(|index| &query.parameters[index]).collect();
    let (Some(first), Some(last)) = (tracked.first(), tracked.last()) else {
        return;
    };
    let what = match (is_click, is_campaign, tracked.len()) {
        (true, _, 1) => "tracking parameter",
        (true, _, _) => "tracking parameters",
        (false, true, 1) => "campaign parameter",
        (false, true, _) => "campaign parameters",
        (false, false, 1) => "surplus parameter",
        (false, false, _) => "surplus parameters",
    };
    let is_named = |index: &usize| is_tracked(*index) && query.purposes[*index] != Some(Purpose::Companion);
    let named = (0..query.parameters.len()).filter(is_named);
    let names: Vec<String> = named
        .map(|index| format!("`{}`", query.parameters[index].name))
        .collect();
    let message = format!("{what} in the address: {}", names.join(", "));
    let base = address.span.start as usize;
    let span = Span::new(base + first.place.start, base + last.place.end);
    let (level, help, applicability) = if is_click {
        let help = "remove what follows a reader: it leads to the same page";
        (Level::Warn, help, Applicability::Safe)
    } else if is_campaign {
        let help = "remove what names another place that readers came from, unless it is meant";
        (Level::Info, help, Applicability::Unsafe)
    } else {
        (
            Level::Info,
            "remove it: the address leads to the same page",
            Applicability::Safe,
        )
    };
    let mut clean = url::with_parameters(query.url, &query.parameters, |index| !is_tracked(index));
    if is_click && is_shop(query.url) {
        clean = without_ref(&clean);
    }
    let mut edits = Vec::new();
    let effects = readdress(document, address, &clean, &mut edits);
    let fix = Fix::new(format!("remove the {what}"), applicability, effects, edits);
    findings.push(finding(document, span, message).level(level).help(help).fix(fix));
}

/// What a button for sharing wrote behind an address: `#.w9x8a7ywp`.
fn share(document: &Document, address: Address) -> Option<Finding> {
    let url = document.slice(address.span);
    let start = memchr::memrchr(b'#', url.as_bytes())?;
    let number = url[start + 1..].strip_prefix('.')?;
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_number = NUMBER.contains(&number.len())
        && number.bytes().all(is_sign)
        && number.bytes().any(|byte| byte.is_ascii_digit());
    if !is_number || WebAddress::parse(url)?.path.contains(":/") {
        return None;
    }
    let span = Span::new(address.span.start as usize + start, address.span.end as usize);
    let mut edits = Vec::new();
    let effects = readdress(document, address, &url[..start], &mut edits);
    let fix = Fix::new("remove the tracking fragment", Applicability::Safe, effects, edits);
    let help = "remove what follows a reader: it leads to the same page";
    Some(
        finding(document, span, "tracking fragment in the address")
            .help(help)
            .fix(fix),
    )
}

/// How long the numbers of readers are behind `#.`.
const NUMBER: std::ops::RangeInclusive<usize> = 8..=16;

/// Whether an address is one of a shop of Amazon, which writes who sent a reader into the path as well.
fn is_shop(url: &str) -> bool {
    WebAddress::parse(url).is_some_and(|address| address.host.contains("amazon."))
}

/// The address without `/ref=…` at the end of its path.
fn without_ref(url: &str) -> String {
    let path = url.find(['?', '#']).unwrap_or(url.len());
    match url[..path].find("/ref=") {
        Some(start) if !url[start + 1..path].contains('/') => format!("{}{}", &url[..start], &url[path..]),
        _ => url.to_owned(),
    }
}

/// The query of an address, and what each parameter is there for.
#[derive(Debug)]
struct Query<'u> {
    url: &'u str,
    parameters: Vec<Parameter<'u>>,
    purposes: Vec<Option<Purpose>>,
}

impl<'u> Query<'u> {
    /// `None` where there is nothing to look at.
    fn of(url: &'u str) -> Option<Self> {
        memchr::memchr(b'?', url.as_bytes())?;
        let address = WebAddress::parse(url)?;
        // An address inside an address is what an archive was asked for: it is found by all of its bytes.
        if address.path.contains(":/") {
            return None;
        }
        let parameters = url::parameters(url);
        let purposes = parameters.iter().map(|one| tracking::purpose(&address, one)).collect();
        let query = Self {
            url,
            parameters,
            purposes,
        };
        let has_witness = |group: usize| {
            let group = tracking::group(group);
            query.parameters.iter().any(|one| group.is_witness(one.name))
        };
        Some(match query.weak().is_some_and(has_witness) {
            true => query.settled(),
            false => query,
        })
    }

    /// The group of a name that may be meant.
    fn weak(&self) -> Option<usize> {
        self.purposes.iter().find_map(|purpose| match purpose {
            Some(Purpose::Weak(group)) => Some(*group),
            _ => None,
        })
    }

    /// Takes what may be meant for a leftover.
    fn settled(mut self) -> Self {
        for purpose in &mut self.purposes {
            if matches!(purpose, Some(Purpose::Weak(_))) {
                *purpose = Some(Purpose::Leftover);
            }
        }
        self
    }

    fn has(&self, purpose: Purpose) -> bool {
        self.purposes.contains(&Some(purpose))
    }

    /// What is removed only where the list does not mean it.
    fn campaigns(&self) -> impl Iterator<Item = &Parameter<'u>> {
        let all = self.parameters.iter().zip(&self.purposes);
        all.filter(|(_, purpose)| matches!(purpose, Some(Purpose::Campaign | Purpose::Leftover)))
            .map(|(parameter, _)| parameter)
    }

    /// Where a campaign says that visitors come from.
    fn source(&self) -> &'u str {
        let source = self.campaigns().find(|parameter| parameter.name.ends_with("_source"));
        source
            .or_else(|| self.campaigns().next())
            .map_or("", |parameter| parameter.value)
    }

    /// Whether the values of a campaign say that it was made for a list: for any, or for that of the names.
    fn is_deliberate(&self, names: &str) -> bool {
        self.campaigns().any(|parameter| {
            let value = parameter.value.to_lowercase();
            let name = letters(&value);
            tracking::is_deliberate(&value) || name.len() >= SHORTEST_NAME && names.contains(&name)
        })
    }
}

/// How many letters a campaign must have in common with a name of the list.
const SHORTEST_NAME: usize = 5;

/// How many addresses at the start may lead to the list itself.
const FIRST: usize = 10;

/// What the list is called: its first headings, and the paths of its first addresses, badges mostly.
fn names(document: &Document) -> String {
    let headings = document.headings().iter().filter(|heading| heading.level == 1);
    let mut names: Vec<String> = headings
        .map(|heading| letters(&document.plain_text(heading.text)))
        .collect();
    let first = document.addresses().take(FIRST);
    names.extend(first.filter_map(|address| Some(letters(WebAddress::parse(document.slice(address.span))?.path))));
    names.join(" ")
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    let kept = text.chars().filter(|character| character.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether hardly any of the addresses of a list that may have a weak name has one.
fn is_rare_in(document: &Document, group: &Names) -> bool {
    const ENOUGH: usize = 10;
    const RARE: Share = Share(0.1);
    let (mut all, mut with_name) = (0, 0);
    for address in document.addresses() {
        let url = document.slice(address.span);
        if WebAddress::parse(url).is_some_and(|address| group.covers_address(&address)) {
            all += 1;
            let has_name = url::parameters(url).iter().any(|one| group.is_weak(one.name));
            with_name += usize::from(has_name);
        }
    }
    all >= ENOUGH && !RARE.is_exceeded(with_name, all)
}
