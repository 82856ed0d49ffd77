use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done {
        #[serde(defualt)]
        image: String,
        #[serde(flatten)]
        more: String,
    },
}

#[workflow]
impl Make {
    fn start(Text(image): Text) -> Done {
        Done { more: image.clone(), image }
    }
}

fn main() {}
