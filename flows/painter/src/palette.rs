//! The colors of one picture: a set that goes together, steered by the words of the prompt.

use super::chance::Chance;
use super::color::{Color, run};
use super::reading::{Reading, Tint, Word};

/// The colors of one picture, by what they are for.
#[derive(Clone, Debug)]
pub(super) struct Palette {
    /// The sky from the zenith to the horizon.
    pub(super) sky: [Color; 4],
    /// The sun or the moon, and whatever shines.
    pub(super) light: Color,
    /// Land from the hazy distance to the nearest silhouette.
    pub(super) land: [Color; 3],
    /// Water from the distance to the nearest.
    pub(super) water: [Color; 2],
    /// Flowers, leaves, sails: what stands out.
    pub(super) accents: [Color; 5],
    /// The bare paper around a framed picture.
    pub(super) paper: Color,
    /// Whether it is night.
    pub(super) night: bool,
}

impl Palette {
    /// A palette for the time, the weather and the color words in `reading`.
    pub(super) fn choose(reading: &Reading, chance: &mut Chance) -> Self {
        let hour = Hour::of(reading, chance);
        let [zenith, high, low, horizon, light, far, mid, near, wide, deep] = match hour {
            Hour::Day => chance.pick(&DAYS),
            Hour::Dawn => chance.pick(&DAWNS),
            Hour::Sunset => chance.pick(&SUNSETS),
            Hour::Night => chance.pick(&NIGHTS),
            Hour::Gray => chance.pick(&GRAYS),
            Hour::Neon => chance.pick(&NEONS),
            Hour::Sand => chance.pick(&SANDS),
        };
        let drift = chance.within(-9.0, 9.0);
        let tone = |code: u32| {
            let (l, c, h) = Color::hex(code).lch();
            steer(reading, Color::of_lch((l, c, h + drift)))
        };
        let sky = [zenith, high, low, horizon].map(tone);
        Self {
            light: tone(light),
            land: [far, mid, near].map(tone),
            water: [wide, deep].map(tone),
            accents: chance.pick(&ACCENTS).map(tone),
            paper: sky[3].mix(Color::hex(0xfb_f6ea), 0.82),
            night: matches!(hour, Hour::Night | Hour::Neon),
            sky,
        }
    }

    /// Land at `nearness` 0 (far away) to 1 (nearest).
    pub(super) fn ground(&self, nearness: f32) -> Color {
        run(&self.land, nearness)
    }

    /// The accent number `index`, counted round.
    pub(super) fn accent(&self, index: usize) -> Color {
        let found = self.accents.iter().cycle().nth(index % self.accents.len());
        found.copied().unwrap_or(self.light)
    }
}

/// Six colors for a picture without a place: the ground first, then from calm to loud.
pub(super) fn swatches(reading: &Reading, chance: &mut Chance) -> [Color; 6] {
    let cold = [Word::Sea, Word::Snow, Word::Rain, Word::Night, Word::Space];
    let set = if cold.iter().any(|&word| reading.has(word)) {
        chance.pick(&COLD)
    } else if reading.has(Word::Sunset) || reading.has(Word::Desert) || reading.has(Word::Fire) {
        chance.pick(&WARM)
    } else {
        chance.pick(&SWATCHES)
    };
    let drift = chance.within(-10.0, 10.0);
    set.map(|code| {
        let (l, c, h) = Color::hex(code).lch();
        steer(reading, Color::of_lch((l, c, h + drift)))
    })
}

/// `color` as the color words of the prompt want it.
pub(super) fn steer(reading: &Reading, color: Color) -> Color {
    let (mut l, mut c, mut h) = color.lch();
    let nearest =
        |hues: &mut dyn Iterator<Item = f32>| hues.min_by(|a, b| turn(h, *a).abs().total_cmp(&turn(h, *b).abs()));
    let mut hues = reading.tints.iter().filter_map(|tint| tint.hue());
    if let Some(hue) = nearest(&mut hues) {
        // Some of the old variety stays, or everything would be one flat color.
        h = hue - turn(h, hue).clamp(-90.0, 90.0) * 0.22;
        c = (c * 1.1).max(0.055);
    }
    for tint in &reading.tints {
        match tint {
            Tint::Hue(_) => {}
            Tint::Pastel => {
                l = 0.58 + l * 0.4;
                c = (c * 0.7).min(0.09);
            }
            Tint::Neon => {
                l = if l < 0.3 { l * 0.9 } else { l };
                c = if l > 0.4 { c * 1.4 + 0.04 } else { c * 1.2 };
            }
            Tint::Gray => {
                c *= 0.04;
                l = (0.5 + (l - 0.52) * 1.25).clamp(0.04, 0.98);
            }
            Tint::Dark => l = l * 0.74 - 0.02,
            Tint::Light => l = l * 0.72 + 0.28,
            Tint::Faded => {
                c *= 0.55;
                l = 0.16 + l * 0.74;
                h += turn(h, 75.0) * 0.35;
            }
            Tint::Vivid => c *= 1.35,
        }
    }
    Color::of_lch((l, c, h))
}

#[derive(Clone, Copy, PartialEq)]
enum Hour {
    Day,
    Dawn,
    Sunset,
    Night,
    Gray,
    Neon,
    Sand,
}

impl Hour {
    fn of(reading: &Reading, chance: &mut Chance) -> Self {
        if reading.tints.contains(&Tint::Neon) {
            return Self::Neon;
        }
        let told = [
            (Word::Night, Self::Night),
            (Word::Aurora, Self::Night),
            (Word::Sunset, Self::Sunset),
            (Word::Dawn, Self::Dawn),
            (Word::Rain, Self::Gray),
            (Word::Storm, Self::Gray),
            (Word::Fog, Self::Gray),
            (Word::Day, Self::Day),
        ];
        let usual = if reading.has(Word::City) {
            [Self::Night, Self::Sunset, Self::Night, Self::Dawn]
        } else if reading.has(Word::Desert) {
            [Self::Sunset, Self::Sand, Self::Sand, Self::Sand]
        } else if reading.has(Word::Flower) {
            [Self::Day, Self::Day, Self::Dawn, Self::Day]
        } else {
            [Self::Day, Self::Dawn, Self::Sunset, Self::Day]
        };
        let usual = chance.pick(&usual);
        let found = told.iter().find(|(word, _)| reading.has(*word));
        found.map_or(usual, |(_, hour)| *hour)
    }
}

/// From `from` to `to` in degrees, the shorter way.
fn turn(from: f32, to: f32) -> f32 {
    let d = (to - from) / 360.0;
    (d - (d + 0.5).floor()) * 360.0
}

/// Sky from the zenith to the horizon (4), light, land from far to near (3), water (2).
type Set = [u32; 10];

const DAYS: [Set; 5] = [
    [0x2f7fc1, 0x6fb3e0, 0xb4dcee, 0xf4efdc, 0xfff8dc, 0xa3c6d0, 0x5d9a86, 0x1d4a45, 0x7cc0cf, 0x1d6a8a],
    [0x3f9c9c, 0x86c5b4, 0xcbe3c3, 0xf8edca, 0xfff6d2, 0xa6c9b3, 0x5d9585, 0x1e4347, 0x86c4b5, 0x226a75],
    [0x5f9fc4, 0xa3cbd6, 0xdfe5d0, 0xfce4be, 0xfffae6, 0xc2c7b5, 0x8d9a72, 0x3a4a3a, 0x9cc4c8, 0x33707f],
    [0x4f86d9, 0x8fb5ee, 0xc9dcf6, 0xfdf1e6, 0xffffff, 0xb4c2e2, 0x6d8fb0, 0x243d66, 0x8db8e6, 0x2d5ba0],
    [0xe8b98a, 0xf2d2a2, 0xf8e5c0, 0xfdf3da, 0xf0653f, 0xe0b98e, 0xb57a5a, 0x3f3a4a, 0xcfc9a8, 0x5b8a86],
];
const DAWNS: [Set; 4] = [
    [0x3b5b92, 0x8f8fc0, 0xe8b4b8, 0xfde2c0, 0xfff3d4, 0xc9a7b8, 0x7d6f9a, 0x2b3157, 0xd9b3bd, 0x4b5c93],
    [0x6b8fb3, 0xb5bdd3, 0xf3cfc2, 0xfff0d6, 0xfffaf0, 0xc9c0c6, 0x7f93a0, 0x2f4a58, 0xcfc8cf, 0x4f7c93],
    [0x5a4a86, 0xa476a8, 0xf29ca3, 0xffd9b0, 0xfff0c8, 0xc58aa8, 0x7a5688, 0x2c2148, 0xdb9aab, 0x54447f],
    [0x7fb5b5, 0xbcd6c4, 0xf6d9b8, 0xffc9a0, 0xfff4dc, 0xd8bda4, 0x8f9a8f, 0x35505a, 0xd5cdb4, 0x4e8088],
];
const SUNSETS: [Set; 5] = [
    [0x2d1e4f, 0x7a2f6b, 0xe2583e, 0xfdb44b, 0xffe9a8, 0xb84e5f, 0x6b2b58, 0x1d1233, 0xe8784a, 0x4a2357],
    [0x1f2a56, 0x6c3b7d, 0xe5707e, 0xffc48c, 0xfff0c4, 0xb0628a, 0x5c3c74, 0x1b1a3a, 0xd87b86, 0x33306a],
    [0x7a2330, 0xc4432c, 0xf2813a, 0xffd27a, 0xfff0b8, 0xd06a3a, 0x8a3230, 0x2c0f1c, 0xe88a48, 0x7a2a34],
    [0x264653, 0x4f8a8b, 0xe9b872, 0xf5a05a, 0xffe6b0, 0xc98a5f, 0x6b6058, 0x1c313b, 0xd8a06c, 0x2a5560],
    [0x3a2a6a, 0x9a4d9a, 0xf77fa0, 0xffd0a6, 0xfff4d6, 0xbd6aa0, 0x623a80, 0x20154a, 0xe58aa8, 0x46328a],
];
const NIGHTS: [Set; 5] = [
    [0x060b22, 0x0f1d45, 0x24407a, 0x5078ac, 0xf6f1d5, 0x2c4a7c, 0x172c58, 0x060d20, 0x38609a, 0x0a1738],
    [0x0b0a23, 0x231a4f, 0x47307a, 0x9060a2, 0xfff2d8, 0x4c387e, 0x2a1f55, 0x0a081e, 0x62458f, 0x150f38],
    [0x03151f, 0x0a2f3e, 0x1a5663, 0x4a9890, 0xf3f5d8, 0x1f5d66, 0x103c48, 0x03131a, 0x2d747a, 0x06242f],
    [0x10152e, 0x25305e, 0x4d5c94, 0xa6a0c4, 0xfff6de, 0x4f5d94, 0x2a3464, 0x0d1128, 0x6672a6, 0x161d42],
    [0x0d1b2a, 0x1b3350, 0x34567a, 0xe0a36a, 0xffe3a8, 0x35557a, 0x1d3450, 0x081320, 0x5f6c80, 0x10233a],
];
const GRAYS: [Set; 4] = [
    [0x3d4b57, 0x66777f, 0x98a6a6, 0xced4cb, 0xeef0e4, 0x93a3a4, 0x5c6f76, 0x1f2a34, 0x96a8a8, 0x3b505b],
    [0x2e3350, 0x565d7a, 0x8d93a5, 0xcac8c6, 0xf0ece0, 0x868ca2, 0x4f5673, 0x1b1e34, 0x868ea4, 0x333a58],
    [0x4a5a52, 0x7d9084, 0xb0bcaa, 0xdfddc6, 0xf6f2de, 0xa2b19f, 0x62776a, 0x21302c, 0xa0b3a4, 0x42605a],
    [0x51485c, 0x84788c, 0xb8a8b0, 0xe2d2c8, 0xfaf0e4, 0xa698a6, 0x6b6074, 0x251f30, 0xa89cac, 0x4c4660],
];
const NEONS: [Set; 2] = [
    [0x12062e, 0x3a1273, 0xb3218f, 0xff6f61, 0xffe27a, 0x5a1c8a, 0x32105e, 0x0c0420, 0xc22f96, 0x220a4a],
    [0x050a24, 0x0d2360, 0x2b3fb8, 0xe83fc0, 0x7df9ff, 0x2a2a8f, 0x161657, 0x04061a, 0x9a36c8, 0x0c1040],
];
const SANDS: [Set; 4] = [
    [0x3f9fc0, 0x8fcbd2, 0xe0e2c4, 0xfbe3b0, 0xfff6da, 0xe8c48a, 0xd49a5c, 0x7a4a34, 0xa8c8b8, 0x3d7c86],
    [0xd98a5a, 0xecb27a, 0xf7d79c, 0xfcecc4, 0xe8452f, 0xe2aa6c, 0xc0703f, 0x5a2c2a, 0xd8b88c, 0x7a8a80],
    [0x6a5aa0, 0xc08ab0, 0xf3b69a, 0xfde0a8, 0xfff4cc, 0xe6a878, 0xbd6a52, 0x4a2440, 0xd8a8a0, 0x6a5a90],
    [0x2f6f8f, 0x6fb0b0, 0xf0d9a0, 0xf8b878, 0xfff2c8, 0xe0a060, 0xb86a40, 0x54282c, 0xc8b088, 0x3a6a74],
];
const ACCENTS: [[u32; 5]; 6] = [
    [0xe63946, 0xf4a261, 0xf7d58b, 0xe07a9a, 0xfaf3e0],
    [0xef476f, 0xffd166, 0xf78c6b, 0x9b5de5, 0xfff1e0],
    [0xd1495b, 0xedae49, 0xf2e0b8, 0x7d5ba6, 0xf79d84],
    [0xff6b6b, 0xffe66d, 0xf7fff7, 0xff9f68, 0xc86bd6],
    [0xc8553d, 0xf2b950, 0xf5dfbb, 0xe28a9c, 0x8a5a9e],
    [0xf25f5c, 0xffe066, 0xf8b195, 0xc06c84, 0xfdf0d5],
];
const SWATCHES: [[u32; 6]; 12] = [
    [0xf4ecd8, 0x264653, 0x2a9d8f, 0xe9c46a, 0xf4a261, 0xe76f51],
    [0x14213d, 0x335c81, 0x65afff, 0xfca311, 0xe5e5e5, 0xf25c54],
    [0xfaf3e7, 0x5f0f40, 0x9a031e, 0xfb8b24, 0xe36414, 0x0f4c5c],
    [0x22223b, 0x4a4e69, 0x9a8c98, 0xc9ada7, 0xf2e9e4, 0xe07a5f],
    [0xf1faee, 0x1d3557, 0x457b9d, 0xa8dadc, 0xe63946, 0xf1c453],
    [0x1b1b3a, 0x693668, 0xa74482, 0xf84aa7, 0xff8c61, 0xffd6a5],
    [0xfefae0, 0x283618, 0x606c38, 0xdda15e, 0xbc6c25, 0x8ab0ab],
    [0x0b132b, 0x1c2541, 0x3a506b, 0x5bc0be, 0xe0fbfc, 0xffb703],
    [0xfff1e6, 0x6d597a, 0xb56576, 0xe56b6f, 0xeaac8b, 0x355070],
    [0xe8f1f2, 0x13293d, 0x006494, 0x247ba0, 0xf6ae2d, 0xf26419],
    [0x2b2d42, 0x8d99ae, 0xedf2f4, 0xef233c, 0xf7b267, 0x4d908e],
    [0xfbf7ef, 0x3d405b, 0x81b29a, 0xe07a5f, 0xf2cc8f, 0x6a8eae],
];
const COLD: [[u32; 6]; 4] = [
    [0x05203a, 0x0a4c6a, 0x1b7f9e, 0x7fd1c7, 0xe6f7f1, 0xf2a65a],
    [0xeaf4f4, 0x1b3a5c, 0x2f6690, 0x81c3d7, 0x16425b, 0xf4b860],
    [0x0a0f2c, 0x1f2a6b, 0x4a54b8, 0x9aa5f0, 0xf3e9ff, 0xffc6d9],
    [0x0c1f2e, 0x14506b, 0x3a8fa3, 0xa9d6d5, 0xfdf6e3, 0xe4815b],
];
const WARM: [[u32; 6]; 3] = [
    [0x2b0f1f, 0x7a1f3d, 0xd1413a, 0xf58f4a, 0xffd38a, 0xfff3d6],
    [0xfff0d9, 0x6a2c3a, 0xc4472f, 0xf08a3c, 0xf7c667, 0x2f5d62],
    [0x331832, 0xd81e5b, 0xf0544f, 0xf9a03f, 0xfde2a8, 0x5a7d9a],
];
