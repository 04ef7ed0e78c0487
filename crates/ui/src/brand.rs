//! A brand on a page: name, logo, and one colour from which every accent of the page is computed with readable contrast.
//!
//! Owns the arithmetic of contrast (WCAG 2.2, success criteria 1.4.3 and 1.4.11) and the text of the brand stylesheet. The
//! neutral palette and everything else about looks is in `assets/css`.

use std::fmt;
use std::str::FromStr;

/// The lightest ground that accent text stands on in the light scheme (`--ground` there), and the darkest card in the dark one.
const LIGHT_GROUND: Rgb = Rgb { red: 0xf6, green: 0xf5, blue: 0xf2 };
const DARK_GROUND: Rgb = Rgb { red: 0x23, green: 0x22, blue: 0x20 };
const WHITE: Rgb = Rgb { red: 0xff, green: 0xff, blue: 0xff };
const INK: Rgb = Rgb { red: 0x14, green: 0x13, blue: 0x11 };
const BLACK: Rgb = Rgb { red: 0x00, green: 0x00, blue: 0x00 };

/// Contrast of text against its ground (WCAG 2.2, 1.4.3).
const TEXT_CONTRAST: f64 = 4.5;
/// Contrast of a control's edge against its ground (WCAG 2.2, 1.4.11).
const EDGE_CONTRAST: f64 = 3.0;

/// Whose page this is: the application or organization that the user is about to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// The name people know the application by.
    pub application_name: String,
    /// Where its logo is; without one the page shows the name's initials on the accent colour.
    pub logo_url: Option<String>,
    /// Where the logo for dark ground is; shown in the dark scheme in place of the other.
    pub dark_logo_url: Option<String>,
    /// Its colour in the light scheme; Guildhall's verdigris without one.
    pub primary_color: Option<Rgb>,
    /// Its colour in the dark scheme; computed from `primary_color` without one.
    pub dark_primary_color: Option<Rgb>,
    /// Whether there is a dark scheme; otherwise pages are light for everybody.
    pub is_dark_enabled: bool,
    /// Where the icon of its pages is; Guildhall's mark without one.
    pub favicon_url: Option<String>,
    /// Where the icon for dark browsers is.
    pub dark_favicon_url: Option<String>,
    /// Where the stylesheet that somebody wrote for its pages is: an address of this server.
    pub own_stylesheet_url: Option<String>,
    /// What somebody wants to have said on this page: plain text, whose line breaks are kept.
    pub notice: Option<String>,
    /// Where an operator looks at the page within the console, before it is as they would have it.
    pub preview: Option<Preview>,
}

/// How a page is looked at within the console.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Whether it is shown in the dark scheme, whatever the browser's is; otherwise in the light one.
    pub is_dark: bool,
    /// Styles that are not stored yet, which a script lays over the others.
    pub css: Option<String>,
}

impl Brand {
    /// A brand that has only a name.
    pub fn named(application_name: impl Into<String>) -> Self {
        Self {
            application_name: application_name.into(),
            logo_url: None,
            dark_logo_url: None,
            primary_color: None,
            dark_primary_color: None,
            is_dark_enabled: true,
            favicon_url: None,
            dark_favicon_url: None,
            own_stylesheet_url: None,
            notice: None,
            preview: None,
        }
    }

    /// The brand on a page that is looked at in one scheme, whatever the browser's is.
    #[must_use]
    pub fn looked_at(self, preview: Preview) -> Self {
        // A scheme that the brand does not have is not shown.
        let is_dark = preview.is_dark && self.is_dark_enabled;
        let logo_url = self.dark_logo_url.filter(|_| is_dark).or(self.logo_url);
        Self {
            logo_url,
            dark_logo_url: None,
            is_dark_enabled: is_dark,
            preview: Some(Preview { is_dark, ..preview }),
            ..self
        }
    }

    /// The schemes that the page has, as browsers read them.
    pub(crate) fn schemes(&self) -> &'static str {
        match &self.preview {
            Some(preview) if preview.is_dark => "dark",
            None if self.is_dark_enabled => "light dark",
            _ => "light",
        }
    }

    /// The logo for dark ground, where it can be needed.
    pub(crate) fn logo_for_dark(&self) -> Option<&String> {
        self.dark_logo_url.as_ref().filter(|_| self.is_dark_enabled)
    }

    /// The one or two letters shown where there is no logo.
    pub fn initials(&self) -> String {
        crate::components::initials(&self.application_name)
    }

    /// The URL of the stylesheet with this brand's colours, or `None` where the default accent is used. Served by
    /// [`crate::assets::router`].
    pub fn stylesheet_url(&self) -> Option<String> {
        let light = self.primary_color.or(self.dark_primary_color)?;
        let dark = self.dark_primary_color.unwrap_or(light);
        Some(format!("/assets/brand/{light}-{dark}.css"))
    }
}

/// The stylesheet behind [`Brand::stylesheet_url`]: accent, text on it, accent as text, and its edge, each for both schemes.
pub(crate) fn stylesheet(light: Rgb, dark: Rgb) -> String {
    let light_fill = light;
    let dark_fill = dark.until(DARK_GROUND, WHITE, EDGE_CONTRAST);
    format!(
        ":root{{--accent:light-dark(#{},#{});--accent-hover:light-dark(#{},#{});--on-accent:light-dark(#{},#{});--accent-text:light-dark(#{},#{});\
         --accent-edge:light-dark(#{},#{})}}\n",
        light_fill,
        dark_fill,
        light_fill.hovered(),
        dark_fill.hovered(),
        light_fill.readable_on_it(),
        dark_fill.readable_on_it(),
        light.until(LIGHT_GROUND, INK, TEXT_CONTRAST),
        dark.until(DARK_GROUND, WHITE, TEXT_CONTRAST),
        light.until(LIGHT_GROUND, INK, EDGE_CONTRAST),
        dark_fill,
    )
}

/// An sRGB colour. Shown as six hexadecimal digits without `#`; parsed from `#rrggbb`, `#rgb`, or the same without `#`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rgb {
    /// Red, 0–255.
    pub red: u8,
    /// Green, 0–255.
    pub green: u8,
    /// Blue, 0–255.
    pub blue: u8,
}

/// The text is not a colour in hexadecimal notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAColor;

impl fmt::Display for NotAColor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a colour of the form #rrggbb or #rgb")
    }
}

impl std::error::Error for NotAColor {}

impl fmt::Display for Rgb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl fmt::Debug for Rgb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{self}")
    }
}

impl FromStr for Rgb {
    type Err = NotAColor;

    fn from_str(text: &str) -> Result<Self, NotAColor> {
        let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAColor);
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| NotAColor)?;
        let [_, red, green, blue] = match digits.len() {
            6 => value,
            3 => ((value & 0xf00) << 8 | (value & 0x0f0) << 4 | (value & 0x00f)) * 0x11,
            _ => return Err(NotAColor),
        }
        .to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl Rgb {
    /// Relative luminance, 0–1 (WCAG 2.2, definition of relative luminance).
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast ratio between two colours, 1–21 (WCAG 2.2, definition of contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// White, ink or black: the first that reads well on this colour. Between colours where neither white nor ink reaches
    /// 4.5:1, black does.
    pub fn readable_on_it(self) -> Self {
        // White comes first: on a strong colour it looks calmer than ink, even where ink would measure higher.
        [WHITE, INK].into_iter().find(|text| self.contrast(*text) >= TEXT_CONTRAST).unwrap_or(BLACK)
    }

    /// This colour under the pointer: a little further away from the text on it, so that contrast grows.
    fn hovered(self) -> Self {
        self.mix(if self.readable_on_it() == WHITE { BLACK } else { WHITE }, 4)
    }

    /// This colour, moved towards `pole` in small steps until it stands out from `ground` by `ratio`.
    fn until(self, ground: Self, pole: Self, ratio: f64) -> Self {
        (0..=32_u16)
            .map(|step| self.mix(pole, step))
            .find(|color| color.contrast(ground) >= ratio)
            .unwrap_or(pole)
    }

    /// `share` thirty-seconds of the way to `other`.
    fn mix(self, other: Self, share: u16) -> Self {
        let channel = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (32 - share) + u16::from(to) * share + 16) / 32;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every 17th value of each channel: 4,096 colours across the whole cube.
    fn cube() -> impl Iterator<Item = Rgb> {
        (0..4096_u32).map(|n| format!("{n:03x}").parse().unwrap())
    }

    #[test]
    fn every_brand_colour_gets_text_and_edges_of_sufficient_contrast() {
        for color in cube() {
            assert!(color.contrast(color.readable_on_it()) >= 4.5, "text on {color:?}");
            assert!(
                color.hovered().contrast(color.readable_on_it()) >= 4.5,
                "text on {color:?} under the pointer"
            );
            let dark_fill = color.until(DARK_GROUND, WHITE, EDGE_CONTRAST);
            assert!(dark_fill.contrast(dark_fill.readable_on_it()) >= 4.5, "text on dark {dark_fill:?}");
            assert!(color.until(LIGHT_GROUND, INK, TEXT_CONTRAST).contrast(LIGHT_GROUND) >= 4.5, "{color:?}");
            assert!(color.until(DARK_GROUND, WHITE, TEXT_CONTRAST).contrast(DARK_GROUND) >= 4.5, "{color:?}");
            assert!(color.until(LIGHT_GROUND, INK, EDGE_CONTRAST).contrast(LIGHT_GROUND) >= 3.0, "{color:?}");
        }
    }

    #[test]
    fn contrast_matches_the_published_extremes() {
        let black: Rgb = "#000000".parse().unwrap();
        assert!((black.contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 1e-9);
        let grey: Rgb = "#767676".parse().unwrap();
        assert!((grey.contrast(WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn colours_parse_in_their_usual_notations_and_nothing_else() {
        let violet = Rgb { red: 0x5d, green: 0x34, blue: 0xf2 };
        assert_eq!("#5d34f2".parse(), Ok(violet));
        assert_eq!("5D34F2".parse(), Ok(violet));
        assert_eq!("#fa0".parse(), Ok(Rgb { red: 0xff, green: 0xaa, blue: 0x00 }));
        for wrong in ["", "#", "#12345", "#1234567", "red", "+12345", "#5d34f2;}", "#ünï"] {
            assert_eq!(wrong.parse::<Rgb>(), Err(NotAColor), "{wrong}");
        }
    }

    #[test]
    fn the_stylesheet_holds_both_schemes() {
        let yellow: Rgb = "#ffd400".parse().unwrap();
        assert_eq!(
            stylesheet(yellow, yellow),
            ":root{--accent:light-dark(#ffd400,#ffd400);--accent-hover:light-dark(#ffd920,#ffd920);\
             --on-accent:light-dark(#141311,#141311);--accent-text:light-dark(#826d09,#ffd400);\
             --accent-edge:light-dark(#a78c06,#ffd400)}\n"
        );
    }

    #[test]
    fn a_brand_without_a_dark_scheme_needs_no_logo_for_it() {
        let brand =
            Brand { dark_logo_url: Some("https://a.example/d".to_owned()), ..Brand::named("Fjord Desk") };
        assert!(brand.logo_for_dark().is_some());
        assert_eq!(Brand { is_dark_enabled: false, ..brand }.logo_for_dark(), None);
    }

    #[test]
    fn a_brand_that_is_looked_at_is_shown_in_the_scheme_that_was_chosen() {
        let logo = |url: &str| Some(format!("https://a.example/{url}"));
        let brand = Brand { logo_url: logo("l"), dark_logo_url: logo("d"), ..Brand::named("Fjord Desk") };
        let seen = |brand: &Brand, is_dark| {
            let seen = brand.clone().looked_at(Preview { is_dark, css: None });
            (seen.schemes(), seen.logo_url, seen.is_dark_enabled)
        };
        assert_eq!(brand.schemes(), "light dark");
        assert_eq!(seen(&brand, true), ("dark", logo("d"), true));
        assert_eq!(seen(&brand, false), ("light", logo("l"), false));
        let light = Brand { is_dark_enabled: false, ..brand };
        assert_eq!(seen(&light, true), ("light", logo("l"), false));
    }

    #[test]
    fn a_brand_without_colours_has_no_stylesheet() {
        assert_eq!(Brand::named("Fjord Desk").stylesheet_url(), None);
        let brand = Brand { primary_color: "#5d34f2".parse().ok(), ..Brand::named("Fjord Desk") };
        assert_eq!(brand.stylesheet_url().as_deref(), Some("/assets/brand/5d34f2-5d34f2.css"));
    }
}
