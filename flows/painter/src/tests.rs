use super::*;

fn painted(prompt: &str, seed: u64, width: u32, height: u32) -> Vec<u8> {
    let brief = Brief { prompt, seed, width, height };
    paint(&brief, &mut |_| ControlFlow::Continue(())).unwrap_or_default()
}

fn decoded(png: &[u8]) -> image::RgbImage {
    image::load_from_memory(png).map(|picture| picture.to_rgb8()).unwrap_or_default()
}

/// The part of the pixels, 0..=1, that differ by an amount one can see.
fn difference(one: &[u8], other: &[u8]) -> f32 {
    let (one, other) = (decoded(one), decoded(other));
    assert_eq!(one.dimensions(), other.dimensions());
    let visible = |(a, b): (&image::Rgb<u8>, &image::Rgb<u8>)| {
        a.0.iter().zip(b.0).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>() > 24
    };
    let count = one.pixels().zip(other.pixels()).filter(|pair| visible(*pair)).count();
    count as f32 / one.pixels().len() as f32
}

#[test]
fn the_same_brief_gives_the_same_bytes() {
    for prompt in ["a cat at night by the sea", "zorble", ""] {
        assert_eq!(painted(prompt, 7, 96, 96), painted(prompt, 7, 96, 96));
    }
}

#[test]
fn different_prompts_and_seeds_give_different_pictures() {
    let prompts = ["mountains", "ocean waves", "stained glass", "city at night", "marble", "a red cat", "foo", "bar"];
    for (index, one) in prompts.iter().enumerate() {
        for other in prompts.iter().skip(index + 1) {
            let part = difference(&painted(one, 1, 96, 96), &painted(other, 1, 96, 96));
            assert!(part > 0.3, "{one} and {other} differ in {part} only");
        }
        let part = difference(&painted(one, 1, 96, 96), &painted(one, 2, 96, 96));
        assert!(part > 0.3, "the seeds of {one} differ in {part} only");
    }
}

#[test]
fn it_stops_when_told() {
    for limit in 0..6 {
        let brief = Brief { prompt: "forest", seed: 1, width: 64, height: 64 };
        let mut calls = 0;
        let stopped = paint(&brief, &mut |_| {
            calls += 1;
            if calls > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(stopped.is_none());
        assert_eq!(calls, limit + 1);
    }
}

#[test]
fn progress_rises_from_nothing_to_all() {
    let brief = Brief { prompt: "river", seed: 3, width: 80, height: 64 };
    let mut parts = Vec::new();
    let picture = paint(&brief, &mut |part| {
        parts.push(part);
        ControlFlow::Continue(())
    });
    assert!(picture.is_some());
    assert!(parts.is_sorted() && parts.len() > 16);
    assert_eq!((parts.first(), parts.last()), (Some(&0.0), Some(&1.0)));
}

#[test]
fn any_prompt_and_size_gives_a_picture_of_that_size() {
    let long = "snowy castle 🏰 ".repeat(63);
    let prompts = ["", " ", "猫と月", "\u{0}\u{202e}نص", "🦄🌈", "-0.5 1e99 NaN", &long];
    let sizes = [(16, 16), (17, 16), (16, 131), (240, 31), (333, 100)];
    for (seed, prompt) in prompts.iter().enumerate() {
        for (width, height) in sizes {
            let picture = decoded(&painted(prompt, seed as u64, width, height));
            assert_eq!(picture.dimensions(), (width, height), "{prompt}");
        }
    }
}

#[test]
fn every_kind_of_picture_is_painted() {
    let prompts = "sea river mountain hill forest city desert flower space snow rain storm fog cloud aurora night \
                   day dawn sunset autumn spring fire glass tile marble circle ribbon bauhaus paper mandala abstract \
                   dream cat dog fox bear rabbit owl bird fish whale horse butterfly person robot boat balloon house \
                   lighthouse castle rocket car neon pastel gray sepia";
    for prompt in prompts.split_whitespace() {
        for seed in 0..3 {
            assert!(!painted(prompt, seed, 48, 40).is_empty(), "{prompt}");
        }
    }
}
