//! A workflow that takes everything that is no text.

use tempfile::TempDir;
use workflow::media::{Folder, MediaStore};
use workflow::prelude::*;
use workflow::{Builder, Engine};

/// A frame on offer.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Frame {
    /// In the catalogue.
    pub number: u32,
}

/// Keep pictures and files.
#[workflow]
pub enum Gallery {
    /// Send me a picture.
    AskPhoto,
    /// Which frame?
    PickFrame { photo: Media, rejected: u32 },
    /// Keep it?
    Sure { photo: Media, frame: Frame },
    /// Send the pages.
    AskPages,
    /// A letter, or a few words?
    AskLetter,
    /// A recording or a video?
    AskPlayed,
    /// Kept.
    #[step(end)]
    Kept { files: Vec<Media>, note: String },
    /// Nothing was kept.
    #[step(end)]
    Dropped,
}

#[workflow]
impl Gallery {
    /// Frame a picture
    #[command("/frame")]
    fn begin(photo: Option<Photo>) -> To<(AskPhoto, PickFrame)> {
        match photo {
            Some(Photo(photo)) => goto(PickFrame { photo, rejected: 0 }),
            None => goto(AskPhoto),
        }
    }

    /// Keep several pages
    #[command("/pages")]
    fn begin_pages() -> AskPages {
        AskPages
    }

    /// Keep a letter
    #[command("/letter")]
    fn begin_letter() -> AskLetter {
        AskLetter
    }

    /// Keep something that is played
    #[command("/play")]
    fn begin_played() -> AskPlayed {
        AskPlayed
    }

    fn photo(self: AskPhoto, Photo(photo): Photo) -> PickFrame {
        PickFrame { photo, rejected: 0 }
    }

    fn frame(self: PickFrame, Pick(frame): Pick<Frame>) -> Sure {
        Sure { photo: self.photo, frame }
    }

    /// Other frames
    fn others(self: PickFrame) -> PickFrame {
        PickFrame { photo: self.photo, rejected: self.rejected + 1 }
    }

    fn sure(self: Sure, Confirm(yes): Confirm) -> To<(Kept, Dropped)> {
        if yes {
            goto(Kept { files: vec![self.photo], note: format!("frame {}", self.frame.number) })
        } else {
            goto(Dropped)
        }
    }

    fn pages(self: AskPages, Album(files): Album) -> Kept {
        Kept { files, note: String::new() }
    }

    fn letter(self: AskLetter, letter: Either<Document, Text>) -> Kept {
        match letter {
            Either::A(Document(file)) => Kept { files: vec![file], note: String::new() },
            Either::B(Text(note)) => Kept { files: Vec::new(), note },
        }
    }

    fn recording(self: AskPlayed, Audio(file): Audio) -> Kept {
        Kept { files: vec![file], note: "audio".into() }
    }

    fn video(self: AskPlayed, Video(file): Video) -> Kept {
        Kept { files: vec![file], note: "video".into() }
    }

    /// Stop
    #[command("/stop")]
    fn stop(self) -> Dropped {
        Dropped
    }

    #[view]
    fn frames(self: &PickFrame) -> View {
        let first = self.rejected * 10;
        View::text("Which frame?")
            .photo(self.photo.clone())
            .option(Frame { number: first + 1 }, "Oak")
            .option(Frame { number: first + 2 }, "Plain")
            .option(Frame { number: first + 3 }, "Plain")
    }

    #[view]
    fn kept(self: &Kept, locale: Locale) -> View {
        let count = self.files.len();
        let text = if locale.language() == "de" { "Behalten" } else { "Kept" };
        self.files.iter().cloned().fold(View::text(format!("{text}: {count} {}", self.note)), View::photo)
    }
}

/// A folder for media, and an engine that keeps its sessions beside it.
#[derive(Debug)]
pub struct Museum {
    folder: TempDir,
    /// Where files are kept.
    pub media: Folder,
}

impl Museum {
    /// An empty one.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let media = Folder::open(folder.path().join("media")).await.unwrap();
        Self { folder, media }
    }

    /// The folder of all that is kept.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A builder for the engine.
    pub async fn builder(&self) -> Builder<()> {
        let store = workflow::Sqlite::open(self.folder.path().join("bot.db")).await.unwrap();
        Engine::builder(()).workflow::<Gallery>().store(store)
    }

    /// An engine.
    pub async fn engine(&self) -> Engine {
        self.builder().await.build().await.unwrap()
    }

    /// A file that it keeps.
    pub async fn file(&self, name: &str, bytes: &[u8]) -> Media {
        self.media.put(bytes.to_vec()).await.unwrap().with_name(name)
    }
}

/// A picture of two by three pixels; another one for each number.
pub fn png(number: u8) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03\x08\x02\0\0\0\x36\x88\x49\xd6".to_vec();
    let rows: Vec<u8> = std::iter::repeat_n([0, number, 0, 0, number, 0, 0], 3).flatten().collect();
    let mut data = vec![0x78, 0x01, 0x01, 21, 0, !21, 0xff];
    data.extend(&rows);
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in &rows {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    data.extend((b << 16 | a).to_be_bytes());
    chunk(&mut png, b"IDAT", &data);
    chunk(&mut png, b"IEND", b"");
    png
}

/// Pictures of a few bytes that say to be of ten thousand by ten thousand pixels, by their types.
pub fn bombs() -> [(&'static str, Vec<u8>); 4] {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", b"\0\0\x27\x10\0\0\x27\x10\x08\x02\0\0\0");
    chunk(&mut png, b"IEND", b"");
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\x27\x10\x27\x10\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9";
    let gif = b"GIF89a\x10\x27\x10\x27\x80\0\0";
    let mut webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f".to_vec();
    webp.extend((9_999_u32 | 9_999 << 14).to_le_bytes());
    webp.extend([0; 8]);
    [("png", png), ("jpeg", jpeg.to_vec()), ("gif", gif.to_vec()), ("webp", webp)]
}

fn chunk(png: &mut Vec<u8>, name: &[u8], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    let mut crc = u32::MAX;
    for byte in name.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    png.extend(name);
    png.extend(data);
    png.extend((!crc).to_be_bytes());
}
