//! All of a user's own.
#![allow(dead_code)]

struct Option;
struct Result;
struct String;
struct Vec;
struct Box;
struct Some;
struct None;
struct Ok;
struct Err;
struct Map;
struct Value;
struct App;
trait Clone {}
trait Debug {}
trait Default {}
trait From {}
trait TryFrom {}
trait Into {}
trait Send {}
trait Future {}
trait Serialize {}
trait Deserialize {}
#[allow(non_camel_case_types)]
struct bool;
#[allow(non_camel_case_types)]
struct usize;
#[allow(non_camel_case_types)]
struct str;
mod std {}
mod core {}
mod serde {}

use ::workflow::{Failure, Key, State, Text, To, View, goto, workflow};

#[workflow(version = 2, upgrade = upgrade)]
enum Make {
    Ask {
        text: ::std::string::String,
        more: ::std::option::Option<u8>,
    },
    Step,
    Workflow,
    #[step(no_back, after(Step))]
    Sure,
    #[step(end)]
    Done,
}

#[workflow]
impl Make {
    fn start(text: ::std::option::Option<Text>) -> To<(Ask, Step)> {
        match text {
            ::std::option::Option::Some(Text(text)) => goto(Ask { text, more: ::std::option::Option::None }),
            ::std::option::Option::None => goto(Step),
        }
    }

    async fn answer(self: Ask, State(()): State<()>) -> ::workflow::Result<Workflow> {
        ::std::result::Result::Ok(Workflow)
    }

    fn step(self: Step) -> Done {
        Done
    }

    #[invoke(timeout = "1m")]
    async fn work(self: &Workflow, _key: Key) -> ::workflow::Result<u8> {
        ::std::result::Result::Ok(3)
    }

    #[done(work)]
    fn worked(self: Workflow, _: u8) -> Done {
        Done
    }

    #[failed(work)]
    fn not_worked(self: Workflow, _: Failure) -> Done {
        Done
    }

    #[view]
    async fn view(self: &Ask) -> ::workflow::Result<View> {
        ::std::result::Result::Ok(View::text(&*self.text))
    }

    #[view]
    #[actor("boss")]
    fn view_of_the_boss(self: &Ask) -> View {
        View::text("?")
    }

    #[actor("boss")]
    #[when(|step| step.more.is_none())]
    fn refuse(self: Ask) -> ::workflow::With<Done, (Tell, ::std::option::Option<Effect>)> {
        ::workflow::WithEffects::with(Done, (Tell(self.text), ::std::option::Option::None))
    }

    #[after("1d")]
    #[commit]
    fn expire(self: Ask) -> Done {
        Done
    }

    #[from(Step, Ask)]
    fn leave(self) -> Done {
        Done
    }

    fn again(self: Sure) -> ::workflow::Rewind<Step> {
        ::std::default::Default::default()
    }

    fn sure(self: Step) -> Sure {
        Sure
    }

    fn end(self: Sure) -> Done {
        Done
    }

    #[effect(retries = 3)]
    async fn tell(_: ::std::string::String, _key: Key) -> ::workflow::Result<()> {
        ::std::result::Result::Ok(())
    }

    #[effect]
    async fn effect(_: (), State(()): State<()>) -> ::workflow::Result<()> {
        ::std::result::Result::Ok(())
    }

    #[entry]
    fn entry(&self) {}

    #[exit]
    async fn exit(self: &Ask, State(()): State<()>) -> ::workflow::Result<()> {
        ::std::result::Result::Ok(())
    }
}

fn upgrade(_: u32, stored: ::workflow::Stored) -> ::workflow::Result<::workflow::Stored> {
    ::std::result::Result::Ok(stored)
}

#[derive(::workflow::Choices)]
enum Shape {
    Square,
}
