//! Addresses that lead nowhere because of how they are written.

use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, Link, LinkKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, TreeRule, finding, report_places, tree_rule};
use crate::scan;
use crate::source::Span;
use crate::tree::{Lookup, Tree};
use crate::url;

pub static INFO: RuleInfo = RuleInfo {
    name: "malformed-url",
    page: include_str!("../../rules/malformed-url.md"),
    group: Group::Links,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: tree_rule::<MalformedUrl>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MalformedUrl {}

/// From how many mail addresses on they are reported once.
const MANY: usize = 5;

impl TreeRule for MalformedUrl {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        let context = Context {
            document,
            tree,
            http_hosts: OnceCell::new(),
        };
        let mut mails = Vec::new();
        for link in document.links() {
            let Some(span) = link.url_span else { continue };
            let written = document.slice(span);
            let slip = match link.kind {
                // What the parser itself takes for an address leads where it says.
                LinkKind::Autolink | LinkKind::BareUrl => wrong_scheme(written),
                _ if is_sound(scan::trim(written)) => None,
                // So does an address that a reader is told to open.
                _ if is_local(written) && document.slice(link.text).contains("://") => None,
                _ if is_mail(written.trim()) => {
                    mails.push(padded(document, link, span));
                    continue;
                }
                _ => context.slip(span),
            };
            match slip {
                Some(slip) => findings.push(report(document, padded(document, link, span), slip)),
                None => {
                    if let Some(finding) = padding(document, link, span) {
                        findings.push(finding);
                    }
                }
            }
        }
        for definition in document.definitions() {
            let slip = context.slip(definition.url_span);
            findings.extend(slip.map(|slip| report(document, definition.url_span, slip)));
        }
        let report = |places: &[Span]| report_mails(document, places);
        report_places(document, &INFO, mails, |count| count >= MANY, report, findings);
    }
}

/// Where addresses stand, and what their slips are judged by.
struct Context<'d> {
    document: &'d Document,
    tree: &'d dyn Tree,
    /// The hosts to which links lead that have `http://`, and none that has `https://`.
    http_hosts: OnceCell<FxHashSet<&'d str>>,
}

/// What is wrong with an address, and the address that was meant.
struct Slip<'u> {
    message: Cow<'static, str>,
    meant: Option<(Cow<'u, str>, Applicability)>,
}

impl<'u> Slip<'u> {
    fn new(message: impl Into<Cow<'static, str>>, meant: impl Into<Cow<'u, str>>) -> Self {
        let meant = Some((meant.into(), Applicability::Safe));
        let message = message.into();
        Self { message, meant }
    }
}

fn report(document: &Document, span: Span, slip: Slip<'_>) -> Finding {
    let fix = slip.meant.and_then(|(meant, applicability)| {
        let title = format!("write `{meant}`");
        let edit = Edit::replace(document.file(), span, meant);
        let effects = &[Effect::Links, Effect::Html, Effect::Text];
        Fix::new(title, applicability, effects, vec![edit])
    });
    finding(document, span, slip.message).fix(fix)
}

fn report_mails(document: &Document, places: &[Span]) -> Finding {
    let message = match places.len() {
        1 => "mail address without `mailto:`".to_owned(),
        count => format!("mail address without `mailto:`, here and in {} more places", count - 1),
    };
    let title = match places {
        [only] => format!("write `mailto:{}`", document.slice(*only).trim()),
        _ => "write `mailto:` before them".to_owned(),
    };
    let edits = places.iter().map(|&span| {
        let mail = document.slice(span).trim();
        Edit::replace(document.file(), span, format!("mailto:{mail}"))
    });
    let effects = &[Effect::Links, Effect::Html, Effect::Text];
    let fix = Fix::new(title, Applicability::Safe, effects, edits.collect());
    finding(document, places[0], message).fix(fix)
}

impl<'d> Context<'d> {
    fn slip(&self, span: Span) -> Option<Slip<'d>> {
        let url = self.document.slice(span).trim();
        if is_sound(url) {
            return None;
        }
        in_marks(url)
            .or_else(|| wrong_scheme(url))
            .or_else(|| local(url))
            .or_else(|| self.without_scheme(url))
            .or_else(|| surplus_end(url))
            .or_else(|| blank_inside(self.document, span))
    }

    /// `www.example.org`, `github.com/owner/name`, `name@example.org`
    fn without_scheme(&self, url: &'d str) -> Option<Slip<'d>> {
        if is_mail(url) {
            let message = "mail address without `mailto:`";
            return Some(Slip::new(message, format!("mailto:{url}")));
        }
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let label = path.split('.').next().unwrap_or_default();
        let is_placeholder = PLACEHOLDERS.contains(&label.to_ascii_lowercase().as_str());
        let is_file = || self.tree.look_up(self.document.source().path(), path) == Lookup::Present;
        if is_placeholder || !url::looks_like_host(url) || is_file() {
            return None;
        }
        let host = host_of(url);
        let scheme = if self.http_hosts().contains(host) {
            "http"
        } else {
            "https"
        };
        Some(Slip::new(
            "address without a scheme, which leads into this repository",
            format!("{scheme}://{url}"),
        ))
    }

    fn http_hosts(&self) -> &FxHashSet<&'d str> {
        self.http_hosts.get_or_init(|| {
            let urls = || self.document.links().iter().map(|link| self.document.url(link));
            let mut hosts: FxHashSet<&str> = urls()
                .filter_map(|url| url.strip_prefix("http://"))
                .map(host_of)
                .collect();
            for url in urls().filter_map(|url| url.strip_prefix("https://")) {
                hosts.remove(host_of(url));
            }
            hosts
        })
    }
}

/// The host of an address without its scheme.
fn host_of(url: &str) -> &str {
    url.split(['/', '?', '#']).next().unwrap_or_default()
}

fn is_mail(url: &str) -> bool {
    url.is_ascii()
        && !url.contains(['/', ':', '?', '#', '<'])
        && url
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && url::looks_like_host(host))
}

/// Whether an address is one of the many in which there is nothing to find.
fn is_sound(url: &str) -> bool {
    let start = match url.as_bytes() {
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => "https://".len(),
        [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => "http://".len(),
        [b'#', ..] | [b'.', b'/', ..] | [b'.', b'.', b'/', ..] => return true,
        _ => return false,
    };
    let rest = &url[start..];
    let has_sound_ends = match rest.as_bytes() {
        [.., b'%', b'2', b'0'] => false,
        [first, .., last] if first.is_ascii_alphanumeric() && last.is_ascii() => {
            last.is_ascii_alphanumeric() || *last == b'/'
        }
        _ => {
            let is_end = |last: char| last.is_alphanumeric() || last == '/';
            rest.starts_with(char::is_alphanumeric) && rest.ends_with(is_end)
        }
    };
    has_sound_ends && !begins_oddly(rest) && !has_blank(rest)
}

/// Whether an address without its scheme begins with another scheme, or leads to the reader's own machine.
fn begins_oddly(rest: &str) -> bool {
    match rest.as_bytes().first() {
        Some(b'h') => rest.starts_with("http"),
        Some(b't') => rest.starts_with("ttp"),
        Some(b'w') => rest.starts_with("wwww"),
        Some(b'l' | b'1') => has_local_host(rest),
        _ => false,
    }
}

fn has_blank(text: &str) -> bool {
    // Hardly an address holds one.
    !scan::is_dense(text.as_bytes()) && text.contains(char::is_whitespace)
}

/// `[https://example.org]`, `[https://example.org](https://example.org)`, `(https://example.org)`,
/// `"https://example.org"`
fn in_marks(url: &str) -> Option<Slip<'_>> {
    let is_address = |inner: &str| inner.starts_with("https://") || inner.starts_with("http://");
    if let Some(inner) = url.strip_prefix('[') {
        let (inner, rest) = inner.split_once(']').unwrap_or((inner, ""));
        let again = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let is_once = rest.is_empty() || again.is_some_and(|again| again == inner);
        let is_whole = is_address(inner) && is_once && !inner.contains('[');
        return is_whole.then(|| Slip::new("bracket in an address", inner));
    }
    if let Some(inner) = url.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        return is_address(inner).then(|| Slip::new("bracket in an address", inner));
    }
    let marks = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];
    let mut inside = marks
        .iter()
        .filter_map(|(open, close)| url.strip_prefix(*open)?.strip_suffix(*close));
    let inner = inside.find(|inner| is_address(inner))?;
    Some(Slip::new("quotation marks around an address", inner))
}

/// `hhttps://`, `http:/`, `https//`, `https:`, `http://https://` and their kin.
fn wrong_scheme(url: &str) -> Option<Slip<'_>> {
    let mut rest = url;
    let mut scheme = "";
    let mut is_wrong = false;
    // What stands before another scheme was typed before the address was pasted.
    while let Some((next, is_right, after)) = scheme_of(rest) {
        is_wrong |= !is_right || !scheme.is_empty();
        (scheme, rest) = (next, after);
    }
    let host = rest.strip_prefix("wwww.");
    let is_host = rest.contains('.') && rest.starts_with(|first: char| first.is_alphanumeric());
    if scheme.is_empty() || !is_host {
        return None;
    }
    if let Some(host) = host {
        return Some(Slip::new("`wwww.` in an address", format!("{scheme}://www.{host}")));
    }
    let written = &url[..url.len() - rest.len()];
    is_wrong.then(|| {
        let message = format!("malformed scheme `{written}`");
        Slip::new(message, format!("{scheme}://{rest}"))
    })
}

/// The scheme that an address begins with or was meant to, whether it is right, and what follows.
fn scheme_of(url: &str) -> Option<(&'static str, bool, &str)> {
    let letters = url.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = url[..letters].to_ascii_lowercase();
    let marks = &url[letters..];
    let rest = marks.trim_start_matches([':', ';', '/', '\\', '.', ',', '：', '／']);
    let rest = rest.strip_prefix(' ').unwrap_or(rest).trim_start_matches('/');
    let marks = &marks[..marks.len() - rest.len()];
    let is_scheme = word.len() >= 3 && word.bytes().all(|byte| b"htps".contains(&byte));
    if !is_scheme || !marks.contains(['/', ':', '\\', '：']) {
        return None;
    }
    let scheme = if word.ends_with('s') { "https" } else { "http" };
    let distance = strsim::levenshtein(&word, scheme);
    // `http:8080` is no address of a page, and `http/` may be a folder.
    let is_known = distance == 0 && marks != "/" || distance == 1 && marks.contains("//");
    is_known.then_some((scheme, distance == 0 && marks == "://", rest))
}

/// `http://localhost:3000/`
fn local(url: &str) -> Option<Slip<'_>> {
    is_local(url).then(|| Slip {
        message: "address of a page on the writer's own machine".into(),
        meant: None,
    })
}

fn is_local(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(has_local_host)
}

/// Whether an address without its scheme leads to the reader's own machine.
fn has_local_host(rest: &str) -> bool {
    let behind = rest
        .strip_prefix("localhost")
        .or_else(|| rest.strip_prefix("127.0.0.1"));
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(['/', ':', '?', '#']))
}

/// Names that stand for any name where a list shows how its entries are written.
const PLACEHOLDERS: [&str; 7] = ["bar", "baz", "example", "foo", "link", "url", "website"];

/// Marks behind an address that belong to the sentence.
fn surplus_end(url: &str) -> Option<Slip<'_>> {
    let is_page = url.starts_with("https://") || url.starts_with("http://");
    let kept = url.trim_end_matches([',', '.']);
    let kept = kept.strip_suffix("%20").unwrap_or(kept);
    let ends = [".html", ".htm", ".pdf", ".md", ".org", ".com", ".io", ".net", ".dev"];
    let mark = url[kept.len()..].chars().next()?;
    // Titles of pages may end in a period, and what is searched for in any mark.
    let is_sure = mark != '.' || kept.ends_with('/') || ends.iter().any(|end| kept.ends_with(end));
    let is_meant = kept.contains(['?', '#']) || url.ends_with("..");
    (is_page && is_sure && !is_meant && kept.contains('.')).then(|| {
        let what = if mark == '%' { "blank" } else { "punctuation" };
        Slip::new(format!("{what} at the end of an address"), kept)
    })
}

/// A blank that no angle brackets allow.
fn blank_inside<'d>(document: &Document, span: Span) -> Option<Slip<'d>> {
    let url = document.slice(span).trim();
    let is_allowed = document.source().text()[..span.start as usize].ends_with('<');
    let has_blank = url.starts_with("http") && url.contains([' ', '\t']);
    (has_blank && !is_allowed).then(|| Slip {
        message: "blank in an address".into(),
        meant: None,
    })
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// The address with the blanks around it, where nothing but the parentheses stands there.
fn padded(document: &Document, link: &Link, url: Span) -> Span {
    // Hardly an address has something beside it.
    let is_alone = url.start == link.text.end + 2 && url.end + 1 == link.span.end;
    if is_alone || link.kind != LinkKind::Inline || link.title.is_some() {
        return url;
    }
    let text = document.source().text();
    let before = &text[link.text.end as usize..url.start as usize];
    let after = &text[url.end as usize..link.span.end as usize];
    let is_padded = before.trim_end_matches(BLANKS) == "](" && after.trim_start_matches(BLANKS) == ")";
    match is_padded {
        true => Span::new(link.text.end as usize + 2, link.span.end as usize - 1),
        false => url,
    }
}

/// Blanks between the parentheses and the address.
fn padding(document: &Document, link: &Link, url: Span) -> Option<Finding> {
    let whole = padded(document, link, url);
    // A long link may begin a line with its address.
    let before = Span::new(whole.start as usize, url.start as usize);
    if whole == url || url.is_empty() || document.slice(before).contains('\n') {
        return None;
    }
    let after = Span::new(url.end as usize, whole.end as usize);
    let is_broken = document.slice(after).contains(['\n', '\r']);
    let message = match (whole.start < url.start, url.end < whole.end) {
        (true, false) => "blank before an address",
        (false, true) if is_broken => "line break behind an address",
        (false, true) => "blank behind an address",
        _ => "blanks around an address",
    };
    let edits = [before, after];
    let edits = edits.iter().filter(|span| !span.is_empty());
    let edits = edits.map(|&span| Edit::delete(document.file(), span)).collect();
    let fix = Fix::new("remove the blanks", Applicability::Safe, &[], edits);
    Some(finding(document, whole, message).level(Level::Warn).fix(fix))
}
