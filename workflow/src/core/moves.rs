//! What a transition may return, and the step that comes of it.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use super::effect::{Asked, Each, Names};
use super::error::{Error, Result};
use super::step::{Step, Workflow};

/// What a transition may return: a step, `To<(A, B, …)>`, `Rewind<S>`, one of these `With` effects, or a `Result`.
#[diagnostic::on_unimplemented(
    message = "a transition can't return `{Self}` [W401]",
    label = "not a step",
    note = "return a step of the workflow, `To<(A, B)>` for one of several, `Rewind<S>` to go back, or `Result` of one of these"
)]
pub trait Move: Sized {
    /// The workflow that it moves.
    type Workflow: Workflow;
    // Those of the other steps of a `To`.
    #[doc(hidden)]
    type Others;
    // Those whose effects it asks for.
    #[doc(hidden)]
    type Effects;
    /// The positions of the steps that it may lead to.
    const TARGETS: &'static [usize];
    /// Whether it goes back to an earlier visit of the step.
    const REWINDS: bool = false;
    /// The effects that it may ask for.
    const EFFECTS: Names = Names::NONE;

    /// Where it leads, and what is done because of it.
    ///
    /// # Errors
    /// The rejection or fault of a `Result`, or a fault when an effect's payload can't be serialized.
    fn finish(self) -> Result<Taken<Self::Workflow>>;
}

/// A transition that was taken.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Taken<W> {
    /// Where it leads.
    pub to: Landing<W>,
    /// The effects that it asks for, in order.
    pub effects: Vec<Asked>,
}

/// Where a transition leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Landing<W> {
    /// To this step.
    At(W),
    /// Back to the last visit of the step at this position.
    Rewind(usize),
}

impl<W> From<W> for Taken<W> {
    #[inline]
    fn from(workflow: W) -> Self {
        Self { to: Landing::At(workflow), effects: Vec::new() }
    }
}

#[diagnostic::do_not_recommend]
impl<M: Move> Move for Result<M, Error> {
    type Workflow = M::Workflow;
    type Others = M::Others;
    type Effects = M::Effects;
    const TARGETS: &'static [usize] = M::TARGETS;
    const REWINDS: bool = M::REWINDS;
    const EFFECTS: Names = M::EFFECTS;

    #[inline]
    fn finish(self) -> Result<Taken<M::Workflow>> {
        self.and_then(M::finish)
    }
}

/// Goes back to the last visit of `S`, with the data that it had.
///
/// It may pass a `#[commit]`, which the user's own Back does not.
///
/// ```
/// # use workflow::prelude::*;
/// # #[workflow]
/// # pub enum Ask { Question, Sure, #[step(end)] Yes }
/// # #[workflow]
/// # impl Ask {
/// #     fn start() -> Question { Question }
/// #     fn answer(self: Question, Text(_): Text) -> Sure { Sure }
/// #     fn yes(self: Sure) -> Yes { Yes }
/// fn again(self: Sure) -> Rewind<Question> {
///     Rewind::default()
/// }
/// # }
/// # fn main() {}
/// ```
#[must_use = "a transition returns it"]
pub struct Rewind<S>(PhantomData<fn() -> S>);

impl<S> Default for Rewind<S> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<S> fmt::Debug for Rewind<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rewind")
    }
}

#[diagnostic::do_not_recommend]
impl<S: Step> Move for Rewind<S> {
    type Workflow = S::Workflow;
    type Others = ();
    type Effects = ();
    const TARGETS: &'static [usize] = &[S::INDEX];
    const REWINDS: bool = true;

    fn finish(self) -> Result<Taken<S::Workflow>> {
        Ok(Taken { to: Landing::Rewind(S::INDEX), effects: Vec::new() })
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
pub struct To<T: Steps> {
    step: T::One,
}

/// Goes to `step`, which must be one of the steps of the `To<(…)>` that the function returns.
#[inline]
pub fn goto<T, S, const POSITION: usize>(step: S) -> To<T>
where
    T: Includes<S, POSITION>,
{
    To { step: T::one(step) }
}

impl<T: Steps> To<T> {
    /// The step, if it is an `S`.
    #[inline]
    pub fn at<S: Step>(self) -> Option<S>
    where
        Self: Move<Workflow = S::Workflow>,
    {
        match self.finish().ok()?.to {
            Landing::At(workflow) => S::of(workflow).ok(),
            Landing::Rewind(_) => None,
        }
    }

    /// Where the workflow stands now.
    ///
    /// # Panics
    /// When the steps in `T` are of different workflows; inside `#[workflow]` that does not compile.
    #[expect(clippy::panic, reason = "documented, and refused by the attribute")]
    #[inline]
    pub fn into_workflow(self) -> <Self as Move>::Workflow
    where
        Self: Move,
    {
        match self.finish() {
            Ok(Taken { to: Landing::At(workflow), .. }) => workflow,
            _ => panic!("the steps of a `To` are of one workflow"),
        }
    }
}

impl<T: Steps> fmt::Debug for To<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("To").finish_non_exhaustive()
    }
}

/// A tuple of one to eight steps. Of any types at all: a wrong step would else be told of at every use of its `To`.
#[diagnostic::on_unimplemented(
    message = "`To` takes a tuple of one to eight steps [W402]",
    label = "not a tuple of steps",
    note = "write `To<(A, B)>` for a step that is `A` or `B`, or just `A`"
)]
pub trait Steps {
    #[doc(hidden)]
    type One;
}

#[doc(hidden)]
pub enum OneOf<A, B = Never, C = Never, D = Never, E = Never, F = Never, G = Never, H = Never> {
    A(A),
    B(B),
    C(C),
    D(D),
    E(E),
    F(F),
    G(G),
    H(H),
}

#[doc(hidden)]
pub enum Never {}

// What `#[workflow]` refuses by itself is no second mistake here: one step, none, and more than eight.
#[diagnostic::do_not_recommend]
impl<S: Step> Steps for S {
    type One = Never;
}

macro_rules! refused {
    ($([$($step:ident)*])+) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($step),*> Steps for ($($step,)*) {
            type One = Never;
        })+
    };
}

refused!([] [A B C D E F G H I] [A B C D E F G H I J] [A B C D E F G H I J K] [A B C D E F G H I J K L]);

/// `workflow` as a `W`, which it is.
///
/// # Errors
/// A fault, when it is another type.
#[inline]
fn same<V: Workflow, W: Workflow>(workflow: V) -> Result<W> {
    let mut workflow = Some(workflow);
    let same = (&mut workflow as &mut dyn Any).downcast_mut::<Option<W>>().and_then(Option::take);
    same.ok_or_else(|| Error::from_fault("the steps of a `To` are of one workflow"))
}

/// A list of steps with `S` in it.
#[diagnostic::on_unimplemented(
    message = "this transition has no edge to `{S}` [W403]",
    label = "`{S}` is not among the steps in `To<{Self}>`",
    note = "add `{S}` to the `To<(…)>` that the function returns, or go to a step that is in it"
)]
pub trait Includes<S, const POSITION: usize>: Steps {
    #[doc(hidden)]
    fn one(step: S) -> Self::One;
}

/// The workflow `W` itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` step in a `{W}` transition [W404]",
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
    message = "a step of another workflow in a `{W}` transition [W404]",
    label = "not only steps of `{W}`",
    note = "a transition of `{W}` begins and ends at steps of `{W}`"
)]
pub trait AllOf<W> {
    #[doc(hidden)]
    const IS: () = ();
}

/// The workflow `W` for each effect of a move, if any.
#[diagnostic::on_unimplemented(
    message = "an effect of another workflow in a `{W}` transition [W404]",
    label = "an effect of another workflow",
    note = "a transition of `{W}` asks for effects of `{W}`: write an `#[effect]` in its impl"
)]
pub trait EffectsOf<W> {
    #[doc(hidden)]
    const IS: () = ();
}

#[diagnostic::do_not_recommend]
impl<W> EffectsOf<W> for () {}

#[diagnostic::do_not_recommend]
impl<W> EffectsOf<W> for (W,) {}

macro_rules! effects {
    ($([$($list:ident)+])+) => {
        $(#[diagnostic::do_not_recommend]
        impl<W, $($list: EffectsOf<W>),+> EffectsOf<W> for Each<($($list,)+)> {})+
    };
}

effects!([A] [A B] [A B C] [A B C D]);

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
            type Effects = ();
            const TARGETS: &'static [usize] = &[$first::INDEX, $($step::INDEX),*];

            #[inline]
            fn finish(self) -> Result<Taken<Self::Workflow>> {
                match self.step {
                    OneOf::$first(step) => Ok(Taken::from($first::Workflow::from(step))),
                    $(OneOf::$step(step) => same::<$step::Workflow, $first::Workflow>(step.into()).map(Taken::from),)*
                }
            }
        }

        impl<$first, $($step),*> Steps for ($first, $($step,)*) {
            type One = OneOf<$first, $($step),*>;
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
            #[inline]
            fn one(step: $step) -> Self::One {
                OneOf::$step(step)
            }
        }
    };
}

tuples!(0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H);
