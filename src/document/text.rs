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
        format!("this file is not UTF-8: byte 0x{byte:02x} at offset {at}")
    })
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
}
