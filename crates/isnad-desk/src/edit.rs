//! A claim as a person left it in the form, checked and made whole.
//!
//! *Comes in*: a [`ClaimEdit`], positions only, with the report's text and the claim as it was. *Goes out*: a [`ClaimJson`] with the words filled
//! in from the text, or the field that does not hold. *Does not*: take any word from the page: a claim is made of quotations.

mod form;

pub use form::{ClaimEdit, FigureEdit, LinkEdit, PartyEdit, PlaceEdit, TimeEdit};
#[cfg(test)]
use form::{PlaceEditValue, SpanEdit};

use crate::error::{ApiError, ApiResult};
use crate::knowledge::Knowledge;
use crate::refusal::{self, Refusal};
use isnad_model::wire::{
    BlockJson, ClaimJson, FigureJson, LinkJson, PartyJson, PlaceFields, PlaceRoleJson, SpanJson, TimeFields,
    TimeRoleJson, claim_id,
};
use isnad_model::{Basis, CharMap, PlacePrecision, Sha256};

/// Roles of one kind that a claim may have.
const MOST_ROLES: usize = 50;
/// Characters that a role may cover.
const MOST_WORDS: usize = 1000;

/// The text that a claim is made of.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The report's text.
    pub text: &'a str,
    /// Its hash.
    pub text_sha256: &'a Sha256,
    /// Its blocks.
    pub blocks: &'a [BlockJson],
    /// Registry and codes.
    pub knowledge: &'a Knowledge,
}

struct Maker<'a> {
    ground: Ground<'a>,
    map: CharMap<'a>,
    was: Option<&'a ClaimJson>,
}

impl Maker<'_> {
    fn span(&self, field: &str, start: usize, end: usize) -> ApiResult<SpanJson> {
        if start >= end {
            return Err(ApiError::refused(format!("{field}.start"), refusal::SPAN_TURNED));
        }
        if end > self.map.len() {
            let long = refusal::SPAN_PAST_END.of(self.map.len());
            return Err(ApiError::refused(format!("{field}.end"), long));
        }
        if end - start > MOST_WORDS {
            return Err(ApiError::refused(format!("{field}.end"), refusal::SPAN_LONG.of(MOST_WORDS)));
        }
        let text = self.map.span(start, end).of(self.ground.text);
        if text.trim().is_empty() {
            return Err(ApiError::refused(format!("{field}.start"), refusal::SPAN_BLANK));
        }
        Ok(SpanJson { text: text.to_owned(), start, end })
    }

    /// An identity must be of the registry, or have been there before.
    fn entity(&self, field: &str, entity: Option<&String>) -> ApiResult<Option<String>> {
        let Some(id) = entity else { return Ok(None) };
        let was = self.was.is_some_and(|c| {
            let parties = c.actor.iter().chain(&c.target).map(|p| &p.entity);
            parties.chain(c.says.iter().map(|l| &l.entity)).any(|e| e.as_ref() == Some(id))
        });
        if was || self.ground.knowledge.registry.get(id).is_some() {
            return Ok(Some(id.clone()));
        }
        Err(ApiError::refused(format!("{field}.entity"), refusal::NO_ACTOR))
    }

    fn parties(&self, name: &str, all: &[PartyEdit]) -> ApiResult<Vec<PartyJson>> {
        few(name, all.len())?;
        let one = |(n, p): (usize, &PartyEdit)| {
            let field = format!("{name}[{n}]");
            let entity = self.entity(&field, p.entity.as_ref())?;
            Ok(PartyJson { at: self.span(&field, p.start, p.end)?, entity })
        };
        all.iter().enumerate().map(one).collect()
    }

    fn place(&self, n: usize, p: &PlaceEdit) -> ApiResult<PlaceRoleJson> {
        let field = format!("place[{n}]");
        let at = self.span(&field, p.start, p.end)?;
        let wrong = |name: &str, why: Refusal| Err(ApiError::refused(format!("{field}.place.{name}"), why));
        let Some(v) = &p.place else {
            // Not settled: what it was looked up by, and what it may be, stay known.
            let old = self.old_place(p).filter(|o| o.place.lat.is_none());
            let place = old.map_or_else(|| unsettled(&at.text), |o| o.place.clone());
            return Ok(PlaceRoleJson { at, place });
        };
        if v.name.trim().is_empty() || v.name.chars().count() > 200 || v.name.chars().any(char::is_control) {
            return wrong("name", refusal::PLACE_NAME.of(200));
        }
        if !(-90.0..=90.0).contains(&v.lat) {
            return wrong("lat", refusal::LATITUDE);
        }
        if !(-180.0..=180.0).contains(&v.lon) {
            return wrong("lon", refusal::LONGITUDE);
        }
        if v.radius_km.is_some_and(|r| !(0.0..=1000.0).contains(&r)) {
            return wrong("radius_km", refusal::RADIUS.of(1000));
        }
        if v.gazetteer_id.as_ref().is_some_and(|id| id.is_empty() || id.len() > 100) {
            return wrong("gazetteer_id", refusal::GAZETTEER_ID.of(100));
        }
        let mut place = PlaceFields {
            name: v.name.trim().to_owned(),
            lat: Some(v.lat),
            lon: Some(v.lon),
            gazetteer_id: v.gazetteer_id.clone(),
            precision: v.precision,
            radius_km: v.radius_km,
            candidates: Vec::new(),
            source: None,
        };
        if let Some(old) = self.old_place(p).map(|o| &o.place) {
            let same = (&old.name, old.lat, old.lon, &old.gazetteer_id, old.precision, old.radius_km)
                == (&place.name, place.lat, place.lon, &place.gazetteer_id, place.precision, place.radius_km);
            if same {
                place = old.clone();
            }
        }
        Ok(PlaceRoleJson { at, place })
    }

    fn old_place(&self, p: &PlaceEdit) -> Option<&PlaceRoleJson> {
        self.was?.place.iter().find(|o| (o.at.start, o.at.end) == (p.start, p.end))
    }

    fn time(&self, n: usize, t: &TimeEdit) -> ApiResult<TimeRoleJson> {
        let field = format!("time[{n}]");
        let at = self.span(&field, t.start, t.end)?;
        if let (Some(from), Some(to)) = (t.from, t.to)
            && from > to
        {
            return Err(ApiError::refused(format!("{field}.to"), refusal::TIME_TURNED));
        }
        let (from, to) = (t.from.or(t.to), t.to.or(t.from));
        let old = self.was.and_then(|c| c.time.iter().find(|o| (o.at.start, o.at.end) == (t.start, t.end)));
        let kept = old.filter(|o| (o.time.from, o.time.to, o.time.precision) == (from, to, t.precision));
        let time = kept.map_or(
            TimeFields {
                from,
                to,
                precision: t.precision,
                basis: Basis::Stated,
                time_of_day: None,
                source: None,
            },
            |o| o.time.clone(),
        );
        Ok(TimeRoleJson { at, time })
    }

    fn figure(&self, n: usize, f: &FigureEdit, all: &[FigureEdit]) -> ApiResult<FigureJson> {
        let field = format!("figures[{n}]");
        let at = self.span(&field, f.start, f.end)?;
        for (name, value) in [("min", f.min), ("max", f.max)] {
            if value.is_some_and(|v| !(0.0..=1e9).contains(&v)) {
                return Err(ApiError::refused(format!("{field}.{name}"), refusal::FIGURE_RANGE));
            }
        }
        if let (Some(min), Some(max)) = (f.min, f.max)
            && min > max
        {
            return Err(ApiError::refused(format!("{field}.max"), refusal::FIGURE_TURNED));
        }
        // Up the figures that hold this one, as many steps as there are figures: more is a circle.
        let (mut up, mut steps) = (f.part_of, 0);
        while let Some(of) = up {
            steps += 1;
            let Some(next) = all.get(of).filter(|_| of != n && steps <= all.len()) else {
                return Err(ApiError::refused(format!("{field}.part_of"), refusal::FIGURE_PART));
            };
            up = next.part_of;
        }
        Ok(FigureJson {
            at,
            what: f.what,
            min: f.min,
            max: f.max,
            of: f.of,
            part_of: f.part_of,
            scope: f.scope,
        })
    }

    fn link(&self, n: usize, l: &LinkEdit) -> ApiResult<LinkJson> {
        let field = format!("says[{n}]");
        let at = self.span(&field, l.start, l.end)?;
        let entity = self.entity(&field, l.entity.as_ref())?;
        let old = self.was.and_then(|c| c.says.iter().find(|o| (o.at.start, o.at.end) == (l.start, l.end)));
        let taken_from = old.filter(|o| o.entity == entity).and_then(|o| o.taken_from.clone());
        Ok(LinkJson { at, kind: l.kind, entity, taken_from })
    }
}

fn few(name: &str, n: usize) -> ApiResult<()> {
    if n > MOST_ROLES {
        return Err(ApiError::refused(name, refusal::MANY_ROLES.of(MOST_ROLES)));
    }
    Ok(())
}

fn unsettled(words: &str) -> PlaceFields {
    PlaceFields {
        name: words.to_owned(),
        lat: None,
        lon: None,
        gazetteer_id: None,
        precision: PlacePrecision::Unknown,
        radius_km: None,
        candidates: Vec::new(),
        source: None,
    }
}

/// The claim that the edit makes of this text. `was` is the claim that the person saw, if any: what they left as it was keeps what
/// the form does not show (where a value was taken from, other candidates).
///
/// # Errors
///
/// 422 with the field that does not hold, such as `place[0].start`.
pub fn claim(edit: &ClaimEdit, ground: Ground<'_>, was: Option<&ClaimJson>) -> ApiResult<ClaimJson> {
    let make = Maker { ground, map: CharMap::new(ground.text), was };
    let trigger = make.span("trigger", edit.trigger.start, edit.trigger.end)?;
    let holds = |b: &BlockJson| b.start <= trigger.start && trigger.end <= b.end;
    let Some(block) = ground.blocks.iter().position(holds) else {
        return Err(ApiError::refused("trigger.start", refusal::TRIGGER_BLOCK));
    };
    for (name, n) in [
        ("place", edit.place.len()),
        ("time", edit.time.len()),
        ("figures", edit.figures.len()),
        ("says", edit.says.len()),
    ] {
        few(name, n)?;
    }
    let cue = match &edit.cue {
        Some(c) => Some(make.span("cue", c.start, c.end)?),
        None => None,
    };
    let (plover, acled) = match was.filter(|c| c.kind == edit.kind) {
        Some(c) => (c.plover.clone(), c.acled.clone()),
        None => ground.knowledge.codes(edit.kind),
    };
    Ok(ClaimJson {
        id: claim_id(ground.text_sha256, make.map.span(trigger.start, trigger.end), edit.kind),
        block,
        kind: edit.kind,
        status: edit.status,
        background: edit.background,
        trigger,
        actor: make.parties("actor", &edit.actor)?,
        target: make.parties("target", &edit.target)?,
        place: edit.place.iter().enumerate().map(|(n, p)| make.place(n, p)).collect::<ApiResult<_>>()?,
        time: edit.time.iter().enumerate().map(|(n, t)| make.time(n, t)).collect::<ApiResult<_>>()?,
        figures: (edit.figures.iter().enumerate())
            .map(|(n, f)| make.figure(n, f, &edit.figures))
            .collect::<ApiResult<_>>()?,
        says: edit.says.iter().enumerate().map(|(n, l)| make.link(n, l)).collect::<ApiResult<_>>()?,
        cue,
        plover,
        acled,
        // A person is sure, or would not have written it.
        confidence: 1.0,
        why: Vec::new(),
    })
}

#[cfg(test)]
mod tests;
