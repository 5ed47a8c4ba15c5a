use super::*;
use isnad_model::review::apply;
use isnad_model::wire::ReadingJson;
use isnad_model::{
    Anchor, Block, BlockKind, Claim, ClaimType, Decision, DecisionKind, Figure, FigureOf, FigureScope,
    FigureWhat, Link, LinkKind, Party, Reading, Status, Versions,
};

/// Four sentences: two claims by one word, a claim that nobody looks at, one that is rejected, one that the reader misses.
const TEXT: &str = "قصف مرصد سنبار، ثم قصف آخر قتل فيه 5 مدنيين بحسب شهود. اعتقلت الشرطة سبعة، وأفرج عن اثنين. \
                    هاجم الكاتب الرواية. وفر سجين.";

fn span(words: &str, nth: usize) -> Span {
    let at = TEXT.match_indices(words).nth(nth).unwrap().0;
    Span::new(at, at + words.len())
}

fn claim(kind: ClaimType, trigger: Span) -> Claim {
    Claim {
        block: 0,
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
        confidence: 0.7,
        why: Vec::new(),
    }
}

fn read() -> (Report, ReadingJson) {
    let report = Report {
        id: "r1".into(),
        capture: Sha256::of(TEXT),
        text: TEXT.into(),
        text_sha256: Sha256::of(TEXT),
        extracted: false,
        url: None,
        title: None,
        language: Some("ar".into()),
        outlet: None,
        published: None,
        blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, TEXT.len()) }],
        problems: Vec::new(),
    };
    let mut second = claim(ClaimType::Shelling, span("قصف", 1));
    let figure = |words, n| Figure {
        span: span(words, 0),
        what: FigureWhat::Killed,
        min: Some(n),
        max: None,
        of: FigureOf::Civilian,
        part_of: None,
        scope: FigureScope::Event,
    };
    second.figures.push(figure("5 مدنيين", 5.0));
    second
        .says
        .push(Link { span: span("شهود", 0), kind: LinkKind::Witness, entity: None, taken_from: None });
    second.cue = Some(span("بحسب", 0));
    // What another sentence says is no quotation of this one.
    second.actor.push(Party { span: span("الشرطة", 0), entity: None });
    let mut first = claim(ClaimType::Shelling, span("قصف", 0));
    first.target.push(Party { span: span("مرصد سنبار", 0), entity: None });
    let reading = Reading {
        versions: Versions { program: "0".into(), lexicon: "0".into(), models: "0".into() },
        mentions: Vec::new(),
        claims: vec![
            first,
            second,
            claim(ClaimType::Arrest, span("اعتقلت", 0)),
            claim(ClaimType::Release, span("وأفرج", 0)),
            claim(ClaimType::Attack, span("هاجم", 0)),
        ],
        wording: Vec::new(),
        problems: Vec::new(),
    };
    let json = ReadingJson::new(&report, &reading);
    (report, json)
}

fn decision(id: &str, kind: DecisionKind, at: Span, value: Value) -> Decision {
    Decision {
        id: id.into(),
        kind,
        anchor: Some(Anchor {
            text_sha256: Sha256::of(TEXT),
            span: at,
            quotation: at.of(TEXT).into(),
            before: String::new(),
            after: String::new(),
        }),
        subjects: Vec::new(),
        value,
        reason: String::new(),
        user: "u".into(),
        at: "2026-11-29T00:00:00Z".into(),
    }
}

fn decisions(reading: &ReadingJson) -> Vec<Decision> {
    let c = &reading.claims;
    let was = |n: usize| json!({"id": c[n].id, "type": c[n].kind});
    let mut corrected = c[1].clone();
    corrected.status = Status::Possible;
    let (report, _) = read();
    let mut added = Reading {
        versions: reading.versions.clone(),
        mentions: Vec::new(),
        claims: vec![claim(ClaimType::Escape, span("وفر", 0))],
        wording: Vec::new(),
        problems: Vec::new(),
    };
    added.claims[0].actor.push(Party { span: span("سجين", 0), entity: None });
    let added = ReadingJson::new(&report, &added).claims.remove(0);
    vec![
        decision("a", DecisionKind::Accept, span("قصف", 0), json!({"claim": c[0], "was": was(0)})),
        decision("b", DecisionKind::Correct, span("قصف", 1), json!({"claim": corrected, "was": was(1)})),
        decision("c", DecisionKind::Accept, span("اعتقلت", 0), json!({"claim": c[2], "was": was(2)})),
        decision("d", DecisionKind::Reject, span("هاجم", 0), json!({"was": was(4)})),
        decision("e", DecisionKind::Add, span("وفر", 0), json!({"claim": added, "was": null})),
    ]
}

/// Where score.py finds a quotation.
fn nth(text: &str, words: &str, occ: u64) -> usize {
    let found = text.char_indices().filter(|(at, _)| text[*at..].starts_with(words)).nth(occ as usize);
    found.expect("the quotation stands in the text").0
}

#[test]
fn only_sentences_of_which_all_was_ruled_on_are_truth() {
    let (report, reading) = read();
    let all = decisions(&reading);
    let out = sentences(&report, &apply(&reading, TEXT, &all));
    let texts: Vec<&str> = out.iter().map(|s| s["text"].as_str().unwrap()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts[0].starts_with("قصف مرصد") && texts[0].ends_with('.'));
    assert_eq!(texts[1], "هاجم الكاتب الرواية.");
    assert_eq!(out[1]["claims"], json!([]), "what was rejected is no claim");
    assert_eq!(out[2]["claims"][0]["type"], "escape");
    assert_eq!(out[2]["claims"][0]["actor"], json!(["سجين"]));
    let first = out[0]["claims"].as_array().unwrap();
    assert_eq!((&first[0]["occ"], &first[1]["occ"]), (&json!(0), &json!(1)));
    assert_eq!(first[1]["status"], "possible", "as corrected");
    assert_eq!(first[1]["figures"], json!([{"quote": "5 مدنيين", "what": "killed", "min": 5, "max": null}]));
    assert_eq!(first[1]["says"], json!([{"quote": "شهود", "kind": "witness"}]));
    assert_eq!((&first[1]["cue"], &first[1]["actor"]), (&json!("بحسب"), &json!([])));
    assert_eq!(out[0]["decisions"], json!(["a", "b"]));
    // Every quotation stands where its count says, as score.py and check.py look for it.
    for s in &out {
        let text = s["text"].as_str().unwrap();
        let start = s["start"].as_u64().unwrap() as usize;
        assert_eq!(TEXT.chars().skip(start).take(text.chars().count()).collect::<String>(), text);
        for c in s["claims"].as_array().unwrap() {
            let at = nth(text, c["trigger"].as_str().unwrap(), c["occ"].as_u64().unwrap());
            assert!(text.is_char_boundary(at));
            for role in ["actor", "target", "place", "time"] {
                assert!(c[role].as_array().unwrap().iter().all(|q| text.contains(q.as_str().unwrap())));
            }
        }
    }
}

#[test]
fn nothing_comes_of_a_text_that_nobody_reviewed_or_of_what_was_undone() {
    let (report, reading) = read();
    assert!(sentences(&report, &apply(&reading, TEXT, &[])).is_empty());
    let mut all = decisions(&reading);
    let mut undo = decision("u", DecisionKind::Undo, span("قصف", 1), Value::Null);
    (undo.anchor, undo.subjects) = (None, vec!["b".into()]);
    all.push(undo);
    let out = sentences(&report, &apply(&reading, TEXT, &all));
    assert_eq!(out.len(), 2, "the first sentence has a claim again that nobody ruled on");
}
