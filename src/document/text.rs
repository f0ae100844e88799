//! From bytes to text.

/// The greatest size of a block.
pub(super) const BLOCK: usize = 1 << 20;
/// The greatest size of a file that can only be read as a whole.
pub(super) const WHOLE: usize = 16 << 20;

/// Takes bytes as UTF-8 text.
///
/// # Errors
/// Says why they are none, and at which byte.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let utf_16 = |order: &str| format!("this file is UTF-16 ({order})");
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Err(utf_16("little-endian"));
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return Err(utf_16("big-endian"));
    }
    let zeros = |parity: usize| bytes.iter().take(64).skip(parity).step_by(2).all(|&byte| byte == 0);
    if bytes.len() >= 8 && zeros(1) != zeros(0) {
        return Err(utf_16(if zeros(1) { "little-endian" } else { "big-endian" }));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or(0);
        format!("this file is not UTF-8: byte 0x{byte:02x} at offset {at}")
    })
}

/// Whether a text has so many keys that parsing it would take much more memory than it has bytes.
///
/// Each part of a dotted key and each inline table costs the parser about 1.8 kB, each plain value about a tenth
/// of that. The bound keeps a parse below some 450 MB.
pub(super) fn too_many_keys(text: &str) -> bool {
    const MOST: usize = 250_000;
    const HARMLESS: usize = 64 << 10;
    if text.len() < HARMLESS {
        return false;
    }
    let count = |part: &str, sign: u8| memchr::memchr_iter(sign, part.as_bytes()).count();
    let tables = |line: &str| {
        if line.contains('{') {
            return count(line, b'{') + count(line, b'=') + count(line, b'.');
        }
        let key = line.split('=').next().unwrap_or(line);
        if key.len() < line.len() || line.trim_start().starts_with('[') { count(key, b'.') } else { 0 }
    };
    let values = count(text, b'\n') + count(text, b',');
    text.lines().map(tables).sum::<usize>() + values / 10 > MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf_8_is_named() {
        let message = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err();
        assert_eq!(message(b"ab\xffc"), "this file is not UTF-8: byte 0xff at offset 2");
        assert_eq!(message(b"\xff\xfea\0"), "this file is UTF-16 (little-endian)");
        assert_eq!(message(b"\xfe\xff\0a"), "this file is UTF-16 (big-endian)");
        assert_eq!(message(b"a\0b\0c\0d\0"), "this file is UTF-16 (little-endian)");
        assert_eq!(decode("größe".into()).unwrap(), "größe");
    }

    #[test]
    fn only_bombs_have_too_many_keys() {
        assert!(too_many_keys(&"a.b.c = 1\n".repeat(200_000)));
        assert!(too_many_keys(&format!("x = {{{}}}", "a = {}, ".repeat(200_000))));
        assert!(too_many_keys(&"1,".repeat(3_000_000)));
        assert!(!too_many_keys(&"risk = \"Users cannot log in. They call. 1.5 = 2\"\n".repeat(20_000)));
    }
}
