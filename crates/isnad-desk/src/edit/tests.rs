use super::*;
use isnad_model::{BlockKind, ClaimType, FigureOf, FigureScope, FigureWhat, LinkKind, Status, TimePrecision};
use isnad_read::Reader;
use std::sync::OnceLock;

const TEXT: &str = "عنوان\nقتل خمسة مدنيين في سنبار يوم الثلاثاء، وقال مصدر محلي إن ثلاثة منهم أطفال.";

fn knowledge() -> &'static Knowledge {
    static MADE: OnceLock<Knowledge> = OnceLock::new();
    MADE.get_or_init(|| Knowledge::new(Reader::new()))
}

fn blocks() -> Vec<BlockJson> {
    let end = TEXT.chars().count();
    vec![
        BlockJson { kind: BlockKind::Headline, start: 0, end: 5 },
        BlockJson { kind: BlockKind::Body, start: 6, end },
    ]
}

/// The characters of the first place of these words.
fn at(words: &str) -> (usize, usize) {
    let byte = TEXT.find(words).unwrap();
    let start = TEXT[..byte].chars().count();
    (start, start + words.chars().count())
}

fn edit() -> ClaimEdit {
    let span = |w: &str| SpanEdit { start: at(w).0, end: at(w).1 };
    let (start, end) = at("خمسة");
    let five = FigureEdit {
        start,
        end,
        what: FigureWhat::Killed,
        min: Some(5.0),
        max: Some(5.0),
        of: FigureOf::Civilian,
        part_of: None,
        scope: FigureScope::Event,
    };
    let (start, end) = at("ثلاثة");
    let three = FigureEdit {
        start,
        end,
        min: Some(3.0),
        max: Some(3.0),
        of: FigureOf::Child,
        part_of: Some(0),
        ..five.clone()
    };
    let (start, end) = at("سنبار");
    let place = PlaceEditValue {
        name: "سنبار".into(),
        lat: 12.5,
        lon: 64.1,
        gazetteer_id: None,
        precision: PlacePrecision::Settlement,
        radius_km: None,
    };
    let place = PlaceEdit { start, end, place: Some(place) };
    let (start, end) = at("يوم الثلاثاء");
    let day = Some("2031-05-06".parse().unwrap());
    let time = TimeEdit { start, end, from: day, to: None, precision: TimePrecision::Day };
    let (start, end) = at("مصدر محلي");
    ClaimEdit {
        kind: ClaimType::Killing,
        status: Status::Actual,
        background: false,
        trigger: span("قتل"),
        actor: vec![],
        target: vec![PartyEdit { start: at("مدنيين").0, end: at("مدنيين").1, entity: None }],
        place: vec![place],
        time: vec![time],
        figures: vec![five, three],
        says: vec![LinkEdit { start, end, kind: LinkKind::Unnamed, entity: None }],
        cue: Some(span("وقال")),
    }
}

fn make(edit: &ClaimEdit, was: Option<&ClaimJson>) -> ApiResult<ClaimJson> {
    let blocks = blocks();
    let sha = Sha256::of(TEXT);
    claim(edit, Ground { text: TEXT, text_sha256: &sha, blocks: &blocks, knowledge: knowledge() }, was)
}

#[test]
fn words_are_filled_in_and_codes_follow_the_type() {
    let c = make(&edit(), None).unwrap();
    assert_eq!((c.trigger.text.as_str(), c.block), ("قتل", 1));
    assert_eq!(c.place[0].at.text, "سنبار");
    assert_eq!(c.says[0].at.text, "مصدر محلي");
    assert_eq!(c.time[0].time.to, c.time[0].time.from);
    assert_eq!(c.figures[1].part_of, Some(0));
    assert_eq!(c.plover.as_deref(), Some("ASSAULT"));
    assert_eq!(c.id.len(), 16);
    // The id is of text, place and type.
    assert_ne!(c.id, make(&ClaimEdit { kind: ClaimType::Casualty, ..edit() }, None).unwrap().id);
}

#[test]
fn what_was_left_as_it_was_keeps_what_the_form_does_not_show() {
    let mut old = make(&edit(), None).unwrap();
    old.place[0].place.source = Some(isnad_model::wire::FromJson { report: None, start: 0, end: 3 });
    old.time[0].time.time_of_day = Some([4, 6]);
    old.says[0].entity = Some("gone-from-the-registry".into());
    let mut same = edit();
    same.says[0].entity = old.says[0].entity.clone();
    same.time[0].to = same.time[0].from;
    let c = make(&same, Some(&old)).unwrap();
    assert_eq!((&c.place, &c.time, &c.says), (&old.place, &old.time, &old.says));
    // Another point is the person's own.
    same.place[0].place.as_mut().unwrap().lat = 12.6;
    assert!(make(&same, Some(&old)).unwrap().place[0].place.source.is_none());
}

#[test]
fn what_does_not_hold_is_named() {
    type Change = fn(&mut ClaimEdit);
    let cases: &[(&str, Change)] = &[
        ("trigger.start", |e| e.trigger = SpanEdit { start: 9, end: 9 }),
        ("trigger.end", |e| e.trigger.end = 100_000),
        ("trigger.start", |e| e.trigger = SpanEdit { start: 2, end: 9 }),
        ("trigger.start", |e| e.trigger = SpanEdit { start: 9, end: 10 }),
        ("place[0].start", |e| e.place[0].end = 0),
        ("place[0].place.lat", |e| e.place[0].place.as_mut().unwrap().lat = 91.0),
        ("place[0].place.lon", |e| e.place[0].place.as_mut().unwrap().lon = f64::NAN),
        ("place[0].place.name", |e| e.place[0].place.as_mut().unwrap().name = " ".into()),
        ("place[0].place.radius_km", |e| e.place[0].place.as_mut().unwrap().radius_km = Some(-1.0)),
        ("target[0].entity", |e| e.target[0].entity = Some("nobody".into())),
        ("time[0].to", |e| e.time[0].to = Some("2031-05-05".parse().unwrap())),
        ("figures[0].max", |e| e.figures[0].max = Some(4.0)),
        ("figures[0].min", |e| e.figures[0].min = Some(-1.0)),
        ("figures[1].part_of", |e| e.figures[1].part_of = Some(1)),
        ("figures[1].part_of", |e| e.figures[1].part_of = Some(9)),
        ("figures[0].part_of", |e| e.figures[0].part_of = Some(1)),
        ("says[0].end", |e| e.says[0].end = 100_000),
        ("cue.start", |e| e.cue = Some(SpanEdit { start: 5, end: 3 })),
        ("target", |e| e.target = vec![e.target[0].clone(); 51]),
    ];
    for (field, change) in cases {
        let mut e = edit();
        change(&mut e);
        let error = make(&e, None).unwrap_err();
        assert_eq!(error.body.field.as_deref(), Some(*field));
        assert_eq!(error.status.as_u16(), 422);
    }
}
