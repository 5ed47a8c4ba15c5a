//! Rows as Parquet, where the program was built with it.

#[cfg(not(feature = "parquet"))]
use crate::Error;
use crate::Result;
use crate::cells::{Kind, Sink};
use std::io::Write;

/// Where rows go; an error that says what to do where the program was built without Parquet.
#[cfg(not(feature = "parquet"))]
pub fn sink<'a>(_: impl Write + Send + 'a, _: &[(&str, Kind)]) -> Result<Box<dyn Sink + 'a>> {
    Err(Error::NoParquet)
}

#[cfg(feature = "parquet")]
pub use with::sink;

#[cfg(feature = "parquet")]
mod with {
    use super::{Kind, Result, Sink, Write};
    use crate::cells::Cell;
    use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;
    use std::sync::Arc;

    /// Rows of one group: enough to pack well, few enough to hold.
    const GROUP: usize = 16_384;

    struct ParquetSink<W: Write + Send> {
        writer: SerializedFileWriter<W>,
        kinds: Vec<Kind>,
        held: Vec<Vec<Cell>>,
    }

    /// A file of these columns; every cell may be null.
    pub fn sink<'a, W: Write + Send + 'a>(out: W, columns: &[(&str, Kind)]) -> Result<Box<dyn Sink + 'a>> {
        let fields = columns
            .iter()
            .map(|(name, kind)| {
                let (physical, converted) = match kind {
                    Kind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
                    Kind::Number => (Physical::DOUBLE, ConvertedType::NONE),
                    Kind::Whole => (Physical::INT64, ConvertedType::NONE),
                };
                let field = Type::primitive_type_builder(name, physical)
                    .with_repetition(Repetition::OPTIONAL)
                    .with_converted_type(converted)
                    .build()?;
                Ok(Arc::new(field))
            })
            .collect::<Result<Vec<_>>>()?;
        let schema = Arc::new(Type::group_type_builder("isnad").with_fields(fields).build()?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by(format!("isnad {}", env!("CARGO_PKG_VERSION")))
            .build();
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        Ok(Box::new(ParquetSink { writer, kinds: columns.iter().map(|c| c.1).collect(), held: Vec::new() }))
    }

    impl<W: Write + Send> ParquetSink<W> {
        fn write_group(&mut self) -> Result<()> {
            if self.held.is_empty() {
                return Ok(());
            }
            let mut group = self.writer.next_row_group()?;
            for (n, kind) in self.kinds.iter().enumerate() {
                let cells: Vec<&Cell> =
                    self.held.iter().map(|row| row.get(n).unwrap_or(&Cell::Empty)).collect();
                let Some(mut column) = group.next_column()? else { break };
                match kind {
                    Kind::Text => {
                        let values: Vec<Option<ByteArray>> = cells
                            .iter()
                            .map(|c| match c {
                                Cell::Text(t) => Some(ByteArray::from(t.as_str())),
                                _ => None,
                            })
                            .collect();
                        let (levels, values) = split(values);
                        column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
                    }
                    Kind::Number => {
                        let values: Vec<Option<f64>> = cells
                            .iter()
                            .map(|c| match c {
                                Cell::Number(x) => Some(*x),
                                Cell::Whole(x) => Some(*x as f64),
                                _ => None,
                            })
                            .collect();
                        let (levels, values) = split(values);
                        column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
                    }
                    Kind::Whole => {
                        let values: Vec<Option<i64>> = cells
                            .iter()
                            .map(|c| match c {
                                Cell::Whole(x) => Some(*x),
                                _ => None,
                            })
                            .collect();
                        let (levels, values) = split(values);
                        column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
                    }
                }
                column.close()?;
            }
            group.close()?;
            self.held.clear();
            Ok(())
        }
    }

    /// Levels that say which are there, and those that are.
    fn split<T>(values: Vec<Option<T>>) -> (Vec<i16>, Vec<T>) {
        let levels = values.iter().map(|v| i16::from(v.is_some())).collect();
        (levels, values.into_iter().flatten().collect())
    }

    impl<W: Write + Send> Sink for ParquetSink<W> {
        fn row(&mut self, cells: Vec<Cell>) -> Result<()> {
            self.held.push(cells);
            if self.held.len() >= GROUP { self.write_group() } else { Ok(()) }
        }

        fn finish(mut self: Box<Self>) -> Result<()> {
            self.write_group()?;
            self.writer.finish()?;
            Ok(self.writer.inner_mut().flush()?)
        }
    }
}
