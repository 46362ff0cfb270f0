//! The sheet that charts are drawn on: plotters, at a tenth of a pixel.
//!
//! Its SVG backend knows whole pixels only and no dashes. So the sheet is ten times as large and the
//! picture's view box brings it back, and dashed lines are added as SVG of our own.

use std::fmt::Write as _;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters::prelude::{Cartesian2d, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::axis::Axis;
use super::look::{Look, css};
use super::thin::Run;
use super::time::TimeAxis;
use super::{Panel, Series};

/// Parts of a pixel that the sheet counts in.
const FINE: i32 = 10;

/// What plotters' text sizes have to be multiplied by for its SVG backend to write the size asked for.
const TEXT: f64 = 1.24;

type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A rectangle in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Frame {
    /// This frame as a part of the drawing.
    pub fn panel(self, key: &'static str, unit: &'static str, axis: &Axis, series: Vec<Series>) -> Panel {
        let Self { x, y, width, height } = self;
        Panel { key, unit, x, y, width, height, min: axis.min, max: axis.max, series }
    }
}

/// Where text stands, seen from the point it is written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// Draws on a sheet with `paint` and returns the whole picture.
pub(super) fn picture(look: &Look, paint: impl FnOnce(&mut Canvas<'_, '_>)) -> String {
    let mut body = String::new();
    let mut dashed = String::new();
    {
        let size = (look.width * FINE.unsigned_abs(), look.height * FINE.unsigned_abs());
        let sheet = SVGBackend::with_string(&mut body, size).into_drawing_area();
        paint(&mut Canvas { sheet: &sheet, look, dashed: &mut dashed });
        sheet.present().expect("text in memory can always be written");
    }
    // Our own head: the view box, and what would otherwise be said again on every element.
    let inner = body.split_once(">\n").map_or("", |(_, inner)| inner).trim_end();
    let inner = inner.strip_suffix("</svg>").unwrap_or(inner);
    let font = escaped(&look.font);
    let inner = inner
        .replace(&format!(" font-family=\"{font}\""), "")
        .replace(" opacity=\"1\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" \"/>", "\"/>")
        .replace("\">\n", "\">")
        .replace("\n</text>", "</text>");
    let (width, height) = (look.width, look.height);
    let (wide, high) = (width * FINE.unsigned_abs(), height * FINE.unsigned_abs());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {wide} {high}\" font-family=\"{font}\" stroke-linejoin=\"round\" \
         aria-hidden=\"true\">\n{inner}{dashed}</svg>\n"
    )
}

/// The sheet while it is drawn on.
pub(super) struct Canvas<'a, 'b> {
    sheet: &'a Sheet<'b>,
    look: &'a Look,
    dashed: &'a mut String,
}

impl<'b> Canvas<'_, 'b> {
    /// A plot in this frame, with its grid, base line and value labels.
    pub fn plot(&mut self, frame: Frame, time: &TimeAxis, axis: &Axis) -> Plot<'b> {
        let area = self
            .sheet
            .clone()
            .shrink((fine(frame.x), fine(frame.y)), (fine(frame.width), fine(frame.height)));
        let context = ChartBuilder::on(&area)
            .build_cartesian_2d(time.clone(), axis.min..axis.max)
            .expect("a plot without labels of plotters' own always fits");
        let mut plot = Plot { context, frame, from: time.from, to: time.to };
        let palette = self.look.palette();
        for value in &axis.labels {
            let y = plot.y(*value);
            if *value != 0.0 {
                plot.line(&[(time.from, *value), (time.to, *value)], palette.grid, 1.0);
            }
            let text = self.look.number(*value, axis.step);
            self.text(&text, (frame.x - 8.0, y), Side::Left, palette.label, FontStyle::Normal);
        }
        plot
    }

    /// The time labels under a plot. A label at an edge is moved inside, and one that would touch the
    /// label before it is left out.
    pub fn time_labels(&self, plot: &Plot<'_>, time: &TimeAxis) {
        let frame = plot.frame;
        let y = frame.y + frame.height + f64::from(self.look.text) * 0.7 + 6.0;
        let mut free_from = f64::NEG_INFINITY;
        for (at, text) in &time.labels {
            let width = self.text_width(text);
            let x = plot.x(*at);
            let left = (x - width / 2.0).clamp(frame.x, (frame.x + frame.width - width).max(frame.x));
            if left < free_from {
                continue;
            }
            free_from = left + width + 8.0;
            self.text(
                text,
                (left + width / 2.0, y),
                Side::Middle,
                self.look.palette().label,
                FontStyle::Normal,
            );
        }
    }

    /// Writes a text beside, or centred on, a point that lies half way up the letters.
    pub fn text(&self, text: &str, at: (f64, f64), side: Side, color: RGBColor, weight: FontStyle) {
        let size = f64::from(self.look.text) * f64::from(FINE) * TEXT;
        let font = FontDesc::new(FontFamily::Name(&self.look.font), size, weight);
        let anchor = match side {
            // Plotters names the side of the text that the point is on.
            Side::Left => HPos::Right,
            Side::Middle => HPos::Center,
            Side::Right => HPos::Left,
        };
        let style = TextStyle { font, color: color.to_backend_color(), pos: Pos::new(anchor, VPos::Center) };
        let drawn = self.sheet.draw_text(text, &style, (fine(at.0), fine(at.1)));
        drawn.expect("text in memory can always be written");
    }

    /// A dashed line, above everything else.
    pub fn dashed(&mut self, plot: &Plot<'_>, points: &[(i64, f64)]) {
        let (color, width) = (css(self.look.palette().limit), 1.5 * f64::from(FINE));
        let dash = format!("{} {}", 5 * FINE, 4 * FINE);
        let mut path = String::new();
        for (x, y) in points.iter().map(|point| plot.context.backend_coord(point)) {
            let separator = if path.is_empty() { "" } else { " " };
            let _ = write!(path, "{separator}{x},{y}");
        }
        let _ = writeln!(
            self.dashed,
            "<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" \
             stroke-dasharray=\"{dash}\" points=\"{path}\"/>"
        );
    }

    /// How many labels such as `00:00` fit beside each other with room to read them.
    pub fn label_room(&self, width: f64) -> usize {
        (width / (self.text_width("00:00") * 2.0 + 26.0)) as usize
    }

    /// How wide a text will be, near enough to keep labels apart.
    pub fn text_width(&self, text: &str) -> f64 {
        text.chars().count() as f64 * f64::from(self.look.text) * 0.58
    }
}

/// A plot while it is drawn on.
pub(super) struct Plot<'b> {
    context: ChartContext<'b, SVGBackend<'b>, Cartesian2d<TimeAxis, RangedCoordf64>>,
    pub frame: Frame,
    pub from: i64,
    pub to: i64,
}

impl<'b> Plot<'b> {
    /// Where an instant lies, in CSS pixels.
    pub fn x(&self, at: i64) -> f64 {
        f64::from(self.context.backend_coord(&(at, 0.0)).0) / f64::from(FINE)
    }

    /// Where a value lies, in CSS pixels.
    pub fn y(&self, value: f64) -> f64 {
        f64::from(self.context.backend_coord(&(self.from, value)).1) / f64::from(FINE)
    }

    /// A line; a single point becomes a short dash, so that it can be seen.
    pub fn line(&mut self, points: &[(i64, f64)], color: RGBColor, width: f64) {
        let style = color.stroke_width(fine(width).unsigned_abs());
        let points = match points {
            [] => return,
            [(at, value)] => {
                let pixel = ((self.to - self.from) as f64 / self.frame.width).ceil() as i64;
                vec![(at - pixel, *value), (at + pixel, *value)]
            }
            _ => points.to_vec(),
        };
        self.draw(PathElement::new(points, style));
    }

    /// The line at zero, drawn after areas so that they do not cover it.
    pub fn base_line(&mut self, color: RGBColor) {
        self.line(&[(self.from, 0.0), (self.to, 0.0)], color, 1.0);
    }

    /// The area between a line and zero.
    pub fn area(&mut self, run: &Run, color: RGBColor, alpha: f64) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        let mut outline = run.clone();
        outline.extend([(last.0, 0.0), (first.0, 0.0)]);
        self.draw(Polygon::new(outline, color.mix(alpha).filled()));
    }

    /// A filled shape.
    pub fn shape(&mut self, outline: Vec<(i64, f64)>, color: RGBColor) {
        self.draw(Polygon::new(outline, color.filled()));
    }

    /// A filled rectangle between two corners.
    pub fn rectangle(&mut self, a: (i64, f64), b: (i64, f64), color: RGBColor, alpha: f64) {
        // The backend writes height as bottom minus top, so the upper left corner has to come first.
        let corners = [(a.0.min(b.0), a.1.max(b.1)), (a.0.max(b.0), a.1.min(b.1))];
        let style: ShapeStyle = color.mix(alpha).filled();
        self.draw(Rectangle::new(corners, style));
    }

    fn draw<E>(&self, element: E)
    where
        for<'e> &'e E: PointCollection<'e, (i64, f64)>,
        E: Drawable<SVGBackend<'b>>,
    {
        self.context.plotting_area().draw(&element).expect("text in memory can always be written");
    }
}

fn fine(pixels: f64) -> i32 {
    (pixels * f64::from(FINE)).round() as i32
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            _ => safe.push(char),
        }
    }
    safe
}
