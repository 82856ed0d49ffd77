//! What is asked of ComfyUI.

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// What the picture shows.
    pub prompt: String,
    /// What it does not show; may be empty.
    pub negative: String,
    /// Width in pixels, a multiple of 8.
    pub width: u32,
    /// Height in pixels, a multiple of 8.
    pub height: u32,
    /// Which of the pictures of this prompt.
    pub seed: u64,
    /// How many steps the sampler takes, from 1.
    pub steps: u32,
    /// How closely the prompt is followed.
    pub cfg: f32,
    /// How many pictures, from 1.
    pub batch: u32,
    /// The checkpoint to draw with.
    pub model: Checkpoint,
    /// What the checkpoint is changed by.
    pub lora: Option<Lora>,
    /// How much of the source may change, 0 to 1; without a source everything is new.
    pub strength: f32,
    /// The pictures to go by.
    pub references: References,
}

/// The pictures that a drawing goes by, each a whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// The picture that is changed (LoadImage, ImageScale, VAEEncode).
    pub source: Option<Vec<u8>>,
    /// Where the source is changed: where this is white (LoadImage, ImageToMask; SetLatentNoiseMask, or
    /// VAEEncodeForInpaint at strength 1).
    pub mask: Option<Vec<u8>>,
    /// What it should look like (CLIPVisionEncode, StyleModelApply).
    pub style: Option<Vec<u8>>,
    /// Whose outlines it follows (ControlNetApplyAdvanced).
    pub control: Option<Vec<u8>>,
    /// The figure whose pose it takes over (ControlNetApplyAdvanced).
    pub pose: Option<Vec<u8>>,
}

/// The file name of a checkpoint, as the server lists it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checkpoint(pub String);

/// The file name of a LoRA, as the server lists it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LoraName(pub String);

/// A LoRA and how strongly it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Lora {
    /// Which.
    pub name: LoraName,
    /// 1 is as it was trained.
    pub strength: f32,
}

/// A picture that was drawn: a whole PNG file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(pub Vec<u8>);

/// How far a drawing is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Done<'a> {
    /// The finished part, 0.0 to 1.0.
    pub part: f32,
    /// What the server is at, in a few words.
    pub doing: &'a str,
}

/// Which files and settings of the server the drawings use beside the checkpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Nodes {
    /// How the sampler goes.
    pub sampler: String,
    /// How its steps are spread.
    pub scheduler: String,
    /// The control net for [`References::control`].
    pub control_net: String,
    /// What the control picture is turned into for that net.
    pub control_as: ControlAs,
    /// How strongly it counts, 0 to 10.
    pub control_strength: f32,
    /// The control net for [`References::pose`].
    pub pose_net: String,
    /// How strongly it counts, 0 to 10.
    pub pose_strength: f32,
    /// The style model for [`References::style`].
    pub style_model: String,
    /// The vision model that reads the style.
    pub clip_vision: String,
    /// How strongly the style counts, 0 to 10.
    pub style_strength: f32,
    /// What the names of finished files begin with on the server.
    pub prefix: String,
}

/// What a control picture is turned into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlAs {
    /// Its edges, for a net that was trained on these.
    Edges,
    /// It goes to the net as it is.
    Itself,
}

impl Default for Nodes {
    fn default() -> Self {
        Self {
            sampler: "euler".to_owned(),
            scheduler: "normal".to_owned(),
            control_net: "control_v11p_sd15_canny.pth".to_owned(),
            control_as: ControlAs::Edges,
            control_strength: 1.0,
            pose_net: "control_v11p_sd15_openpose.pth".to_owned(),
            pose_strength: 1.0,
            style_model: "coadapter-style-sd15v1.pth".to_owned(),
            clip_vision: "clip-vit-large-patch14.safetensors".to_owned(),
            style_strength: 1.0,
            prefix: "flows".to_owned(),
        }
    }
}
