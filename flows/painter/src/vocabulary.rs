//! The words the painter knows.

use super::reading::{Tint, Word};

/// The words of each meaning; a star ends a stem.
pub(super) const WORDS: [(Word, &str); 35] = [
    (
        Word::Depths,
        "underwater reef coral aquarium jellyfish undersea submarine octopus mermaid seabed kelp подводн* риф*",
    ),
    (Word::Galaxy, "galaxy vortex supernova galaxia galaxie галактик*"),
    (Word::Lake, "lake pond reflection lago see lac озер*"),
    (
        Word::Sea,
        "sea seaside ocean wave beach coast coastal shore island surf tide harbor harbour bay lagoon mar océano playa meer ozean strand welle mer océan plage море моря морем океан* волн* пляж* берег*",
    ),
    (Word::River, "river stream creek waterfall canal brook río rio fluss rivière река реки реке рек"),
    (
        Word::Mountain,
        "mountain mount peak alp alps alpine summit cliff volcano ridge himalaya fuji montaña montana berg berge gebirge montagne горы гор гора горах горн* вулкан*",
    ),
    (
        Word::Hills,
        "hill valley meadow countryside field farm grass prairie landscape savanna vineyard plain steppe colina campo hügel wiese feld colline champ пол* луг* холм* долин* пейзаж*",
    ),
    (
        Word::Forest,
        "forest tree wood woods woodland jungle pine oak birch grove rainforest fir willow bosque árbol arbol wald baum bäume forêt arbre лес леса лесу дерев* сосн* берез* берёз*",
    ),
    (
        Word::City,
        "city town tower street skyline skyscraper building urban metropolis downtown cyberpunk rooftop tokyo paris york london megacity ciudad calle stadt straße ville rue город* улиц* башн* москв*",
    ),
    (Word::Desert, "desert dune sahara sand cactus oasis pyramid mesa canyon camel desierto wüste désert пустын* дюн*"),
    (
        Word::Flower,
        "flower garden rose tulip blossom bloom bouquet daisy poppy sunflower lavender lily peony orchid lotus floral flor jardín blume blumen garten fleur jardin цвет* сад сады саду роз тюльпан* ромашк*",
    ),
    (
        Word::Space,
        "space planet cosmos cosmic universe nebula saturn jupiter mars astronaut orbit asteroid comet spaceship alien interstellar espacio planeta weltraum weltall espace planète космос* планет* вселенн*",
    ),
    (
        Word::Snow,
        "snow snowy winter ice icy frozen frost glacier arctic christmas blizzard antarctic nieve invierno schnee neige hiver снег* снеж* зим* лед лёд",
    ),
    (Word::Rain, "rain rainy drizzle shower umbrella monsoon lluvia regen pluie дожд*"),
    (
        Word::Storm,
        "storm stormy thunder lightning tempest hurricane thunderstorm tormenta gewitter sturm orage гроз* бур* шторм*",
    ),
    (Word::Fog, "fog foggy mist misty haze hazy smoke niebla nebel brume туман*"),
    (Word::Cloud, "cloud cloudy overcast nube wolke wolken nuage облак* туч*"),
    (Word::Aurora, "aurora borealis northern-lights polarlicht сияни*"),
    (
        Word::Night,
        "night nighttime midnight moon moonlight moonlit star starry dark-sky evening nocturne noche luna nacht mond nuit lune ноч* лун* звезд* звёзд*",
    ),
    (
        Word::Day,
        "day daytime noon midday sunny morning-sun afternoon summer día verano tag sommer jour été день днём днем летом лето",
    ),
    (Word::Dawn, "dawn sunrise morning daybreak amanecer morgen morgens aube рассвет* утр*"),
    (
        Word::Sunset,
        "sunset dusk twilight sundown golden-hour atardecer sonnenuntergang abend coucher soir закат* вечер* сумерк*",
    ),
    (Word::Autumn, "autumn fall leaf leaves maple october otoño herbst automne осен* листь*"),
    (Word::Spring, "spring cherry sakura april primavera frühling printemps весн* сакур*"),
    (Word::Fire, "fire flame lava ember burning inferno blaze fuego feuer feu огонь огн* пламя лав*"),
    (
        Word::Glass,
        "glass stained-glass stained mosaic cathedral crystal shard vitrail vitral mosaik glasfenster витраж* мозаик* стекл*",
    ),
    (
        Word::Tiles,
        "tile tiling pattern geometric maze labyrinth truchet weave knot textile quilt azulejo muster motif узор* лабиринт* орнамент*",
    ),
    (
        Word::Marble,
        "marble ink fluid liquid swirl agate smoke-art paint oil melting acrylic psychedelic mármol marmor marbre мрамор* чернил*",
    ),
    (
        Word::Circles,
        "circle bubble dot ball balloon-art confetti pebble stone candy polka círculo kreis blase cercle bulle круг* пузыр* шар* камн*",
    ),
    (
        Word::Ribbons,
        "ribbon flow wind hair silk music melody dance current motion thread breeze jazz rhythm song symphony viento música musik vent musique ветер* музык* танец танц* поток*",
    ),
    (
        Word::Shapes,
        "bauhaus shape cubist cubism minimal minimalist minimalism square triangle constructivist deco retro mid-century constructivism suprematism forma formen forme супрематизм* квадрат* треугольник* фигур*",
    ),
    (
        Word::Strata,
        "layer paper papercut strata topography topographic contour canyon-paper origami map terrain cave bumaga papier слои слоё* бумаг* карт*",
    ),
    (
        Word::Mandala,
        "mandala spiral phyllotaxis kaleidoscope sunflower-head ornament fractal infinity symmetry espiral spirale мандал* спирал* фрактал* бесконечн*",
    ),
    (Word::Abstract, "abstract abstraction abstracto abstrakt abstrait абстра*"),
    (
        Word::Dream,
        "dream emotion joy chaos idea soul energy mind time memory love traum rêve amour мечт* сон сны любовь душ* энерги*",
    ),
];

/// The color words.
pub(super) const TINTS: [(Tint, &str); 20] = [
    (Tint::Hue(25), "red crimson scarlet ruby rojo rot rote roter rouge красн* алый алая"),
    (Tint::Hue(52), "orange amber copper tangerine naranja оранжев*"),
    (Tint::Hue(88), "yellow gold golden lemon amarillo dorado gelb jaune doré желт* жёлт* золот*"),
    (Tint::Hue(142), "green emerald lime verdant olive verde grün vert зелен* зелён*"),
    (Tint::Hue(172), "mint jade mintgreen мятн*"),
    (Tint::Hue(195), "teal turquoise cyan aqua turquesa türkis бирюз*"),
    (Tint::Hue(252), "blue azure cobalt navy sapphire azul blau blaue bleu син* голуб*"),
    (Tint::Hue(278), "indigo ultramarine индиго"),
    (Tint::Hue(305), "purple violet lilac amethyst morado violett lila фиолет* лилов* сирен*"),
    (Tint::Hue(335), "magenta fuchsia пурпур*"),
    (Tint::Hue(5), "pink rosy salmon blush rosa rose-pink розов*"),
    (Tint::Hue(60), "brown chocolate bronze earthy rust marrón braun marron коричнев* бронз*"),
    (Tint::Pastel, "pastel soft pale delicate gentle watercolor watercolour suave zart нежн* пастел*"),
    (Tint::Neon, "neon cyberpunk fluorescent synthwave vaporwave neón неон*"),
    (Tint::Gray, "gray grey monochrome grayscale noir charcoal sketch gris grau сер* монохром*"),
    (Tint::Dark, "black dark gloomy gothic shadow sombre oscuro negro schwarz dunkel noir черн* чёрн* темн* тёмн*"),
    (Tint::Light, "white bright ivory pearl blanco weiß weiss hell blanc бел* светл*"),
    (Tint::Faded, "vintage sepia faded antique old-fashioned nostalgic muted винтаж* сепия"),
    (Tint::Vivid, "vivid colorful colourful rainbow vibrant bold psychedelic bunt colorido ярк* радуг* разноцвет*"),
    (Tint::Hue(230), "silver steel серебр*"),
];

/// The flowers that look like themselves: how each is built, its color and its words.
pub(super) const BLOOMS: [((usize, u32), &str); 5] = [
    ((0, 0xfaf6ea), "daisy camomile chamomile marguerite margarita ромашк*"),
    ((0, 0xf4b92e), "sunflower dandelion girasol sonnenblume tournesol подсолн* одуванчик*"),
    ((1, 0xe0466a), "tulip tulipán tulpe tulipe rose peony lily lotus тюльпан* роза роз розы"),
    ((2, 0xe23b2e), "poppy amapola mohn coquelicot мак маки"),
    ((3, 0x8a62c4), "lavender lupine hyacinth lilac lavanda lavendel lavande лаванд* сирен*"),
];

/// The signs of scripts without blanks, and pictograms.
pub(super) const SIGNS: [(&str, Word); 24] = [
    ("海", Word::Sea),
    ("波", Word::Sea),
    ("바다", Word::Sea),
    ("山", Word::Mountain),
    ("산", Word::Mountain),
    ("川", Word::River),
    ("河", Word::River),
    ("湖", Word::River),
    ("森", Word::Forest),
    ("林", Word::Forest),
    ("木", Word::Forest),
    ("街", Word::City),
    ("城市", Word::City),
    ("花", Word::Flower),
    ("桜", Word::Spring),
    ("雪", Word::Snow),
    ("雨", Word::Rain),
    ("夜", Word::Night),
    ("月", Word::Night),
    ("🌙", Word::Night),
    ("🌊", Word::Sea),
    ("🌸", Word::Flower),
    ("宇宙", Word::Space),
    ("🚀", Word::Space),
];
