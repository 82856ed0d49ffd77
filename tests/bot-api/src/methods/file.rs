//! `getFile`.

use crate::answer::{Outcome, Refusal};
use crate::json::file_json;
use crate::parameters::Parameters;
use crate::world::World;

const LARGEST_DOWNLOAD: usize = 20 << 20;

pub(crate) fn get_file(world: &mut World, parameters: &Parameters) -> Outcome {
    let id = parameters.text("file_id").ok_or_else(|| Refusal::bad("file_id not specified"))?;
    let file = world.files.of(&id);
    let file = file.ok_or_else(|| Refusal::bad("wrong file_id or the file is temporarily unavailable"))?;
    if file.bytes.len() > LARGEST_DOWNLOAD {
        return Err(Refusal::bad("file is too big"));
    }
    world.files.link(&file, world.clock.now());
    let mut described = file_json(&file, &id);
    described["file_path"] = file.path.as_str().into();
    Ok(described.into())
}
