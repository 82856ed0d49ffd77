//! Drawings are read as XML and looked at as numbers.

use proptest::prelude::*;

use super::*;
use crate::layout::{Layered, Layout, Link, Node, Point, Rows, Size, drawable};
use crate::samples::{self, anything};
use crate::{Edge, Origin, Position, Step};

/// A rectangle of a drawing.
#[derive(Debug, Clone, Copy)]
struct Area {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

impl Area {
    fn holds(&self, other: &Self) -> bool {
        let close = 0.2;
        other.x >= self.x - close
            && other.y >= self.y - close
            && other.x + other.w <= self.x + self.w + close
            && other.y + other.h <= self.y + self.h + close
    }

    fn touches(&self, other: &Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

fn number(node: &roxmltree::Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// The view box, and all rectangles, of a drawing.
fn areas(svg: &str) -> (Area, Vec<Area>) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error} in {svg}"));
    let view: Vec<f64> =
        document.root_element().attribute("viewBox").unwrap().split(' ').map(|part| part.parse().unwrap()).collect();
    let rects = document.descendants().filter(|node| node.has_tag_name("rect")).map(|node| Area {
        x: number(&node, "x"),
        y: number(&node, "y"),
        w: number(&node, "width"),
        h: number(&node, "height"),
    });
    (Area { x: view[0], y: view[1], w: view[2], h: view[3] }, rects.collect())
}

fn node_areas(scene: &scene::Scene, map: &route::Map) -> Vec<Area> {
    let area = |size: Size, at: &Point| Area { x: at.x - size.w / 2.0, y: at.y - size.h / 2.0, w: size.w, h: size.h };
    scene.nodes.iter().zip(&map.nodes).map(|(item, at)| area(item.size, at)).collect()
}

/// Draws `picture` in both looks and checks all that holds for every drawing.
fn check(picture: &crate::Picture<'_>) {
    for look in [Look::File, Look::Page(Prefix::new("some::path"))] {
        let svg = picture.to_svg(&look);
        let (view, rects) = areas(&svg);
        for rect in &rects {
            assert!(view.holds(rect), "{rect:?} is outside of {view:?}");
        }
        assert_eq!(svg, picture.to_svg(&look), "drawn twice, it differs");
        let paths = svg.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for path in paths {
            assert!(path.chars().all(|c| c.is_ascii_digit() || " -.MHVCLQaz".contains(c)), "{path}");
        }
    }

    let scene = scene::Scene::new(picture);
    let map = route::Map::new(&scene);
    let nodes = node_areas(&scene, &map);
    for (index, node) in nodes.iter().enumerate() {
        for other in nodes.iter().skip(index + 1) {
            assert!(!node.touches(other), "{node:?} is on {other:?}");
        }
    }
    let besides: Vec<Area> = beside_areas(&scene, &map);
    for (index, beside) in besides.iter().enumerate() {
        let others = nodes.iter().chain(besides.iter().skip(index + 1));
        assert!(others.into_iter().all(|other| !other.touches(beside)), "the loops {beside:?} are on something");
    }
    let labels = label_areas(&scene, &map);
    for (index, (line, way)) in scene.links.iter().zip(&map.ways).enumerate() {
        assert!(way.len() >= 4, "a line has no way");
        // Curves stay in the gaps between ranks; what could run over something are the straight parts.
        let runs: Vec<Area> = way.windows(2).filter(|pair| pair[0].x == pair[1].x).map(run).collect();
        let strangers = nodes.iter().enumerate().filter(|(node, _)| ![line.from, line.to].contains(node));
        let labels = labels.iter().filter(|(owner, _)| *owner != index).map(|(_, area)| area);
        for area in strangers.map(|(_, area)| area).chain(labels).chain(&besides) {
            assert!(!runs.iter().any(|run| run.touches(area)), "line {} → {} runs over {area:?}", line.from, line.to);
        }
    }
}

fn run(pair: &[Point]) -> Area {
    let (low, high) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
    Area { x: pair[0].x, y: low, w: 0.0, h: high - low }
}

/// The labels, and the lines that they belong to.
fn label_areas(scene: &scene::Scene, map: &route::Map) -> Vec<(usize, Area)> {
    let labels = scene.links.iter().zip(&map.labels).enumerate().filter_map(|(index, (line, at))| {
        let (size, at) = (scene::block(&line.label), (*at)?);
        Some((index, Area { x: at.x - size.w / 2.0, y: at.y - size.h / 2.0, w: size.w, h: size.h }))
    });
    labels.collect()
}

/// What the loops of each node need at its right side.
fn beside_areas(scene: &scene::Scene, map: &route::Map) -> Vec<Area> {
    let areas = scene.nodes.iter().zip(&map.nodes).filter_map(|(item, at)| {
        let size = item.beside()?;
        Some(Area { x: at.x + item.size.w / 2.0, y: at.y - size.h / 2.0, w: size.w, h: size.h })
    });
    areas.collect()
}

#[test]
fn samples_are_sound() {
    for picture in samples::all() {
        check(&picture);
    }
}

/// `DRAW_TO=folder cargo test -p workflow-draw` writes all samples there, to be looked at.
#[test]
fn pictures_are_written_for_eyes() {
    let Some(folder) = std::env::var_os("DRAW_TO") else { return };
    let folder = std::path::PathBuf::from(folder);
    for (index, picture) in samples::all().iter().enumerate() {
        for format in crate::Format::ALL {
            std::fs::write(folder.join(format!("{index}.{format}")), picture.to_text(format)).unwrap();
        }
        std::fs::write(folder.join(format!("{index}.html")), picture.to_page(&Prefix::new("p"))).unwrap();
    }
}

#[test]
fn a_picture_too_large_for_layers_is_drawn_in_rows() {
    let steps = (0..1500).map(|index| Step { name: format!("S{index}").into(), ..Step::default() }).collect();
    let mut edges: Vec<Edge<'static>> =
        (1..1500).map(|index| samples::edge("next", "Next", samples::at(index - 1), &[index])).collect();
    edges.push(samples::edge("skip", "Skip", samples::at(3), &[900]));
    let picture = crate::Picture { steps, edges, ..crate::Picture::default() };
    let svg = picture.to_svg(&Look::File);
    let (view, rects) = areas(&svg);
    assert!(rects.len() > 3000 && rects.iter().all(|rect| view.holds(rect)));
}

#[test]
fn the_line_for_a_page_stays_html_within_markdown() {
    for picture in samples::all() {
        let page = picture.to_page(&Prefix::new("a::b"));
        assert!(!page.contains(['\n', '\r']) && !page.contains("<style") && page.starts_with("<div "));
        for part in page.split("url(#").skip(1) {
            assert!(part.starts_with("a--b-"), "{part}");
        }
        let ids = page.split(" id=\"").skip(1);
        assert!(ids.clone().count() > 1 && ids.into_iter().all(|id| id.starts_with("a--b-")));
        let colours = page.match_indices('#').map(|(at, _)| &page[..at]).filter(|before| !before.ends_with('&'));
        assert!(
            colours
                .into_iter()
                .all(|before| before.ends_with(",") || before.ends_with("url(") || !before.ends_with('"'))
        );
    }
}

#[test]
fn texts_are_escaped() {
    let svg = samples::texts().to_svg(&Look::File);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<String> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect();
    assert!(texts.iter().any(|text| text == "Begin <here> & \"now\""), "{texts:?}");
    assert!(texts.iter().any(|text| text == "line break"), "{texts:?}");
    assert!(svg.contains("<title id=\"graph-title\">texts &lt;&amp;&gt;</title>"));
    assert!(svg.contains("<desc id=\"graph-desc\">First &quot;line&quot; &amp; more 5 steps, 6 edges; begins at "));
}

#[test]
fn every_edge_is_drawn_once_and_any_step_is_no_node_of_each_step() {
    let picture = samples::studio();
    let scene = scene::Scene::new(&picture);
    let any: Vec<_> = scene.nodes.iter().filter(|item| item.shape == scene::Shape::Any).collect();
    assert_eq!(any.len(), 2);
    let loops: usize = scene.nodes.iter().map(|item| item.loops.len()).sum();
    // 20 edges between two steps, 2 entries, 2 from any step, and one of three targets: a way to it and three from it.
    assert_eq!(loops, 3);
    let single = picture.edges.len() - loops - 1;
    assert_eq!(scene.links.len(), single + 4);
}

#[test]
fn commits_are_thick_and_ways_back_are_dashed() {
    let svg = samples::make().to_svg(&Look::File);
    let lines: Vec<&str> = svg.lines().filter(|line| line.contains("marker-end")).collect();
    assert_eq!(lines.iter().filter(|line| line.contains(r#"stroke-width="2.8""#)).count(), 1);
    // Another shape, another prompt, and the failure that leads back to the review.
    assert_eq!(lines.iter().filter(|line| line.contains("stroke-dasharray")).count(), 3);
    assert!(svg.contains(">Back stops here<") && svg.contains(">to an earlier step<"));
    assert!(!samples::single().to_svg(&Look::File).contains("Back stops here"));
}

#[test]
fn work_timers_and_proofs_are_marked_on_their_step() {
    let svg = samples::make().to_svg(&Look::File);
    for row in ["render, up to 10m, 3 retries", "leaves after 15m", "only after Review", "no way back"] {
        assert!(svg.contains(&format!(">{row}</text>")), "{row}");
    }
}

#[test]
fn a_position_that_names_no_step_is_left_out() {
    let mut picture = samples::single();
    picture.edges.push(samples::edge("lost", "Lost", Origin::Step(Position(9)), &[0]));
    picture.edges.push(samples::edge("nowhere", "Nowhere", samples::at(0), &[7]));
    check(&picture);
    let svg = picture.to_svg(&Look::File);
    assert!(!svg.contains("Lost") && !svg.contains("Nowhere"));
}

#[test]
fn a_step_with_more_ways_than_it_is_wide_is_drawn() {
    let step = |name: &'static str| Step { name: name.into(), ..Step::default() };
    let edges = (0..40)
        .map(|index| Edge { label: format!("Way {index}").into(), ..samples::edge("x", "", samples::at(0), &[1]) });
    check(&crate::Picture { steps: vec![step("A"), step("B")], edges: edges.collect(), ..crate::Picture::default() });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_picture_is_drawn_soundly(picture in anything()) {
        check(&picture);
    }

    #[test]
    fn both_layouts_can_be_drawn(
        sizes in prop::collection::vec((10.0..200.0, 10.0..90.0), 1..14),
        pairs in prop::collection::vec((0..14_usize, 0..14_usize, prop::bool::ANY), 0..30),
    ) {
        let nodes: Vec<Node> = sizes
            .iter()
            .enumerate()
            .map(|(index, &(w, h))| {
                Node { size: Size { w, h }, beside: (index % 3 == 0).then_some(Size { w: 50.0, h }) }
            })
            .collect();
        let links: Vec<Link> = pairs
            .iter()
            .map(|&(one, other, label)| (one % nodes.len(), other % nodes.len(), label))
            .filter(|(one, other, _)| one != other)
            .map(|(one, other, label)| Link {
                from: one.min(other),
                to: one.max(other),
                label: label.then_some(Size { w: 60.0, h: 30.0 }),
                weight: 1,
            })
            .collect();
        for layout in [&Layered as &dyn Layout, &Rows] {
            let placed = layout.place(&nodes, &links);
            prop_assert!(placed.is_some_and(|placed| drawable(&nodes, &links, &placed)));
        }
    }
}
