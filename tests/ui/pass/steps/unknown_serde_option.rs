//! Of serde's options these are known.
use workflow::prelude::*;

#[workflow]
enum Make {
    #[step(end)]
    Done {
        #[serde(default)]
        image: String,
        #[serde(rename = "rest")]
        more: String,
    },
}

#[workflow]
impl Make {
    fn start(Text(image): Text) -> Done {
        Done { more: image.clone(), image }
    }
}
