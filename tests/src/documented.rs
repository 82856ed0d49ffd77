//! Workflows whose docs are hard to write: `cargo doc` with all features must show each, without a warning.

/// Steps by their paths, in an impl that stands elsewhere.
pub mod apart {
    use workflow::prelude::*;

    /// Ask something.
    #[workflow]
    pub enum Ask {
        /// What?
        Question,
        /// So it is.
        #[step(end, after(Question))]
        Answered,
    }

    mod transitions {
        use workflow::prelude::*;

        #[workflow]
        impl super::Ask {
            #[command("/ask")]
            pub fn start() -> super::Question {
                super::Question
            }

            pub fn answer(self: super::Question, _: Text) -> Result<super::Answered> {
                Ok(super::Answered)
            }
        }
    }
}

/// Types from a `macro_rules!`, and texts that are no Markdown.
pub mod made {
    use workflow::prelude::*;

    macro_rules! made {
        ($workflow:ident, $step:ty, $end:ty) => {
            /// Made by a macro, with | a pipe.
            #[workflow]
            pub enum $workflow {
                /// What | else?
                Question,
                #[step(end)]
                Over,
            }

            #[workflow]
            impl $workflow {
                fn start() -> $step {
                    Question
                }

                #[action("[Go] | <on>")]
                #[when(|step| matches!(step, Question))]
                fn go(self: $step) -> To<($step, $end)> {
                    goto(Over)
                }

                fn r#match(self: $step, _: Text<u8>) -> Result<$end> {
                    Ok(Over)
                }
            }
        };
    }

    made!(Made, Question, Over);
}

/// The crate by another name.
pub mod renamed {
    mod deep {
        pub(crate) use ::workflow as flow;
    }

    use deep::flow::prelude::*;

    /// Ends at once.
    #[workflow(crate = crate::documented::renamed::deep::flow)]
    pub enum Brief {
        /// That was it.
        #[step(end)]
        Over,
    }

    #[workflow(crate = crate::documented::renamed::deep::flow)]
    impl Brief {
        fn start() -> Over {
            Over
        }
    }
}
