//! The embedded trainer: packs the set as trainers want it, and takes its time.

use std::io::{Cursor, Write};
use std::time::{Duration, SystemTime};

use workflow::BoxFuture;
use workflow::prelude::*;
use zip::write::SimpleFileOptions;

use super::super::pictures::{Pictures, encoded};
use super::{Lesson, Trained, Trainer};
use crate::data::{Job, Trainings};

/// A trainer that trains nothing: it packs the set, tells of stages, and is done after its time, also when the bot was
/// started anew meanwhile.
pub struct Pretend {
    pictures: Pictures,
    trainings: Trainings,
    time: Duration,
}

impl Pretend {
    /// What it says of how far it is.
    pub const SAYS: [&str; 3] = ["packing the set", "training", "saving"];

    /// A trainer of these pictures that takes so much time for a training.
    pub fn new(pictures: Pictures, trainings: Trainings, time: Duration) -> Self {
        Self { pictures, trainings, time }
    }
}

/// How often progress is told.
const TICK: Duration = Duration::from_millis(500);

impl Trainer for Pretend {
    fn train<'a>(&'a self, job: &'a Job, lesson: &'a Lesson, progress: Progress) -> BoxFuture<'a, Result<Trained>> {
        Box::pin(async move {
            let [packing, training, saving] = Self::SAYS;
            progress.set(0.0, packing);
            let packed = self.pictures.put(packed(&self.pictures, lesson).await?).await?;
            let packed = packed.with_name(&format!("{}.zip", lesson.trigger));
            let begun = self.trainings.begun(job, seconds(SystemTime::now())?).await?;
            loop {
                let passed = seconds(SystemTime::now())? - begun;
                let passed = Duration::from_secs(u64::try_from(passed).unwrap_or_default());
                let done = passed.as_secs_f32() / self.time.as_secs_f32().max(f32::MIN_POSITIVE);
                if done >= 1.0 {
                    break;
                }
                progress.set(done, training);
                tokio::time::sleep(TICK.min(self.time)).await;
            }
            progress.set(1.0, saving);
            Ok(Trained { file: format!("{}.safetensors", lesson.trigger), packed })
        })
    }

    // Nothing goes on but what was dropped with its future.
    fn cancel<'a>(&'a self, _job: &'a Job) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

fn seconds(time: SystemTime) -> Result<i64> {
    Ok(i64::try_from(time.duration_since(SystemTime::UNIX_EPOCH)?.as_secs())?)
}

/// How often each picture is looked at, as the folder's name says to usual trainers.
const REPEATS: u8 = 10;

/// The set as usual trainers want it: a folder `10_trigger` with `001.png` and `001.txt` for each picture.
pub(crate) async fn packed(pictures: &Pictures, lesson: &Lesson) -> Result<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (at, photograph) in lesson.photographs.iter().enumerate() {
        let picture = pictures.read(&photograph.image).await?;
        let bytes = crate::computing::computed(move || encoded(&picture)).await?;
        let name = format!("{REPEATS}_{}/{:03}", lesson.trigger, at + 1);
        zip.start_file(format!("{name}.png"), stored)?;
        zip.write_all(&bytes)?;
        zip.start_file(format!("{name}.txt"), stored)?;
        let caption = [lesson.trigger.as_str(), photograph.caption.as_str()].join(", ");
        zip.write_all(caption.trim_end_matches(", ").as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
