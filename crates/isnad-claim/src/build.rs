//! The lexicons compiled into the table, each entry checked.
//!
//! *Comes in*: [`Files`]. *Goes out*: [`Table`], or an error that names file, entry and fault. *Does not*: read text.

use crate::closed::{self, Closed, OBJECT, Prep};
use crate::inflect::{self, Form};
use crate::lexicon::{Files, LexiconError};
use crate::table::{Classes, Facts, Frame, Group, Helper, Phrase, Slot, Switch, Table, Use};
use isnad_model::{ClaimType, LinkKind};
use isnad_text::fold_text;
use rustc_hash::FxHashMap;

struct Builder {
    table: Table,
    class_bits: FxHashMap<String, u64>,
    slot_ids: FxHashMap<String, u16>,
}

fn bad(file: &'static str, entry: &str, problem: impl Into<String>) -> LexiconError {
    LexiconError::Entry { file, entry: entry.to_owned(), problem: problem.into() }
}

const EVENTS: &str = "lexicon/events.toml";
const ATTRIBUTION: &str = "lexicon/attribution.toml";

impl Table {
    /// Compiles the lexicons.
    pub fn new(files: &Files) -> Result<Table, LexiconError> {
        let mut b = Builder {
            table: Table {
                forms: FxHashMap::default(),
                facts: vec![Facts::default()],
                groups: Vec::new(),
                phrases: Vec::new(),
                frames: FxHashMap::default(),
                classes: Classes::default(),
                plain: 0,
                lemmas: 0,
            },
            class_bits: FxHashMap::default(),
            slot_ids: FxHashMap::default(),
        };
        for (kind, words) in closed::WORDS {
            for w in *words {
                b.facts(w).closed = *kind;
            }
        }
        for w in closed::AGENT_NOUNS {
            b.facts(w).agent = true;
        }
        b.events(files)?;
        b.attribution(files)?;
        b.status(files)?;
        b.wording(files)?;
        for (helper, verbs) in [
            (Helper::Light, closed::LIGHT_VERBS),
            (Helper::Suffer, closed::SUFFER_VERBS),
            (Helper::Reach, closed::REACH_VERBS),
        ] {
            for (perfect, imperfect) in verbs {
                let mut forms = Vec::new();
                inflect::verb(perfect, imperfect, &mut forms);
                for (form, tense) in forms {
                    b.facts(&form).helper.get_or_insert((helper, tense));
                }
            }
        }
        b.inherit();
        b.plain_groups();
        Ok(b.table)
    }
}

impl Builder {
    /// A group without words for each type: for triggers that only the learned model knows.
    fn plain_groups(&mut self) {
        self.table.plain = self.table.groups.len() as u16;
        for &kind in ClaimType::ALL {
            self.table.groups.push(Group {
                kind,
                when: 0,
                unless: 0,
                next: 0,
                unless_next: 0,
                switch: Vec::new(),
                only_imperfect: false,
                rule: None,
                prior: 0.5,
                actor: None,
                target: None,
                figures: None,
            });
        }
    }

    fn facts(&mut self, form: &str) -> &mut Facts {
        let table = &mut self.table;
        let next = table.facts.len() as u32;
        let id = *table.forms.entry(form.into()).or_insert(next);
        if id == next {
            table.facts.push(Facts::default());
        }
        &mut table.facts[id as usize]
    }

    fn class(&mut self, name: &str) -> Result<u64, LexiconError> {
        self.class_bits.get(name).copied().ok_or_else(|| {
            let mut known: Vec<&str> = self.class_bits.keys().map(String::as_str).collect();
            known.sort_unstable();
            bad(
                EVENTS,
                name,
                format!("there is no class of words of this name; known are: {}", known.join(", ")),
            )
        })
    }

    fn mask(&mut self, names: &[String]) -> Result<u64, LexiconError> {
        names.iter().try_fold(0, |m, n| Ok(m | self.class(n)?))
    }

    fn targets(names: &[String]) -> Result<u16, LexiconError> {
        names.iter().try_fold(0, |m, n| match n.as_str() {
            "object" => Ok(m | OBJECT),
            p => Prep::from_spelling(p).map(|p| m | p.bit()).ok_or_else(|| {
                bad(
                    EVENTS,
                    p,
                    "a target is \"object\" or a preposition (على، في، ب، ل، من، عن، مع، ضد، بين، إلى، نحو)",
                )
            }),
        })
    }

    fn events(&mut self, files: &Files) -> Result<(), LexiconError> {
        let events = &files.events;
        if events.words.len() > 64 {
            return Err(bad(EVENTS, "[words]", "there may be at most 64 classes of words"));
        }
        for (i, (name, words)) in events.words.iter().enumerate() {
            self.class_bits.insert(name.clone(), 1 << i);
            for w in words {
                if w.split_whitespace().count() != 1 {
                    return Err(bad(EVENTS, w, format!("class {name} holds single words only")));
                }
                self.facts(&fold_text(w)).classes |= 1 << i;
            }
        }
        let first = events.words.len();
        if first + events.inflected.len() > 64 {
            return Err(bad(EVENTS, "[inflected]", "there may be at most 64 classes of words"));
        }
        for (i, (name, words)) in events.inflected.iter().enumerate() {
            self.class_bits.insert(name.clone(), 1 << (first + i));
            for w in words {
                let mut forms = Vec::new();
                inflect::participle(w, &mut forms);
                for (form, _) in forms {
                    self.facts(&form).classes |= 1 << (first + i);
                }
            }
        }
        self.table.classes = Classes {
            agent: self.class("agent")?,
            persons: self.class("persons")?,
            army: self.class("army")?,
            killer: self.class("killer")?,
            prison: self.class("prison")?,
            violence: self.class("violence")?,
            dead: self.class("dead")?,
            territory: self.class("territory")?,
            property: self.class("property")?,
            aircraft: self.class("aircraft")?,
        };
        for kind in ClaimType::ALL {
            let Some(t) = events.types.get(kind) else {
                return Err(bad(EVENTS, kind.as_str(), "there is no [type.…] table for this type"));
            };
            let frame = Frame {
                plover: t.plover.clone(),
                acled: t.acled.clone(),
                actor: t.actor,
                target: Self::targets(&t.target)?,
                figures: t.figures,
            };
            self.table.frames.insert(*kind, frame);
        }
        for (id, g) in events.event.iter().enumerate() {
            let id = u16::try_from(id).map_err(|_| bad(EVENTS, "[[event]]", "too many groups"))?;
            let name = g.kind.as_str();
            if !(0.0..=1.0).contains(&g.prior) {
                return Err(bad(EVENTS, name, format!("prior {} is not between 0 and 1", g.prior)));
            }
            let form = |f: &Option<String>| match f.as_deref() {
                None => Ok(false),
                Some("imperfect") => Ok(true),
                Some(other) => Err(bad(EVENTS, other, "`form` can only be \"imperfect\"")),
            };
            let mut switch = Vec::new();
            for s in &g.switch {
                switch.push(Switch {
                    when: self.mask(&s.when)?,
                    next: self.mask(&s.next)?,
                    only_imperfect: form(&s.form)?,
                    kind: s.kind,
                });
            }
            let group = Group {
                kind: g.kind,
                when: self.mask(&g.when)?,
                unless: self.mask(&g.unless)?,
                next: self.mask(&g.next)?,
                unless_next: self.mask(&g.unless_next)?,
                switch,
                only_imperfect: form(&g.form)?,
                rule: g.rule,
                prior: g.prior,
                actor: g.actor,
                target: g.target.as_deref().map(Self::targets).transpose()?,
                figures: g.figures,
            };
            self.table.groups.push(group);
            let mut forms = Vec::new();
            for entry in &g.verbs {
                if entry.contains(':') {
                    self.verb_phrase(entry, id)?;
                    continue;
                }
                let mut words = entry.split_whitespace();
                let (Some(perfect), Some(imperfect)) = (words.next(), words.next()) else {
                    return Err(bad(EVENTS, entry, "a verb is written «perfect imperfect masdar…»"));
                };
                check_verb(entry, perfect, imperfect)?;
                inflect::verb(perfect, imperfect, &mut forms);
                self.table.lemmas += 1;
                for masdar in words {
                    inflect::noun(masdar, &mut forms);
                    self.table.lemmas += 1;
                }
            }
            for entry in g.masdars.iter().chain(&g.nouns) {
                for noun in entry.split_whitespace() {
                    inflect::noun(noun, &mut forms);
                }
                self.table.lemmas += 1;
            }
            for entry in &g.participles {
                inflect::participle(entry, &mut forms);
                self.table.lemmas += 1;
            }
            for (form, kind) in forms {
                let events = &mut self.facts(&form).events;
                if !events.iter().any(|e| e.0 == id && e.1.is_verb() == kind.is_verb()) {
                    events.push((id, kind));
                }
            }
            for entry in &g.phrases {
                let (first, slots) = self.phrase(EVENTS, entry)?;
                self.table.lemmas += slots.iter().map(|s| s.words.len()).product::<usize>();
                let mut forms = Vec::new();
                inflect::noun(first, &mut forms);
                let phrase = self.add_phrase(Phrase { slots, meaning: Use::Event(id, Form::Noun) });
                for (form, _) in forms {
                    self.starts(&form, phrase);
                }
            }
            for entry in &g.verb_phrases {
                self.verb_phrase(entry, id)?;
            }
        }
        for entry in &events.exclude {
            self.fixed(EVENTS, entry, Use::Exclude)?;
        }
        Ok(())
    }

    fn verb_phrase(&mut self, entry: &str, group: u16) -> Result<(), LexiconError> {
        let (head, rest) = match (entry.split_once(':'), entry.find('…')) {
            (Some((head, rest)), _) => (head, rest.to_owned()),
            (None, Some(at)) => (&entry[..at], entry[at..].to_owned()),
            (None, None) => {
                return Err(bad(
                    EVENTS,
                    entry,
                    "a verb phrase is «perfect imperfect : words» or «perfect imperfect … words»",
                ));
            }
        };
        let mut words = head.split_whitespace();
        let (Some(perfect), Some(imperfect), None) = (words.next(), words.next(), words.next()) else {
            return Err(bad(EVENTS, entry, "two verb forms are expected before the words"));
        };
        check_verb(entry, perfect, imperfect)?;
        let (_, slots) = self.phrase(EVENTS, &format!("_ {rest}"))?;
        self.table.lemmas += slots.iter().map(|s| s.words.len()).product::<usize>();
        let mut forms = Vec::new();
        inflect::verb(perfect, imperfect, &mut forms);
        let mut ids: Vec<(Form, u16)> = Vec::new();
        let words: Vec<(bool, Vec<u16>)> = slots.into_iter().map(|s| (s.gap, s.words)).collect();
        for (form, kind) in forms {
            let id = match ids.iter().find(|(k, _)| *k == kind) {
                Some(&(_, id)) => id,
                None => {
                    let slots =
                        words.iter().map(|(gap, words)| Slot { gap: *gap, words: words.clone() }).collect();
                    let id = self.add_phrase(Phrase { slots, meaning: Use::Event(group, kind) });
                    ids.push((kind, id));
                    id
                }
            };
            self.starts(&form, id);
        }
        Ok(())
    }

    fn add_phrase(&mut self, phrase: Phrase) -> u16 {
        self.table.phrases.push(phrase);
        (self.table.phrases.len() - 1) as u16
    }

    fn starts(&mut self, form: &str, phrase: u16) {
        let phrases = &mut self.facts(form).phrases;
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }

    /// The first word of a phrase and the slots after it.
    fn phrase<'p>(
        &mut self,
        file: &'static str,
        entry: &'p str,
    ) -> Result<(&'p str, Vec<Slot>), LexiconError> {
        if self.table.phrases.len() >= usize::from(u16::MAX) {
            return Err(bad(file, entry, "too many phrases"));
        }
        let mut words = entry.split_whitespace();
        let first = words.next().ok_or_else(|| bad(file, entry, "an empty phrase"))?;
        let (mut slots, mut gap) = (Vec::new(), false);
        for word in words {
            let word = match word.strip_prefix('…') {
                Some(rest) => {
                    gap = true;
                    if rest.is_empty() {
                        continue;
                    }
                    rest
                }
                None => word,
            };
            let mut ids = Vec::new();
            for alternative in word.split('|') {
                let folded = fold_text(alternative);
                let bare = folded.strip_prefix("ال").filter(|r| r.len() >= 4).unwrap_or(&folded).to_owned();
                let next = self.slot_ids.len() as u16;
                let id = *self.slot_ids.entry(bare.clone()).or_insert(next);
                let slots = &mut self.facts(&bare).slots;
                if !slots.contains(&id) {
                    slots.push(id);
                }
                ids.push(id);
            }
            slots.push(Slot { gap, words: ids });
            gap = false;
        }
        if slots.len() > 6 {
            return Err(bad(file, entry, "a phrase has at most seven words"));
        }
        Ok((first, slots))
    }

    /// A phrase or single word taken as it is written.
    fn fixed(&mut self, file: &'static str, entry: &str, meaning: Use) -> Result<(), LexiconError> {
        let (first, slots) = self.phrase(file, entry)?;
        let folded = fold_text(first);
        let bare = folded.strip_prefix("ال").filter(|r| r.len() >= 6).unwrap_or(&folded).to_owned();
        let id = self.add_phrase(Phrase { slots, meaning });
        self.starts(&bare, id);
        if bare != folded && self.table.forms.contains_key(folded.as_str()) {
            self.starts(&folded, id);
        }
        Ok(())
    }

    fn attribution(&mut self, files: &Files) -> Result<(), LexiconError> {
        for entry in &files.attribution.verb {
            for verb in &entry.verbs {
                let mut words = verb.split_whitespace();
                let (Some(perfect), Some(imperfect), None) = (words.next(), words.next(), words.next())
                else {
                    return Err(bad(ATTRIBUTION, verb, "a verb of saying is written «perfect imperfect»"));
                };
                check_verb(verb, perfect, imperfect)?;
                let mut forms = Vec::new();
                inflect::verb(perfect, imperfect, &mut forms);
                for (form, kind) in forms {
                    let facts = self.facts(&form);
                    if facts.say.is_none() {
                        facts.say = Some((entry.act, kind));
                        facts.weak = entry.weak;
                    }
                }
            }
            for adverb in &entry.adverbs {
                let folded = fold_text(adverb);
                let stem = folded.strip_suffix('ا').unwrap_or(&folded).to_owned();
                for end in ["ا", "ه", "ين"] {
                    self.facts(&format!("{stem}{end}")).adverb = Some(entry.act);
                }
            }
            for masdar in &entry.masdars {
                let mut forms = Vec::new();
                inflect::noun(masdar, &mut forms);
                for (form, kind) in forms {
                    self.facts(&form).say.get_or_insert((entry.act, kind));
                }
            }
        }
        for entry in files.attribution.prefix.iter().flat_map(|p| &p.phrases) {
            self.fixed(ATTRIBUTION, entry, Use::Prefix)?;
        }
        for r in &files.attribution.rumour {
            for noun in &r.nouns {
                self.facts(&fold_text(noun)).rumour = Some(r.kind);
            }
        }
        for s in &files.attribution.source {
            for noun in s.nouns.iter().flat_map(|n| n.split_whitespace()) {
                let mut forms = Vec::new();
                inflect::participle(noun, &mut forms);
                for (form, _) in forms {
                    self.facts(&form).source.get_or_insert(s.kind);
                }
                let folded = fold_text(noun);
                if let Some(bare) = folded.strip_prefix("ال") {
                    self.facts(bare).source.get_or_insert(s.kind);
                }
            }
            for (words, kind) in [(&s.official, LinkKind::OfficialUnnamed), (&s.media, LinkKind::Media)] {
                for w in words {
                    self.facts(&fold_text(w)).refines = Some(kind);
                }
            }
        }
        Ok(())
    }

    fn status(&mut self, files: &Files) -> Result<(), LexiconError> {
        const FILE: &str = "lexicon/status.toml";
        for cue in &files.status.cue {
            for w in &cue.words {
                if w.contains(' ') {
                    self.fixed(FILE, w, Use::Cue(cue.status, cue.reach))?;
                } else {
                    let bare = fold_text(w);
                    let bare = bare.strip_prefix("ال").filter(|r| r.len() >= 6).unwrap_or(&bare);
                    self.facts(bare).cue.get_or_insert((cue.status, cue.reach));
                }
            }
        }
        for b in &files.status.background {
            for w in &b.words {
                if w.contains(' ') {
                    self.fixed(FILE, w, Use::Background(b.reach))?;
                } else {
                    let bare = fold_text(w);
                    let bare = bare.strip_prefix("ال").filter(|r| r.len() >= 6).unwrap_or(&bare);
                    self.facts(bare).background.get_or_insert(b.reach);
                }
            }
        }
        Ok(())
    }

    fn wording(&mut self, files: &Files) -> Result<(), LexiconError> {
        const FILE: &str = "lexicon/wording.toml";
        for entry in &files.wording.word {
            if entry.neutral.trim().is_empty() {
                return Err(bad(FILE, &entry.forms.join("، "), "the neutral term is missing"));
            }
            for form in &entry.forms {
                if form.contains(' ') {
                    self.fixed(FILE, form, Use::Wording(entry.kind))?;
                } else {
                    let folded = fold_text(form);
                    let bare =
                        folded.strip_prefix("ال").filter(|r| r.len() >= 6).unwrap_or(&folded).to_owned();
                    self.facts(&bare).wording.get_or_insert(entry.kind);
                }
            }
        }
        Ok(())
    }

    /// A form that is listed with its clitics («بالسجن», «للدعوة») also knows what its bare form knows, and nothing
    /// that is known of «X» is hidden by an entry «الX».
    fn inherit(&mut self) {
        let forms: Vec<(Box<str>, u32)> = self.table.forms.iter().map(|(k, &v)| (k.clone(), v)).collect();
        for (form, id) in forms {
            let mut bare = None;
            for prefix in ["بال", "لل", "ال", "ول", "وب", "و", "ب", "ل"] {
                if let Some(rest) = form.strip_prefix(prefix).filter(|r| r.len() >= 6)
                    && let Some(&b) = self.table.forms.get(rest)
                {
                    let clitic = match prefix {
                        "بال" | "ب" | "وب" => Some(Prep::By),
                        "لل" | "ل" | "ول" => Some(Prep::For),
                        _ => None,
                    };
                    bare = Some((b, clitic));
                    break;
                }
            }
            let Some((bare, clitic)) = bare else { continue };
            let from = self.table.facts[bare as usize].clone();
            let to = &mut self.table.facts[id as usize];
            // An event of its own is a word of its own: «وقع», «لجأ».
            if !to.events.is_empty() || to.say.is_some() || to.closed != Closed::No {
                continue;
            }
            to.clitic = clitic;
            if form.starts_with('و') {
                to.closed = from.closed;
            }
            to.classes |= from.classes;
            for s in from.slots {
                if !to.slots.contains(&s) {
                    to.slots.push(s);
                }
            }
            if !form.starts_with('و') {
                to.events.extend(from.events.iter().filter(|e| !e.1.is_verb()));
                to.phrases.extend(from.phrases);
            }
            to.source = to.source.or(from.source);
            to.refines = to.refines.or(from.refines);
            to.wording = to.wording.or(from.wording);
        }
    }
}

fn check_verb(entry: &str, perfect: &str, imperfect: &str) -> Result<(), LexiconError> {
    let ok = |w: &str| w.chars().all(|c| ('\u{621}'..='\u{652}').contains(&c)) && w.chars().count() >= 2;
    if !ok(perfect) || !ok(imperfect) {
        return Err(bad(EVENTS, entry, "a verb is written in Arabic letters, two at least"));
    }
    if !imperfect.starts_with('ي') {
        return Err(bad(EVENTS, entry, "the imperfect begins with «ي»"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        match Files::embedded().and_then(|f| Table::new(&f)) {
            Ok(t) => t,
            Err(e) => panic!("{e}"),
        }
    }

    #[test]
    fn the_lexicons_are_sound() {
        let t = table();
        assert!(t.lemmas >= 600, "events.toml has {} lemmas and pairs", t.lemmas);
        assert_eq!(t.frames.len(), ClaimType::ALL.len());
        for kind in ClaimType::ALL {
            assert!(
                t.groups[..t.plain as usize]
                    .iter()
                    .any(|g| g.kind == *kind || g.switch.iter().any(|s| s.kind == *kind))
                    || *kind == ClaimType::Other,
                "no lemma evokes {kind}"
            );
        }
        let files = Files::embedded().unwrap();
        assert!(files.wording.word.len() >= 200);
    }

    #[test]
    fn words_are_found_through_their_clitics() {
        let t = table();
        for (word, kind) in [
            ("قصفت", ClaimType::Shelling),
            ("وقصفت", ClaimType::Shelling),
            ("والقصف", ClaimType::Shelling),
            ("للقصف", ClaimType::Shelling),
            ("بقصف", ClaimType::Shelling),
            ("سيقصفون", ClaimType::Shelling),
            ("قصفها", ClaimType::Shelling),
            ("اعتقلوهم", ClaimType::Arrest),
            ("واعتقالهم", ClaimType::Arrest),
            ("محاصرتها", ClaimType::Siege),
            ("وفرارهم", ClaimType::Escape),
        ] {
            let facts = t.facts(t.look(&fold_text(word), false));
            assert!(facts.events.iter().any(|e| t.groups[e.0 as usize].kind == kind), "{word}: {facts:?}");
        }
    }

    #[test]
    fn mistakes_are_told_with_file_and_entry() {
        let mut files = Files::embedded().unwrap();
        files.events.event[0].verbs.push("قصف".into());
        let message = Table::new(&files).unwrap_err().to_string();
        assert!(message.contains("lexicon/events.toml") && message.contains("قصف"), "{message}");
        let mut files = Files::embedded().unwrap();
        files.events.event[0].when.push("nonsense".into());
        let message = Table::new(&files).unwrap_err().to_string();
        assert!(message.contains("nonsense") && message.contains("known are"), "{message}");
    }
}
