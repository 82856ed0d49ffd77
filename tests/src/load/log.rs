//! What clients sent and what they were answered, as it is heard by whoever watches them.

use std::collections::BTreeMap;

use workflow::store::Answer;

use super::{Line, Sent};

/// Names a delivery: which client, and its id.
pub type Name = (usize, String);

/// What was sent by which client under which id, and the first answer.
#[derive(Debug, Default)]
pub struct Log(BTreeMap<Name, (Sent, Option<Answer>)>);

/// What a line told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A delivery was answered for the first time.
    First(Name),
    /// A delivery was answered again, as the first time.
    Again,
    /// Nothing of an answer.
    Else,
}

impl Log {
    /// Notes what a line tells.
    ///
    /// # Errors
    /// When one id names two deliveries, or a delivery is answered otherwise than the first time.
    pub fn note(&mut self, line: Line) -> Result<Heard, String> {
        match line {
            Line::Sends(sent) => {
                let first = self.0.entry((sent.client, sent.id.clone())).or_insert((sent.clone(), None));
                if first.0 == sent { Ok(Heard::Else) } else { Err(format!("{sent:?} was {:?} before", first.0)) }
            }
            Line::Answered { client, id, answer } => {
                let name = (client, id);
                let Some((_, first)) = self.0.get_mut(&name) else {
                    return Err(format!("{name:?} was answered, but not sent"));
                };
                match first {
                    None => {
                        *first = Some(answer);
                        Ok(Heard::First(name))
                    }
                    Some(first) if *first == answer => Ok(Heard::Again),
                    Some(first) => Err(format!("{name:?} was answered with {answer:?}, the first time with {first:?}")),
                }
            }
            Line::Busy { .. } | Line::Counts { .. } => Ok(Heard::Else),
        }
    }

    /// All that was sent, with the first answer to it.
    pub fn sent(&self) -> impl ExactSizeIterator<Item = (&Name, &Sent, Option<&Answer>)> {
        self.0.iter().map(|(name, (sent, answer))| (name, sent, answer.as_ref()))
    }

    /// What was sent by this delivery.
    pub fn delivery(&self, name: &Name) -> Option<&Sent> {
        Some(&self.0.get(name)?.0)
    }

    /// The first answer to this delivery.
    pub fn answer(&self, name: &Name) -> Option<&Answer> {
        self.0.get(name)?.1.as_ref()
    }

    /// Forgets the delivery.
    pub fn forget(&mut self, name: &Name) {
        self.0.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use workflow::Revision;
    use workflow::store::Answered;

    use super::super::What;
    use super::*;

    fn sends(text: &str) -> Line {
        Line::Sends(Sent { client: 1, id: "1".into(), what: What::Text(text.into()) })
    }

    fn answered(answered: Answered) -> Line {
        let answer = Answer { answered, session: None, revision: Revision::ZERO, step: None };
        Line::Answered { client: 1, id: "1".into(), answer }
    }

    #[test]
    fn a_second_answer_must_be_the_first_one() {
        let mut log = Log::default();
        log.note(sends("a")).unwrap();
        assert_eq!(log.note(answered(Answered::Stale)), Ok(Heard::First((1, "1".into()))));
        assert_eq!(log.note(answered(Answered::Stale)), Ok(Heard::Again));
        log.note(answered(Answered::Unknown)).unwrap_err();
    }

    #[test]
    fn an_id_names_one_delivery() {
        let mut log = Log::default();
        log.note(sends("a")).unwrap();
        log.note(sends("a")).unwrap();
        log.note(sends("b")).unwrap_err();
    }
}
