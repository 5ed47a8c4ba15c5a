//! Tables of what a decision does, and properties of any sequence of them. The text is invented.

use super::*;
use crate::wire::{BlockJson, SpanJson};
use crate::{BlockKind, ClaimType, Sha256, Span, Status, Versions};
use proptest::prelude::*;
use serde_json::json;

const TEXT: &str = "قصف على تل الريحان\n\nطال قصف مدفعي وادي السنديان صباح اليوم وأصاب مزرعة. ونفى المجلس وقوع غارة هناك. ووصلت قافلة مساعدات.";
/// The same page with a line of navigation before it, as another program extracts it.
const SHIFTED: &str = "الرئيسية | أخبار\n\nقصف على تل الريحان\n\nطال قصف مدفعي وادي السنديان صباح اليوم وأصاب مزرعة. ونفى المجلس وقوع غارة هناك. ووصلت قافلة مساعدات.";
/// Another sentence than the one of the airstrike.
const WITHOUT: &str =
    "قصف على تل الريحان\n\nطال قصف مدفعي وادي السنديان صباح اليوم وأصاب مزرعة. ووصلت قافلة مساعدات.";

/// The span of words, the `nth` time that they stand there.
fn bytes(text: &str, words: &str, nth: usize) -> Span {
    let start = text.match_indices(words).nth(nth).unwrap().0;
    Span::new(start, start + words.len())
}

fn at(text: &str, words: &str, nth: usize) -> SpanJson {
    let (start, end) = crate::CharMap::new(text).chars(bytes(text, words, nth));
    SpanJson { text: words.to_owned(), start, end }
}

fn claim(text: &str, kind: ClaimType, words: &str, nth: usize) -> ClaimJson {
    let trigger = at(text, words, nth);
    ClaimJson {
        id: Sha256::of(format!("{}{}{}{kind}", Sha256::of(text), trigger.start, trigger.end)).short(16),
        block: 0,
        kind,
        status: Status::Actual,
        background: false,
        trigger,
        actor: vec![],
        target: vec![],
        place: vec![],
        time: vec![],
        figures: vec![],
        says: vec![],
        cue: None,
        plover: None,
        acled: None,
        confidence: 0.5,
        why: vec![],
    }
}

fn reading(text: &str, claims: Vec<ClaimJson>) -> ReadingJson {
    ReadingJson {
        id: "تقرير".into(),
        capture: Sha256::of("capture"),
        text_sha256: Sha256::of(text),
        url: None,
        title: None,
        language: None,
        outlet: None,
        versions: Versions { program: "0".into(), lexicon: "0".into(), models: "0".into() },
        text: None,
        published: None,
        problems: vec![],
        blocks: vec![BlockJson { kind: BlockKind::Body, start: 0, end: text.chars().count() }],
        mentions: vec![],
        claims,
        links: vec![],
        wording: vec![],
    }
}

fn shelling() -> ClaimJson {
    claim(TEXT, ClaimType::Shelling, "قصف", 1)
}

fn strike() -> ClaimJson {
    claim(TEXT, ClaimType::Airstrike, "غارة", 0)
}

fn read() -> ReadingJson {
    reading(TEXT, vec![shelling(), strike()])
}

fn anchor(span: Span) -> Anchor {
    let before: String = TEXT[..span.start].chars().rev().take(40).collect();
    Anchor {
        text_sha256: Sha256::of(TEXT),
        span,
        quotation: span.of(TEXT).to_owned(),
        before: before.chars().rev().collect(),
        after: TEXT[span.end..].chars().take(40).collect(),
    }
}

fn decide(id: &str, kind: DecisionKind, span: Span, value: serde_json::Value) -> Decision {
    Decision {
        id: id.into(),
        kind,
        anchor: Some(anchor(span)),
        subjects: vec![],
        value,
        reason: String::new(),
        user: "مراجع".into(),
        at: "2031-05-05T10:00:00Z".into(),
    }
}

fn undo(id: &str, of: &str) -> Decision {
    Decision {
        anchor: None,
        subjects: vec![of.into()],
        ..decide(id, DecisionKind::Undo, Span::new(0, 2), json!(null))
    }
}

fn was(c: &ClaimJson) -> serde_json::Value {
    json!({"id": c.id, "type": c.kind})
}

fn reject(id: &str) -> Decision {
    decide(id, DecisionKind::Reject, bytes(TEXT, "غارة", 0), json!({"was": was(&strike())}))
}

fn accept(id: &str) -> Decision {
    let value = json!({"claim": shelling(), "was": was(&shelling())});
    decide(id, DecisionKind::Accept, bytes(TEXT, "قصف", 1), value)
}

fn correct(id: &str) -> Decision {
    let mut c = claim(TEXT, ClaimType::Attack, "قصف مدفعي", 0);
    c.status = Status::Possible;
    let value = json!({"claim": c, "was": was(&shelling())});
    decide(id, DecisionKind::Correct, bytes(TEXT, "قصف", 1), value)
}

fn add(id: &str) -> Decision {
    let value = json!({"claim": claim(TEXT, ClaimType::Aid, "مساعدات", 0), "was": null});
    decide(id, DecisionKind::Add, bytes(TEXT, "مساعدات", 0), value)
}

fn comment(id: &str) -> Decision {
    let value = json!({"text": "يراجع", "was": was(&shelling())});
    decide(id, DecisionKind::Comment, bytes(TEXT, "قصف", 1), value)
}

/// Type, trigger and state of each claim; those rejected; ids of the lost.
fn told(r: &Reviewed) -> String {
    let one = |c: &ReviewedClaim| format!("{} {} {}", c.claim.kind, c.claim.trigger.text, c.review.state);
    let all = |c: &[ReviewedClaim]| c.iter().map(one).collect::<Vec<_>>().join(", ");
    let lost: Vec<&str> = r.lost.iter().map(|d| d.id.as_str()).collect();
    format!("{} | {} | {}", all(&r.claims), all(&r.rejected), lost.join(", "))
}

#[test]
fn what_each_decision_does() {
    let plain = "shelling قصف unreviewed, airstrike غارة unreviewed |  | ";
    for (decisions, want) in [
        (vec![], plain),
        (vec![accept("a")], "shelling قصف accepted, airstrike غارة unreviewed |  | "),
        (vec![reject("r")], "shelling قصف unreviewed | airstrike غارة rejected | "),
        (vec![correct("c")], "attack قصف مدفعي corrected, airstrike غارة unreviewed |  | "),
        (vec![add("n")], "shelling قصف unreviewed, airstrike غارة unreviewed, aid مساعدات added |  | "),
        (vec![comment("k")], plain),
        (vec![reject("r"), undo("u", "r")], plain),
        (
            vec![reject("r"), undo("u", "r"), undo("v", "u")],
            "shelling قصف unreviewed | airstrike غارة rejected | ",
        ),
        (vec![undo("u", "r"), reject("r")], "shelling قصف unreviewed | airstrike غارة rejected | "),
        (vec![add("n"), undo("u", "n")], plain),
        // Of two rulings the later; a correction of what the person saw meets what it was corrected to.
        (vec![correct("c"), accept("a")], "shelling قصف accepted, airstrike غارة unreviewed |  | "),
        (
            vec![add("n"), add("m")],
            "shelling قصف unreviewed, airstrike غارة unreviewed, aid مساعدات added |  | ",
        ),
        // What says nothing, or is no JSON of a claim, is told and not passed over.
        (
            vec![Decision { value: json!({"claim": {"id": 7}}), ..correct("c") }],
            "shelling قصف unreviewed, airstrike غارة unreviewed |  | c",
        ),
        (
            vec![Decision { value: json!(null), ..correct("c") }],
            "shelling قصف unreviewed, airstrike غارة unreviewed |  | c",
        ),
        (
            vec![Decision { anchor: None, ..reject("r") }],
            "shelling قصف unreviewed, airstrike غارة unreviewed |  | r",
        ),
        (
            vec![Decision { value: json!(null), ..accept("a") }],
            "shelling قصف accepted, airstrike غارة unreviewed |  | ",
        ),
    ] {
        let ids: Vec<&str> = decisions.iter().map(|d| d.id.as_str()).collect();
        assert_eq!(told(&apply(&read(), TEXT, &decisions)), want, "{ids:?}");
    }
    let r = apply(&read(), TEXT, &[correct("c"), comment("k")]);
    assert_eq!(r.claims[0].read.as_ref().unwrap().kind, ClaimType::Shelling);
    assert_eq!(r.claims[0].review.comments[0].text, "يراجع", "by the id as it was read");
    assert_eq!(r.ruled(), 1);
    assert_eq!(apply(&read(), TEXT, &[accept("a")]).claims[0].read, None, "accepted as it was read");
}

#[test]
fn decisions_outlive_a_later_reading() {
    let wider = claim(TEXT, ClaimType::Shelling, "قصف مدفعي", 0);
    let other = claim(TEXT, ClaimType::Bombing, "قصف مدفعي", 0);
    for (what, claims, decisions, want) in [
        (
            "another span",
            vec![wider.clone(), strike()],
            vec![accept("a")],
            "shelling قصف accepted, airstrike غارة unreviewed |  | ",
        ),
        ("another type", vec![other], vec![accept("a")], "shelling قصف accepted |  | "),
        ("found no more", vec![], vec![accept("a"), reject("r")], "shelling قصف accepted |  | "),
        (
            "rejected, of another type",
            vec![claim(TEXT, ClaimType::Clash, "غارة", 0)],
            vec![reject("r")],
            "clash غارة unreviewed |  | ",
        ),
        (
            "rejected, of another span",
            vec![claim(TEXT, ClaimType::Airstrike, "وقوع غارة", 0)],
            vec![reject("r")],
            " | airstrike وقوع غارة rejected | ",
        ),
        (
            "now found",
            vec![claim(TEXT, ClaimType::Aid, "قافلة مساعدات", 0)],
            vec![add("n")],
            "aid مساعدات added |  | ",
        ),
        ("a note", vec![], vec![comment("k")], " |  | k"),
    ] {
        assert_eq!(told(&apply(&reading(TEXT, claims), TEXT, &decisions)), want, "{what}");
    }
    let r = apply(&reading(TEXT, vec![wider]), TEXT, &[accept("a")]);
    assert_eq!(r.claims[0].read.as_ref().unwrap().trigger.text, "قصف مدفعي");
}

#[test]
fn another_text_moves_what_was_ruled() {
    let all = [accept("a"), reject("r"), correct("c"), add("n")];
    let claims =
        |text| vec![claim(text, ClaimType::Shelling, "قصف", 1), claim(text, ClaimType::Airstrike, "غارة", 0)];
    let r = apply(&reading(SHIFTED, claims(SHIFTED)), SHIFTED, &all);
    assert_eq!(told(&r), "attack قصف مدفعي corrected, aid مساعدات added | airstrike غارة rejected | ");
    assert_eq!(r.claims[0].claim.trigger, at(SHIFTED, "قصف مدفعي", 0));
    assert_eq!(r.claims[1].claim.trigger, at(SHIFTED, "مساعدات", 0));
    // The sentence is gone: what was ruled of it is shown to the person.
    let r = apply(&reading(WITHOUT, vec![claim(WITHOUT, ClaimType::Shelling, "قصف", 1)]), WITHOUT, &all);
    assert_eq!(told(&r), "attack قصف مدفعي corrected, aid مساعدات added |  | r");
    // One role of the claim has other words now: it cannot be moved as a whole.
    let mut c = shelling();
    c.cue = Some(at(TEXT, "نفى", 0));
    let value = json!({"claim": c, "was": was(&shelling())});
    let d = decide("a", DecisionKind::Accept, bytes(TEXT, "قصف", 1), value);
    assert_eq!(told(&apply(&reading(WITHOUT, vec![]), WITHOUT, &[d])), " |  | a");
}

#[test]
fn json_has_the_claim_and_its_review_side_by_side() {
    let r = apply(&read(), TEXT, &[reject("r")]);
    let json = serde_json::to_value(&r).unwrap();
    assert_eq!(json["rejected"][0]["type"], "airstrike");
    assert_eq!(json["rejected"][0]["review"]["state"], "rejected");
    assert_eq!(json["claims"][0]["review"]["decision"], json!(null));
    assert_eq!(serde_json::from_value::<Reviewed>(json).unwrap(), r);
}

/// A decision of any kind on any of some words, sound or not.
fn any_decision() -> impl Strategy<Value = (u8, usize, usize, u8)> {
    (0u8..8, 0usize..TEXT.len(), 0usize..12, 0u8..12)
}

fn made(n: usize, (kind, from, length, of): (u8, usize, usize, u8)) -> Decision {
    let border = |mut k: usize| {
        while !TEXT.is_char_boundary(k.min(TEXT.len())) {
            k += 1;
        }
        k.min(TEXT.len())
    };
    let (start, end) = (border(from), border(from + length));
    let id = n.to_string();
    let span = Span::new(start, end.max(start));
    let c = claim(TEXT, ClaimType::ALL[of as usize % ClaimType::ALL.len()], "قصف", usize::from(of % 2));
    match kind {
        0 => accept(&id),
        1 => correct(&id),
        2 => reject(&id),
        3 => add(&id),
        4 => comment(&id),
        5 => undo(&id, &of.to_string()),
        6 => decide(&id, DecisionKind::Add, span, json!({"claim": c})),
        _ => decide(&id, DecisionKind::Reject, span, json!({"was": {"id": "x", "type": c.kind}})),
    }
}

proptest! {
    #[test]
    fn any_sequence_is_sound(
        drafts in prop::collection::vec(any_decision(), 0..12),
        text in prop::sample::select(vec![TEXT, SHIFTED, WITHOUT, "", "قصف"])
    ) {
        let decisions: Vec<Decision> = drafts.into_iter().enumerate().map(|(n, d)| made(n, d)).collect();
        let read = if text == TEXT { read() } else { reading(text, vec![]) };
        let r = apply(&read, text, &decisions);
        let chars: Vec<char> = text.chars().collect();
        prop_assert!(r.claims.is_sorted_by_key(|c| c.claim.trigger.start));
        for c in r.claims.iter().chain(&r.rejected) {
            let mut c = c.claim.clone();
            let mut sound = true;
            place::spans(&mut c, &mut |s| {
                let words = chars.get(s.start..s.end).map(|w| w.iter().collect::<String>());
                sound &= words.as_deref() == Some(s.text.as_str());
            });
            prop_assert!(sound, "{c:?}");
        }
        // The last one undone is as if it had not been.
        if let Some((last, before)) = decisions.split_last() {
            let mut undone = decisions.clone();
            undone.push(undo("undo", &last.id));
            prop_assert_eq!(apply(&read, text, &undone), apply(&read, text, before));
            undone.push(undo("redo", "undo"));
            prop_assert_eq!(apply(&read, text, &undone), r);
        }
    }

    #[test]
    fn hostile_anchors_do_no_harm(
        text in "\\PC{0,30}", quotation in "\\PC{0,4}", before in "\\PC{0,4}", start in 0usize..60, end in 0usize..60
    ) {
        let mut d = accept("a");
        let anchor = d.anchor.as_mut().unwrap();
        *anchor = Anchor { span: Span { start, end }, quotation, before, ..anchor.clone() };
        for hash in [Sha256::of(&text), Sha256::of("other")] {
            d.anchor.as_mut().unwrap().text_sha256 = hash;
            let _ = apply(&reading(&text, vec![]), &text, std::slice::from_ref(&d));
        }
    }
}
