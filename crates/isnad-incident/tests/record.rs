//! The record of an incident, from readings written by hand. All of it is invented.

use isnad_incident::evidence::Evidence;
use isnad_incident::online::item_id;
use isnad_incident::record::{Given, Source, assemble};
use isnad_incident::weights::Weights;
use isnad_model::wire::ReadingJson;
use isnad_model::*;
use serde_json::{Value, json};

fn span(text: &str, word: &str) -> Value {
    let at = text.find(word).unwrap_or_else(|| panic!("«{word}» is not in «{text}»"));
    let start = text[..at].chars().count();
    json!({"text": word, "start": start, "end": start + word.chars().count()})
}

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

/// A claim of `trigger`: type, status, killed with whose, who did it, on whose word.
struct Draft {
    trigger: &'static str,
    kind: &'static str,
    status: &'static str,
    killed: Option<(&'static str, f64, &'static str)>,
    actor: Option<(&'static str, Option<&'static str>)>,
    says: Option<(&'static str, &'static str, Option<&'static str>)>,
    day: Option<&'static str>,
}

const PLAIN: Draft = Draft {
    trigger: "قصف",
    kind: "shelling",
    status: "actual",
    killed: None,
    actor: None,
    says: None,
    day: None,
};

fn reading(
    id: &str,
    outlet: Option<&str>,
    published: Option<&str>,
    text: &str,
    claims: &[Draft],
) -> (ReadingJson, String) {
    let claims: Vec<Value> = claims
        .iter()
        .enumerate()
        .map(|(n, d)| {
            let figures: Vec<Value> = d
                .killed
                .iter()
                .map(|(words, n, of)| {
                    with(
                        span(text, words),
                        json!({"what": "killed", "min": n, "max": n, "of": of, "part_of": null, "scope": "event"}),
                    )
                })
                .collect();
            let actor: Vec<Value> =
                d.actor.iter().map(|(w, e)| with(span(text, w), json!({"entity": e}))).collect();
            let says: Vec<Value> =
                d.says.iter().map(|(w, k, e)| with(span(text, w), json!({"kind": k, "entity": e}))).collect();
            let time: Vec<Value> = d
                .day
                .iter()
                .map(|day| {
                    with(
                        span(text, d.trigger),
                        json!({"from": day, "to": day, "precision": "day", "basis": "stated"}),
                    )
                })
                .collect();
            let place = with(
                span(text, "تل الريحان"),
                json!({"name": "تل الريحان", "lat": 36.2, "lon": 37.1, "gazetteer_id": "x:1", "precision": "settlement"}),
            );
            json!({
                "id": format!("{id}-{n}"), "block": 0, "type": d.kind, "status": d.status, "background": false,
                "trigger": span(text, d.trigger), "actor": actor, "target": [], "place": [place], "time": time,
                "figures": figures, "says": says, "cue": null, "plover": null, "acled": null, "confidence": 0.9
            })
        })
        .collect();
    let hash = Sha256::of(text);
    let json = json!({
        "id": id, "capture": hash, "text_sha256": hash, "url": null, "title": null, "language": "ar", "outlet": outlet,
        "versions": {"program": "0", "lexicon": "0", "models": "0"},
        "published": published.map(|d| json!({"from": d, "to": d, "precision": "day", "basis": "metadata"})),
        "problems": [], "blocks": [{"kind": "body", "start": 0, "end": text.chars().count()}], "mentions": [],
        "claims": claims, "wording": []
    });
    (serde_json::from_value(json).unwrap(), text.to_owned())
}

fn incident(readings: &[(ReadingJson, String)]) -> Incident {
    with_given(readings, Given { id: "i1".into(), ..Given::default() })
}

fn with_given(readings: &[(ReadingJson, String)], given: Given) -> Incident {
    let evidence: Vec<Evidence> = readings.iter().map(|(r, text)| Evidence::new(r, text)).collect();
    let sources: Vec<Source<'_>> = readings
        .iter()
        .zip(&evidence)
        .enumerate()
        .map(|(n, ((reading, _), evidence))| Source { item: n as u64, reading, evidence })
        .collect();
    assemble(&sources, &Weights::shipped().unwrap(), given)
}

const A: &str = "قال الدفاع المدني إن قصف الجيش على تل الريحان أوقع أربعة قتلى من المدنيين قرب الفرن";
const B: &str = "أعلن المرصد مقتل ستة في قصف على تل الريحان نسبه إلى الفصيل، وقال إن المدرسة تضررت";

fn a(outlet: &str, day: &str) -> (ReadingJson, String) {
    let claim = Draft {
        killed: Some(("أربعة", 4.0, "civilian")),
        actor: Some(("الجيش", Some("x:army"))),
        says: Some(("الدفاع المدني", "named_org", Some("x:civil-defence"))),
        day: Some("2031-05-01"),
        ..PLAIN
    };
    reading(outlet, Some(outlet), Some(day), A, &[claim])
}

fn b(outlet: &str, day: &str) -> (ReadingJson, String) {
    let claim = Draft {
        killed: Some(("ستة", 6.0, "unknown")),
        actor: Some(("الفصيل", Some("x:group"))),
        says: Some(("المرصد", "named_org", Some("x:monitor"))),
        ..PLAIN
    };
    reading(outlet, Some(outlet), Some(day), B, &[claim])
}

#[test]
fn values_conflicts_and_story_name_their_claims() {
    let i = incident(&[b("منبر ثان", "2031-05-02"), a("منبر أول", "2031-05-01")]);
    assert_eq!(i.members.iter().map(|m| m.report.as_str()).collect::<Vec<_>>(), ["منبر أول", "منبر ثان"]);
    let killed = i.figures(FigureWhat::Killed, FigureOf::Unknown).unwrap();
    assert_eq!((killed.range.low, killed.range.high), (4.0, 6.0));
    assert_eq!(
        killed.values.iter().map(|v| v.claim.as_str()).collect::<Vec<_>>(),
        ["منبر أول-0", "منبر ثان-0"]
    );
    assert_eq!(killed.history.len(), 2, "the range grew on the second day");
    let civil = i.figures(FigureWhat::Killed, FigureOf::Civilian).unwrap();
    assert_eq!((civil.values.len(), civil.range.best), (1, 4.0));
    let day = i.day.as_ref().unwrap();
    assert_eq!((day.from.to_string().as_str(), day.basis), ("2031-05-01", Basis::Stated));
    // The second gives no day of its own: it takes it from the first, and says so.
    assert_eq!(i.members[1].day.as_ref().unwrap().taken_from, ["منبر أول-0"]);
    assert_eq!(i.members[0].day, None);
    let kinds: Vec<ConflictKind> = i.conflicts.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [ConflictKind::Figure, ConflictKind::Culprit]);
    let culprit = &i.conflicts[1].sides;
    let sides: Vec<(&str, &[String])> =
        culprit.iter().map(|s| (s.value.as_str(), s.claims.as_slice())).collect();
    assert!(sides.contains(&("x:army", &["منبر أول-0".to_owned()][..])), "{sides:?}");
    assert_eq!((i.standing, i.sources), (Standing::Contested, 2));
    assert_eq!(i.story.iter().map(|s| s.kind).collect::<Vec<_>>(), [StepKind::First, StepKind::Followed]);
    let change = &i.story[1].changes[0];
    assert_eq!((change.value.as_str(), change.before.as_deref()), ("6", Some("4")));
}

#[test]
fn copies_outlets_and_shared_sources_are_one() {
    // The same words twice; another text of the same outlet; another outlet on the word of the same source.
    let other = "في تل الريحان قصف أوقع أربعة، كما أكد الدفاع المدني في وقت لاحق من النهار لمراسلنا هناك";
    let leaning = Draft {
        killed: Some(("أربعة", 4.0, "unknown")),
        says: Some(("الدفاع المدني", "named_org", Some("x:civil-defence"))),
        ..PLAIN
    };
    let i = incident(&[
        a("منبر أول", "2031-05-01"),
        a("منبر ناسخ", "2031-05-02"),
        reading("ل", Some("منبر ثالث"), Some("2031-05-02"), other, &[leaning]),
    ]);
    assert_eq!(i.sources, 1);
    assert_eq!(i.members[1].copy_of.as_deref(), Some(item_id(0).as_str()));
    assert_eq!(i.standing, Standing::Weak);
    let reason = |code| i.reasons.iter().find(|r| r.code == code).map(|r| r.n);
    assert_eq!((reason(ReasonCode::Copies), reason(ReasonCode::SharedSource)), (Some(1), Some(1)));
    assert_eq!(i.story[1].kind, StepKind::Copied);
    assert!(i.story[1].changes.is_empty(), "a copy changes nothing");
}

#[test]
fn a_denial_is_a_conflict_and_a_person_rules() {
    let denial = "نفى متحدث أي قصف على تل الريحان وقال إن قواته لم تكن هناك";
    let denies = Draft { status: "negated", says: Some(("متحدث", "official_unnamed", None)), ..PLAIN };
    let told = Draft { trigger: "هناك", kind: "attack", ..PLAIN };
    let all = [
        a("منبر أول", "2031-05-01"),
        reading("ن", Some("منبر رسمي"), Some("2031-05-01"), denial, &[denies, told]),
    ];
    let i = incident(&all);
    let c = i.conflicts.iter().find(|c| c.kind == ConflictKind::Denial).unwrap();
    assert_eq!(c.sides[0].claims, ["منبر أول-0"]);
    assert_eq!(c.sides[1].claims, ["ن-0"]);
    assert_eq!(i.standing, Standing::Contested);
    assert!(i.story.iter().any(|s| s.changes.iter().any(|c| c.kind == ChangeKind::Denial)));
    let ruled = Given {
        id: "i1".into(),
        standing: Some((Standing::Discounted, "خبر قديم".into())),
        ..Given::default()
    };
    let i = with_given(&all, ruled);
    assert_eq!((i.standing, i.reasons[0].code), (Standing::Discounted, ReasonCode::Ruled));
    assert!(i.conflicts.iter().any(|c| c.kind == ConflictKind::Denial), "the conflict stays");
}

#[test]
fn a_record_is_its_json() {
    let i = incident(&[a("منبر أول", "2031-05-01"), b("منبر ثان", "2031-05-02")]);
    let json = serde_json::to_string(&i).unwrap();
    assert_eq!(serde_json::from_str::<Incident>(&json).unwrap(), i);
    // Nothing but a date: no day is invented.
    let bare = reading("ب", None, None, "قصف على تل الريحان", &[PLAIN]);
    let i = incident(&[bare]);
    assert_eq!((i.day, i.figures.len(), i.standing), (None, 0, Standing::Weak));
    assert!(i.reasons.iter().any(|r| r.code == ReasonCode::NoDay));
}
