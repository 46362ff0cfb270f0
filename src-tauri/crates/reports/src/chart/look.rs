//! How a chart looks: size, palette, zone, decimal mark.

use jiff::tz::TimeZone;
use plotters::style::RGBColor;

/// Palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light; paper always uses this one.
    Light,
    /// Light on dark.
    Dark,
}

/// Everything about a chart that is not data.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// CSS pixels, at least 120.
    pub width: u32,
    /// CSS pixels, at least 60.
    pub height: u32,
    /// Palette.
    pub theme: Theme,
    /// Decimal mark of the reader's language.
    pub decimal: char,
    /// Where local days and hours are those of.
    pub zone: TimeZone,
    /// CSS font family.
    pub font: String,
    /// Size of labels in CSS pixels; 11, on phones 12.
    pub text: u32,
}

impl Look {
    /// A look with the usual letters, a decimal point and local time of `zone`, an IANA name.
    /// An unknown zone is taken as UTC: a chart with other hours is better than none.
    pub fn new(width: u32, height: u32, theme: Theme, zone: &str) -> Self {
        Self {
            width: width.clamp(120, 8000),
            height: height.clamp(60, 8000),
            theme,
            decimal: '.',
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
            font: "Mona Sans, Noto Sans, sans-serif".to_owned(),
            text: 11,
        }
    }

    pub(super) const fn palette(&self) -> &'static Palette {
        match self.theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// A number for a label; `step` says how many decimals are worth showing.
    pub(super) fn number(&self, value: f64, step: f64) -> String {
        let decimals = if step >= 1.0 || step <= 0.0 { 0.0 } else { (-step.log10()).ceil() };
        // The steps are 1 to 10 times a power of ten, so this is a small whole number.
        let text = format!("{value:.*}", decimals as usize);
        text.replace('.', self.decimal.encode_utf8(&mut [0; 4]))
    }
}

/// The colours of one theme.
pub(super) struct Palette {
    pub background: RGBColor,
    pub grid: RGBColor,
    pub axis: RGBColor,
    pub label: RGBColor,
    pub ink: RGBColor,
    pub limit: RGBColor,
    pub limit_label: RGBColor,
    pub future: RGBColor,
    pub power: RGBColor,
    pub current: RGBColor,
    pub battery: RGBColor,
    pub single: RGBColor,
    bays: [RGBColor; 12],
}

impl Palette {
    /// A bay's tone; past the twelfth they begin again.
    pub const fn bay(&self, bay: u16) -> RGBColor {
        self.bays[(bay.saturating_sub(1) % 12) as usize]
    }
}

/// As CSS writes it.
pub(super) fn css(color: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2)
}

const fn rgb(hex: u32) -> RGBColor {
    let [_, red, green, blue] = hex.to_be_bytes();
    RGBColor(red, green, blue)
}

const LIGHT: Palette = Palette {
    background: rgb(0xFB_FDFC),
    grid: rgb(0xE0_E4E1),
    axis: rgb(0xC4_C9C5),
    label: rgb(0x59_605B),
    ink: rgb(0x15_1B17),
    limit: rgb(0x15_1B17),
    limit_label: rgb(0x45_4D47),
    future: rgb(0xEA_EDEB),
    power: rgb(0x10_5FA6),
    current: rgb(0x7A_4E8C),
    battery: rgb(0x1B_6F45),
    single: rgb(0x6E_ABE0),
    bays: [
        rgb(0x11_3D70),
        rgb(0x19_5DA3),
        rgb(0x43_89CC),
        rgb(0x6E_ABE0),
        rgb(0x9F_CAEB),
        rgb(0xC5_E1F4),
        rgb(0x43_3C2E),
        rgb(0x63_5B4C),
        rgb(0x8C_8473),
        rgb(0xAC_A493),
        rgb(0xCC_C3B2),
        rgb(0xE4_DBC9),
    ],
};

const DARK: Palette = Palette {
    background: rgb(0x12_1715),
    grid: rgb(0x23_2926),
    axis: rgb(0x3F_4743),
    label: rgb(0x98_A19C),
    ink: rgb(0xE8_ECEA),
    limit: rgb(0xDB_DFDD),
    limit_label: rgb(0xB8_C0BC),
    future: rgb(0x0B_0F0D),
    power: rgb(0x77_B8F0),
    current: rgb(0xC9_A2DA),
    battery: rgb(0x7B_D29C),
    single: rgb(0x30_6EAF),
    bays: [
        rgb(0xA1_C6E1),
        rgb(0x64_A6E1),
        rgb(0x48_8DD1),
        rgb(0x30_6EAF),
        rgb(0x2B_588D),
        rgb(0x26_456B),
        rgb(0xC9_C0AE),
        rgb(0xA7_9F8E),
        rgb(0x90_8878),
        rgb(0x73_6B5B),
        rgb(0x5D_5646),
        rgb(0x4A_4334),
    ],
};

#[cfg(test)]
mod tests {
    use super::{Look, Theme, css};

    #[test]
    fn a_label_has_as_many_decimals_as_its_step_is_worth() {
        let mut look = Look::new(600, 200, Theme::Light, "Europe/Berlin");
        assert_eq!(look.number(40.0, 10.0), "40");
        assert_eq!(look.number(0.4, 0.2), "0.4");
        look.decimal = ',';
        assert_eq!(look.number(0.05, 0.05), "0,05");
    }

    #[test]
    fn there_are_twelve_tones_and_then_they_begin_again() {
        let palette = Look::new(600, 200, Theme::Light, "UTC").palette();
        assert_eq!(css(palette.bay(1)), "#113D70");
        assert_eq!(css(palette.bay(12)), "#E4DBC9");
        assert_eq!(css(palette.bay(13)), "#113D70");
        assert_eq!(css(palette.bay(0)), "#113D70");
    }
}
