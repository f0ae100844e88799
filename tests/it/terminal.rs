//! A terminal for tests: a command runs on a pseudo-terminal, and what its screen shows is known.

use std::fs::File;
use std::fs::OpenOptions;
use std::io::Read;
use std::io::Write;
use std::process::Child;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use rustix::pty;
use rustix::termios;

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command on a terminal.
pub(crate) struct Terminal {
    keyboard: File,
    output: mpsc::Receiver<Vec<u8>>,
    child: Child,
    screen: Screen,
}

impl Terminal {
    /// Starts a command on a screen of some rows.
    pub(crate) fn start(mut command: Command, rows: u16) -> Self {
        let master = pty::openpt(pty::OpenptFlags::RDWR | pty::OpenptFlags::NOCTTY).unwrap();
        pty::grantpt(&master).unwrap();
        pty::unlockpt(&master).unwrap();
        let size = termios::Winsize { ws_row: rows, ws_col: 160, ws_xpixel: 0, ws_ypixel: 0 };
        termios::tcsetwinsize(&master, size).unwrap();
        let name = pty::ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let end = || OpenOptions::new().read(true).write(true).open(&name).unwrap();
        command.env_remove("CI").env("TERM", "xterm").env("NO_COLOR", "1");
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        // The command's ends must not stay open here, or the output would never end.
        drop(command);
        let keyboard = File::from(master);
        let mut reader = keyboard.try_clone().unwrap();
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { keyboard, output, child, screen: Screen::new(rows.into()) }
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until the screen shows a text.
    pub(crate) fn until(&mut self, text: &str) {
        self.wait(text, true);
    }

    /// Waits until the screen shows a text no more: rows are drawn one after the other.
    pub(crate) fn until_gone(&mut self, text: &str) {
        self.wait(text, false);
    }

    fn wait(&mut self, text: &str, is_shown: bool) {
        while self.screen.shows(text) != is_shown {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.screen.take(&bytes),
                Err(error) => {
                    panic!("{text:?} shown: never {is_shown} ({error}):\n{}", self.screen.text())
                }
            }
        }
    }

    /// Waits for a question, and answers it.
    pub(crate) fn answer(&mut self, question: &str, keys: &str) {
        self.until(question);
        self.press(keys);
    }

    /// Waits until the command ends: its exit code, and the screen.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.screen.take(&bytes);
        }
        (self.child.wait().unwrap().code(), self.screen.text())
    }
}

/// What a terminal shows. It knows the sequences that our prompts write, and no others.
struct Screen {
    rows: Vec<Vec<char>>,
    row: usize,
    column: usize,
    /// What has scrolled away.
    above: Vec<String>,
    /// Bytes of a character or sequence that has not arrived in full.
    rest: Vec<u8>,
}

impl Screen {
    fn new(rows: usize) -> Self {
        Self { rows: vec![Vec::new(); rows], row: 0, column: 0, above: Vec::new(), rest: Vec::new() }
    }

    /// All lines, those that scrolled away too.
    fn text(&self) -> String {
        let rows = self.rows.iter().map(|row| line(row));
        let lines: Vec<String> = self.above.iter().cloned().chain(rows).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// Whether a line that is on the screen now shows a text.
    fn shows(&self, text: &str) -> bool {
        self.rows.iter().any(|row| line(row).contains(text))
    }

    fn take(&mut self, bytes: &[u8]) {
        self.rest.extend(bytes);
        let text = match std::str::from_utf8(&self.rest) {
            Ok(text) => text.to_owned(),
            Err(error) => String::from_utf8(self.rest[..error.valid_up_to()].to_vec()).unwrap(),
        };
        self.rest.drain(..text.len());
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let before = letters.clone();
            match letter {
                '\u{1b}' if !self.sequence(&mut letters) => {
                    let unread: String = std::iter::once(letter).chain(before).collect();
                    self.rest.splice(0..0, unread.into_bytes());
                    return;
                }
                '\u{1b}' => {}
                '\r' => self.column = 0,
                '\n' if self.row + 1 == self.rows.len() => {
                    let top = self.rows.remove(0);
                    self.above.push(line(&top));
                    self.rows.push(Vec::new());
                }
                '\n' => self.row += 1,
                letter => {
                    let row = &mut self.rows[self.row];
                    row.resize(row.len().max(self.column + 1), ' ');
                    row[self.column] = letter;
                    self.column += 1;
                }
            }
        }
    }

    /// Carries out a sequence; says whether it was there in full.
    fn sequence(&mut self, letters: &mut std::str::Chars<'_>) -> bool {
        if letters.next() != Some('[') {
            return false;
        }
        let mut number = String::new();
        for letter in letters {
            match letter {
                '0'..='9' | ';' | '?' => number.push(letter),
                command => {
                    self.obey(command, number.parse().unwrap_or(1), &number);
                    return true;
                }
            }
        }
        false
    }

    fn obey(&mut self, command: char, count: usize, number: &str) {
        let last = self.rows.len() - 1;
        match command {
            'A' => self.row = self.row.saturating_sub(count),
            'B' => self.row = (self.row + count).min(last),
            'C' => self.column += count,
            'D' => self.column = self.column.saturating_sub(count),
            'G' => self.column = count - 1,
            'K' if number == "2" => self.rows[self.row].clear(),
            'K' => self.rows[self.row].truncate(self.column),
            'J' => {
                self.rows[self.row].truncate(self.column);
                self.rows[self.row + 1..].iter_mut().for_each(Vec::clear);
            }
            'h' | 'l' | 'm' => {}
            other => panic!("the screen does not know ESC [ {number} {other}"),
        }
    }
}

fn line(row: &[char]) -> String {
    row.iter().collect::<String>().trim_end().to_owned()
}
