//! A view in the language of who looks at it.

use std::borrow::Cow;

use super::arguments::{Marks, fields, given};
use super::keys::TextKey;
use super::styled::read;
use super::words::Words;
use crate::core::graph::{Graph, StepInfo};
use crate::core::input::confirm;
use crate::core::markup::{Markup, Run};
use crate::core::stored::Stored;
use crate::core::view::{BACK, Button, Done, View, with_links};

impl Words<'_> {
    /// Says what `view` shows at the step at position `index`, where `stored` is, in this language; to those in the role
    /// `actor`, or to the session's owner.
    pub(crate) fn translate(&self, graph: &Graph, index: usize, stored: &Stored, actor: Option<&str>, view: &mut View) {
        let Some(step) = graph.steps().get(index).filter(|_| !self.is_source()) else { return };
        let for_role = actor
            .filter(|actor| graph.views().iter().any(|viewed| viewed.step == index && viewed.actor == Some(*actor)));
        let key = match for_role {
            Some(role) => TextKey::of_role(graph, step, role),
            None => TextKey::of_step(graph, step),
        };
        let text = self.find(|language| {
            language.text(&key, |into| {
                fields(&stored.data, Marks::Styled, into);
                given(self, &view.arguments, Marks::Styled, into);
            })
        });
        // The links are the last of what the code says.
        let own = view.text.runs().len().saturating_sub(2 * view.links.len());
        let text = text.map_or_else(|| view.text.first(own), |text| read(&text));
        let links = view.links.iter().map(|(label, address)| (self.say(label.clone()), address.clone()));
        view.text = with_links(text, links);
        if let Some(notice) = &view.notice
            && let [Run::Plain(said)] = notice.runs()
        {
            view.notice = Some(Markup::from(self.word(said).into_owned()));
        }
        if let Some(progress) = &view.progress {
            view.progress = Some(self.progress(progress));
        }
        if let Some(hint) = &mut view.hint
            && let Some(text) = self.edge(graph, step, hint.edge)
        {
            hint.text = text;
        }
        let mut options = view.options.iter();
        for button in view.choices.iter_mut().flatten() {
            let said = match &button.value {
                Some(_) => options.next().map(|option| self.argument(&option.label).into()),
                None => self.label(graph, step, button),
            };
            if let Some(label) = said {
                button.label = label;
            }
        }
    }

    /// The same progress, in this language.
    pub(crate) fn progress(&self, done: &Done) -> Done {
        Done::new(done.fraction(), self.word(done.label()))
    }

    fn label(&self, graph: &Graph, step: &StepInfo, button: &Button) -> Option<Cow<'static, str>> {
        if button.edge == BACK {
            return Some(self.word("Back").into_owned().into());
        }
        let Some(name) = &button.choice else { return self.edge(graph, step, &button.edge).map(Cow::Owned) };
        let edge = graph.edges_from(step.name).find(|edge| edge.name == button.edge)?;
        let closed = edge.takes.into_iter().flat_map(|takes| takes.kinds()).flat_map(|(_, options)| options);
        let option = closed.chain(&confirm::OPTIONS).find(|option| option.name == *name)?;
        Some(self.option(option))
    }
}
