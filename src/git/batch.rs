//! One `git cat-file --batch` for all that is asked of a repository.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::{GitError, Repository};

/// A running `git cat-file`, which answers a line with an object.
#[derive(Debug)]
pub(super) struct Batch {
    process: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// An object that git has.
struct Object {
    name: String,
    kind: String,
    bytes: Vec<u8>,
}

impl Batch {
    pub(super) fn open(repository: &Repository) -> Result<Self, GitError> {
        let mut command = repository.command();
        command.args(["cat-file", "--batch"]);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command.spawn()?;
        let closed = || io::Error::other("its output is closed");
        let questions = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().ok_or_else(closed)?);
        Ok(Self {
            process,
            questions,
            answers,
        })
    }

    /// The full name of the commit that a revision names.
    pub(super) fn commit(&mut self, name: &str) -> Result<Option<String>, GitError> {
        let object = self.object(format!("{name}^{{commit}}").as_bytes())?;
        Ok(object.map(|object| object.name))
    }

    /// What a file held, by its name: `commit:path`, in one line.
    pub(super) fn blob(&mut self, name: &[u8]) -> Result<Option<Vec<u8>>, GitError> {
        let object = self.object(name)?;
        Ok(object.filter(|object| object.kind == "blob").map(|object| object.bytes))
    }

    fn object(&mut self, name: &[u8]) -> Result<Option<Object>, GitError> {
        if name.contains(&b'\n') {
            return Ok(None);
        }
        if let Some(questions) = &mut self.questions
            && questions.write_all(&[name, b"\n"].concat()).is_err()
        {
            return Err(self.failure());
        }
        let mut head = Vec::new();
        if self.answers.read_until(b'\n', &mut head)? == 0 {
            return Err(self.failure());
        }
        let head = String::from_utf8_lossy(&head);
        let words: Vec<&str> = head.split_whitespace().collect();
        let [name, kind, size] = words[..] else {
            return Ok(None);
        };
        // `missing` and `ambiguous` come behind what was asked, which may hold blanks.
        let Some(size) = size.parse::<usize>().ok().filter(|_| is_object_name(name)) else {
            return Ok(None);
        };
        let mut bytes = vec![0; size + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(Some(Object {
            name: name.to_owned(),
            kind: kind.to_owned(),
            bytes,
        }))
    }

    /// Why the process has ended.
    fn failure(&mut self) -> GitError {
        self.questions = None;
        let mut message = String::new();
        if let Some(errors) = &mut self.process.stderr {
            let _ = errors.read_to_string(&mut message);
        }
        GitError::Failed {
            command: "cat-file".to_owned(),
            message: message.trim().to_owned(),
        }
    }
}

fn is_object_name(name: &str) -> bool {
    name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.questions = None;
        let _ = self.process.wait();
    }
}
