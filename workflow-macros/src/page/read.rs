//! The graph as the tokens of an impl say it.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, GenericArgument, Ident, PathArguments, Type};
use workflow_draw::{Edge, Effect, Origin, Picture, Position, Step, Trigger, Work, time};

use crate::model::{self, From, Function, Hook, HookOf, Impl, Kind};
use crate::parse::{docs, types};

/// What the signatures of an impl say.
pub(crate) struct Read {
    /// The name of the workflow's type.
    pub(crate) workflow: String,
    /// Its type as it is written, for a link.
    pub(crate) path: String,
    /// The steps in the order in which they are named.
    pub(crate) steps: Vec<Named>,
    pub(crate) edges: Vec<Edge<'static>>,
    effects: Vec<Effect<'static>>,
}

/// A step that a signature names.
pub(crate) struct Named {
    pub(crate) name: String,
    /// Its type as it is written where it is named first.
    pub(crate) path: TokenStream,
    step: Step<'static>,
}

impl Read {
    pub(crate) fn new(model: &Impl) -> Self {
        let workflow = last(&model.workflow).map(|(name, _)| name.unraw().to_string()).unwrap_or_default();
        let path = types::text(&model.workflow);
        let mut read = Self { workflow, path, steps: Vec::new(), edges: Vec::new(), effects: Vec::new() };
        for function in &model.functions {
            read.function(model, function);
        }
        for function in &model.functions {
            if let Kind::Hook(Hook { of: HookOf::Any, .. }) = function.kind {
                read.steps.iter_mut().for_each(|named| named.step.hooks.push(function.name().into()));
            }
        }
        for at in 0..read.steps.len() {
            let left = read.edges.iter().any(|edge| edge.from == Origin::Step(Position(at)));
            if let Some(named) = read.steps.get_mut(at) {
                named.step.end = !left;
            }
        }
        read
    }

    /// What is drawn.
    pub(crate) fn picture(&self) -> Picture<'static> {
        Picture {
            name: self.workflow.to_snake_case().into(),
            docs: "".into(),
            steps: self.steps.iter().map(|named| named.step.clone()).collect(),
            edges: self.edges.clone(),
            effects: self.effects.clone(),
        }
    }

    /// `text` with the links to steps leading where the impl finds them: to `steps::Ask` when it says so.
    pub(crate) fn linked(&self, mut text: String) -> String {
        for named in &self.steps {
            let path = types::text(&named.path);
            if path != named.name {
                text = text.replace(&format!("(struct@{})", named.name), &format!("(struct@{path})"));
            }
        }
        text
    }

    fn function(&mut self, model: &Impl, function: &Function) {
        match &function.kind {
            Kind::Edge(edge) => self.edge(model, function, edge),
            Kind::Work(work) => {
                let child = child(&function.output);
                let work = Work {
                    name: function.name().into(),
                    timeout: work.timeout.map(|timeout| time(timeout).into()),
                    retries: child.is_none().then_some(work.retries),
                    child: child.map(Into::into),
                };
                self.at(function, |step| step.work.push(work));
            }
            Kind::View(_) => self.at(function, |step| step.has_view = true),
            Kind::Hook(Hook { of: HookOf::Step, .. }) => {
                self.at(function, |step| step.hooks.push(function.name().into()));
            }
            Kind::Hook(_) => {}
            Kind::Effect(effect) => self.effects.push(Effect {
                name: function.name().into(),
                retries: Some(effect.retries),
                docs: docs::text(&function.item.attrs).into(),
            }),
        }
    }

    fn edge(&mut self, model: &Impl, function: &Function, edge: &model::Edge) {
        let from = match edge.from {
            From::Entry => Origin::Entry,
            From::Any => Origin::Any,
            From::Step => Origin::Step(self.named(&function.owner)),
        };
        let mut leads = Leads::default();
        leads.read(&function.output);
        let to = leads.to.into_iter().map(|step| self.named(step)).collect();
        let name_of = |effect: &Ident| {
            let known = model.functions.iter().find(|function| match &function.kind {
                Kind::Effect(known) => known.ident == *effect,
                _ => false,
            });
            known.map_or_else(|| effect.unraw().to_string().to_snake_case(), Function::name).into()
        };
        self.edges.push(Edge {
            name: function.name().into(),
            label: edge.label.clone().into(),
            from,
            to,
            trigger: match &edge.trigger {
                model::Trigger::User => Trigger::User,
                model::Trigger::Done(work, _) => Trigger::Done(work.unraw().to_string().into()),
                model::Trigger::Failed(work, _) => Trigger::Failed(work.unraw().to_string().into()),
                model::Trigger::After(after, _) => Trigger::After(time(*after).into()),
            },
            takes: function.parameters.iter().find_map(takes).map(Into::into),
            commands: edge.commands.iter().map(|command| command.clone().into()).collect(),
            guard: edge.guard.as_ref().map(|guard| match guard {
                Expr::Closure(closure) => types::text(&closure.body).into(),
                path => types::text(path).into(),
            }),
            actor: edge.actor.clone().map(Into::into),
            commit: edge.commit,
            rewinds: leads.rewinds,
            effects: leads.effects.into_iter().map(name_of).collect(),
            docs: edge.docs.clone().into(),
        });
    }

    fn at(&mut self, function: &Function, change: impl FnOnce(&mut Step<'static>)) {
        let Position(at) = self.named(&function.owner);
        if let Some(named) = self.steps.get_mut(at) {
            change(&mut named.step);
        }
    }

    /// The position of the step of this type.
    fn named(&mut self, ty: &Type) -> Position {
        let ty = types::bare(ty);
        let name = last(ty).map_or_else(|| types::text(ty), |(name, _)| name.unraw().to_string());
        let known = self.steps.iter().position(|named| named.name == name);
        Position(known.unwrap_or_else(|| {
            let step = Step { name: name.clone().into(), ..Step::default() };
            self.steps.push(Named { name, path: ty.to_token_stream(), step });
            self.steps.len() - 1
        }))
    }
}

/// What a return type says.
#[derive(Default)]
struct Leads<'t> {
    to: Vec<&'t Type>,
    rewinds: bool,
    effects: Vec<&'t Ident>,
}

impl<'t> Leads<'t> {
    fn read(&mut self, output: &'t Type) {
        let output = types::bare(output);
        match last(output) {
            Some((name, inner)) => match (name.to_string().as_str(), inner.as_slice()) {
                ("Result", [inner] | [inner, _]) => self.read(inner),
                ("To", [inner]) => self.to.extend(each(inner)),
                ("Rewind", [step]) => {
                    self.rewinds = true;
                    self.to.push(step);
                }
                ("With", [inner, effects]) => {
                    self.read(inner);
                    self.ask(effects);
                }
                _ => self.to.push(output),
            },
            None => self.to.push(output),
        }
    }

    /// One effect, several, or maybe one.
    fn ask(&mut self, effects: &'t Type) {
        for effect in each(effects) {
            match last(effect) {
                Some((name, inner)) => match (name.to_string().as_str(), inner.as_slice()) {
                    ("Option", [inner]) => self.ask(inner),
                    _ => self.effects.push(name),
                },
                None if matches!(effect, Type::Tuple(_)) => self.ask(effect),
                None => {}
            }
        }
    }
}

/// The types of a tuple; the type itself when it is none.
fn each(ty: &Type) -> Vec<&Type> {
    match types::bare(ty) {
        Type::Tuple(tuple) => tuple.elems.iter().map(types::bare).collect(),
        ty => vec![ty],
    }
}

/// What a parameter takes from the user, in words. One that is not of the prelude may be an input or a context: nothing
/// is said of it.
fn takes(ty: &Type) -> Option<String> {
    let (name, inner) = last(ty)?;
    let words = match (name.to_string().as_str(), inner.as_slice()) {
        ("Text", _) => "text",
        ("Choice", [of]) => return Some(format!("a choice of {}", types::text(of))),
        ("Pick", _) => "one of the view's options",
        ("Confirm", []) => "yes or no",
        ("Photo", []) => "a photo",
        ("Document", []) => "a document",
        ("Audio", []) => "an audio file",
        ("Video", []) => "a video",
        ("Album", []) => "photos or files",
        ("Option", [inner]) => return takes(inner).map(|inner| format!("{inner} or nothing")),
        ("Either", [one, other]) => return takes(one).zip(takes(other)).map(|(a, b)| format!("{a} or {b}")),
        _ => return None,
    };
    Some(words.to_owned())
}

/// The name of the workflow that work begins, when it returns a `Child`.
fn child(output: &Type) -> Option<String> {
    let (name, inner) = last(output)?;
    match (name.to_string().as_str(), inner.as_slice()) {
        ("Result", [inner] | [inner, _]) => child(inner),
        ("Child", [workflow]) => last(workflow).map(|(name, _)| name.unraw().to_string().to_snake_case()),
        _ => None,
    }
}

/// The last name of a path, and its type arguments.
fn last(ty: &Type) -> Option<(&Ident, Vec<&Type>)> {
    let Type::Path(path) = types::bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(types::bare(ty)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    Some((&last.ident, inner))
}
