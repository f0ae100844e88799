//! From bytes to text, whatever program wrote them.

use std::borrow::Cow;

use encoding_rs::Encoding;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;

/// A text, and what a person should know of how it was read, with a line.
pub(in crate::import) type Decoded<'b> = (Cow<'b, str>, Option<(usize, String)>);

/// What other files begin with, and what to say of them.
const KNOWN: &[(&[u8], &str)] = &[
    (b"%PDF-", "this is a PDF file; its tables cannot be read"),
    (b"{\\rtf", "this is an RTF document; save it as Markdown or .csv"),
    (OLE, "this is a workbook of an old kind; save it as .xlsx"),
    (b"\xff\xfe\0\0", "this is UTF-32; save it as UTF-8"),
    (b"\0\0\xfe\xff", "this is UTF-32; save it as UTF-8"),
];

/// What old workbooks begin with, and those that have a password.
pub(in crate::import) const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Takes bytes as text, without its byte order mark.
///
/// # Errors
/// Says why they are none.
pub(in crate::import) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, String> {
    if let Some(reason) = foreign(bytes) {
        return Err(reason.to_owned());
    }
    let (text, remark) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => bytewise(rest)?,
        [0xff, 0xfe, rest @ ..] => in_pairs(rest, UTF_16LE),
        [0xfe, 0xff, rest @ ..] => in_pairs(rest, UTF_16BE),
        _ => match zeros(bytes) {
            Some(encoding) => in_pairs(bytes, encoding),
            None => bytewise(bytes)?,
        },
    };
    // In what is UTF-8 all the same, a few are dirt like other control characters, and go with them.
    let dirt = if matches!(text, Cow::Borrowed(_)) { text.len() / 10 } else { 0 };
    let mut zeros = memchr::memchr_iter(0, text.as_bytes());
    match zeros.next() {
        Some(at) if zeros.count() >= dirt => {
            Err(format!("this is no text (there is a zero byte in line {})", line(text.as_bytes(), at)))
        }
        _ => Ok((text, remark)),
    }
}

/// What is known to be no text, by how it begins.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        // OpenDocument puts the kind of the document right behind the first header.
        let head = &bytes[..bytes.len().min(200)];
        return Some(match memchr::memmem::find(head, b"opendocument.spreadsheet") {
            Some(_) => "this is a workbook (a zip archive); its name should end in .ods",
            None => "this is a workbook (a zip archive); its name should end in .xlsx",
        });
    }
    KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, reason)| *reason)
}

/// UTF-16 without a mark: every other byte of what is mostly ASCII is zero.
fn zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    let count = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (count(0), count(1));
    match (even, odd) {
        (0, odd) if odd > 0 && odd * 4 >= head.len() => Some(UTF_16LE),
        (even, 0) if even > 0 && even * 4 >= head.len() => Some(UTF_16BE),
        _ => None,
    }
}

fn in_pairs<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let remark = broken.then(|| text.find('\u{fffd}')).flatten().map(|at| {
        let message = format!("what is no {} here is read as \u{fffd}", encoding.name());
        (line(text.as_bytes(), at), message)
    });
    (text, remark)
}

/// UTF-8, or else what Windows wrote before.
fn bytewise(bytes: &[u8]) -> Result<Decoded<'_>, String> {
    /// The bytes that mean nothing in Windows-1252.
    const UNDEFINED: &[u8] = &[0x81, 0x8d, 0x8f, 0x90, 0x9d];
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), None)),
        Err(error) => error.valid_up_to(),
    };
    let (byte, bad) = (bytes[at], line(bytes, at));
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    // No text in Windows-1252 looks like UTF-8 in most of its letters.
    if lossy.chars().filter(|letter| !letter.is_ascii()).count() > 2 * broken {
        let message = format!("byte 0x{byte:02X} is no UTF-8, and is read as \u{fffd}");
        return Ok((lossy, Some((bad, message))));
    }
    if let Some(at) = bytes.iter().position(|byte| UNDEFINED.contains(byte)) {
        let (byte, line) = (bytes[at], line(bytes, at));
        return Err(format!("this is neither UTF-8 nor Windows-1252 (byte 0x{byte:02X} in line {line})"));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let message = format!("read as Windows-1252, since it is not UTF-8 (byte 0x{byte:02X} at line {bad})");
    Ok((text, Some((bad, message))))
}

/// The line of a byte, from 1.
fn line(bytes: &[u8], at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &bytes[..at]).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Option<(usize, String)>) {
        let (text, remark) = decode(bytes).unwrap();
        (text.into_owned(), remark)
    }

    fn pairs(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "Größe;“1”\r\n🙂";
        assert_eq!(read(text.as_bytes()), (text.to_owned(), None));
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()), (text.to_owned(), None));
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(read(&pairs(&format!("\u{feff}{text}"), bytes)), (text.to_owned(), None));
            assert_eq!(read(&pairs(text, bytes)), (text.to_owned(), None));
        }
        let remark = "read as Windows-1252, since it is not UTF-8 (byte 0xF6 at line 2)";
        assert_eq!(read(b"a\nGr\xf6\xdfe \x80").0, "a\nGröße €");
        assert_eq!(read(b"a\nGr\xf6\xdfe \x80").1, Some((2, remark.to_owned())));
        assert_eq!(read(b""), (String::new(), None));
        assert_eq!(read(b"Problem,Risk\na\0,b\n").0, "Problem,Risk\na\0,b\n");
    }

    #[test]
    fn what_is_broken_is_said() {
        let broken = ["ä ö ü\nß ".as_bytes(), b"\xe9!"].concat();
        let message = "byte 0xE9 is no UTF-8, and is read as \u{fffd}";
        assert_eq!(read(&broken), ("ä ö ü\nß \u{fffd}!".to_owned(), Some((2, message.to_owned()))));
        let (text, remark) = read(b"\xff\xfea\0\n\0\0\xd8b\0c");
        assert_eq!((text.as_str(), remark.map(|(line, _)| line)), ("a\n\u{fffd}b\u{fffd}", Some(2)));
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, message) in [
            (
                b"PK\x03\x04....xl/workbook.xml".as_slice(),
                "this is a workbook (a zip archive); its name should end in .xlsx",
            ),
            (
                b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                "this is a workbook (a zip archive); its name should end in .ods",
            ),
            (b"%PDF-1.7\n", "this is a PDF file; its tables cannot be read"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "this is a workbook of an old kind; save it as .xlsx"),
            (b"a\nb\0c\n", "this is no text (there is a zero byte in line 2)"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\x0d", "this is no text (there is a zero byte in line 3)"),
            (b"a\n\n\xe9\x81", "this is neither UTF-8 nor Windows-1252 (byte 0x81 in line 3)"),
        ] {
            assert_eq!(decode(bytes), Err(message.to_owned()));
        }
    }
}
