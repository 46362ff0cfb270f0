//! How much power a battery takes, by its state of charge.

/// The fraction of its peak that a battery takes from a DC charger: a short rise, a plateau, then constant voltage.
pub fn dc(soc: f64) -> f64 {
    along(&[(0.0, 0.55), (0.06, 1.0), (0.52, 0.97), (0.80, 0.42), (0.92, 0.16), (1.0, 0.04)], soc)
}

/// The fraction of its on-board charger's power that a battery takes: full until nearly the end.
pub fn ac(soc: f64) -> f64 {
    along(&[(0.0, 1.0), (0.94, 1.0), (0.98, 0.45), (1.0, 0.12)], soc)
}

/// Straight lines between points; the ends go on level.
fn along(points: &[(f64, f64)], x: f64) -> f64 {
    let after = points.iter().position(|(at, _)| *at > x);
    match after {
        Some(0) => points[0].1,
        None => points[points.len() - 1].1,
        Some(next) => {
            let ((x0, y0), (x1, y1)) = (points[next - 1], points[next]);
            y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        }
    }
}

/// Power on its way to a target: a charger takes some seconds to follow, both up and down.
pub fn follow(power: f64, target: f64, most: f64, seconds: f64) -> f64 {
    let step = most * seconds / 12.0;
    power + (target - power).clamp(-step * 3.0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_battery_takes_less_the_fuller_it_is_after_the_plateau() {
        let fractions: Vec<f64> = (52..=100).map(|percent| dc(f64::from(percent) / 100.0)).collect();
        assert!(fractions.windows(2).all(|pair| pair[1] < pair[0]));
        assert!(dc(0.3) > 0.95 && dc(0.0) < 0.6 && dc(2.0) < 0.05 && dc(-1.0) < 0.6);
        assert!(ac(0.5) > 0.99 && ac(0.99) < 0.4);
    }

    #[test]
    fn power_ramps_up_and_falls_faster() {
        let up = follow(0.0, 11_000.0, 11_000.0, 3.0);
        assert!(up > 2_000.0 && up < 4_000.0);
        assert!(follow(11_000.0, 0.0, 11_000.0, 3.0) < 4_000.0);
        assert!((follow(11_000.0, 11_000.0, 11_000.0, 60.0) - 11_000.0).abs() < 1e-9);
    }
}
