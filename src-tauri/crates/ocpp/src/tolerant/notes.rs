//! Oddities that were accepted.

use crate::manner::Hearing;

/// Short sentences about oddities that were accepted. The caller shows each once per station, so a sentence names
/// the field and the word, never a value that changes from message to message.
pub(crate) struct Notes<'a> {
    list: &'a mut Vec<String>,
    /// How the station that they are about is heard.
    pub hearing: Hearing,
}

/// One message cannot fill the memory with notes.
const MOST: usize = 16;

impl<'a> Notes<'a> {
    /// Notes that go here, about a station without peculiarities.
    #[cfg(test)]
    pub fn new(list: &'a mut Vec<String>) -> Self {
        Self { list, hearing: Hearing::default() }
    }

    /// Notes that go here, about a station that is heard in this way.
    pub fn hearing(list: &'a mut Vec<String>, hearing: Hearing) -> Self {
        Self { list, hearing }
    }

    /// Adds a sentence, once.
    pub fn add(&mut self, sentence: &str) {
        if self.list.len() < MOST && !self.list.iter().any(|note| note == sentence) {
            self.list.push(sentence.to_owned());
        }
    }

    /// Adds a sentence about a word that we do not know.
    pub fn unknown(&mut self, field: &str, word: &str) {
        self.add(&format!("Unknown {field} “{}”", shown(word)));
    }

    /// Adds that a field is missing or cannot be read.
    pub fn without(&mut self, field: &str) {
        self.add(&format!("{field} is missing or cannot be read"));
    }
}

/// A word from outside, short enough for a sentence and without control characters.
pub(crate) fn shown(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(40).collect()
}
