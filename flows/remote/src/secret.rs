use std::fmt;

/// A type of text that is never shown.
macro_rules! secret {
    ($(#[doc = $doc:literal])* $name:ident) => {
        $(#[doc = $doc])*
        #[derive(Clone)]
        pub struct $name(String);

        impl $name {
            /// Takes the text over.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            pub(crate) fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// What a server knows its paying user by; `Debug` doesn't show it.
    ApiKey
}
secret! {
    /// What the notices of a trainer are signed with; `Debug` doesn't show it.
    WebhookSecret
}
secret! {
    /// The secret half of the key of an object store; `Debug` doesn't show it.
    SecretKey
}
