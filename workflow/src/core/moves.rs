//! What a transition may return, and the step that comes of it.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use super::error::{Error, Result};
use super::step::{Step, Workflow};

/// What a transition may return: a step, `To<(A, B, …)>`, or a `Result` of one of these.
#[diagnostic::on_unimplemented(
    message = "a transition can't return `{Self}`",
    label = "not a step",
    note = "return a step of the workflow, `To<(A, B)>` for one of several, or `Result` of one of these"
)]
pub trait Move: Sized {
    /// The workflow that it moves.
    type Workflow: Workflow;
    // Those of the other steps of a `To`.
    #[doc(hidden)]
    type Others;
    /// The positions of the steps that it may lead to.
    const TARGETS: &'static [usize];

    /// The step that it leads to.
    ///
    /// # Errors
    /// The rejection or fault of a `Result`.
    fn finish(self) -> Result<Self::Workflow>;
}

#[diagnostic::do_not_recommend]
impl<M: Move> Move for Result<M, Error> {
    type Workflow = M::Workflow;
    type Others = M::Others;
    const TARGETS: &'static [usize] = M::TARGETS;

    fn finish(self) -> Result<M::Workflow> {
        self.and_then(M::finish)
    }
}

/// One of several steps: `To<(A, B)>` is `A` or `B`, up to eight. Made with [`goto`].
///
/// ```
/// # use workflow::prelude::*;
/// # #[workflow]
/// # pub enum Ask { Question, #[step(end)] Yes, #[step(end)] No }
/// # #[workflow]
/// # impl Ask {
/// #     fn start() -> Question { Question }
/// fn answer(self: Question, Text(text): Text) -> To<(Yes, No)> {
///     if text == "yes" { goto(Yes) } else { goto(No) }
/// }
/// # }
/// assert!(Question.answer(Text("yes".into())).at::<Yes>().is_some());
/// ```
#[must_use = "a transition returns it"]
pub struct To<T> {
    // The workflow's enum, erased: a bound on `T` here would repeat a wrong step's error at every use of `To<T>`.
    workflow: Box<dyn Any + Send>,
    steps: PhantomData<fn() -> T>,
}

/// Goes to `step`, which must be one of the steps of the `To<(…)>` that the function returns.
pub fn goto<T, S, const POSITION: usize>(step: S) -> To<T>
where
    T: Includes<S, POSITION>,
{
    To { workflow: T::erase(step), steps: PhantomData }
}

impl<T> To<T> {
    /// The step, if it is an `S`.
    pub fn at<S: Step>(self) -> Option<S> {
        let workflow = self.workflow.downcast::<S::Workflow>().ok()?;
        S::of(*workflow).ok()
    }

    /// Where the workflow stands now.
    ///
    /// # Panics
    /// When the steps in `T` are of different workflows; inside `#[workflow]` that does not compile.
    #[expect(clippy::expect_used, reason = "documented, and refused by the attribute")]
    pub fn into_workflow(self) -> <Self as Move>::Workflow
    where
        Self: Move,
    {
        *self.workflow.downcast().expect("the steps of a `To` are of one workflow")
    }
}

impl<T> fmt::Debug for To<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("To").finish_non_exhaustive()
    }
}

/// A list of steps with `S` in it.
#[diagnostic::on_unimplemented(
    message = "this transition has no edge to `{S}`",
    label = "`{S}` is not among the steps in `To<{Self}>`",
    note = "add `{S}` to the `To<(…)>` that the function returns, or go to a step that is in it"
)]
pub trait Includes<S, const POSITION: usize> {
    // Here and not in `goto`, whose caller would be told twice of what is no step.
    #[doc(hidden)]
    fn erase(step: S) -> Box<dyn Any + Send>;
}

/// The workflow `W` itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` step in a `{W}` transition",
    label = "a step of `{Self}`",
    note = "a transition of `{W}` begins and ends at steps of `{W}`"
)]
pub trait Of<W> {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<W> Of<W> for W {}

/// The workflow `W` for each of several steps, if any.
#[diagnostic::on_unimplemented(
    message = "a step of another workflow in a `{W}` transition",
    label = "not only steps of `{W}`",
    note = "a transition of `{W}` begins and ends at steps of `{W}`"
)]
pub trait AllOf<W> {
    #[doc(hidden)]
    const IS: () = ();
}

macro_rules! tuples {
    ($($position:literal $step:ident),+) => { tuples!(@each [] $($position $step),+); };
    (@each [$($before:tt)*]) => {};
    (@each [] $position:literal $first:ident $(, $rest_position:literal $rest:ident)*) => {
        tuples!(@impls [$position $first]);
        tuples!(@each [$position $first] $($rest_position $rest),*);
    };
    (@each [$($seen_position:literal $seen:ident),+] $position:literal $next:ident $(, $rest_position:literal $rest:ident)*) => {
        tuples!(@impls [$($seen_position $seen,)+ $position $next]);
        tuples!(@each [$($seen_position $seen,)+ $position $next] $($rest_position $rest),*);
    };
    (@impls [$first_position:literal $first:ident $(, $position:literal $step:ident)*]) => {
        #[diagnostic::do_not_recommend]
        impl<$first: Step, $($step: Step),*> Move for To<($first, $($step,)*)> {
            type Workflow = $first::Workflow;
            type Others = ($($step::Workflow,)*);
            const TARGETS: &'static [usize] = &[$first::INDEX, $($step::INDEX),*];

            fn finish(self) -> Result<Self::Workflow> {
                Ok(self.into_workflow())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<W, $($step: Of<W>),*> AllOf<W> for ($($step,)*) {}

        tuples!(@includes ($first, $($step,)*) ($first, $($step,)*) $first_position $first $(, $position $step)*);
    };
    (@includes $all:tt $generics:tt $($position:literal $step:ident),+) => {
        $(tuples!(@one $all $generics $position $step);)+
    };
    (@one $all:tt ($($generic:ident,)+) $position:literal $step:ident) => {
        #[diagnostic::do_not_recommend]
        impl<$($generic),+> Includes<$step, $position> for $all
        where
            $step: Step,
        {
            fn erase(step: $step) -> Box<dyn Any + Send> {
                Box::new(<$step as Step>::Workflow::from(step))
            }
        }
    };
}

tuples!(0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H);
