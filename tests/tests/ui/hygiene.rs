//! Nothing that the attribute writes depends on what is in scope where it stands, or warns there.

mod own_names;

/// Lints are as hard as they can be, and the user documents what Rust asks for.
#[deny(warnings, missing_docs, unreachable_pub, clippy::all, clippy::pedantic, rust_2018_idioms)]
#[allow(clippy::module_name_repetitions, clippy::must_use_candidate)]
pub mod no_warnings {
    use workflow::prelude::*;

    /// Make a picture.
    #[workflow]
    #[derive(PartialEq)]
    pub enum Make {
        /// What should I draw?
        Ask,
        /// Drawing.
        Drawing {
            prompt: String,
            #[serde(default)]
            size: u8,
            #[serde(skip)]
            seen: bool,
        },
        /// Here it is.
        #[step(end)]
        Done,
    }

    #[workflow]
    impl Make {
        fn start() -> Ask {
            Ask
        }

        pub(crate) fn prompt(self: Ask, Text(prompt): Text) -> Drawing {
            Drawing { prompt, size: 0, seen: false }
        }

        #[invoke(timeout = "1m")]
        async fn render(self: &Drawing, key: Key) -> Result<()> {
            if self.prompt == key.as_str() && self.size > 0 && self.seen { Err(reject("no")) } else { Ok(()) }
        }

        #[done(render)]
        fn drawn(self: Drawing, _: ()) -> Done {
            Done
        }

        #[failed(render)]
        fn not_drawn(self: Drawing, _failure: Failure) -> Done {
            Done
        }

        /// Cancel
        pub fn cancel(self) -> Done {
            Done
        }

        /// Gives up.
        #[when(|step| step.prompt.is_empty())]
        #[after("1h")]
        pub fn give_up(self: Drawing) -> With<Done, Tell> {
            Done.with(Tell(self.prompt))
        }

        /// Asks once more.
        #[actor("boss")]
        pub fn again(self: Drawing) -> Rewind<Ask> {
            Rewind::default()
        }

        /// Tells somebody.
        ///
        /// # Errors
        /// When nobody listens.
        #[effect(retries = 2)]
        pub async fn tell(text: String, key: Key) -> Result<()> {
            if text.is_empty() { Err(reject(key.to_string())) } else { Ok(()) }
        }

        #[entry]
        fn came(&self) {
            drop(self.clone());
        }

        #[view]
        async fn done(self: &Done) -> View {
            View::text("Done")
        }
    }
}

/// Two workflows in a module, whose functions are called alike.
mod two_workflows {
    use workflow::prelude::*;

    #[workflow]
    pub(super) enum First {
        #[step(end)]
        FirstDone,
    }

    #[workflow]
    impl First {
        fn start() -> FirstDone {
            FirstDone
        }
    }

    #[workflow]
    pub(super) enum Second {
        #[step(end)]
        SecondDone,
    }

    #[workflow]
    impl Second {
        fn start() -> SecondDone {
            SecondDone
        }
    }
}

/// The crate by another name.
mod renamed {
    mod deep {
        pub(crate) use ::workflow as flow;
    }
    /// Hides the crate.
    #[allow(dead_code)]
    mod workflow {}

    use deep::flow::prelude::*;

    #[derive(Choices)]
    #[choices(crate = crate::ui::hygiene::renamed::deep::flow)]
    enum Shape {
        Square,
    }

    #[workflow(crate = crate::ui::hygiene::renamed::deep::flow)]
    pub(super) enum Make {
        Ask {
            #[serde(default)]
            text: String,
        },
        #[step(end)]
        Done,
    }

    #[workflow(crate = crate::ui::hygiene::renamed::deep::flow)]
    impl Make {
        fn start(Text(text): Text) -> Ask {
            Ask { text }
        }

        async fn answer(self: Ask, Choice(Shape::Square): Choice<Shape>) -> Result<Done> {
            Ok(Done)
        }
    }
}

/// Names that are words of the language.
mod raw_names {
    use workflow::prelude::*;

    #[workflow]
    pub(super) enum Make {
        Ask {
            r#type: String,
            r#fn: u8,
        },
        #[step(end)]
        Done,
    }

    #[workflow]
    impl Make {
        #[command("/loop")]
        pub(super) fn r#loop(Text(r#type): Text) -> Ask {
            Ask { r#type, r#fn: 1 }
        }

        fn r#match(self: Ask) -> Done {
            let _ = (self.r#type, self.r#fn);
            Done
        }

        #[invoke]
        async fn r#yield(self: &Ask) -> Result<()> {
            Ok(())
        }

        #[done(r#yield)]
        fn done(self: Ask, _: ()) -> Done {
            Done
        }

        #[failed(r#yield)]
        fn failed(self: Ask, _: Failure) -> Done {
            Done
        }
    }
}

/// Everything that may stand in a signature without being in the way.
#[allow(unused_parens, clippy::double_parens)]
mod signatures {
    use workflow::prelude::*;

    pub(super) mod steps {
        pub(crate) use super::{Ask, Done};
    }

    #[workflow]
    pub(crate) enum Make {
        Ask {
            count: u32,
        },
        #[step(end)]
        Done,
    }

    #[workflow]
    impl Make {
        fn start() -> (Ask) {
            Ask { count: 0 }
        }

        fn again(mut self: Ask) -> steps::Ask {
            self.count += 1;
            self
        }

        fn by_path(self: steps::Ask, mut text: Text) -> To<(steps::Done, Ask)> {
            text.0.push('!');
            goto(Ask { count: 1 })
        }

        fn in_parentheses(self: (Ask)) -> To<((Ask), (Done))>
        where
            String: Clone,
        {
            goto(Done)
        }

        #[must_use]
        #[inline]
        fn with_attributes(self: Ask, #[allow(unused_variables)] user: User) -> Done {
            Done
        }

        #[view]
        fn view(self: &(Ask)) -> View {
            View::text("?")
        }
    }
}

/// Types by other names, which the docs would not know.
#[cfg(not(feature = "docs"))]
mod aliases {
    use workflow::prelude::*;

    type First = Ask;
    type Next = To<(Ask, Done)>;

    #[workflow]
    pub(super) enum Make {
        Ask,
        #[step(end)]
        Done,
    }

    #[workflow]
    impl Make {
        fn start() -> First {
            Ask
        }

        fn answer(self: First, _: Text) -> Result<Next> {
            Ok(goto(Done))
        }
    }
}

/// Types from a `macro_rules!` have invisible groups around them.
mod from_a_macro {
    use workflow::prelude::*;

    macro_rules! make {
        ($workflow:ident, $step:ty, $end:ty, $field:ty) => {
            #[workflow]
            pub(super) enum $workflow {
                Ask {
                    field: $field,
                },
                #[step(end)]
                Done,
            }

            #[workflow]
            impl $workflow {
                fn start() -> To<($step, $end)> {
                    goto(Done)
                }

                fn answer(self: $step, _: Text<$field>) -> Result<$end> {
                    let _ = self.field;
                    Ok(Done)
                }

                #[view]
                fn view(self: &$step) -> View {
                    View::text("?")
                }
            }
        };
    }

    make!(Make, Ask, Done, u8);
}

#[test]
fn a_workflow_may_stand_inside_a_function() {
    use workflow::prelude::*;

    #[workflow]
    enum Make {
        Ask,
        #[step(end)]
        Done,
    }

    #[workflow]
    impl Make {
        fn start() -> Ask {
            Ask
        }

        fn answer(self: Ask) -> Done {
            Done
        }
    }

    assert_eq!(Make::GRAPH.edges().len(), 2);
    let _: Done = Make::start().answer();
}

#[test]
fn raw_names_are_told_without_their_mark() {
    use workflow::Workflow;

    let step = raw_names::Make::from(raw_names::Make::r#loop(workflow::Text("a".into())));
    let stored = workflow::Stored::from(&step);
    assert_eq!(stored.data.keys().collect::<Vec<_>>(), ["fn", "type"]);
    assert!(raw_names::Make::GRAPH.edge("loop").is_some());
    assert_eq!(raw_names::Make::GRAPH.edge("match").unwrap().label, "Match");
    assert_eq!(format!("{step:?}"), "Ask { type: \"a\", fn: 1 }");
}

#[test]
fn two_workflows_of_a_module_are_apart() {
    use workflow::Workflow;

    assert_eq!(two_workflows::First::NAME, "first");
    assert_eq!(two_workflows::Second::NAME, "second");
}
