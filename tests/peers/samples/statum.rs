use serde::{Deserialize, Serialize};
use statum::{machine, state, transition};

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    Round,
    Square,
    Long,
}

/// What is it called? (step 0)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data0 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// How many shall there be? (step 1)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data1 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// Which shape should it have? (step 2)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data2 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// And then? (step 3)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data3 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// What is it called? (step 4)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data4 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// How many shall there be? (step 5)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data5 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// Which shape should it have? (step 6)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data6 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// And then? (step 7)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data7 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// What is it called? (step 8)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data8 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

/// How many shall there be? (step 9)
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Data9 {
    pub name: String,
    pub count: u32,
    pub shape: Shape,
}

#[state]
pub enum FlowState {
    Step0(Data0),
    Step1(Data1),
    Step2(Data2),
    Step3(Data3),
    Step4(Data4),
    Step5(Data5),
    Step6(Data6),
    Step7(Data7),
    Step8(Data8),
    Step9(Data9),
}

/// A long conversation.
#[machine]
pub struct Flow<FlowState> {
    pub owner: String,
}

#[transition]
impl Flow<Step0> {
    pub fn named_0(self, name: String) -> Flow<Step1> {
        self.transition_map(|data: Data0| Data1 { name, count: data.count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_0(self) -> Flow<Step2> {
        self.transition_map(|data: Data0| Data2 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step1> {
    pub fn counted_1(self, count: u32) -> Flow<Step2> {
        self.transition_map(|data: Data1| Data2 { name: data.name, count: count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_1(self) -> Flow<Step3> {
        self.transition_map(|data: Data1| Data3 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step2> {
    pub fn shaped_2(self, shape: Shape) -> Flow<Step3> {
        self.transition_map(|data: Data2| Data3 { name: data.name, count: data.count + 1, shape })
    }

    /// Skip
    pub fn skip_2(self) -> Flow<Step4> {
        self.transition_map(|data: Data2| Data4 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step3> {
    pub fn named_3(self, name: String) -> Flow<Step4> {
        self.transition_map(|data: Data3| Data4 { name, count: data.count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_3(self) -> ::statum::Branch<Flow<Step5>, Flow<Step6>> {
        if self.state_data.count > 9 {
            ::statum::Branch::Second(self.transition_map(|data: Data3| Data6 { name: data.name, count: data.count, shape: data.shape }))
        } else {
            ::statum::Branch::First(self.transition_map(|data: Data3| Data5 { name: data.name, count: data.count, shape: data.shape }))
        }
    }
}

#[transition]
impl Flow<Step4> {
    pub fn counted_4(self, count: u32) -> Flow<Step5> {
        self.transition_map(|data: Data4| Data5 { name: data.name, count: count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_4(self) -> Flow<Step6> {
        self.transition_map(|data: Data4| Data6 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step5> {
    pub fn shaped_5(self, shape: Shape) -> Flow<Step6> {
        self.transition_map(|data: Data5| Data6 { name: data.name, count: data.count + 1, shape })
    }

    /// Skip
    pub fn skip_5(self) -> Flow<Step7> {
        self.transition_map(|data: Data5| Data7 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step6> {
    pub fn named_6(self, name: String) -> Flow<Step7> {
        self.transition_map(|data: Data6| Data7 { name, count: data.count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_6(self) -> Flow<Step8> {
        self.transition_map(|data: Data6| Data8 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step7> {
    pub fn counted_7(self, count: u32) -> Flow<Step8> {
        self.transition_map(|data: Data7| Data8 { name: data.name, count: count + 1, shape: data.shape })
    }

    /// Skip
    pub fn skip_7(self) -> Flow<Step9> {
        self.transition_map(|data: Data7| Data9 { name: data.name, count: data.count, shape: data.shape })
    }
}

#[transition]
impl Flow<Step8> {
    pub fn shaped_8(self, shape: Shape) -> Flow<Step9> {
        self.transition_map(|data: Data8| Data9 { name: data.name, count: data.count + 1, shape })
    }

    /// Skip
    pub fn skip_8(self) -> Flow<Step9> {
        self.transition_map(|data: Data8| Data9 { name: data.name, count: data.count, shape: data.shape })
    }
}
