//! Figures: the animals, people and things a prompt puts into a picture.

mod animal;
mod person;
mod thing;
mod winged;

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::smooth;
use super::palette::{Palette, steer};
use super::path::{Path, Point};
use super::reading::{Reading, Tint};

/// A figure that can be painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    Cat,
    Dog,
    Fox,
    Bear,
    Rabbit,
    Owl,
    Bird,
    Fish,
    Whale,
    Horse,
    Butterfly,
    Person,
    Robot,
    Boat,
    Balloon,
    House,
    Lighthouse,
    Castle,
    Rocket,
    Car,
}

/// Where a figure is at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Ground,
    Water,
    Air,
}

impl Figure {
    /// The words that name each figure.
    pub(super) const WORDS: [(Self, &'static str); 20] = [
        (
            Self::Cat,
            "cat kitten kitty tomcat panther tiger lion leopard lynx gato gata katze kater chaton кот кота коту котик кошк* котен* котён* тигр* лев",
        ),
        (Self::Dog, "dog puppy pup hound husky corgi poodle retriever animal perro hund chien собак* пес пёс щен*"),
        (Self::Fox, "fox wolf coyote jackal zorro fuchs renard лис* волк*"),
        (Self::Bear, "bear panda koala teddy oso bär ours медвед* панд* мишк*"),
        (Self::Rabbit, "rabbit bunny hare conejo hase kaninchen lapin заяц зайч* кролик*"),
        (Self::Owl, "owl penguin búho eule hibou сов* пингвин*"),
        (
            Self::Bird,
            "bird eagle swallow gull seagull sparrow raven crow hawk swan pájaro vogel oiseau птиц* орел орёл чайк* ворон*",
        ),
        (Self::Fish, "fish goldfish koi carp pez fisch poisson рыб*"),
        (Self::Whale, "whale dolphin shark orca ballena wal baleine кит дельфин*"),
        (
            Self::Horse,
            "horse pony unicorn stallion deer stag zebra donkey cow caballo pferd cheval лошад* конь коня олен* единорог*",
        ),
        (Self::Butterfly, "butterfly moth mariposa schmetterling papillon бабочк*"),
        (
            Self::Person,
            "person man woman girl boy child human people wanderer monk samurai knight wizard witch king queen princess portrait hiker astronaut traveler traveller hombre mujer niña niño mann frau mädchen junge homme femme человек* девушк* девочк* мальчик* женщин* мужчин*",
        ),
        (Self::Robot, "robot android cyborg mech droid roboter робот*"),
        (
            Self::Boat,
            "boat ship sailboat sail yacht vessel sailing galleon pirate barco schiff boot bateau лодк* корабл* яхт* парус*",
        ),
        (Self::Balloon, "balloon airship globo heißluftballon montgolfière"),
        (
            Self::House,
            "house cottage cabin hut home barn farmhouse village windmill casa haus hütte maison дом домик деревн*",
        ),
        (Self::Lighthouse, "lighthouse faro leuchtturm phare маяк*"),
        (Self::Castle, "castle fortress palace citadel fairytale castillo burg schloss château замок замк* дворец"),
        (Self::Rocket, "rocket shuttle spaceship spacecraft starship cohete rakete fusée ракет*"),
        (Self::Car, "car automobile taxi truck van bus vehicle coche auto voiture машин* автомобил*"),
    ];

    /// The signs of scripts without blanks that name a figure.
    pub(super) const SIGNS: [(&'static str, Self); 12] = [
        ("猫", Self::Cat),
        ("🐱", Self::Cat),
        ("🐈", Self::Cat),
        ("고양이", Self::Cat),
        ("犬", Self::Dog),
        ("狗", Self::Dog),
        ("🐶", Self::Dog),
        ("鳥", Self::Bird),
        ("鸟", Self::Bird),
        ("魚", Self::Fish),
        ("馬", Self::Horse),
        ("人", Self::Person),
    ];

    /// Where the figure is at home.
    pub(super) fn home(self) -> Home {
        match self {
            Self::Boat | Self::Whale => Home::Water,
            Self::Bird | Self::Butterfly | Self::Balloon | Self::Rocket | Self::Fish => Home::Air,
            _ => Home::Ground,
        }
    }

    /// How tall it is beside the others, the cat being 1.
    pub(super) fn scale(self) -> f32 {
        match self {
            Self::Castle => 1.5,
            Self::Lighthouse => 1.7,
            Self::House | Self::Horse | Self::Bear | Self::Balloon => 1.15,
            Self::Bird | Self::Butterfly | Self::Whale | Self::Fish => 0.75,
            Self::Rabbit | Self::Owl => 0.85,
            Self::Car => 0.62,
            _ => 1.0,
        }
    }

    /// How far it reaches to either side of its foot, as a part of its height.
    pub(super) fn reach(self) -> f32 {
        match self {
            Self::Whale => 1.25,
            Self::Fish => 1.08,
            Self::Bird | Self::Butterfly | Self::Car => 0.88,
            Self::Horse => 0.72,
            Self::Boat | Self::Castle | Self::Fox => 0.58,
            _ => 0.48,
        }
    }

    /// Paints the figure `tall` units high with its foot at `foot`, in the color of `tint`.
    pub(super) fn paint(
        self,
        canvas: &mut Canvas<'_>,
        setting: &Setting<'_>,
        foot: Point,
        tall: f32,
        tint: Option<Tint>,
        chance: &mut Chance,
    ) {
        let coats: [u32; 3] = match self {
            Self::Cat => [0xe08a3c, 0x3a3a44, 0x8a8d96],
            Self::Dog => [0xb07a48, 0xe0b070, 0x6a4a38],
            Self::Fox => [0xd9652b, 0xe07a34, 0xc8552a],
            Self::Bear => [0x6a4630, 0x8a5a3a, 0x4a3a34],
            Self::Rabbit => [0xcdbba6, 0xf0e6da, 0x9a8a7c],
            Self::Owl => [0x7a5c44, 0x9a7a58, 0x5c5a6a],
            Self::Horse => [0x7a4a30, 0xe8dcc8, 0x3c3034],
            Self::Whale => [0x34587a, 0x2c4a66, 0x4a7090],
            Self::Robot => [0x9fb4c0, 0xd8a24a, 0x6aa39a],
            Self::House | Self::Lighthouse => [0xf2e6d0, 0xf7efe0, 0xe8d2b4],
            Self::Castle => [0xc8b8a4, 0xb4a8b4, 0xd8c4a8],
            _ => [0xe04a3f, 0xf2a93b, 0x3f7fa8],
        };
        let mut coat = Color::hex(chance.pick(&coats));
        coat = match tint {
            Some(Tint::Dark) => Color::hex(0x1d1c24),
            Some(Tint::Light) => Color::hex(0xf6f1e8),
            Some(Tint::Gray) => Color::hex(0x868a94),
            Some(tint) => {
                let mut only = setting.reading.clone();
                only.tints = vec![tint];
                let (l, c, h) = coat.lch();
                let (_, _, turned) = steer(&only, coat).lch();
                let hue = tint.hue().unwrap_or(turned).max(0.0);
                Color::of_lch((l.clamp(0.5, 0.78), c.max(0.13), if tint.hue().is_some() { hue } else { h }))
            }
            None => steer(setting.reading, coat),
        };
        let dim = if setting.palette.night { 0.3 } else { 0.06 };
        let pose = Pose {
            foot,
            tall,
            flip: if setting.sun.0 < foot.0 { -1.0 } else { 1.0 },
            light: setting.palette.light,
            shade: setting.palette.ground(1.0),
            dim,
        };
        match self {
            Self::Cat | Self::Dog | Self::Fox | Self::Bear | Self::Rabbit => {
                animal::sitting(canvas, &pose, self, coat, chance);
            }
            Self::Owl => winged::owl(canvas, &pose, coat),
            Self::Bird => winged::bird(canvas, &pose, coat),
            Self::Fish => animal::fish(canvas, &pose, coat),
            Self::Whale => animal::whale(canvas, &pose, coat),
            Self::Horse => animal::horse(canvas, &pose, coat),
            Self::Butterfly => winged::butterfly(canvas, &pose, coat, setting.palette.accent(1)),
            Self::Person => person::person(canvas, &pose, coat, chance),
            Self::Robot => person::robot(canvas, &pose, coat),
            Self::Boat => thing::boat(canvas, &pose, coat),
            Self::Balloon => thing::balloon(canvas, &pose, coat, setting.palette.accent(2)),
            Self::House => thing::house(canvas, &pose, coat, setting.palette.accent(0)),
            Self::Lighthouse => thing::lighthouse(canvas, &pose, coat, setting.palette.accent(0)),
            Self::Castle => thing::castle(canvas, &pose, coat, setting.palette.accent(0)),
            Self::Rocket => thing::rocket(canvas, &pose, coat),
            Self::Car => thing::car(canvas, &pose, coat),
        }
    }
}

/// What a figure is painted into.
pub(super) struct Setting<'s> {
    /// The prompt.
    pub(super) reading: &'s Reading,
    /// The colors around it.
    pub(super) palette: &'s Palette,
    /// Where the light comes from.
    pub(super) sun: Point,
}

/// Where a figure stands, how tall it is and how the light falls on it. The figure itself is
/// drawn with its foot at (0, 0) and one unit high, y downward, the light from the right.
struct Pose {
    foot: Point,
    tall: f32,
    flip: f32,
    light: Color,
    shade: Color,
    /// How much of the shade lies on everything, 0..=1.
    dim: f32,
}

impl Pose {
    /// Fills the part of the figure inside `path`.
    fn part(&self, canvas: &mut Canvas<'_>, path: &Path, tone: Color) {
        let tone = tone.mix(self.shade, self.dim);
        let (bright, dark) = (tone.mix(self.light, 0.2), tone.mix(self.shade, 0.32));
        let place = path.placed(self.foot, (self.tall * self.flip, self.tall), 0.0);
        let Some((low, high)) = place.bounds() else {
            return;
        };
        let (wide, high) = ((high.0 - low.0).max(1e-4), (high.1 - low.1).max(1e-4));
        canvas.fill(&place, |x, y| {
            let across = (x - low.0) / wide;
            let across = if self.flip < 0.0 { 1.0 - across } else { across };
            let up = 1.0 - (y - low.1) / high;
            (dark.mix(bright, smooth(-0.15, 1.15, across * 0.62 + up * 0.38)), 1.0)
        });
    }

    /// Fills the outline written in SVG `commands`.
    fn drawn(&self, canvas: &mut Canvas<'_>, commands: &str, tone: Color) {
        self.part(canvas, &Path::drawn(commands), tone);
    }

    /// Fills an ellipse.
    fn oval(&self, canvas: &mut Canvas<'_>, center: Point, (rx, ry): (f32, f32), tone: Color) {
        // The tall figure decides how round it must be, so the circle is made at full size.
        let path = Path::ellipse((0.0, 0.0), 1.0, 1.0).placed(center, (rx, ry), 0.0);
        self.part(canvas, &path, tone);
    }

    /// Draws a line through `points`, from one width to another.
    fn line(&self, canvas: &mut Canvas<'_>, points: &[Point], (from, to): (f32, f32), tone: Color) {
        self.part(canvas, &Path::stroke(points, |t| from + (to - from) * t), tone);
    }

    /// Lets a point of the figure shine.
    fn glow(&self, canvas: &mut Canvas<'_>, at: Point, radius: f32, tone: Color, strength: f32) {
        let center = (self.foot.0 + at.0 * self.tall * self.flip, self.foot.1 + at.1 * self.tall);
        canvas.glow(center, radius * self.tall, tone, strength);
    }
}
