//! An incident with what exports need to know besides: its parties in the registry, its place in the gazetteer.
//!
//! Nothing is guessed: a party that the registry does not know has its words and no type, a place without coordinates has none.

use crate::{Error, Result};
use isnad_model::{
    FigureOf, FigureWhat, Figures, Incident, IncidentParty, IncidentPlace, Member, PlacePrecision,
};
use isnad_read::{Actor, ActorKind, Gazetteer, Registry};

/// What exports of incidents look up: who is who, and what lies where. Made once and shared by all threads.
pub struct Lookup {
    registry: Registry,
    gazetteer: Gazetteer,
}

/// A party with what the registry says of it.
#[derive(Clone, Copy)]
pub struct Party<'a> {
    /// As claimed.
    pub said: &'a IncidentParty,
    /// As registered.
    pub actor: Option<&'a Actor>,
}

/// An incident with what was looked up.
pub struct Event<'a> {
    /// The incident.
    pub i: &'a Incident,
    /// Its first place.
    pub place: Option<&'a IncidentPlace>,
    /// Two letters of the country that the place lies in; empty where unknown.
    pub country: String,
    /// The name of the country; empty where unknown.
    pub country_name: String,
    /// The province, in Arabic as the gazetteer has it; empty where unknown.
    pub province: String,
    /// Who is said to have done it.
    pub actors: Vec<Party<'a>>,
    /// To whom.
    pub targets: Vec<Party<'a>>,
}

impl Lookup {
    /// These actors and places, where they are not the shipped ones.
    pub fn new(registry: Registry, gazetteer: Gazetteer) -> Self {
        Lookup { registry, gazetteer }
    }

    /// The knowledge that ships with the program.
    pub fn shipped() -> Result<Self> {
        let knowledge = |e: &dyn std::fmt::Display| Error::Knowledge(e.to_string());
        Ok(Lookup {
            registry: Registry::shipped().map_err(|e| knowledge(&e))?,
            gazetteer: Gazetteer::shipped().map_err(|e| knowledge(&e))?,
        })
    }

    /// The actors.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The places.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The registered actor of this identity.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.registry.get(id)
    }

    /// An incident with what is known of its parties and place.
    pub fn event<'a>(&'a self, i: &'a Incident) -> Event<'a> {
        let party = |said: &'a IncidentParty| Party {
            said,
            actor: said.entity.as_deref().and_then(|id| self.registry.get(id)),
        };
        let place = i.places.first();
        let found = place.and_then(|p| {
            let id = p.gazetteer_id.as_deref()?;
            self.gazetteer.named(&p.name).find(|g| g.id() == id)
        });
        let country = found.map_or("", |g| g.country()).to_owned();
        let name = self.registry.state_of(&country).map_or("", |a| &a.name_en);
        Event {
            i,
            place,
            country_name: name.to_owned(),
            country,
            province: found.map_or("", |g| g.province()).to_owned(),
            actors: i.actors.iter().map(party).collect(),
            targets: i.targets.iter().map(party).collect(),
        }
    }
}

impl Party<'_> {
    /// Its English name where it is registered, else the words of the claim; empty where these judge, since a report's judgement is no
    /// name.
    pub fn name(&self) -> String {
        match self.actor {
            Some(a) if !a.name_en.is_empty() => a.name_en.clone(),
            _ if self.said.loaded => String::new(),
            _ => crate::plain(&self.said.name),
        }
    }
}

impl<'a> Event<'a> {
    /// Latitude and longitude.
    pub fn at(&self) -> Option<(f64, f64)> {
        self.place.and_then(|p| p.lat.zip(p.lon))
    }

    /// How finely the place is known.
    pub fn precision(&self) -> PlacePrecision {
        self.place.map_or(PlacePrecision::Unknown, |p| p.precision)
    }

    /// Whether some claim states the day.
    pub fn day_is_stated(&self) -> bool {
        self.i.day.as_ref().is_some_and(|d| !d.claims.is_empty())
    }

    /// Days from the first to the last that it may have been.
    pub fn span(&self) -> Option<i64> {
        let d = self.i.day.as_ref()?;
        d.from.until(d.to).ok().map(|s| i64::from(s.get_days()))
    }

    /// Totals of a kind.
    pub fn total(&self, what: FigureWhat) -> Option<&'a Figures> {
        self.i.figures(what, FigureOf::Unknown)
    }

    /// Figures of a part.
    pub fn part(&self, what: FigureWhat, of: FigureOf) -> Option<&'a Figures> {
        self.i.figures(what, of)
    }

    /// Whether a claim tells of civilians, children or women killed or hurt.
    pub fn tells_of_civilians(&self) -> bool {
        let civil = [FigureOf::Civilian, FigureOf::Child, FigureOf::Woman];
        let harm = [FigureWhat::Killed, FigureWhat::Injured];
        harm.iter().any(|w| civil.iter().any(|of| self.part(*w, *of).is_some()))
    }

    /// Ids of all its claims.
    pub fn claims(&self) -> Vec<&'a str> {
        self.i.members.iter().flat_map(|m| &m.claims).map(|c| c.id.as_str()).collect()
    }

    /// For each member its address, or the hash of its text where it has none.
    pub fn reports(&self) -> Vec<String> {
        self.i.members.iter().map(link).collect()
    }

    /// Outlets, each once, in order of publication.
    pub fn outlets(&self) -> Vec<&'a str> {
        let mut out: Vec<&str> = Vec::new();
        for o in self.i.members.iter().filter_map(|m| m.outlet.as_deref()) {
            if !out.contains(&o) {
                out.push(o);
            }
        }
        out
    }

    /// What is claimed on whose word, in the words of the reports: one clause a claim that gives figures, at most `most`.
    pub fn notes(&self, most: usize) -> String {
        let mut out: Vec<String> = Vec::new();
        let figures = self.i.figures.iter().filter(|f| f.of == FigureOf::Unknown);
        for v in figures.flat_map(|f| &f.values) {
            let Some((m, c)) = self.i.claim(&v.claim) else { continue };
            let chain: Vec<&str> =
                m.outlet.as_deref().into_iter().chain(c.says.iter().map(|l| l.at.text.as_str())).collect();
            let clause = format!("«{}» «{}» [{}; {}]", c.trigger.text, v.at.text, chain.join(" ← "), c.id);
            if !out.contains(&clause) {
                out.push(clause);
            }
            if out.len() >= most {
                break;
            }
        }
        crate::plain(&out.join(" · "))
    }
}

/// The address of a member, or the hash of its text.
pub fn link(m: &Member) -> String {
    m.url.clone().unwrap_or_else(|| format!("sha256:{}", m.text_sha256))
}

/// Whether an actor is a state or of one.
pub fn is_state(actor: &Actor) -> bool {
    actor.kind == ActorKind::State || (actor.kind == ActorKind::Force && !actor.country.is_empty())
}
