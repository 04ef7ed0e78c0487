//! The plot of docs/performance.svg: how each figure grows with the number of users.

use anyhow::{Result, anyhow};
use plotters::{
    coord::ranged1d::{AsRangedCoord, ValueFormatter},
    prelude::*,
};

use crate::{
    results::{Results, Size},
    scenario::Figure,
};

const WIDTH: u32 = 900;
const HEIGHT: u32 = 760;
/// Told apart without colour vision too: Okabe and Ito's colours, with points of different size in the legend's order.
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];
const FONT: &str = "sans-serif";

struct Series<'a> {
    name: &'a str,
    points: Vec<(f64, f64)>,
}

/// Draws the plot as SVG. `None` when there are fewer than two sizes to draw.
pub(crate) fn draw(results: &Results) -> Result<Option<String>> {
    let sizes: Vec<&Size> = results.sizes.iter().filter(|size| size.users > 0).collect();
    if sizes.len() < 2 {
        return Ok(None);
    }
    let series = |name, value: &dyn Fn(&Size) -> Option<f64>| Series { name, points: points(&sizes, value) };
    let rates: Vec<Series<'_>> = Figure::ALL
        .iter()
        .map(|figure| series(figure.name(), &|size| Some(size.measured(*figure)?.per_second)))
        .collect();
    let process = [
        series("Resident memory, MB", &|size| Some(as_f64(size.resident_bytes) / (1024.0 * 1024.0))),
        series("Start to first answer, ms", &|size| Some(size.first_answer.as_secs_f64() * 1000.0)),
    ];
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, HEIGHT)).into_drawing_area();
        root.fill(&WHITE).map_err(failed)?;
        let (upper, lower) = root.split_vertically(HEIGHT * 6 / 10);
        panel(&upper, "Answers a second", &rates)?;
        panel(&lower, "The process", &process)?;
        root.present().map_err(failed)?;
    }
    Ok(Some(svg))
}

#[expect(clippy::cast_precision_loss, reason = "a plot shows three digits")]
const fn as_f64(number: u64) -> f64 {
    number as f64
}

fn points(sizes: &[&Size], value: &dyn Fn(&Size) -> Option<f64>) -> Vec<(f64, f64)> {
    sizes.iter().filter_map(|size| Some((as_f64(size.users), value(size)?))).collect()
}

fn failed(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("the plot cannot be drawn: {error}")
}

fn panel(
    area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    caption: &str,
    series: &[Series<'_>],
) -> Result<()> {
    let all = || series.iter().flat_map(|series| series.points.iter().copied());
    let (smallest, largest) =
        all().fold((f64::INFINITY, 0.0_f64), |(low, high), (x, _)| (low.min(x), high.max(x)));
    let top = all().map(|(_, y)| y).fold(1.0_f64, f64::max) * 1.45;
    let x = (smallest..largest).log_scale();
    let mut chart = ChartBuilder::on(area)
        .caption(caption, (FONT, 18))
        .margin(16)
        .margin_right(40)
        .x_label_area_size(40)
        .y_label_area_size(70)
        .build_cartesian_2d(x, 0.0..top)
        .map_err(failed)?;
    mesh(&mut chart)?;
    for (series, colour) in series.iter().zip(COLOURS) {
        chart
            .draw_series(LineSeries::new(series.points.iter().copied(), colour.stroke_width(2)))
            .map_err(failed)?
            .label(series.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(3)));
        chart
            .draw_series(series.points.iter().map(|point| Circle::new(*point, 4, colour.filled())))
            .map_err(failed)?;
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.3))
        .label_font((FONT, 13))
        .draw()
        .map_err(failed)
}

fn mesh<'a, X>(
    chart: &mut ChartContext<'_, SVGBackend<'_>, Cartesian2d<X, plotters::coord::types::RangedCoordf64>>,
) -> Result<()>
where
    X: Ranged<ValueType = f64> + ValueFormatter<f64> + AsRangedCoord<Value = f64> + 'a,
{
    chart
        .configure_mesh()
        .x_desc("users")
        .x_label_formatter(&|users| crate::results::thousands(*users))
        .y_label_formatter(&|value| crate::results::thousands(*value))
        .light_line_style(WHITE)
        .bold_line_style(BLACK.mix(0.12))
        .label_style((FONT, 13))
        .draw()
        .map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::tests::sample;

    #[test]
    fn every_figure_is_drawn_and_named() {
        let svg = draw(&sample()).unwrap().unwrap();
        for figure in Figure::ALL {
            assert!(svg.contains(figure.name()), "{}", figure.name());
        }
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.matches("<polyline").count() >= 6, "a line for each series");
    }

    #[test]
    fn one_size_makes_no_plot() {
        let mut results = sample();
        results.sizes.truncate(2);
        assert!(draw(&results).unwrap().is_none());
    }
}
