//! The text of a mistake.

/// A text put together while compiling.
pub struct Message {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Message {
    const CAPACITY: usize = 400;

    pub(super) const fn new(text: &str) -> Self {
        Self { bytes: [0; Self::CAPACITY], length: 0 }.then(text)
    }

    pub(super) const fn then(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        if self.length + bytes.len() <= Self::CAPACITY {
            let mut i = 0;
            while i < bytes.len() {
                self.bytes[self.length] = bytes[i];
                self.length += 1;
                i += 1;
            }
        }
        self
    }

    /// The text.
    pub const fn get(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}
