//! The fields of an entry of which something could not be read.

/// The keys of an entry under which something could not be read, or which may stand there misspelt: what such a field seems
/// to lack may be written all the same. Most entries have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flaws(Box<[&'static str]>);

impl Flaws {
    /// Adds a key of the entry; the empty one stands for the entry as a whole.
    pub fn add(&mut self, key: &'static str) {
        if !self.0.contains(&key) {
            self.0 = self.0.iter().copied().chain([key]).collect();
        }
    }

    /// Whether everything could be read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of these keys is among them.
    pub fn touch(&self, keys: &[&str]) -> bool {
        self.0.iter().any(|flaw| flaw.is_empty() || keys.contains(flaw))
    }
}
