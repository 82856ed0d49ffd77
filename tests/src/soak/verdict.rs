//! What a soak comes to.

use super::sample::{Sample, mega};

/// What happened in all.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// What must not be: answers that were lost or came otherwise, moves that were made twice.
    pub broken: Vec<String>,
    /// How often the process was killed.
    pub kills: u64,
    /// Deliveries that were answered.
    pub answered: u64,
    /// Deliveries that were answered again, as the first time.
    pub again: u64,
    /// How often there was too much to do.
    pub busy: u64,
    /// How often a function failed, panicked or hung.
    pub trouble: u64,
    /// Answers that were forgotten, as they were old.
    pub forgotten: u64,
}

/// How much larger something may be in the last third of its time than in the middle third.
const GROWTH: f64 = 1.25;
/// The largest that a write-ahead log may be: twice of what SQLite folds into the file by itself.
const LONGEST_LOG: u64 = 64 * 1024 * 1024;

/// What is wrong; nothing, when all is well.
///
/// Size is flat when its mean in the last third of the time is at most 1.25 times that of the middle third: for the file of
/// all the time, for memory of the time of the last process. In ten minutes a leak of some 50 bytes a turn shows; in one
/// minute only a much larger one.
pub fn verdict(samples: &[Sample], tally: &Tally) -> Vec<String> {
    let mut wrong = tally.broken.clone();
    let last = samples.last().map_or(0, |sample| sample.run);
    let of_last = samples.iter().filter(|sample| sample.run == last);
    let sizes = [
        ("memory", of_last.map(|sample| sample.memory).collect::<Vec<_>>()),
        ("the file", samples.iter().map(|sample| sample.file).collect()),
    ];
    for (what, sizes) in sizes {
        match thirds(&sizes) {
            None => wrong.push(format!("{what} was not measured often enough")),
            Some((middle, end)) if end > middle * GROWTH => {
                wrong.push(format!("{what} grows: from {:.1} MB to {:.1} MB", mega(middle as u64), mega(end as u64)));
            }
            Some(_) => {}
        }
    }
    let longest = samples.iter().map(|sample| sample.log).max().unwrap_or(0);
    if longest > LONGEST_LOG {
        wrong.push(format!("the write-ahead log grew to {:.1} MB", mega(longest)));
    }
    let happened = [
        ("nothing was answered", tally.answered),
        ("nothing was answered again", tally.again),
        ("there was no kill", tally.kills),
        ("there was never too much to do", tally.busy),
        ("nothing ever failed", tally.trouble),
        ("nothing old was forgotten", tally.forgotten),
    ];
    wrong.extend(happened.iter().filter(|(_, count)| *count == 0).map(|(what, _)| (*what).to_owned()));
    wrong
}

/// The means of the middle third and of the last third.
pub fn thirds(sizes: &[u64]) -> Option<(f64, f64)> {
    let third = sizes.len() / 3;
    let mean = |part: &[u64]| part.iter().sum::<u64>() as f64 / part.len() as f64;
    let (rest, end) = sizes.split_at(sizes.len() - third);
    let middle = &rest[rest.len() - third..];
    let is_measured = third > 0 && middle.iter().chain(end).all(|size| *size > 0);
    is_measured.then(|| (mean(middle), mean(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two processes, with these sizes in the time of the second one.
    fn samples(size: impl Fn(usize) -> Sample) -> Vec<Sample> {
        let of_first = Sample { run: 1, memory: 1 << 20, file: 100 << 20, ..Sample::default() };
        let of_second = (0..30).map(|second| Sample { run: 2, ..size(second) });
        std::iter::repeat_n(of_first, 30).chain(of_second).collect()
    }

    fn flat() -> Sample {
        Sample { memory: 50 << 20, file: 100 << 20, log: 40 << 20, ..Sample::default() }
    }

    fn full() -> Tally {
        Tally { broken: Vec::new(), kills: 1, answered: 1, again: 1, busy: 1, trouble: 1, forgotten: 1 }
    }

    #[test]
    fn what_stays_flat_is_well() {
        assert_eq!(verdict(&samples(|_| flat()), &full()), Vec::<String>::new());
    }

    #[test]
    fn memory_that_grows_is_wrong_though_earlier_processes_had_less() {
        let growing = samples(|second| Sample { memory: (50 + 5 * second as u64) << 20, ..flat() });
        assert_eq!(verdict(&growing, &full()), ["memory grows: from 122.5 MB to 172.5 MB"]);
    }

    #[test]
    fn a_file_that_grows_is_wrong() {
        let growing = samples(|second| Sample { file: (100 + 10 * second as u64) << 20, ..flat() });
        assert_eq!(verdict(&growing, &full()), ["the file grows: from 122.5 MB to 295.0 MB"]);
    }

    #[test]
    fn a_long_log_is_wrong_though_it_was_long_only_once() {
        let long = samples(|second| Sample { log: if second == 3 { 65 << 20 } else { 0 }, ..flat() });
        assert_eq!(verdict(&long, &full()), ["the write-ahead log grew to 65.0 MB"]);
    }

    #[test]
    fn what_was_not_measured_is_not_well() {
        let wrong = verdict(&[], &full());
        assert_eq!(wrong, ["memory was not measured often enough", "the file was not measured often enough"]);
        assert_eq!(thirds(&[1, 1, 1, 1, 1, 0]), None);
    }

    #[test]
    fn what_is_broken_is_wrong() {
        let tally = Tally { broken: vec!["1-2-3 is lost".into()], ..full() };
        assert_eq!(verdict(&samples(|_| flat()), &tally), ["1-2-3 is lost"]);
    }

    #[test]
    fn a_soak_in_which_a_fault_never_happened_is_not_well() {
        assert_eq!(verdict(&samples(|_| flat()), &Tally::default()).len(), 6);
    }
}
