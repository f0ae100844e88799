//! How the files of a workspace are named for somebody who stands in another folder.

use std::path::Path;

/// The path from the folder in which somebody stands to the files of a workspace.
#[derive(Clone, Debug, Default)]
pub(super) struct Viewpoint {
    /// The parts of the path from the root down to that folder, where it lies in the workspace.
    inside: Vec<String>,
    /// What comes before each path, where it lies elsewhere: `services/shop/`.
    before: String,
}

impl Viewpoint {
    /// Compares two absolute paths without links.
    pub(super) fn new(root: &Path, folder: &Path) -> Self {
        let parts = |path: &Path| -> Vec<String> {
            path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
        };
        let (there, here) = (parts(root), parts(folder));
        let shared = there.iter().zip(&here).take_while(|(there, here)| there == here).count();
        let (down, up) = (&there[shared..], &here[shared..]);
        if down.is_empty() {
            return Self { inside: up.to_vec(), before: String::new() };
        }
        // Where nothing but the top of the disk is shared, the whole path is easier to read.
        let before = match shared {
            0 | 1 => format!("{}/", root.display()),
            _ => format!("{}{}/", "../".repeat(up.len()), down.join("/")),
        };
        Self { inside: Vec::new(), before }
    }

    /// The path of a file, which is relative to the root, as it is written in that folder.
    pub(super) fn path(&self, file: &str) -> String {
        let mut rest = file;
        let mut inside = self.inside.iter().peekable();
        while let Some(part) = inside.peek()
            && let Some(below) = rest.strip_prefix(part.as_str()).and_then(|rest| rest.strip_prefix('/'))
        {
            rest = below;
            inside.next();
        }
        format!("{}{}{rest}", self.before, "../".repeat(inside.count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_where_one_stands() {
        let cases = [
            ("/work/shop", "playbooks/a.toml"),
            ("/work/shop/playbooks", "a.toml"),
            ("/work/shop/playbooks/deep", "../a.toml"),
            ("/work/shop/play", "../playbooks/a.toml"),
            ("/work", "shop/playbooks/a.toml"),
            ("/work/cart", "../shop/playbooks/a.toml"),
            ("/home/ann", "/work/shop/playbooks/a.toml"),
            ("/", "/work/shop/playbooks/a.toml"),
        ];
        for (folder, path) in cases {
            let viewpoint = Viewpoint::new(Path::new("/work/shop"), Path::new(folder));
            assert_eq!(viewpoint.path("playbooks/a.toml"), path, "{folder}");
        }
        assert_eq!(Viewpoint::default().path("playbooks/a.toml"), "playbooks/a.toml");
    }
}
