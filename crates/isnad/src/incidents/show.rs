//! One incident for a terminal: figures with their chains, conflicts with both sides, sources side by side, the time-line.

use super::table::{days, name_of, party, range, standing};
use crate::labels::{self, Lang};
use crate::terminal::{cell, isolated, plain, shorten};
use isnad_export::rows::range as written;
use isnad_model::wire::LinkJson;
use isnad_model::{
    ChangeKind, Conflict, ConflictKind, FigureOf, Incident, Member, MemberClaim, Side, Status, StepKind,
};
use isnad_read::Registry;
use std::fmt::Write;

struct View<'a> {
    i: &'a Incident,
    registry: &'a Registry,
    width: usize,
    lang: Lang,
    out: String,
}

/// The whole of an incident.
pub fn show(i: &Incident, registry: &Registry, width: usize, lang: Lang) -> String {
    let mut v = View { i, registry, width, lang, out: String::new() };
    v.head();
    v.figures();
    v.conflicts();
    v.sources();
    v.story();
    v.out
}

impl View<'_> {
    fn pick(&self, (ar, en): (&'static str, &'static str)) -> &'static str {
        self.lang.pick(ar, en)
    }

    /// A line that starts at so many spaces, wrapped, each part of it isolated.
    fn line(&mut self, indent: usize, text: &str) {
        for part in cell(text, self.width.saturating_sub(indent + 1), 6).lines() {
            let _ = writeln!(self.out, "\u{200e}{:indent$}{part}", "");
        }
    }

    fn heading(&mut self, words: (&'static str, &'static str)) {
        let _ = writeln!(self.out, "\n\u{200e}{}", isolated(self.pick(words)));
    }

    fn head(&mut self) {
        let i = self.i;
        let place = i.places.first().map_or_else(|| "?".to_owned(), |p| plain(&p.name));
        let at = i
            .places
            .first()
            .and_then(|p| p.lat.zip(p.lon))
            .map(|(lat, lon)| format!(" ({lat:.3}, {lon:.3})"));
        let _ = writeln!(
            self.out,
            "\u{200e}{} · {} · {} · {}{}",
            i.id,
            isolated(standing(i, self.lang)),
            days(i),
            isolated(&shorten(&place, 60)),
            at.unwrap_or_default()
        );
        let types: Vec<&str> = i.types.iter().map(|t| self.pick(labels::claim_type(*t))).collect();
        let comma = self.lang.pick("، ", ", ");
        self.line(2, &types.join(comma));
        let who: Vec<String> = i.actors.iter().map(|p| party(p, self.registry, self.lang)).collect();
        if !who.is_empty() {
            self.line(2, &format!("{}: {}", self.lang.pick("المنسوب إليه", "who"), who.join(" / ")));
        }
        let whom: Vec<String> =
            i.targets.iter().take(6).map(|p| party(p, self.registry, self.lang)).collect();
        if !whom.is_empty() {
            self.line(2, &format!("{}: {}", self.lang.pick("المستهدف", "to whom"), whom.join(" / ")));
        }
        let reasons: Vec<String> = i
            .reasons
            .iter()
            .map(|r| {
                let words = self.pick(labels::reason(r.code));
                let n = if r.n > 1 || labels::counted(r.code) { format!("{} ", r.n) } else { String::new() };
                let note = r.note.as_deref().map(|n| format!(" ({})", plain(n))).unwrap_or_default();
                format!("{n}{words}{note}")
            })
            .collect();
        self.line(2, &format!("{}: {}", self.lang.pick("لأن", "why"), reasons.join(" · ")));
        if let Some(from) = &i.split_from {
            self.line(2, &format!("{} {from}", self.lang.pick("فُصلت عن", "split off from")));
        }
    }

    /// Whose word it is: the outlet, then whom it cites.
    fn voice(&self, m: &Member, says: &[LinkJson]) -> String {
        let outlet = m.outlet.as_deref().map_or_else(|| "?".to_owned(), plain);
        std::iter::once(outlet).chain(says.iter().map(|l| plain(&l.at.text))).collect::<Vec<_>>().join(" ← ")
    }

    fn day_of(&self, m: &Member) -> String {
        m.published.as_ref().map_or_else(|| "?".to_owned(), |p| p.from.to_string())
    }

    fn figures(&mut self) {
        if self.i.figures.is_empty() {
            return;
        }
        self.heading(("الأعداد، وعلى عهدة من", "Figures, and on whose word"));
        for f in &self.i.figures {
            let what = self.pick(labels::figure(f.what));
            let of = if f.of == FigureOf::Unknown { "" } else { self.pick(labels::figure_of(f.of)) };
            let name = if of.is_empty() { what.to_owned() } else { format!("{what}, {of}") };
            self.line(2, &format!("{name}: {}", range(&f.range)));
            for v in &f.values {
                let Some((m, c)) = self.i.claim(&v.claim) else { continue };
                let words = format!(
                    "{} · «{}» · {} · {}",
                    written(Some(v.min), v.max),
                    plain(&v.at.text),
                    self.voice(m, &c.says),
                    self.day_of(m)
                );
                self.line(4, &words);
            }
            if f.history.len() > 1 {
                let points: Vec<String> =
                    f.history.iter().map(|p| format!("{}: {}", p.day, range(&p.range))).collect();
                let over = self.lang.pick("مع الوقت", "over time");
                self.line(4, &format!("{over}: {}", points.join(" → ")));
            }
        }
    }

    fn side(&self, c: &Conflict, s: &Side) -> String {
        let value = match c.kind {
            ConflictKind::Culprit => {
                let found = self.i.actors.iter().find(|a| a.entity.as_deref() == Some(&s.value));
                found.map_or_else(
                    || name_of(Some(&s.value), self.registry, self.lang).unwrap_or_else(|| s.value.clone()),
                    |p| party(p, self.registry, self.lang),
                )
            }
            ConflictKind::Denial => self
                .pick(if s.value.ends_with("negated") {
                    ("ينفي", "denied")
                } else {
                    ("يقول به", "claimed")
                })
                .to_owned(),
            _ => plain(&s.value),
        };
        let mut voices: Vec<String> = Vec::new();
        let mut told: Vec<&str> = Vec::new();
        for id in &s.claims {
            if let Some((m, claim)) = self.i.claim(id) {
                told.push(&m.item);
                let voice = self.voice(m, &claim.says);
                if !voices.contains(&voice) {
                    voices.push(voice);
                }
            }
        }
        // Members that hold a side by their date alone.
        for item in s.items.iter().filter(|i| !told.contains(&i.as_str())) {
            if let Some(m) = self.i.member(item) {
                voices.push(self.voice(m, &[]));
            }
        }
        format!("{value} — {}", voices.join(self.lang.pick("؛ ", "; ")))
    }

    fn conflicts(&mut self) {
        if self.i.conflicts.is_empty() {
            return;
        }
        self.heading(("حيث تختلف الروايات", "Where they differ"));
        for c in &self.i.conflicts {
            let kind = self.pick(labels::conflict(c.kind));
            let what = c.what.map(|w| format!(": {}", self.pick(labels::figure(w)))).unwrap_or_default();
            self.line(2, &format!("{kind}{what}"));
            for s in &c.sides {
                let side = self.side(c, s);
                self.line(4, &side);
            }
        }
    }

    fn claim(&mut self, m: &Member, c: &MemberClaim) {
        let kind = self.pick(labels::claim_type(c.kind));
        let status = match c.status {
            Status::Actual => String::new(),
            s => format!(" ({})", self.pick(labels::status(s))),
        };
        let names = |ps: &[isnad_model::wire::PartyJson]| {
            ps.iter().map(|p| plain(&p.at.text)).collect::<Vec<_>>().join("، ")
        };
        let mut parts = vec![format!("{kind}{status} «{}»", plain(&c.trigger.text))];
        if !(c.actor.is_empty() && c.target.is_empty()) {
            parts.push(format!("{} → {}", names(&c.actor), names(&c.target)));
        }
        if !c.says.is_empty() {
            parts.push(self.voice(m, &c.says));
        }
        parts.push(c.id.clone());
        self.line(6, &parts.join(" · "));
    }

    fn sources(&mut self) {
        self.heading(("المصادر، ونسخها مطوية تحتها", "Sources, with their copies folded under them"));
        let members = &self.i.members;
        for m in members.iter().filter(|m| m.copy_of.is_none()) {
            let outlet = m.outlet.as_deref().unwrap_or("?");
            let title = m.title.as_deref().unwrap_or(&m.report);
            self.line(
                2,
                &format!("{}. {} · {} · {}", m.source + 1, plain(outlet), self.day_of(m), plain(title)),
            );
            let link = m.url.clone().unwrap_or_else(|| m.text_sha256.to_string());
            self.line(4, &link);
            for (borrowed, words) in [
                (&m.day, ("اليوم مستعار من تقارير أخرى", "day borrowed from others")),
                (&m.place, ("المكان مستعار من تقارير أخرى", "place borrowed from others")),
            ] {
                if let Some(b) = borrowed {
                    self.line(4, &format!("{}: {}", self.pick(words), plain(&b.value)));
                }
            }
            for c in &m.claims {
                self.claim(m, c);
            }
            for copy in members.iter().filter(|o| o.copy_of.as_ref() == Some(&m.item)) {
                let share = copy.copied.map(|s| format!(" · {:.0}%", s * 100.0)).unwrap_or_default();
                let outlet = copy.outlet.as_deref().unwrap_or("?");
                let words = self.lang.pick("نسخة", "copy");
                self.line(4, &format!("= {words}: {} · {}{share}", plain(outlet), self.day_of(copy)));
            }
        }
    }

    fn story(&mut self) {
        self.heading(("تسلسل الرواية", "How the story went"));
        for s in &self.i.story {
            let Some(m) = self.i.member(&s.item) else { continue };
            let kind = self.pick(match s.kind {
                StepKind::First => ("أول من روى", "first"),
                StepKind::Followed => ("تبعه", "followed"),
                StepKind::Copied => ("نسخ", "copied"),
            });
            let mut parts = vec![format!(
                "{} · {kind} · {}",
                s.day.map_or_else(|| "?".to_owned(), |d| d.to_string()),
                m.outlet.as_deref().map_or_else(|| "?".to_owned(), plain)
            )];
            for c in &s.changes {
                parts.push(match c.kind {
                    ChangeKind::Figure => {
                        let what = c.what.map(|w| self.pick(labels::figure(w))).unwrap_or_default();
                        let before = c.before.as_deref().map(|b| format!("{b} → ")).unwrap_or_default();
                        format!("{what} {before}{}", c.value)
                    }
                    ChangeKind::Culprit => {
                        let who = self.i.actors.iter().find(|a| a.entity.as_deref() == Some(&c.value));
                        let who = who.map_or_else(|| plain(&c.value), |p| party(p, self.registry, self.lang));
                        format!("{}: {who}", self.lang.pick("ينسبه إلى", "names"))
                    }
                    ChangeKind::Denial => format!("{}: {}", self.lang.pick("نفي", "denial"), plain(&c.value)),
                });
            }
            self.line(2, &parts.join(" · "));
        }
    }
}
