//! pass@k: how likely one of k attempts at a prompt passes.

use std::collections::BTreeMap;

/// The `k` that are reported, as far as there are that many attempts at each prompt.
const ASKED: [usize; 9] = [1, 2, 3, 4, 5, 10, 20, 50, 100];

/// Attempts at prompts. Attempts that have the run, the model and the prompt in common are at one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passes {
    /// Attempts at a prompt and how many of them passed, with the number of prompts that are so.
    prompts: BTreeMap<(usize, usize), usize>,
}

impl Passes {
    /// A prompt more, with its attempts and how many of them passed.
    pub fn add(&mut self, attempts: usize, passed: usize) {
        *self.prompts.entry((attempts, passed)).or_default() += 1;
    }

    /// How many prompts there are, each counted for every run and model.
    pub fn prompts(&self) -> usize {
        self.prompts.values().sum()
    }

    /// How many attempts there are at all of them.
    pub fn attempts(&self) -> usize {
        let attempts = self.prompts.iter();
        attempts
            .map(|((attempts, _), prompts)| attempts * prompts)
            .sum()
    }

    /// The fewest attempts at one prompt; 0 if there is none.
    pub fn fewest(&self) -> usize {
        self.prompts
            .keys()
            .next()
            .map_or(0, |(attempts, _)| *attempts)
    }

    /// Attempts at a prompt, how many of them passed, and at how many prompts that is so.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let all = self.prompts.iter();
        all.map(|((attempts, passed), prompts)| (*attempts, *passed, *prompts))
    }

    /// The `k` of which something can be said of every prompt, smallest first. The last is the
    /// fewest attempts at one.
    pub fn ks(&self) -> Vec<usize> {
        let fewest = self.fewest();
        let mut ks: Vec<usize> = ASKED.into_iter().filter(|k| *k < fewest).collect();
        ks.extend(Some(fewest).filter(|fewest| *fewest > 0));
        ks
    }

    /// The mean of [`pass_at`] over all prompts. `None` if there is none, or one has fewer attempts.
    pub fn at(&self, k: usize) -> Option<f64> {
        let prompts = self.prompts();
        if prompts == 0 {
            return None;
        }
        let mut sum = 0.0;
        for ((attempts, passed), prompts) in &self.prompts {
            sum += pass_at(*attempts, *passed, k)? * *prompts as f64;
        }
        Some(sum / prompts as f64)
    }

    /// The same in percent, rounded down: 100 means that every prompt is passed for sure.
    pub fn percent(&self, k: usize) -> Option<usize> {
        self.at(k).map(|value| floor(value, 100))
    }

    /// The same in ten thousandths, rounded down.
    pub fn parts(&self, k: usize) -> Option<usize> {
        self.at(k).map(|value| floor(value, 10_000))
    }
}

/// As many parts of one as that, rounded down; all of them only for one itself. What a sum of
/// fractions falls short of a whole number by is far below a thousand-millionth.
fn floor(value: f64, parts: usize) -> usize {
    if value >= 1.0 {
        return parts;
    }
    let floor = (value * parts as f64 + 1e-9).floor() as usize;
    floor.min(parts - 1)
}

/// An unbiased estimate of how likely one of `k` attempts passes, if `passed` of `attempts` did:
/// `1 - C(attempts - passed, k) / C(attempts, k)`. `None` if there are fewer than `k` attempts, or no
/// sense in it.
///
/// Source: Chen and others, "Evaluating Large Language Models Trained on Code" (2021), section 2.1, where
/// the product stands too.
///
/// ```
/// use stackspec::suite::pass_at;
/// assert_eq!(pass_at(5, 2, 5), Some(1.0));
/// assert_eq!(pass_at(5, 0, 5), Some(0.0));
/// assert_eq!(pass_at(1, 1, 2), None);
/// ```
pub fn pass_at(attempts: usize, passed: usize, k: usize) -> Option<f64> {
    if k == 0 || k > attempts || passed > attempts {
        return None;
    }
    if passed == 0 {
        return Some(0.0);
    }
    let failed = attempts - passed;
    if failed < k {
        return Some(1.0);
    }
    let missed = (failed + 1..=attempts).map(|i| 1.0 - k as f64 / i as f64);
    Some(1.0 - missed.product::<f64>())
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// Attempts and passes of prompts, and the percent for each `k`.
    #[track_caller]
    fn percents(prompts: &[(usize, usize)], expected: &[(usize, usize)]) {
        let mut passes = Passes::default();
        for (attempts, passed) in prompts {
            passes.add(*attempts, *passed);
        }
        let ks = passes.ks();
        let found: Vec<_> = ks
            .iter()
            .filter_map(|k| Some((*k, passes.percent(*k)?)))
            .collect();
        assert_eq!(found, expected, "{prompts:?}");
    }

    /// By hand, with binomial coefficients.
    #[test]
    fn as_computed_by_hand() {
        // 1 - 3/5; 1 - 3/10; 1 - 1/10; none of four can be without a pass.
        percents(&[(5, 2)], &[(1, 40), (2, 70), (3, 90), (4, 100), (5, 100)]);
        // 1 - C(9,k)/C(10,k) = k/10
        percents(
            &[(10, 1)],
            &[(1, 10), (2, 20), (3, 30), (4, 40), (5, 50), (10, 100)],
        );
        percents(&[(1, 1)], &[(1, 100)]);
        percents(&[(1, 0)], &[(1, 0)]);
        percents(&[(3, 0)], &[(1, 0), (2, 0), (3, 0)]);
        percents(&[(3, 3)], &[(1, 100), (2, 100), (3, 100)]);
        // 2/3 and (1 - 0/3)
        percents(&[(3, 2)], &[(1, 66), (2, 100), (3, 100)]);
    }

    #[test]
    fn the_mean_is_over_prompts_not_over_attempts() {
        // (1 + 0) / 2, although 1 of 11 attempts passed.
        percents(&[(1, 1), (10, 0)], &[(1, 50)]);
        // (2/5 + 1) / 2 and (7/10 + 1) / 2
        percents(&[(5, 2), (2, 2)], &[(1, 70), (2, 85)]);
        percents(&[(2, 1), (2, 1), (2, 0)], &[(1, 33), (2, 66)]);
    }

    /// Red twins: nothing is neither 0 nor 100 %, and 100 % is all.
    #[test]
    fn nothing_is_no_share_and_all_is_all() {
        percents(&[], &[]);
        let none = Passes::default();
        assert_eq!((none.at(1), none.ks(), none.fewest()), (None, vec![], 0));
        let mut nearly = Passes::default();
        for _ in 0..100_000 {
            nearly.add(2, 2);
        }
        assert_eq!(nearly.percent(1), Some(100));
        nearly.add(2, 1);
        assert_eq!(nearly.percent(1), Some(99));
        assert_eq!(nearly.parts(1), Some(9_999));
        assert_eq!(nearly.percent(2), Some(100));
        assert_eq!(nearly.percent(3), None, "nobody tried three times");
        assert_eq!((nearly.prompts(), nearly.attempts()), (100_001, 200_002));
    }

    #[test]
    fn what_makes_no_sense_has_no_value() {
        for (attempts, passed, k) in [(0, 0, 1), (5, 2, 0), (5, 2, 6), (5, 6, 1)] {
            assert_eq!(pass_at(attempts, passed, k), None);
        }
    }

    /// The product is the formula with binomial coefficients, counted out.
    #[test]
    fn the_product_is_the_formula() {
        fn choose(n: u64, k: u64) -> u64 {
            (0..k).fold(1, |product, i| product * (n - i) / (i + 1))
        }
        for n in 1..=20_u64 {
            for c in 0..=n {
                for k in 1..=n {
                    let missed = if n - c < k { 0 } else { choose(n - c, k) };
                    let wanted = 1.0 - missed as f64 / choose(n, k) as f64;
                    let [n, c, k] = [n, c, k].map(|x| usize::try_from(x).unwrap());
                    let found = pass_at(n, c, k).unwrap();
                    assert!((found - wanted).abs() < 1e-12, "{n} {c} {k}");
                }
            }
        }
    }
}
