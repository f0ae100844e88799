//! The archive that a workbook is, opened with care: what it says of sizes and numbers is not believed.

use std::collections::HashMap;
use std::io::Cursor;
use std::io::Read;

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::import::source::encoding::OLE;
use crate::limits::PARTS;
use crate::limits::UNPACKED;

/// What is said of a workbook that nobody can read without its password.
pub(in crate::import) const PROTECTED: &str = "this workbook is protected by a password";

/// An archive.
pub(in crate::import) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The places of its parts by their names in lower case.
    parts: HashMap<String, usize>,
    /// How many bytes may still be unpacked.
    left: usize,
}

impl<'b> Archive<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Says why it is none that could be a workbook.
    pub(in crate::import) fn open(bytes: &'b [u8]) -> Result<Self, String> {
        if bytes.starts_with(OLE) {
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let old = "this is a workbook of an old kind; save it as .xlsx";
            return Err(if memmem::find(bytes, &name).is_some() { PROTECTED } else { old }.to_owned());
        }
        if !bytes.starts_with(b"PK") {
            return Err("this is no workbook (it is no zip archive)".to_owned());
        }
        if memmem::find_iter(bytes, b"PK\x01\x02").count() > PARTS || claims_more(bytes) {
            return Err(format!("this workbook has more than {PARTS} parts"));
        }
        let damaged = |reason| format!("this workbook is damaged ({reason})");
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let names = zip.file_names().enumerate();
        let part =
            |(at, name): (usize, Result<std::borrow::Cow<'_, str>, _>)| Some((normal(&name.ok()?), at));
        let parts = names.filter_map(part).collect();
        Ok(Self { zip, parts, left: UNPACKED })
    }

    /// Whether there is a part.
    pub(in crate::import) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// The text of a part, if there is one.
    ///
    /// # Errors
    /// It cannot be unpacked, or is too large.
    pub(in crate::import) fn read(&mut self, name: &str) -> Result<Option<String>, String> {
        let Some(&at) = self.parts.get(&normal(name)) else { return Ok(None) };
        let damaged = |reason: String| format!("this workbook is damaged ({name}: {reason})");
        let part = self.zip.by_index(at).map_err(|reason| match reason {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => PROTECTED.to_owned(),
            other => damaged(other.to_string()),
        })?;
        let mut bytes = Vec::new();
        part.take(self.left as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|reason| damaged(reason.to_string()))?;
        self.left = self
            .left
            .checked_sub(bytes.len())
            .ok_or_else(|| format!("this workbook unpacks to more than {} MiB", UNPACKED >> 20))?;
        let text = String::from_utf8(bytes).map_err(|_| damaged("it is not UTF-8".to_owned()))?;
        Ok(Some(text))
    }
}

/// A name as it is compared: some programs write it with backslashes, or in other cases than they refer to it.
fn normal(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

/// Whether the record of a large archive claims so many parts that room for them would not be had.
fn claims_more(bytes: &[u8]) -> bool {
    const TAIL: usize = 66 << 10;
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let number = |at: usize| bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes);
    memmem::find(tail, b"PK\x06\x07").is_some()
        && memmem::find_iter(bytes, b"PK\x06\x06")
            .flat_map(|at| [number(at + 24), number(at + 32)])
            .flatten()
            .any(|number| number > PARTS as u64)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        let read = |mut archive: Archive<'_>| {
            archive.left = 1 << 20;
            archive.read("a").map(|_| ())
        };
        Archive::open(bytes).and_then(read).expect_err("it is refused")
    }

    #[test]
    fn a_bomb_is_refused_and_lies_about_sizes_do_not_help() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("a", SimpleFileOptions::default()).unwrap();
        writer.write_all(&vec![b' '; 2 << 20]).unwrap();
        let mut bytes = writer.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 14);
        assert_eq!(refusal(&bytes), "this workbook unpacks to more than 128 MiB");
        // The sizes stand in the header before the part, and again in the directory.
        let directory = memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
        bytes[22..26].copy_from_slice(&9_u32.to_le_bytes());
        bytes[directory + 24..directory + 28].copy_from_slice(&9_u32.to_le_bytes());
        let lie = refusal(&bytes);
        assert!(lie.contains("128 MiB") || lie.contains("damaged"), "{lie}");
    }

    #[test]
    fn too_many_parts_are_refused() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for part in 0..=PARTS {
            writer.start_file(part.to_string(), SimpleFileOptions::default()).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(refusal(&bytes), "this workbook has more than 10000 parts");
        let mut claim = b"PK\x03\x04".to_vec();
        claim.extend([&b"PK\x06\x06"[..], &[0; 20], &[0xff; 6], &[0; 26], b"PK\x06\x07", &[0; 16]].concat());
        assert_eq!(refusal(&claim), "this workbook has more than 10000 parts");
    }

    #[test]
    fn what_is_no_archive_is_named() {
        assert_eq!(refusal(b"Problem,Risk\n"), "this is no workbook (it is no zip archive)");
        assert_eq!(refusal(b""), "this is no workbook (it is no zip archive)");
        assert!(refusal(b"PK\x03\x04").starts_with("this workbook is damaged ("));
        assert_eq!(refusal(OLE), "this is a workbook of an old kind; save it as .xlsx");
        let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
        let locked: Vec<u8> = OLE.iter().copied().chain(name).collect();
        assert_eq!(refusal(&locked), PROTECTED);
    }
}
