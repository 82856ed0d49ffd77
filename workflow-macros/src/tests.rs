//! What is emitted, as a person would read it, and that no input makes the macros panic.

#[cfg(not(feature = "docs"))]
mod expansions;
#[cfg(feature = "docs")]
mod pages;
mod robustness;

use proc_macro2::TokenStream;

/// A workflow's enum with each kind of field.
const STEPS: &str = r#"
    /// Make a picture.
    #[derive(PartialEq)]
    pub enum Make {
        /// What should I draw?
        Ask,
        /// Drawing …
        Drawing {
            prompt: Prompt,
            #[serde(default, rename = "size")]
            pixels: u32,
            #[serde(with = "hex")]
            seed: u64,
            #[serde(skip)]
            seen: bool,
        },
        #[step(end, name = "Finished", no_back, after(Drawing))]
        Done,
    }
"#;

/// An impl with each kind of function.
const FUNCTIONS: &str = r#"
    impl Make {
        #[command("/make")]
        fn start(prompt: Option<Text<Prompt>>) -> To<(Ask, Drawing)> { todo!() }

        fn prompt(self: Ask, Text(prompt): Text<Prompt>) -> Drawing { todo!() }

        /// Draw it
        #[commit]
        async fn draw(self: Ask, State(db): State<Db>) -> Result<Drawing> { todo!() }

        #[invoke(timeout = "1h 30m", retries = 3)]
        async fn render(self: &Drawing, key: Key) -> Result<String> { todo!() }

        #[done(render)]
        fn drawn(self: Drawing, image: String) -> Done { todo!() }

        #[failed(render)]
        fn not_drawn(self: Drawing, failure: Failure) -> Ask { todo!() }

        #[command("/cancel")]
        fn cancel(self) -> Done { todo!() }

        #[view]
        fn show(self: &Drawing, user: User) -> View { todo!() }

        #[after("2d")]
        fn expire(self: Drawing) -> With<Done, Option<Refund>> { todo!() }

        #[from(Ask, Drawing)]
        #[when(|step| step.is_open())]
        fn forget(self) -> Done { todo!() }

        #[actor("boss")]
        fn again(self: Drawing) -> Rewind<Ask> { todo!() }

        /// Gives the points back.
        #[effect(retries = 20)]
        async fn refund(points: u32, key: Key) -> Result<()> { todo!() }

        #[entry]
        fn came(self: &Drawing, State(db): State<Db>) {}

        #[exit]
        async fn left(&self) -> Result<()> { todo!() }
    }
"#;

/// An impl with mistakes: of the rest, all is there but what would say more of them.
const MISTAKES: &str = r#"
    impl Make {
        const LIMIT: u32 = 3;

        #[comand("/make")]
        fn start() -> Ask { Ask }

        fn answer(self: Ask) -> To<(Done, Done)> { goto(Done) }

        fn look(&self) -> View { todo!() }

        fn again(self: Ask, Text(prompt): Text) { goto(Drawing) }
    }
"#;

/// A closed set.
const CHOICES: &str = r#"
    enum Shape {
        /// 1:1
        Square,
        VeryWide,
    }
"#;

fn tokens(source: &str) -> TokenStream {
    source.parse().unwrap()
}
