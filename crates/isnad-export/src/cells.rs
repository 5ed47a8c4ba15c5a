//! Rows of typed cells, and how they become CSV. Text is made safe for spreadsheets; numbers stay numbers, the negative ones too.

use crate::Result;
use crate::clean::safe_cell;
use std::io::Write;

/// One cell. What is unknown is empty, never zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Unknown.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

impl From<f64> for Cell {
    fn from(n: f64) -> Self {
        if n.is_finite() { Cell::Number(n) } else { Cell::Empty }
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Self {
        Cell::Whole(n)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

impl Cell {
    /// As CSV has it.
    fn written(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => safe_cell(text),
            Cell::Number(n) => n.to_string(),
            Cell::Whole(n) => n.to_string(),
        }
    }
}

/// What of a column a typed form needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// Whole numbers.
    Whole,
}

/// Where rows go.
pub trait Sink {
    /// Takes a row, with a cell a column.
    fn row(&mut self, cells: Vec<Cell>) -> Result<()>;
    /// Writes what is still held back.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// CSV with a header, and further rows of words under it where the form has them.
pub struct CsvSink<W: Write>(csv::Writer<W>);

impl<W: Write> CsvSink<W> {
    /// Writes the header rows.
    pub fn new(out: W, headers: &[Vec<&str>]) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        headers.iter().try_for_each(|h| writer.write_record(h))?;
        Ok(CsvSink(writer))
    }
}

impl<W: Write> Sink for CsvSink<W> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<()> {
        Ok(self.0.write_record(cells.iter().map(Cell::written))?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_and_formulas_become_text() {
        let mut out = Vec::new();
        let mut csv = Box::new(CsvSink::new(&mut out, &[vec!["a", "b", "c", "d"]]).unwrap());
        csv.row(vec![(-18.25).into(), "=1+1".into(), f64::NAN.into(), 4i64.into()]).unwrap();
        csv.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,b,c,d\n-18.25,'=1+1,,4\n");
    }
}
