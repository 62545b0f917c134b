//! Values that look like credentials and were never anybody's.

use data_encoding::{BASE64, HEXLOWER};

use crate::vendors;

/// A planted value.
#[derive(Debug, Clone)]
pub(crate) struct Canary {
    /// Where it stands.
    pub(crate) place: String,
    /// All of it.
    pub(crate) text: String,
    /// The parts of it that stand nowhere else.
    pub(crate) random: Vec<String>,
}

/// Numbers that are the same in every run.
#[derive(Debug, Default)]
pub(crate) struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed >> 33).unwrap() % below
    }

    /// `length` characters of a class; a small letter, a digit and a capital are among them where the class has them.
    pub(crate) fn run(&mut self, class: char, length: usize) -> String {
        let class = match class {
            'd' => "0123456789",
            'h' => "0123456789abcdef",
            'l' => "abcdefghijklmnopqrstuvwxyz0123456789",
            'U' => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            's' => "abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789/+!&=",
            'z' => "abcdefghijklmnopqrstuvwxyz",
            _ => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        };
        let kinds: [fn(&char) -> bool; 3] = [char::is_ascii_lowercase, char::is_ascii_uppercase, char::is_ascii_digit];
        let wanted = |kind: &fn(&char) -> bool| class.chars().any(|c| kind(&c));
        let members: Vec<char> = class.chars().collect();
        loop {
            let run: String = (0..length).map(|_| members[self.next(members.len())]).collect();
            if length < 6 || kinds.iter().all(|kind| !wanted(kind) || run.chars().any(|c| kind(&c))) {
                return run;
            }
        }
    }

    /// A value in a style: `r` letters and digits, `l` longer, `w` words, `s` with signs, `k` a key of a cloud, `q` a
    /// login in base64, `v:NAME` a token of a vendor.
    pub(crate) fn value(&mut self, style: &str, place: &str) -> Canary {
        let (text, random) = match style {
            "r" => whole(self.run('a', 16)),
            "l" => whole(self.run('a', 24)),
            "s" => whole(format!("{}&/+{}", self.run('a', 9), self.run('s', 9))),
            "k" => whole(format!("{}/{}", self.run('a', 19), self.run('a', 20))),
            "w" => whole(format!("{}-{}-{}", self.run('z', 6), self.run('z', 5), self.run('d', 2))),
            "q" => {
                let password = self.run('a', 14);
                let text = BASE64.encode(format!("bot:{password}").as_bytes());
                let random = vec![text[6..].trim_end_matches('=').to_owned(), password];
                (text, random)
            }
            vendor => vendors::sample(self, vendor.strip_prefix("v:").unwrap_or_else(|| panic!("{vendor}: {place}"))),
        };
        Canary { place: place.to_owned(), text, random }
    }
}

fn whole(text: String) -> (String, Vec<String>) {
    let random = vec![text.clone()];
    (text, random)
}

/// A value in another form: its halves, or encoded.
pub(crate) fn form(text: &str, form: &str) -> String {
    let half = text.len() / 2;
    let each = |show: fn(u8) -> String| text.bytes().map(show).collect();
    match form {
        "" => text.to_owned(),
        "1" => text[..half].to_owned(),
        "2" => text[half..].to_owned(),
        "b64" => BASE64.encode(text.as_bytes()),
        "hex" => HEXLOWER.encode(text.as_bytes()),
        "url" => each(|byte| format!("%{byte:02X}")),
        "json" => each(|byte| format!("\\u{byte:04x}")),
        "x" => each(|byte| format!("\\x{byte:02x}")),
        other => panic!("no form {other}"),
    }
}
