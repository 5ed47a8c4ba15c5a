//! Invented records for the tests: made by rule, in correct Arabic, about nothing that happened.
#![allow(dead_code, missing_docs)]

use isnad_model::wire::ReadingJson;
use isnad_model::*;
use jiff::civil::{Date, date};

pub type Record = (Capture, Sighting, Vec<(Report, ReadingJson)>);

pub fn versions(program: &str) -> Versions {
    Versions { program: program.into(), lexicon: "معجم".into(), models: "none".into() }
}

pub struct Place {
    pub name: &'static str,
    pub lat: f64,
    pub lon: f64,
}

pub const PLACES: [Place; 5] = [
    Place { name: "تل الريحان", lat: 36.20, lon: 37.15 },
    Place { name: "وادي السنديان", lat: 35.93, lon: 36.63 },
    Place { name: "خربة النعناع", lat: 33.51, lon: 36.29 },
    Place { name: "الحسكة", lat: 36.50, lon: 40.75 },
    Place { name: "مشتى الزيتونة", lat: 35.33, lon: 40.14 },
];

/// A claim to be made: type, trigger word, day, place (of [`PLACES`]), who says so.
pub type ClaimDraft = (ClaimType, &'static str, Option<Date>, Option<usize>, Option<LinkKind>);

/// One report to be made.
#[derive(Clone)]
pub struct Draft {
    pub id: String,
    pub outlet: &'static str,
    pub url: Option<String>,
    pub language: &'static str,
    pub title: String,
    pub body: String,
    pub published: Option<Date>,
    pub claims: Vec<ClaimDraft>,
}

impl Draft {
    pub fn new(id: &str, title: &str, body: &str) -> Self {
        Draft {
            id: id.into(),
            outlet: "نبأ الشمال",
            url: None,
            language: "ar",
            title: title.into(),
            body: body.into(),
            published: None,
            claims: vec![],
        }
    }

    pub fn outlet(mut self, outlet: &'static str) -> Self {
        self.outlet = outlet;
        self
    }

    pub fn published(mut self, day: Date) -> Self {
        self.published = Some(day);
        self
    }

    pub fn url(mut self, url: &str) -> Self {
        self.url = Some(url.into());
        self
    }

    pub fn language(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    pub fn claim(
        mut self,
        kind: ClaimType,
        trigger: &'static str,
        day: Option<Date>,
        place: Option<usize>,
        says: Option<LinkKind>,
    ) -> Self {
        self.claims.push((kind, trigger, day, place, says));
        self
    }

    /// The record, as `versions` reads it.
    pub fn read(&self, versions: &Versions) -> Record {
        let text = format!("{}\n\n{}", self.title, self.body);
        let line = format!("{{\"id\":\"{}\",\"text\":\"{}\"}}", self.id, text.replace('\n', "\\n"));
        let capture = Capture::new("application/json", line.into_bytes());
        let find = |words: &str| {
            let start = text.find(words).unwrap_or_else(|| panic!("«{words}» is not in the text"));
            Span::new(start, start + words.len())
        };
        let headline = Span::new(0, self.title.len());
        let report = Report {
            id: self.id.clone(),
            capture: capture.sha256,
            text_sha256: Sha256::of(&text),
            extracted: false,
            url: self.url.clone(),
            title: Some(self.title.clone()),
            language: Some(self.language.into()),
            outlet: Some(self.outlet.into()),
            published: self.published.map(|day| Published {
                from: day,
                to: day,
                precision: TimePrecision::Day,
                basis: Basis::Metadata,
                span: None,
            }),
            blocks: vec![
                Block { kind: BlockKind::Headline, span: headline },
                Block { kind: BlockKind::Body, span: Span::new(self.title.len() + 2, text.len()) },
            ],
            problems: self
                .published
                .is_none()
                .then(|| Problem::new(ProblemCode::NoDate, "No date of publication was found."))
                .into_iter()
                .collect(),
            text: text.clone(),
        };
        let claims = self
            .claims
            .iter()
            .map(|&(kind, trigger, day, place, says)| Claim {
                block: 1,
                kind,
                status: Status::Actual,
                background: false,
                trigger: find(trigger),
                actor: vec![],
                target: vec![],
                place: place
                    .map(|p| PlaceRole {
                        span: find(PLACES[p].name),
                        value: PlaceValue {
                            name: PLACES[p].name.into(),
                            lat: Some(PLACES[p].lat),
                            lon: Some(PLACES[p].lon),
                            gazetteer_id: Some(format!("invented:{p}")),
                            precision: PlacePrecision::Settlement,
                            radius_km: None,
                            candidates: vec![],
                            source: None,
                        },
                    })
                    .into_iter()
                    .collect(),
                time: day
                    .map(|day| TimeRole {
                        span: find(trigger),
                        value: TimeValue {
                            from: Some(day),
                            to: Some(day),
                            precision: TimePrecision::Day,
                            basis: Basis::Stated,
                            time_of_day: None,
                            source: None,
                        },
                    })
                    .into_iter()
                    .collect(),
                figures: vec![],
                says: says
                    .map(|kind| Link { span: find(trigger), kind, entity: None, taken_from: None })
                    .into_iter()
                    .collect(),
                cue: None,
                plover: None,
                acled: None,
                confidence: 0.75,
                why: vec![],
            })
            .collect();
        let reading = Reading {
            versions: versions.clone(),
            mentions: vec![],
            claims,
            wording: vec![],
            problems: vec![],
        };
        let sighting = Sighting {
            url: self.url.clone(),
            retrieved_at: Some("2031-05-20T08:00:00Z".into()),
            file: "تقارير.jsonl".into(),
            line: Some(1),
            record: None,
        };
        let reading = ReadingJson::new(&report, &reading);
        (capture, sighting, vec![(report, reading)])
    }
}

const OUTLETS: [&str; 4] = ["نبأ الشمال", "صحيفة المرفأ", "إذاعة السهل", "شبكة الضفاف"];
const OPENINGS: [&str; 4] = [
    "قال شهود عيان إن الطيران شن غارة على أطراف",
    "أفادت مصادر محلية بأن قصفا مدفعيا طال منازل في",
    "ذكر ناشطون أن حريقا أتى على سوق الخضار في",
    "أعلن المجلس المحلي وصول قافلة مساعدات إلى",
];
const ENDINGS: [&str; 3] = [
    "ولم ترد أنباء عن وقوع إصابات حتى ساعة إعداد الخبر.",
    "وأضافت المصادر أن الأهالي نزحوا إلى القرى المجاورة.",
    "وتعذر التحقق من الرواية لدى جهة مستقلة.",
];
const TRIGGERS: [(ClaimType, &str); 4] = [
    (ClaimType::Airstrike, "غارة"),
    (ClaimType::Shelling, "قصفا"),
    (ClaimType::Disaster, "حريقا"),
    (ClaimType::Aid, "مساعدات"),
];

/// The `n`th of any number of reports, about `words` words long.
pub fn draft(n: usize, words: usize) -> Draft {
    let place = &PLACES[n % PLACES.len()];
    let kind = n % TRIGGERS.len();
    let day = date(2031, 5, 1).saturating_add(jiff::Span::new().days((n % 40) as i64));
    let mut body = format!("{} {} صباح اليوم رقم {n}. {}", OPENINGS[kind], place.name, ENDINGS[n % 3]);
    let mut k = n;
    while body.split(' ').count() < words {
        k = k.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let (a, b) = ((k >> 33) % OPENINGS.len(), (k >> 40) % PLACES.len());
        body.push_str(&format!(
            "\nوفي خبر آخر {} {}. {}",
            OPENINGS[a],
            PLACES[b].name,
            ENDINGS[(k >> 50) % 3]
        ));
    }
    let mut draft = Draft::new(&format!("خبر-{n}"), &format!("أنباء من {}", place.name), &body)
        .outlet(OUTLETS[n % OUTLETS.len()])
        .url(&format!("https://news.example/{n}"));
    draft.published = (!n.is_multiple_of(7)).then_some(day);
    let (kind, trigger) = TRIGGERS[kind];
    draft.claim(kind, trigger, Some(day), Some(n % PLACES.len()), Some(LinkKind::Witness))
}

/// The `n`th record of any number.
pub fn record(n: usize) -> Record {
    let (capture, mut sighting, reports) = draft(n, 60).read(&versions("0.1.0"));
    sighting.line = Some(n as u64 + 1);
    (capture, sighting, reports)
}
