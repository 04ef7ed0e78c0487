//! QR codes as pictures that a page can show: PNG (ISO/IEC 15948) of one bit a pixel, in a `data:` URL. The picture is not compressed, which
//! a few kilobytes do not need.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use qrcodegen::{QrCode, QrCodeEcc};

/// Pixels a module.
const SCALE: usize = 4;
/// Empty modules around the code (ISO/IEC 18004 §9.1).
const QUIET_ZONE: usize = 4;

/// A picture of `text`; `None` when it is longer than a QR code can hold.
pub fn data_url(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    Some(format!("data:image/png;base64,{}", STANDARD.encode(png(&code))))
}

fn png(code: &QrCode) -> Vec<u8> {
    let modules = usize::try_from(code.size()).unwrap_or_default() + 2 * QUIET_ZONE;
    let width = modules * SCALE;
    let side = u32::try_from(width).unwrap_or_default().to_be_bytes();
    let mut pixels = Vec::with_capacity(width * (width / 8 + 2));
    for row in 0..width {
        let line: Vec<bool> = (0..width).map(|column| is_dark(code, column / SCALE, row / SCALE)).collect();
        // No filter; a bit is set where the picture is white.
        pixels.push(0);
        let byte = |eight: &[bool]| {
            eight.iter().enumerate().fold(0xff_u8, |byte, (bit, dark)| byte & !(u8::from(*dark) << (7 - bit)))
        };
        pixels.extend(line.chunks(8).map(byte));
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    // One bit a pixel, grey, deflate, no interlacing.
    push_chunk(&mut png, *b"IHDR", &[&side[..], &side[..], &[1, 0, 0, 0, 0]].concat());
    push_chunk(&mut png, *b"IDAT", &stored(&pixels));
    push_chunk(&mut png, *b"IEND", &[]);
    png
}

fn is_dark(code: &QrCode, column: usize, row: usize) -> bool {
    let place = |at: usize| at.checked_sub(QUIET_ZONE).and_then(|at| i32::try_from(at).ok());
    place(column).zip(place(row)).is_some_and(|(x, y)| code.get_module(x, y))
}

fn push_chunk(png: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    png.extend(u32::try_from(content.len()).unwrap_or_default().to_be_bytes());
    let start = png.len();
    png.extend(kind);
    png.extend(content);
    let checksum = crc32(png.get(start..).unwrap_or_default());
    png.extend(checksum.to_be_bytes());
}

/// A zlib stream (RFC 1950) of blocks that are stored as they are (RFC 1951 §3.2.4).
fn stored(content: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = content.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or_default();
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    stream.extend(adler32(content).to_be_bytes());
    stream
}

/// RFC 1950 §8.2.
fn adler32(content: &[u8]) -> u32 {
    let (low, high) = content.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

/// ISO/IEC 15948 annex D.
fn crc32(content: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !content.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn a_picture_has_its_size_and_every_line() {
        let url = data_url("otpauth://totp/a:b?secret=ABC").unwrap();
        let png = STANDARD.decode(url.strip_prefix("data:image/png;base64,").unwrap()).unwrap();
        let side = u32::from_be_bytes(png[16..20].try_into().unwrap());
        let version = (side / 4 - 8 - 17) / 4;
        assert_eq!((side, &png[20..24]), ((17 + 4 * version + 8) * 4, &png[16..20]));
        let lines = usize::try_from(side * (side.div_ceil(8) + 1)).unwrap();
        assert_eq!(png.len(), 8 + 25 + 12 + (2 + 5 + lines + 4) + 12);
        assert_eq!(data_url(&"x".repeat(5_000)), None);
    }
}
