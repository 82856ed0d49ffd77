//! A disk with a memory of its own: what was written is safe once it was synced, and not before.

use std::collections::BTreeMap;

/// Something that a program did, in the order in which it did it: see `disk.c`.
#[derive(Debug)]
pub(super) enum Note {
    Write {
        file: String,
        at: usize,
        data: Vec<u8>,
    },
    Truncate {
        file: String,
        size: usize,
    },
    /// By an open file of this number: several may be under way at once.
    SyncBegins {
        file: String,
        by: usize,
    },
    SyncEnds {
        file: String,
        by: usize,
    },
    Remove {
        file: String,
    },
    Say {
        text: Vec<u8>,
    },
}

/// What is on the disk, by file.
pub(super) type Image = BTreeMap<String, Vec<u8>>;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

pub(super) fn read(mut bytes: &[u8]) -> Vec<Note> {
    let mut notes = Vec::new();
    // The last note of a killed process may be cut off.
    while let Some(note) = next(&mut bytes) {
        notes.push(note);
    }
    notes
}

fn next(bytes: &mut &[u8]) -> Option<Note> {
    let mut take = |count: usize| -> Option<&[u8]> {
        let (taken, rest) = bytes.split_at_checked(count)?;
        *bytes = rest;
        Some(taken)
    };
    let kind = take(1)?[0];
    let length = u32::from_le_bytes(take(4)?.try_into().unwrap()) as usize;
    let file = String::from_utf8(take(length)?.to_vec()).unwrap();
    let at = u64::from_le_bytes(take(8)?.try_into().unwrap()) as usize;
    let length = u32::from_le_bytes(take(4)?.try_into().unwrap()) as usize;
    let data = take(length)?.to_vec();
    Some(match kind {
        b'w' => Note::Write { file, at, data },
        b't' => Note::Truncate { file, size: at },
        b'b' => Note::SyncBegins { file, by: at },
        b'e' => Note::SyncEnds { file, by: at },
        b'r' => Note::Remove { file },
        b's' => Note::Say { text: data },
        other => panic!("a note of the kind {other}"),
    })
}

/// The files of a program, in one folder.
#[derive(Default)]
pub(super) struct Disk {
    files: BTreeMap<String, File>,
    /// Of the files that were removed, those of which the folder does not know it for sure.
    removed_yet: Vec<String>,
    /// How many of those the sync that is under way makes sure of.
    syncing: usize,
}

#[derive(Default)]
struct File {
    /// None as long as there is no such file.
    safe: Option<Vec<u8>>,
    /// In the memory of the disk, in order.
    unsafe_yet: Vec<Change>,
    /// How much of that the syncs make safe that are under way, by who has begun them.
    syncing: BTreeMap<usize, usize>,
}

enum Change {
    Sector { at: usize, data: Vec<u8> },
    Truncate(usize),
}

impl Disk {
    pub(super) fn take(&mut self, note: &Note) {
        match note {
            Note::Write { file, at, data } => {
                let mut at = *at;
                let mut rest = data.as_slice();
                while !rest.is_empty() {
                    let (sector, after) = rest.split_at(rest.len().min(SECTOR - at % SECTOR));
                    self.file(file).unsafe_yet.push(Change::Sector { at, data: sector.to_vec() });
                    at += sector.len();
                    rest = after;
                }
            }
            Note::Truncate { file, size } => self.file(file).unsafe_yet.push(Change::Truncate(*size)),
            Note::Remove { file } => self.removed_yet.push(file.clone()),
            Note::SyncBegins { file, .. } if self.is_folder(file) => self.syncing = self.removed_yet.len(),
            Note::SyncEnds { file, .. } if self.is_folder(file) => {
                for removed in self.removed_yet.drain(..self.syncing) {
                    self.files.remove(&removed);
                }
                self.syncing = 0;
            }
            Note::SyncBegins { file, by } => {
                let file = self.file(file);
                file.syncing.insert(*by, file.unsafe_yet.len());
            }
            Note::SyncEnds { file, by } => {
                let file = self.file(file);
                let synced = file.syncing.remove(by).expect("a sync ends that has begun");
                for change in file.unsafe_yet.drain(..synced) {
                    change.happen(&mut file.safe);
                }
                file.syncing.values_mut().for_each(|syncing| *syncing = syncing.saturating_sub(synced));
            }
            Note::Say { .. } => {}
        }
    }

    /// What is there after the power was lost: of what was not synced nothing, some or all, as `throw` says.
    pub(super) fn after_loss(&self, throw: &mut dyn FnMut(u64) -> u64) -> Image {
        let luck = [0, 1, 5, 9, 10][throw(5) as usize];
        let left = |file: &File, throw: &mut dyn FnMut(u64) -> u64| {
            let mut image = file.safe.clone();
            for change in &file.unsafe_yet {
                if throw(10) < luck {
                    change.happen(&mut image);
                }
            }
            image
        };
        let mut image: Image =
            self.files.iter().filter_map(|(name, file)| Some((name.clone(), left(file, throw)?))).collect();
        for removed in &self.removed_yet {
            if throw(10) < luck {
                image.remove(removed);
            }
        }
        image
    }

    fn file(&mut self, name: &str) -> &mut File {
        // One that is made anew is another one; it was removed for sure then, or what is written to it has no name.
        if let Some(at) = self.removed_yet.iter().position(|removed| removed == name) {
            self.removed_yet.remove(at);
            self.syncing = self.syncing.saturating_sub(1);
            self.files.remove(name);
        }
        self.files.entry(name.to_owned()).or_default()
    }

    fn is_folder(&self, name: &str) -> bool {
        self.files.keys().any(|file| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')))
    }
}

impl Change {
    fn happen(&self, image: &mut Option<Vec<u8>>) {
        match self {
            Self::Sector { at, data } => {
                let image = image.get_or_insert_default();
                let end = at + data.len();
                if image.len() < end {
                    image.resize(end, 0);
                }
                image[*at..end].copy_from_slice(data);
            }
            Self::Truncate(size) => image.get_or_insert_default().resize(*size, 0),
        }
    }
}
