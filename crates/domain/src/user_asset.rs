//! Files that are uploaded and then served to everybody: pictures. What a file is, its first bytes tell, never what its sender calls it.

/// The largest file, in bytes.
pub const MAX_FILE_BYTES: usize = 8 * 1024 * 1024;

/// What may be uploaded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssetType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// An icon of Windows.
    Icon,
    /// SVG, which may hold scripts: it is served so that none of them runs.
    Svg,
    /// TIFF.
    Tiff,
    /// WebP.
    Webp,
    /// BMP.
    Bmp,
}

/// The media types of the wire for which [`AssetType::of`] knows files; two of them name the same files.
pub const MEDIA_TYPES: [&str; 9] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/vnd.microsoft.icon",
    "image/x-icon",
    "image/svg+xml",
    "image/tiff",
    "image/webp",
    "image/bmp",
];

/// Every type with its extension and its media type.
const TYPES: [(AssetType, &str, &str); 8] = [
    (AssetType::Jpeg, "jpg", "image/jpeg"),
    (AssetType::Png, "png", "image/png"),
    (AssetType::Gif, "gif", "image/gif"),
    (AssetType::Icon, "ico", "image/x-icon"),
    (AssetType::Svg, "svg", "image/svg+xml"),
    (AssetType::Tiff, "tiff", "image/tiff"),
    (AssetType::Webp, "webp", "image/webp"),
    (AssetType::Bmp, "bmp", "image/bmp"),
];

impl AssetType {
    /// What a file is by its first bytes; `None` for what may not be uploaded.
    pub fn of(file: &[u8]) -> Option<Self> {
        let is_riff = file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP");
        Some(match file {
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Self::Png,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            // At least one picture, of which there is a directory.
            [0, 0, 1, 0, low, high, ..] if (*low, *high) != (0, 0) => Self::Icon,
            [b'I', b'I', 0x2a, 0, ..] | [b'M', b'M', 0, 0x2a, ..] => Self::Tiff,
            _ if is_riff => Self::Webp,
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Self::Bmp,
            _ if is_svg(file) => Self::Svg,
            _ => return None,
        })
    }

    /// The type that a file's extension names.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        TYPES.iter().find(|(_, known, _)| *known == extension).map(|(kind, ..)| *kind)
    }

    /// The extension under which it is kept.
    pub fn extension(self) -> &'static str {
        TYPES.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, extension, _)| extension)
    }

    /// What it is sent as.
    pub fn media_type(self) -> &'static str {
        TYPES.iter().find(|(kind, ..)| *kind == self).map_or("application/octet-stream", |(.., media)| media)
    }
}

/// Whether a text begins with the element `svg`, after whatever XML allows before it.
fn is_svg(file: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(file) else { return false };
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!DOCTYPE") {
            ">"
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after;
    }
    rest.strip_prefix("<svg")
        .is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'))
}

/// The name under which a file is kept and served: its id and extension. Nothing else is looked for, so that no name leads elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssetName {
    name: String,
    kind: AssetType,
}

impl AssetName {
    /// The name of a new file with this id.
    pub fn new(id: &str, kind: AssetType) -> Self {
        Self { name: format!("{id}.{}", kind.extension()), kind }
    }

    /// Reads a name as [`Self::new`] makes it: 21 letters and digits, a dot, a known extension.
    pub fn parse(name: &str) -> Option<Self> {
        let (id, extension) = name.split_once('.')?;
        let is_id = id.len() == 21 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let kind = AssetType::of_extension(extension).filter(|_| is_id)?;
        Some(Self { name: name.to_owned(), kind })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// What the file is.
    pub const fn kind(&self) -> AssetType {
        self.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        for (file, kind) in [
            (b"\xff\xd8\xff\xe0rest".as_slice(), AssetType::Jpeg),
            (b"\x89PNG\r\n\x1a\nrest", AssetType::Png),
            (b"GIF89arest", AssetType::Gif),
            (b"\0\0\x01\0\x01\0rest", AssetType::Icon),
            (b"II\x2a\0rest", AssetType::Tiff),
            (b"RIFF\x10\0\0\0WEBPVP8 ", AssetType::Webp),
            (b"BM\x10\0\0\0\0\0\0\0rest", AssetType::Bmp),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", AssetType::Svg),
            (b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- a -->\n<!DOCTYPE svg>\n<svg>", AssetType::Svg),
        ] {
            assert_eq!(AssetType::of(file), Some(kind), "{kind:?}");
            assert_eq!(AssetType::of_extension(kind.extension()), Some(kind));
            assert!(MEDIA_TYPES.contains(&kind.media_type()));
        }
    }

    #[test]
    fn whatever_else_is_no_picture() {
        for file in [
            b"".as_slice(),
            b"<html><script>alert(1)</script>",
            b"<svgx>",
            b"<!-- <svg> ",
            b"<!doctype html><svg>",
            b"PK\x03\x04",
            b"%PDF-1.7",
            b"GIF8",
            b"\0\0\x01\0\0\0",
            b"RIFF\x10\0\0\0WAVE",
            b"BMW is a maker of cars",
        ] {
            assert_eq!(AssetType::of(file), None, "{file:?}");
        }
    }

    #[test]
    fn names_lead_nowhere_else() {
        let name = AssetName::new("abcdefghijklmnopqrs01", AssetType::Png);
        assert_eq!(AssetName::parse(name.as_str()), Some(name));
        for bad in [
            "",
            "abcdefghijklmnopqrs01",
            "abcdefghijklmnopqrs01.",
            "abcdefghijklmnopqrs01.html",
            "abcdefghijklmnopqrs01.png.png",
            "../ghijklmnopqrs01234.png",
            "ABCDEFGHIJKLMNOPQRS01.png",
            "abc.png",
        ] {
            assert_eq!(AssetName::parse(bad), None, "{bad}");
        }
    }
}
