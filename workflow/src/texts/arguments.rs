//! What is put into translations.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
use serde_json::{Map, Value};

use super::keys::field;
use super::styled::escaped;
use super::words::Words;
use crate::core::phrase::Argument;

/// Whether `<b>` and its like mean something in the text that they are put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    Plain,
    Styled,
}

impl Marks {
    fn text<'a>(self, text: impl Into<Cow<'a, str>>) -> FluentValue<'a> {
        let text = text.into();
        FluentValue::String(match self {
            Self::Plain => text,
            Self::Styled => escaped(text),
        })
    }
}

/// The arguments of a phrase or a view, said in the language of `words`.
pub(super) fn given<'a>(
    words: &Words<'_>,
    arguments: &'a [(Cow<'static, str>, Argument)],
    marks: Marks,
    into: &mut FluentArgs<'a>,
) {
    for (name, argument) in arguments {
        let value = match argument {
            Argument::Number(number) => FluentValue::from(*number),
            Argument::Text(text) => marks.text(text.as_str()),
            other => marks.text(words.argument(other)),
        };
        into.set(&**name, value);
    }
}

/// The fields of a step: those of a field as `$field-inner`, how many are in a list as `$field-count`.
pub(super) fn fields<'a>(data: &'a Map<String, Value>, marks: Marks, into: &mut FluentArgs<'a>) {
    for (name, value) in data {
        set(field(name), value, marks, into);
    }
}

fn set<'a>(name: Cow<'a, str>, value: &'a Value, marks: Marks, into: &mut FluentArgs<'a>) {
    match value {
        Value::Null => into.set(name, marks.text("")),
        Value::Bool(is) => into.set(name, marks.text(if *is { "true" } else { "false" })),
        Value::Number(number) => into.set(
            name,
            number
                .as_f64()
                .filter(|near| near.to_string() == number.to_string())
                .map_or_else(|| marks.text(number.to_string()), FluentValue::from),
        ),
        Value::String(text) => into.set(name, marks.text(text.as_str())),
        Value::Array(items) => {
            into.set(format!("{name}-count"), FluentValue::from(items.len()));
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            if let Some(texts) = texts {
                into.set(name, marks.text(texts.join(", ")));
            }
        }
        Value::Object(object) => {
            for (inner, value) in object {
                set(Cow::Owned(format!("{name}-{}", field(inner))), value, marks, into);
            }
        }
    }
}
