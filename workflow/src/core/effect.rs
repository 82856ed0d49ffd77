//! Effects: what is to be done outside because of a move, stored with it and then done at least once.

use std::fmt;

use serde_json::Value;

use super::error::Result;
use super::moves::{Move, Taken};
use super::step::Workflow;

/// Something to be done because of a move: the type that `#[effect]` makes beside the workflow, with its payload.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an effect [W407]",
    label = "not an effect",
    note = "an effect is what `#[effect] async fn refund(payload: T, …)` makes: `Refund(payload)`; several are a tuple, a maybe is an `Option`"
)]
pub trait Effect: Send + Sized {
    /// The workflow whose move it follows.
    type Workflow: Workflow;
    /// The function's name.
    const NAME: &'static str;
    /// Its position in [`Graph::effects`](crate::Graph::effects).
    const INDEX: usize;

    /// The payload as it is stored.
    ///
    /// # Errors
    /// When it can't be serialized.
    fn into_payload(self) -> Result<Value>;
}

/// An effect that a move asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its position in [`Graph::effects`](crate::Graph::effects).
    pub effect: usize,
    /// What it is done with.
    pub payload: Value,
}

/// The names of effects. A tree, as lists can't be joined where the compiler evaluates them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Names {
    /// One.
    One(&'static str),
    /// Those of each.
    Many(&'static [Names]),
}

impl Names {
    /// No effect.
    pub const NONE: Self = Self::Many(&[]);

    /// The names, in order.
    pub fn to_vec(self) -> Vec<&'static str> {
        match self {
            Self::One(name) => vec![name],
            Self::Many(all) => all.iter().flat_map(|names| names.to_vec()).collect(),
        }
    }
}

/// One effect, several as a tuple, or an `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an effect [W407]",
    label = "not an effect",
    note = "an effect is what `#[effect] async fn refund(payload: T, …)` makes: `Refund(payload)`; several are a tuple, a maybe is an `Option`"
)]
pub trait Effects {
    /// The workflows whose effects these are.
    #[doc(hidden)]
    type Workflows;
    /// The names of all that may be asked for.
    const NAMES: Names;

    /// Adds to `asked` what is asked for.
    ///
    /// # Errors
    /// When a payload can't be serialized.
    fn ask(self, asked: &mut Vec<Asked>) -> Result<()>;
}

#[diagnostic::do_not_recommend]
impl<E: Effect> Effects for E {
    type Workflows = (E::Workflow,);
    const NAMES: Names = Names::One(E::NAME);

    fn ask(self, asked: &mut Vec<Asked>) -> Result<()> {
        asked.push(Asked { effect: E::INDEX, payload: self.into_payload()? });
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<E: Effects> Effects for Option<E> {
    type Workflows = E::Workflows;
    const NAMES: Names = E::NAMES;

    fn ask(self, asked: &mut Vec<Asked>) -> Result<()> {
        self.map_or(Ok(()), |effect| effect.ask(asked))
    }
}

macro_rules! tuples {
    ($($($effect:ident $field:tt),+;)+) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($effect: Effects),+> Effects for ($($effect,)+) {
            type Workflows = Each<($($effect::Workflows,)+)>;
            const NAMES: Names = Names::Many(&[$($effect::NAMES),+]);

            fn ask(self, asked: &mut Vec<Asked>) -> Result<()> {
                $(self.$field.ask(asked)?;)+
                Ok(())
            }
        })+
    };
}

/// Lists of workflows, one for each of several.
#[doc(hidden)]
#[derive(Debug)]
pub struct Each<T>(std::marker::PhantomData<T>);

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
}

/// A move with effects: made with [`WithEffects::with`].
#[must_use = "a transition returns it"]
pub struct With<M, E> {
    /// Where it goes.
    pub step: M,
    /// What is done because of it.
    pub effects: E,
}

impl<M: fmt::Debug, E> fmt::Debug for With<M, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("With").field("step", &self.step).finish_non_exhaustive()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Move, E: Effects> Move for With<M, E> {
    type Workflow = M::Workflow;
    type Others = M::Others;
    type Effects = E::Workflows;
    const TARGETS: &'static [usize] = M::TARGETS;
    const REWINDS: bool = M::REWINDS;
    const EFFECTS: Names = Names::Many(&[M::EFFECTS, E::NAMES]);

    fn finish(self) -> Result<Taken<M::Workflow>> {
        let mut taken = self.step.finish()?;
        self.effects.ask(&mut taken.effects)?;
        Ok(taken)
    }
}

/// Adds effects to a move.
pub trait WithEffects: Move {
    /// The move, with `effects`: one, a tuple of several, or an `Option`.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Order { Ask { address: String }, #[step(end)] Sent }
    /// # #[workflow]
    /// # impl Order {
    /// #     fn start(Text(address): Text) -> Ask { Ask { address } }
    /// fn send(self: Ask) -> With<Sent, Mail> {
    ///     Sent.with(Mail(self.address))
    /// }
    ///
    /// #[effect]
    /// async fn mail(address: String, key: Key) -> Result<()> {
    ///     // … to `address`, once for this `key`
    ///     Ok(())
    /// }
    /// # }
    /// # fn main() {}
    /// ```
    fn with<E>(self, effects: E) -> With<Self, E> {
        With { step: self, effects }
    }
}

impl<M: Move> WithEffects for M {}
