//! One invented report: its text, and its reading as the reader would give it, made together.

use super::draft::Draft;
use super::random::Random;
use super::story::{Happening, Told};
use super::words::{COLOURS, FILLERS, HOURS, KILLED, MONTHS, NUMBERS, SOURCES, WEEKDAYS};
use super::world::World;
use isnad_model::wire::ReadingJson;
use isnad_model::{
    Basis, BlockKind, Capture, Claim, ClaimType, Figure, FigureOf, FigureScope, FigureWhat, Link, LinkKind,
    Mention, MentionKind, Party, PlaceRole, PlaceValue, Published, Reading, Report, Resolved, Sha256,
    Sighting, Span, Status, TimePrecision, TimeRole, TimeValue, Versions,
};
use jiff::ToSpan;

/// A report with the record that it came in.
pub struct Written {
    /// The bytes.
    pub capture: Capture,
    /// Where they were met.
    pub sighting: Sighting,
    /// The report.
    pub report: Report,
    /// Its reading.
    pub reading: ReadingJson,
}

/// What all claims of a text share.
#[derive(Clone, Default)]
struct Setting {
    place: Vec<PlaceRole>,
    time: Vec<TimeRole>,
}

/// Writes a report of a happening.
pub fn write(world: &World, versions: &Versions, seed: u64, h: &Happening, k: usize) -> Written {
    let told = &h.told[k];
    let of = |n: usize| Random::new(seed ^ h.number.wrapping_mul(0x51_7cc1).wrapping_add(n as u64 + 1));
    let mut d = Draft::default();
    let title = headline(&mut d, &mut of(k + 100), world, h, told);
    // The body of a copy is that of its origin, letter by letter.
    body(&mut d, &mut of(told.copy_of.unwrap_or(k)), world, h, told);
    d.finish();
    let outlet = &world.outlets[told.outlet];
    let day = h.day.checked_add(told.lag.days()).unwrap_or(h.day);
    let id = format!("invented-{}-{}", h.number + 1, k + 1);
    let url = format!("https://{}/{}/{}-{}", outlet.domain, day.strftime("%Y/%m/%d"), h.number + 1, k + 1);
    let capture = Capture::new("text/plain", d.text.clone().into_bytes());
    let report = Report {
        id,
        capture: capture.sha256,
        text_sha256: Sha256::of(&d.text),
        text: d.text,
        extracted: false,
        url: Some(url.clone()),
        title: Some(title),
        language: Some("ar".to_owned()),
        outlet: Some(outlet.name.clone()),
        published: Some(Published {
            from: day,
            to: day,
            precision: TimePrecision::Day,
            basis: Basis::Metadata,
            span: None,
        }),
        blocks: d.blocks,
        problems: Vec::new(),
    };
    d.claims.sort_by_key(|c| c.trigger.start);
    d.mentions.sort_by_key(|m| m.span.start);
    let reading = Reading {
        versions: versions.clone(),
        mentions: d.mentions,
        claims: d.claims,
        wording: Vec::new(),
        problems: Vec::new(),
    };
    let sighting = Sighting {
        url: Some(url),
        retrieved_at: Some(format!("{day}T18:00:00Z")),
        file: "invented".to_owned(),
        line: None,
        record: Some(h.number * 16 + k as u64),
    };
    Written { capture, sighting, reading: ReadingJson::new(&report, &reading), report }
}

fn headline(d: &mut Draft, r: &mut Random, world: &World, h: &Happening, told: &Told) -> String {
    let place = if h.placed { world.places[h.place].name.as_str() } else { "موقع لم يحدد" };
    let noun = r.of(h.act.nouns);
    let start = match (r.below(3), told.killed) {
        (0, Some(n)) => {
            d.say(format!("{} في", people(n, "قتيل", "قتيلان", "قتلى", "قتيلا")));
            d.say(noun)
        }
        (1, _) => {
            d.say(format!("{}:", world.outlets[told.outlet].name));
            d.say(noun)
        }
        _ => d.say(noun),
    };
    d.say(format!("في {place}"));
    if r.chance(0.5) {
        d.say(format!("قرب {}", r.of(COLOURS)));
    }
    let block = d.block();
    d.claims.push(claim(block, h.act.kind, start, confidence(r)));
    d.end(BlockKind::Headline);
    d.text.trim().to_owned()
}

fn body(d: &mut Draft, r: &mut Random, world: &World, h: &Happening, told: &Told) {
    let accused = told.blames.map(|a| &world.actors[a]);
    let party = |span: Span| Party { span, entity: accused.map(|a| a.id.clone()) };
    // Who says it.
    let (words, kind, verb) = r.of(SOURCES);
    let says = match accused.filter(|_| told.admits) {
        Some(a) => {
            let cue = d.say("أعلنت");
            let span = d.say(&a.name);
            Some((cue, Link { span, kind: LinkKind::NamedOrg, entity: Some(a.id.clone()), taken_from: None }))
        }
        None if r.chance(0.8) => {
            let cue = d.say(verb);
            let span = d.say(words);
            Some((cue, Link { span, kind: *kind, entity: None, taken_from: None }))
        }
        None => None,
    };
    if says.is_some() {
        d.say("أن");
    }
    // Who did what to whom, where and when.
    let trigger = d.say(r.of(h.act.verbs));
    let actor = accused.map(|a| {
        let span = d.say(&a.name);
        d.mentions.push(Mention { entity: Some(a.id.clone()), ..Mention::new(MentionKind::Group, span) });
        party(span)
    });
    if actor.is_none() {
        d.say("جهة مجهولة");
    }
    let target = d.say(h.target);
    let setting = setting(d, r, world, h, told);
    d.say(".");
    let block = d.block();
    let mut main = claim(block, h.act.kind, trigger, confidence(r));
    main.actor.extend(actor);
    main.target.push(Party { span: target, entity: None });
    main.says.extend(says.iter().map(|s| s.1.clone()));
    main.cue = says.map(|s| s.0);
    main.plover = Some(h.act.plover.to_owned());
    main.acled = Some(h.act.acled.to_owned());
    if r.chance(0.04) {
        main.status = Status::Possible;
    }
    d.claims.push(within(main, &setting));
    d.end(BlockKind::Body);
    if let Some(n) = told.killed {
        casualties(d, r, n, told.injured, &setting);
    }
    if told.denies
        && let Some(a) = accused
    {
        let cue = d.say("ونفت");
        let span = d.say(&a.name);
        d.say("مسؤوليتها عن");
        let trigger = d.say(r.of(h.act.nouns));
        d.say("وقالت إنها لم تعمل في المنطقة ذلك اليوم.");
        let mut denial = claim(d.block(), h.act.kind, trigger, confidence(r));
        denial.status = Status::Negated;
        denial.actor.push(party(span));
        denial.says.push(Link {
            span,
            kind: LinkKind::NamedOrg,
            entity: Some(a.id.clone()),
            taken_from: None,
        });
        denial.cue = Some(cue);
        d.claims.push(within(denial, &setting));
        d.end(BlockKind::Body);
    }
    for _ in 0..1 + r.below(3) {
        for _ in 0..1 + r.below(3) {
            d.say(r.of(FILLERS));
            d.say(".");
        }
        d.say(format!("وشوهد الدخان بين {} و{}", r.of(COLOURS), r.of(COLOURS)));
        d.say(format!("على بعد {} مترا.", 40 + 10 * r.below(90)));
        d.end(BlockKind::Body);
    }
}

/// Place and time, as the words give them.
fn setting(d: &mut Draft, r: &mut Random, world: &World, h: &Happening, told: &Told) -> Setting {
    let mut setting = Setting::default();
    if h.placed {
        let p = &world.places[h.place];
        d.say("في");
        let span = d.say(format!("{} {}", p.noun, p.name));
        let value = PlaceValue {
            name: p.name.clone(),
            lat: Some(p.lat),
            lon: Some(p.lon),
            gazetteer_id: Some(p.id.clone()),
            precision: p.precision,
            radius_km: None,
            candidates: Vec::new(),
            source: None,
        };
        d.mentions.push(Mention {
            value: Resolved::Place(value.clone()),
            ..Mention::new(MentionKind::Place, span)
        });
        setting.place.push(PlaceRole { span, value });
    }
    if told.dated {
        let weekday = WEEKDAYS[h.day.weekday().to_monday_zero_offset() as usize];
        let month = MONTHS[usize::try_from(h.day.month() - 1).unwrap_or_default()];
        let (day, year) = (h.day.day(), h.day.year());
        let span = d.say(format!("{} {weekday} {day} {month} {year}", r.of(HOURS)));
        let value = TimeValue {
            from: Some(h.day),
            to: Some(h.day),
            precision: TimePrecision::Day,
            basis: Basis::Stated,
            time_of_day: None,
            source: None,
        };
        d.mentions
            .push(Mention { value: Resolved::Time(value.clone()), ..Mention::new(MentionKind::Time, span) });
        setting.time.push(TimeRole { span, value });
    }
    setting
}

fn casualties(d: &mut Draft, r: &mut Random, killed: u32, injured: Option<u32>, setting: &Setting) {
    d.say(r.of(&["وأسفر ذلك عن", "وأدى ذلك إلى", "ما تسبب في", "وأوقع ذلك"]));
    let trigger = d.say("مقتل");
    let (noun, of) = r.of(KILLED);
    let span = match killed {
        1 => d.say("شخص واحد"),
        2 => d.say("شخصين"),
        3..=10 if r.chance(0.5) => d.say(format!("{} {noun}", NUMBERS[killed as usize - 3])),
        n => d.say(format!("{n} {noun}")),
    };
    let mut c = claim(d.block(), ClaimType::Casualty, trigger, confidence(r));
    let of = if killed > 2 { *of } else { FigureOf::Unknown };
    c.figures.push(figure(span, FigureWhat::Killed, killed, of));
    if let Some(n) = injured {
        d.say("وإصابة");
        let span = d.say(format!("{n} آخرين"));
        c.figures.push(figure(span, FigureWhat::Injured, n, FigureOf::Unknown));
    }
    if r.chance(0.5) {
        let cue = d.say("بحسب");
        let (words, kind, _) = r.of(SOURCES);
        let span = d.say(words);
        c.cue = Some(cue);
        c.says.push(Link { span, kind: *kind, entity: None, taken_from: None });
    }
    d.say(".");
    d.claims.push(within(c, setting));
    d.end(BlockKind::Body);
}

/// A number with its noun, in the agreement that Arabic asks for.
fn people(n: u32, one: &str, two: &str, few: &str, many: &str) -> String {
    match (n, n % 100) {
        (1, _) => one.to_owned(),
        (2, _) => two.to_owned(),
        (_, 3..=10) => format!("{n} {few}"),
        (_, 11..=99) => format!("{n} {many}"),
        _ => format!("{n} {one}"),
    }
}

fn figure(span: Span, what: FigureWhat, n: u32, of: FigureOf) -> Figure {
    let n = Some(f64::from(n));
    Figure { span, what, min: n, max: n, of, part_of: None, scope: FigureScope::Event }
}

fn confidence(r: &mut Random) -> f32 {
    (500 + r.below(500)) as f32 / 1000.0
}

fn claim(block: usize, kind: ClaimType, trigger: Span, confidence: f32) -> Claim {
    Claim {
        block,
        kind,
        status: Status::Actual,
        background: false,
        trigger,
        actor: Vec::new(),
        target: Vec::new(),
        place: Vec::new(),
        time: Vec::new(),
        figures: Vec::new(),
        says: Vec::new(),
        cue: None,
        plover: None,
        acled: None,
        confidence,
        why: Vec::new(),
    }
}

fn within(mut claim: Claim, setting: &Setting) -> Claim {
    claim.place.clone_from(&setting.place);
    claim.time.clone_from(&setting.time);
    claim
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::story::happening;

    #[test]
    fn every_position_holds_the_words_it_says() {
        let world = World::new(1);
        let versions =
            Versions { program: "0".to_owned(), lexicon: "invented".to_owned(), models: "1".to_owned() };
        let (mut copies, mut denials) = (0, 0);
        for n in 0..300 {
            let h = happening(&world, 1, n);
            assert!((1..=12).contains(&h.told.len()));
            for k in 0..h.told.len() {
                let w = write(&world, &versions, 1, &h, k);
                let chars: Vec<char> = w.report.text.chars().collect();
                for c in &w.reading.claims {
                    let spans = [&c.trigger].into_iter().chain(&c.cue);
                    let spans =
                        spans.chain(c.place.iter().map(|p| &p.at)).chain(c.actor.iter().map(|p| &p.at));
                    for s in spans.chain(c.figures.iter().map(|f| &f.at)) {
                        assert_eq!(chars[s.start..s.end].iter().collect::<String>(), s.text);
                    }
                    denials += usize::from(c.status == Status::Negated);
                }
                assert!(
                    w.report.blocks.iter().all(|b| w.report.text.get(b.span.start..b.span.end).is_some())
                );
                copies += usize::from(h.told[k].copy_of.is_some());
                // The same number gives the same report.
                assert_eq!(write(&world, &versions, 1, &happening(&world, 1, n), k).report, w.report);
            }
        }
        assert!(copies > 20 && denials > 5, "{copies} copies, {denials} denials");
    }
}
