use serde::{Deserialize, Serialize};
use workflow::prelude::*;

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Choices)]
pub enum Shape {
    /// Round
    Round,
    /// Square
    Square,
    /// Long
    Long,
}

/// A long conversation.
#[workflow]
pub enum Flow {
    /// What is it called? (step 0)
    Step0 { name: String, count: u32, shape: Shape },
    /// How many shall there be? (step 1)
    Step1 { name: String, count: u32, shape: Shape },
    /// Which shape should it have? (step 2)
    Step2 { name: String, count: u32, shape: Shape },
    /// And then? (step 3)
    Step3 { name: String, count: u32, shape: Shape },
    /// What is it called? (step 4)
    Step4 { name: String, count: u32, shape: Shape },
    /// How many shall there be? (step 5)
    Step5 { name: String, count: u32, shape: Shape },
    /// Which shape should it have? (step 6)
    Step6 { name: String, count: u32, shape: Shape },
    /// And then? (step 7)
    Step7 { name: String, count: u32, shape: Shape },
    /// What is it called? (step 8)
    Step8 { name: String, count: u32, shape: Shape },
    /// How many shall there be? (step 9)
    #[step(end)]
    Step9 { name: String, count: u32, shape: Shape },
}

#[workflow]
impl Flow {
    /// Begin
    #[command("/start")]
    pub fn start() -> Step0 {
        Step0 { name: String::new(), count: 0, shape: Shape::Round }
    }

    /// Cancel
    #[command("/cancel")]
    pub fn cancel(self) -> Step9 {
        Step9 { name: String::new(), count: 0, shape: Shape::Round }
    }

    pub fn named_0(self: Step0, Text(name): Text) -> Step1 {
        Step1 { name, count: self.count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_0(self: Step0) -> Step2 {
        Step2 { name: self.name, count: self.count, shape: self.shape }
    }

    pub fn counted_1(self: Step1, Text(count): Text<u32>) -> Step2 {
        Step2 { name: self.name, count: count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_1(self: Step1) -> Step3 {
        Step3 { name: self.name, count: self.count, shape: self.shape }
    }

    pub fn shaped_2(self: Step2, Choice(shape): Choice<Shape>) -> Step3 {
        Step3 { name: self.name, count: self.count + 1, shape }
    }

    /// Skip
    pub fn skip_2(self: Step2) -> Step4 {
        Step4 { name: self.name, count: self.count, shape: self.shape }
    }

    pub fn named_3(self: Step3, Text(name): Text) -> Step4 {
        Step4 { name, count: self.count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_3(self: Step3) -> To<(Step5, Step6)> {
        if self.count > 9 { goto(Step6 { name: self.name, count: self.count, shape: self.shape }) } else { goto(Step5 { name: self.name, count: self.count, shape: self.shape }) }
    }

    pub fn counted_4(self: Step4, Text(count): Text<u32>) -> Step5 {
        Step5 { name: self.name, count: count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_4(self: Step4) -> Step6 {
        Step6 { name: self.name, count: self.count, shape: self.shape }
    }

    pub fn shaped_5(self: Step5, Choice(shape): Choice<Shape>) -> Step6 {
        Step6 { name: self.name, count: self.count + 1, shape }
    }

    /// Skip
    pub fn skip_5(self: Step5) -> Step7 {
        Step7 { name: self.name, count: self.count, shape: self.shape }
    }

    pub fn named_6(self: Step6, Text(name): Text) -> Step7 {
        Step7 { name, count: self.count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_6(self: Step6) -> Step8 {
        Step8 { name: self.name, count: self.count, shape: self.shape }
    }

    pub fn counted_7(self: Step7, Text(count): Text<u32>) -> Step8 {
        Step8 { name: self.name, count: count + 1, shape: self.shape }
    }

    /// Skip
    pub fn skip_7(self: Step7) -> Step9 {
        Step9 { name: self.name, count: self.count, shape: self.shape }
    }

    pub fn shaped_8(self: Step8, Choice(shape): Choice<Shape>) -> Step9 {
        Step9 { name: self.name, count: self.count + 1, shape }
    }

    /// Skip
    pub fn skip_8(self: Step8) -> Step9 {
        Step9 { name: self.name, count: self.count, shape: self.shape }
    }
}
