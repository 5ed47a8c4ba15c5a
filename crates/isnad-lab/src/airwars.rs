//! The Airwars set: its source texts as rows to read.

use crate::reading::Row;
use crate::shared::SourceText;

/// A source text as a row to read.
pub fn row(s: &SourceText) -> Row {
    Row {
        id: s.id.clone(),
        text: s.text.clone(),
        published: Some(s.published_raw.clone()).filter(|p| !p.is_empty()),
        title: Some(s.page_title.clone()),
        url: Some(s.url.clone()),
        outlet: Some(s.publisher.clone()),
        retrieved_at: Some(s.retrieved_at.clone()),
    }
}
