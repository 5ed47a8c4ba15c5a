//! A decision with what became of it and what it is about.

use crate::Desk;
use isnad_model::{Decision, DecisionKind};
use isnad_store::{Archive, ReportKey, SqliteArchive};
use serde::Serialize;
use utoipa::ToSchema;

/// What a decision is about, for a link and a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct About {
    /// A report of its text.
    pub report_key: Option<i64>,
    /// The incident it names first, redirects followed; null where that is gone.
    pub incident: Option<String>,
    /// Title of the report, else of the incident.
    pub title: Option<String>,
}

/// A decision of the log.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DecisionLine {
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
    /// Whether it holds.
    pub holds: bool,
    /// The decision that took it back.
    pub undone_by: Option<String>,
    /// What it is about.
    pub about: About,
}

/// The line of a decision. `known` is the report that is at hand, so that it is not sought.
pub fn line(
    desk: &Desk,
    archive: &SqliteArchive,
    decision: Decision,
    known: Option<(ReportKey, Option<&str>)>,
) -> isnad_store::Result<DecisionLine> {
    let undone_by = desk.log().undone_by(&decision.id).map(str::to_owned);
    let about = about(desk, archive, &decision, known)?;
    Ok(DecisionLine { holds: undone_by.is_none(), undone_by, about, decision })
}

fn about(
    desk: &Desk,
    archive: &SqliteArchive,
    decision: &Decision,
    known: Option<(ReportKey, Option<&str>)>,
) -> isnad_store::Result<About> {
    // An undo is about what it undoes; a chain of undos about its end.
    let mut subject = None;
    for _ in 0..16 {
        let now: &Decision = subject.as_ref().unwrap_or(decision);
        if now.kind != DecisionKind::Undo {
            break;
        }
        let Some(id) = now.subjects.first() else { break };
        match archive.decision(id)? {
            Some(earlier) => subject = Some(earlier),
            None => break,
        }
    }
    let decision = subject.as_ref().unwrap_or(decision);
    let mut about = About::default();
    if let Some(anchor) = &decision.anchor {
        let key = match known {
            Some((key, title)) => {
                about.title = title.map(str::to_owned);
                Some(key)
            }
            None => {
                let key = archive.reports_of_text(&anchor.text_sha256)?.first().copied();
                if let Some(report) = key.map(|k| archive.report(k)).transpose()?.flatten() {
                    about.title = report.report.title;
                }
                key
            }
        };
        about.report_key = key.map(|k| k.0);
    }
    if decision.kind != DecisionKind::Undo
        && let Some(id) = decision.subjects.first()
    {
        let line = desk.index().line(id).cloned();
        match line {
            Some(line) => {
                about.incident = Some(line.id.clone());
                about.title = about.title.or_else(|| line.title.clone());
            }
            None => about.incident = archive.incident(id)?.map(|i| i.id),
        }
    }
    Ok(about)
}
