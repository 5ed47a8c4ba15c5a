//! From what a person asked for to a decision in the log.
//!
//! *Comes in*: a [`DecisionRequest`], on the writing thread, with the archive as it stands. *Goes out*: the decision, written, and the incidents
//! that it changed. *Does not*: take words or positions on trust: anchors are made here, from the text.

mod request;

pub use request::{CommentOn, DecisionRequest, Ruling};

use super::decision_line::line;
use super::decisions::EndedIncident;
use crate::Desk;
use crate::edit::{self, ClaimEdit, Ground};
use crate::error::{ApiError, ApiResult};
use crate::refusal;
use axum::http::StatusCode;
use isnad_model::review::{Reviewed, ReviewedClaim};
use isnad_model::wire::{ClaimJson, ReadingJson};
use isnad_model::{Anchor, BlockKind, CharMap, Decision, DecisionKind, Incident, Span};
use isnad_store::{Archive, LineChange, ReportKey, SqliteArchive, StoredReport};
use serde_json::{Value, json};

/// Characters of context that an anchor keeps on each side.
const CONTEXT: usize = 40;
/// Characters of a reason or comment, at most.
const MOST_WORDS: usize = 5000;
/// Characters of a user's name, at most.
const MOST_NAME: usize = 100;

/// What was done.
#[derive(Debug)]
pub struct Made {
    /// The decision.
    pub decision: Decision,
    /// Incidents that are new or other.
    pub incidents: Vec<String>,
    /// Incidents that ended.
    pub ended: Vec<EndedIncident>,
}

/// A decision without what all have.
#[derive(Default)]
struct Draft {
    anchor: Option<Anchor>,
    subjects: Vec<String>,
    value: Value,
}

/// A report as it is ruled on.
struct Case {
    key: ReportKey,
    stored: StoredReport,
    reading: ReadingJson,
    reviewed: Reviewed,
}

impl Case {
    fn of(archive: &SqliteArchive, key: i64) -> ApiResult<Case> {
        let none = || {
            ApiError::not_found("there is no report of this number, or a later extraction took its place")
                .at("report")
        };
        let key = ReportKey(key);
        let (stored, reading, reviewed) = archive.reviewed(key)?.ok_or_else(none)?;
        Ok(Case { key, stored, reading, reviewed })
    }

    fn claim(&self, id: &str) -> ApiResult<&ReviewedClaim> {
        let none = || ApiError::not_found("the report has no claim of this id").at("claim");
        self.reviewed.claim(id).ok_or_else(none)
    }

    fn anchor(&self, start: usize, end: usize) -> Anchor {
        let text = &self.stored.report.text;
        let map = CharMap::new(text);
        let words = |from: usize, to: usize| map.span(from, to).of(text).to_owned();
        Anchor {
            text_sha256: self.stored.report.text_sha256,
            span: map.span(start, end),
            quotation: words(start, end),
            before: words(start.saturating_sub(CONTEXT), start),
            after: words(end, end.saturating_add(CONTEXT).min(map.len().max(end))),
        }
    }

    fn on(&self, claim: &ClaimJson) -> Anchor {
        self.anchor(claim.trigger.start, claim.trigger.end)
    }

    /// Words that stand for the whole report: its first claim's trigger, else the beginning of what it says.
    fn whole(&self) -> Anchor {
        if let Some(c) = self.reviewed.claims.first() {
            return self.on(&c.claim);
        }
        let blocks = &self.reading.blocks;
        let block = blocks.iter().find(|b| b.kind == BlockKind::Body).or(blocks.first());
        let text = &self.stored.report.text;
        let map = CharMap::new(text);
        let (start, end) = block.map_or((0, map.len()), |b| (b.start, b.end));
        let span = map.span(start, end.min(start + CONTEXT)).trimmed(text);
        let (start, end) = map.chars(if span.is_empty() { Span::new(0, 0) } else { span });
        self.anchor(start, end)
    }

    fn edited(&self, desk: &Desk, edit: &ClaimEdit, was: Option<&ClaimJson>) -> ApiResult<ClaimJson> {
        let ground = Ground {
            text: &self.stored.report.text,
            text_sha256: &self.stored.report.text_sha256,
            blocks: &self.reading.blocks,
            knowledge: desk.knowledge(),
        };
        let claim = edit::claim(edit, ground, was)?;
        let other = self.reviewed.claims.iter().any(|c| c.claim.id == claim.id);
        if other && was.is_none_or(|w| w.id != claim.id) {
            return Err(ApiError::refused("trigger", refusal::CLAIM_THERE));
        }
        Ok(claim)
    }
}

fn was(claim: &ClaimJson) -> Value {
    json!({"id": claim.id, "type": claim.kind})
}

fn meanwhile(desk: &Desk, archive: &SqliteArchive, newer: Decision) -> ApiError {
    let message = "someone decided on this meanwhile; look at it again";
    let mut e = ApiError::new(StatusCode::CONFLICT, "decided_meanwhile", message);
    e.body.decision = line(desk, archive, newer, None).ok().map(Box::new);
    e
}

struct Asking<'a> {
    desk: &'a Desk,
    archive: &'a SqliteArchive,
    seen: &'a Option<Option<String>>,
}

impl Asking<'_> {
    /// Refuses where the claim was ruled on after what the person saw.
    fn fresh_claim(&self, claim: &ReviewedClaim) -> ApiResult<()> {
        let Some(seen) = self.seen else { return Ok(()) };
        if claim.review.decision == *seen {
            return Ok(());
        }
        let newer = match &claim.review.decision {
            Some(id) => self.archive.decision(id)?,
            // What they saw was undone.
            None => match seen {
                Some(id) => {
                    let by = self.desk.log().undone_by(id).map(str::to_owned);
                    by.map(|id| self.archive.decision(&id)).transpose()?.flatten()
                }
                None => None,
            },
        };
        match newer {
            Some(newer) => Err(meanwhile(self.desk, self.archive, newer)),
            None => Ok(()),
        }
    }

    /// Refuses where one of the incidents was ruled on after what the person saw. Comments change nothing, and count for nothing.
    fn fresh_incidents(&self, ids: &[String]) -> ApiResult<()> {
        let Some(seen) = self.seen else { return Ok(()) };
        let since = match seen {
            Some(id) => self.archive.decision(id)?.map(|d| d.at),
            None => None,
        };
        for id in ids {
            for d in self.archive.decisions_on_incident(id)?.into_iter().rev() {
                let later = since.as_ref().is_none_or(|s| d.at > *s);
                if d.kind != DecisionKind::Comment && later && Some(&d.id) != seen.as_ref() {
                    return Err(meanwhile(self.desk, self.archive, d));
                }
            }
        }
        Ok(())
    }

    fn incident(&self, field: &str, id: &str) -> ApiResult<Incident> {
        let none = || ApiError::not_found("there is no incident of this id").at(field);
        self.archive.incident(id)?.ok_or_else(none)
    }

    fn draft(&self, ruling: &Ruling, reason: &str) -> ApiResult<(DecisionKind, Draft)> {
        Ok(match ruling {
            Ruling::Accept { report, claim } => {
                let case = Case::of(self.archive, *report)?;
                let claim = case.claim(claim)?;
                self.fresh_claim(claim)?;
                let value = json!({"claim": claim.claim, "was": was(&claim.claim)});
                (
                    DecisionKind::Accept,
                    Draft { anchor: Some(case.on(&claim.claim)), value, ..Draft::default() },
                )
            }
            Ruling::Reject { report, claim } => {
                let case = Case::of(self.archive, *report)?;
                let claim = case.claim(claim)?;
                self.fresh_claim(claim)?;
                let value = json!({"was": was(&claim.claim)});
                (
                    DecisionKind::Reject,
                    Draft { anchor: Some(case.on(&claim.claim)), value, ..Draft::default() },
                )
            }
            Ruling::Correct { report, claim, value } => {
                let case = Case::of(self.archive, *report)?;
                let claim = case.claim(claim)?;
                self.fresh_claim(claim)?;
                let made = case.edited(self.desk, value, Some(&claim.claim))?;
                let value = json!({"claim": made, "was": was(&claim.claim)});
                // Where the trigger moved, the new one anchors the claim; `was` finds the old.
                (DecisionKind::Correct, Draft { anchor: Some(case.on(&made)), value, ..Draft::default() })
            }
            Ruling::Add { report, value } => {
                let case = Case::of(self.archive, *report)?;
                let made = case.edited(self.desk, value, None)?;
                let value = json!({"claim": made, "was": null});
                (DecisionKind::Add, Draft { anchor: Some(case.on(&made)), value, ..Draft::default() })
            }
            Ruling::Move { report, claim, to } => {
                let case = Case::of(self.archive, *report)?;
                let mut draft = Draft::default();
                if let Some(to) = to {
                    let to = self.incident("to", to)?;
                    self.fresh_incidents(std::slice::from_ref(&to.id))?;
                    let there = self.archive.incidents_of_report(case.key)?;
                    if claim.is_none() && there.len() == 1 && there[0] == to.id {
                        return Err(ApiError::refused("to", refusal::IN_INCIDENT));
                    }
                    draft.subjects.push(to.id);
                }
                match claim {
                    Some(id) => {
                        let claim = case.claim(id)?;
                        draft.anchor = Some(case.on(&claim.claim));
                        draft.value = json!({"claims": [claim.claim.id]});
                    }
                    None => draft.anchor = Some(case.whole()),
                }
                (DecisionKind::Move, draft)
            }
            Ruling::Merge { incidents } => {
                if !(2..=50).contains(&incidents.len()) {
                    return Err(ApiError::refused("incidents", refusal::MERGE_COUNT.of(50)));
                }
                let mut subjects = Vec::new();
                for (n, id) in incidents.iter().enumerate() {
                    let id = self.incident(&format!("incidents[{n}]"), id)?.id;
                    if !subjects.contains(&id) {
                        subjects.push(id);
                    }
                }
                if subjects.len() < 2 {
                    return Err(ApiError::refused("incidents", refusal::ONE_ALREADY));
                }
                self.fresh_incidents(&subjects)?;
                (DecisionKind::Merge, Draft { subjects, ..Draft::default() })
            }
            Ruling::Split { incident, items, claims } => self.split(incident, items, claims)?,
            Ruling::Standing { incident, standing } => {
                if reason.is_empty() {
                    return Err(ApiError::refused("reason", refusal::REASON_MISSING));
                }
                let id = self.incident("incident", incident)?.id;
                self.fresh_incidents(std::slice::from_ref(&id))?;
                (
                    DecisionKind::Standing,
                    Draft { subjects: vec![id], value: json!(standing), ..Draft::default() },
                )
            }
            Ruling::Comment { on, text } => {
                let text = words("text", text, MOST_WORDS)?;
                if text.is_empty() {
                    return Err(ApiError::refused("text", refusal::COMMENT_BLANK));
                }
                let draft = match on {
                    CommentOn::Incident { incident } => {
                        let id = self.incident("incident", incident)?.id;
                        Draft { subjects: vec![id], value: json!({"text": text}), ..Draft::default() }
                    }
                    CommentOn::Claim { report, claim } => {
                        let case = Case::of(self.archive, *report)?;
                        let claim = &case.claim(claim)?.claim;
                        let value = json!({"text": text, "was": was(claim)});
                        Draft { anchor: Some(case.on(claim)), value, ..Draft::default() }
                    }
                };
                (DecisionKind::Comment, draft)
            }
            Ruling::Undo { decision } => {
                let none = || ApiError::not_found("there is no decision of this id").at("decision");
                let earlier = self.archive.decision(decision)?.ok_or_else(none)?;
                // Asked of the archive, for the log in memory may be a moment behind.
                if self.archive.undone()?.contains(&earlier.id) {
                    let by = self.desk.log().undone_by(&earlier.id).map(str::to_owned);
                    let by = by.map(|id| self.archive.decision(&id)).transpose()?.flatten();
                    return Err(meanwhile(self.desk, self.archive, by.unwrap_or(earlier)));
                }
                (DecisionKind::Undo, Draft { subjects: vec![earlier.id], ..Draft::default() })
            }
        })
    }

    fn split(&self, incident: &str, items: &[String], claims: &[String]) -> ApiResult<(DecisionKind, Draft)> {
        let incident = self.incident("incident", incident)?;
        if items.is_empty() == claims.is_empty() {
            return Err(ApiError::refused("items", refusal::SPLIT_WHAT));
        }
        let mut ids = Vec::new();
        let mut apart = std::collections::HashSet::new();
        for (n, item) in items.iter().enumerate() {
            let none = || ApiError::refused(format!("items[{n}]"), refusal::NO_MEMBER);
            let member = incident.member(item).ok_or_else(none)?;
            apart.insert(member.item.as_str());
            ids.push(member.item.clone());
        }
        for (n, claim) in claims.iter().enumerate() {
            let none = || ApiError::refused(format!("claims[{n}]"), refusal::NO_CLAIM);
            incident.claim(claim).ok_or_else(none)?;
            for m in &incident.members {
                if m.claims.iter().any(|c| c.id == *claim) {
                    apart.insert(m.item.as_str());
                }
            }
            ids.push(claim.clone());
        }
        if apart.len() >= incident.members.len() {
            let field = if items.is_empty() { "claims" } else { "items" };
            return Err(ApiError::refused(field, refusal::SPLIT_ALL));
        }
        self.fresh_incidents(std::slice::from_ref(&incident.id))?;
        Ok((
            DecisionKind::Split,
            Draft { subjects: vec![incident.id], value: json!(ids), ..Draft::default() },
        ))
    }
}

/// A person's words: trimmed, bounded, without control characters but line ends.
fn words(field: &str, text: &str, most: usize) -> ApiResult<String> {
    let text = text.trim();
    if text.chars().nth(most).is_some() {
        return Err(ApiError::refused(field, refusal::TOO_LONG.of(most)));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(ApiError::refused(field, refusal::CONTROLS));
    }
    Ok(text.to_owned())
}

/// An id that nobody else gives: a random UUID (version 4).
fn new_id() -> ApiResult<String> {
    let mut b = [0u8; 16];
    getrandom::fill(&mut b).map_err(|_| ApiError::internal())?;
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    let hex: String = b.iter().map(|b| format!("{b:02x}")).collect();
    Ok(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}

/// Checks, writes, brings incidents in step.
///
/// # Errors
///
/// 404 where what is ruled on is not there, 409 where another ruled meanwhile, 422 with the field that does not hold.
pub fn rule(desk: &Desk, archive: &mut SqliteArchive, request: &DecisionRequest) -> ApiResult<Made> {
    let reason = words("reason", request.reason.as_deref().unwrap_or_default(), MOST_WORDS)?;
    let user = words("user", request.user.as_deref().unwrap_or_default(), MOST_NAME)?;
    let asking = Asking { desk, archive, seen: &request.seen };
    let (kind, draft) = asking.draft(&request.ruling, &reason)?;
    let decision = Decision {
        id: new_id()?,
        kind,
        anchor: draft.anchor,
        subjects: draft.subjects,
        value: draft.value,
        reason,
        user: if user.is_empty() { desk.user().to_owned() } else { user },
        at: super::now(),
    };
    let (before, _) = archive.changed_lines(i64::MAX)?;
    archive.decide(&decision)?;
    // The decision is written. If incidents cannot be brought in step now, they are with the next change or start.
    let (mut incidents, mut ended) = (Vec::new(), Vec::new());
    if archive.update_incidents(&mut |_, _| {}).is_ok() {
        for change in archive.changed_lines(before)?.1 {
            match change {
                LineChange::Changed(line) => incidents.push(line.id),
                LineChange::Ended(n) => {
                    let id = format!("i{n}");
                    let to = archive.incident(&id)?.map(|i| i.id);
                    ended.push(EndedIncident { id, to });
                }
            }
        }
    }
    Ok(Made { decision, incidents, ended })
}
