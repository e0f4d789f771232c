//! Lines, from a client that is silent for long: while it is, there is no buffer for it.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

use super::MAX_REQUEST;
use super::message::Incoming;

/// How much is read at once, in bytes, when nothing has come yet, and when something has.
const FIRST: usize = 64;
const NEXT: usize = 4096;

/// The lines of an input.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    /// What was read and belongs to the next lines.
    read: Vec<u8>,
}

impl<R: AsyncRead + Send + Unpin> Lines<R> {
    /// The lines of `input`.
    pub fn new(input: R) -> Self {
        Self {
            input,
            read: Vec::new(),
        }
    }

    /// The next line; of one that is too long, nothing is kept. `None` at the end: a last line without
    /// an end is no message.
    ///
    /// # Errors
    ///
    /// Fails when the input does.
    ///
    /// # Cancel safety
    ///
    /// What was read of a line that is too long may be taken for a line.
    pub async fn next(&mut self) -> io::Result<Option<Incoming>> {
        let (mut searched, mut is_too_long) = (0, false);
        loop {
            let end = self.read[searched..].iter().position(|byte| *byte == b'\n');
            if let Some(end) = end {
                let rest = self.read.split_off(searched + end + 1);
                let line = std::mem::replace(&mut self.read, rest);
                return Ok(Some(if is_too_long || line.len() > MAX_REQUEST {
                    Incoming::TooLong
                } else {
                    Incoming::Whole(line)
                }));
            }
            if self.read.len() > MAX_REQUEST {
                is_too_long = true;
                self.read.clear();
            }
            searched = self.read.len();
            if self.more().await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Reads what has come, at least something unless it is the end.
    async fn more(&mut self) -> io::Result<usize> {
        if !self.read.is_empty() {
            self.read.reserve(NEXT);
            return self.input.read_buf(&mut self.read).await;
        }
        self.read = Vec::new();
        let mut first = [0; FIRST];
        let length = self.input.read(&mut first).await?;
        self.read.extend_from_slice(&first[..length]);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::io::AsyncWriteExt;

    use super::*;

    async fn lines(input: &[u8]) -> Vec<Incoming> {
        let (mut lines, mut all) = (Lines::new(input), Vec::new());
        while let Some(line) = lines.next().await.unwrap() {
            all.push(line);
        }
        all
    }

    fn whole(line: impl Into<Vec<u8>>) -> Incoming {
        Incoming::Whole(line.into())
    }

    #[tokio::test]
    async fn lines_end_with_their_ends() {
        assert_eq!(lines(b"").await, []);
        assert_eq!(
            lines(b"a\n\nbc\nd").await,
            [whole("a\n"), whole("\n"), whole("bc\n")]
        );
        let long = format!("{}\n", "x".repeat(3 * NEXT));
        let twice = format!("{long}{long}");
        assert_eq!(
            lines(twice.as_bytes()).await,
            [whole(&*long), whole(&*long)]
        );
    }

    #[tokio::test]
    async fn a_line_that_is_too_long_is_passed_over() {
        let mut input = vec![b'x'; 3 * MAX_REQUEST];
        input.extend_from_slice(b"\nnext\n");
        assert_eq!(lines(&input).await, [Incoming::TooLong, whole("next\n")]);
        let mut input = vec![b'x'; MAX_REQUEST];
        input.push(b'\n');
        assert_eq!(lines(&input).await, [Incoming::TooLong]);
        assert_eq!(lines(&input[1..]).await, [whole(&input[1..])]);
    }

    #[tokio::test]
    async fn nothing_is_kept_while_nothing_comes() {
        let (mut client, server) = tokio::io::duplex(NEXT);
        let mut lines = Lines::new(server);
        for _ in 0..2 {
            client.write_all(b"some words\n").await.unwrap();
            assert_eq!(lines.next().await.unwrap(), Some(whole("some words\n")));
            assert!(lines.next().now_or_never().is_none(), "it waits");
            assert_eq!(lines.read.capacity(), 0);
        }
    }
}
