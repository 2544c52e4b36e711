//! The canonical key under changes that make no difference, and under those that make one.

#![allow(clippy::unwrap_used)]

use awesome_lint::url::canonical_key;
use proptest::prelude::*;

/// An address in parts, as most sites write theirs.
#[derive(Debug, Clone)]
struct Address {
    host: String,
    segments: Vec<String>,
    query: Vec<(String, String)>,
    fragment: Option<String>,
}

impl Address {
    fn path(&self) -> String {
        self.segments.iter().map(|segment| format!("/{segment}")).collect()
    }

    fn tail(&self) -> String {
        let query: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let query = if query.is_empty() {
            String::new()
        } else {
            format!("?{}", query.join("&"))
        };
        let fragment = self.fragment.as_ref().map(|fragment| format!("#{fragment}"));
        query + &fragment.unwrap_or_default()
    }

    fn url(&self) -> String {
        format!("https://{}{}{}", self.host, self.path(), self.tail())
    }
}

fn address() -> impl Strategy<Value = Address> {
    // `.example` is nobody's site, so that no row of the table knows it.
    let host = "[a-z]{3,8}\\.example";
    let segments = prop::collection::vec("[a-z][a-zA-Z0-9_~]{0,6}", 0..4);
    let query = prop::collection::btree_map("q[a-z]{1,3}", "[a-zA-Z0-9]{1,5}", 0..3);
    let fragment = prop::option::of("x[a-z0-9-]{1,8}");
    (host, segments, query, fragment).prop_map(|(host, segments, query, fragment)| Address {
        host,
        segments,
        query: query.into_iter().collect(),
        fragment,
    })
}

/// Spellings of the same page.
fn spellings(address: &Address) -> Vec<String> {
    let Address { host, .. } = address;
    let (path, tail) = (address.path(), address.tail());
    let escaped: String = path
        .chars()
        .map(|sign| match sign {
            '~' => "%7E".to_owned(),
            'e' => "%65".to_owned(),
            '_' => "%5f".to_owned(),
            sign => sign.to_string(),
        })
        .collect();
    let slashes = path.replace('/', "//");
    let mut query = address.query.clone();
    query.reverse();
    query.push(("utm_source".to_owned(), "list".to_owned()));
    let other = Address {
        query,
        ..address.clone()
    };
    let mut spellings = vec![
        format!("http://{host}{path}{tail}"),
        format!("//{host}{path}{tail}"),
        format!("HTTPS://www.{host}{path}{tail}"),
        format!("https://{}{path}{tail}", host.to_uppercase()),
        format!("https://{host}:443{path}{tail}"),
        format!("http://{host}:80{path}{tail}"),
        format!("https://{host}.{path}{tail}"),
        format!("https://{host}{path}/{tail}"),
        format!("https://{host}{path}/index.html{tail}"),
        format!("https://{host}{slashes}{tail}"),
        format!("https://{host}{escaped}{tail}"),
        format!("https://web.archive.org/web/20200101000000/https://{host}{path}{tail}"),
        format!(" {} ", address.url()),
        other.url(),
    ];
    if address.fragment.is_none() {
        spellings.extend(["#", "#readme", "#:~:text=some%20words"].map(|end| format!("{}{end}", address.url())));
    }
    spellings
}

/// Other pages.
fn others(address: &Address) -> Vec<String> {
    let Address { host, .. } = address;
    let (path, tail) = (address.path(), address.tail());
    vec![
        format!("https://m.{host}{path}{tail}"),
        format!("https://www2.{host}{path}{tail}"),
        format!("https://{host}:8080{path}{tail}"),
        format!("https://{host}{path}/more{tail}"),
        format!("https://{host}{path}%2Fmore{tail}"),
        format!("https://{host}{path}%3Fmore{tail}"),
        format!("https://{host}{path}%23more{tail}"),
        format!("https://{host}{path}/index-de.html{tail}"),
        format!("https://{host}{path}/de{tail}"),
        format!("https://{host}{path}/2.0{tail}"),
        format!("https://{host}{path}/README-zh.md{tail}"),
        format!("https://{host}{path}/page?ref=dev"),
        format!("https://{host}{path}?zz=1"),
        format!("{}#other-place", address.url().split('#').next().unwrap()),
        format!("ftp://{host}{path}{tail}"),
    ]
}

proptest! {
    #[test]
    fn spellings_have_one_key(address in address()) {
        let key = canonical_key(&address.url());
        prop_assert!(key.is_some());
        for spelling in spellings(&address) {
            prop_assert_eq!(&canonical_key(&spelling), &key, "{}", spelling);
        }
    }

    #[test]
    fn other_pages_have_other_keys(address in address()) {
        let key = canonical_key(&address.url());
        for other in others(&address) {
            prop_assert_ne!(&canonical_key(&other), &key, "{}", other);
        }
    }

    #[test]
    fn repositories_have_no_case_and_one_readme(owner in "[a-zA-Z][a-zA-Z0-9-]{1,8}", name in "[a-zA-Z][a-zA-Z0-9_-]{1,8}") {
        let key = canonical_key(&format!("https://github.com/{owner}/{name}"));
        let small = format!("http://www.github.com/{}/{}.git", owner.to_lowercase(), name.to_lowercase());
        prop_assert_eq!(&canonical_key(&small), &key);
        for end in ["/", "#readme", "/tree/main", "/blob/master/README.md", "?tab=readme-ov-file"] {
            prop_assert_eq!(&canonical_key(&format!("https://github.com/{owner}/{name}{end}")), &key, "{}", end);
        }
        for end in ["/wiki", "/tree/main/src", "/blob/master/README-zh.md", "#usage", "-cli", "?ref=dev"] {
            prop_assert_ne!(&canonical_key(&format!("https://github.com/{owner}/{name}{end}")), &key, "{}", end);
        }
    }

    #[test]
    fn videos_are_known_by_their_names(video in "[a-zA-Z0-9_-]{11}", list in "PL[a-zA-Z0-9]{8}") {
        let key = canonical_key(&format!("https://www.youtube.com/watch?v={video}"));
        for spelling in [
            format!("https://youtu.be/{video}?t=3"),
            format!("https://m.youtube.com/watch?list={list}&v={video}"),
            format!("https://www.youtube.com/embed/{video}"),
            format!("https://youtube.com/shorts/{video}"),
        ] {
            prop_assert_eq!(&canonical_key(&spelling), &key, "{}", spelling);
        }
        prop_assert_ne!(&canonical_key(&format!("https://www.youtube.com/playlist?list={list}")), &key);
    }

    #[test]
    fn keys_are_keys_of_themselves(url in "https?://[ -~é日]{0,40}") {
        if let Some(key) = canonical_key(&url) {
            prop_assert_eq!(canonical_key(&format!("https://{key}")), Some(key.clone()), "{} {}", url, key);
        }
    }

    #[test]
    fn no_text_breaks_it(text in any::<String>(), start in "(https?://|//|ftp://|)") {
        let _ = canonical_key(&text);
        let _ = canonical_key(&format!("{start}{text}"));
    }
}
