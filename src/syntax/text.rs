//! From bytes to text.

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
        let before = &error.as_bytes()[..at];
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        // Letters of western Europe, where no sequence of UTF-8 begins.
        let looks = if byte >= 0xa0 { " (it looks like Windows-1252)" } else { "" };
        format!("line {line}, column {column}: byte 0x{byte:02x} is not UTF-8{looks}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf_8_is_named() {
        let message = |bytes: &[u8]| decode(bytes.to_vec()).unwrap_err();
        assert_eq!(
            message(b"ab\xffc"),
            "line 1, column 3: byte 0xff is not UTF-8 (it looks like Windows-1252)"
        );
        assert_eq!(message(b"\xff\xfea\0"), "this file is UTF-16 (little-endian)");
        assert_eq!(message(b"\xfe\xff\0a"), "this file is UTF-16 (big-endian)");
        assert_eq!(message(b"a\0b\0c\0d\0"), "this file is UTF-16 (little-endian)");
        assert_eq!(decode("größe".into()).unwrap(), "größe");
    }
}
