//! Every decision that a person can make, over HTTP.

mod support;

use axum::http::StatusCode;
use isnad_store::{Archive, SqliteArchive};
use serde_json::{Value, json};
use support::{Given, given};

/// A report with its claims: the one with most of them.
fn case(g: &Given) -> (i64, Value) {
    let all = g.get("/api/reports?limit=200");
    let most = all["items"].as_array().unwrap().iter().max_by_key(|i| i["claims"].as_u64()).unwrap();
    let key = most["key"].as_i64().unwrap();
    (key, g.get(&format!("/api/reports/{key}")))
}

const HARM: [&str; 5] = ["casualty", "killing", "airstrike", "shelling", "bombing"];

fn report(g: &Given, key: i64) -> Value {
    g.get(&format!("/api/reports/{key}"))
}

fn claim<'v>(view: &'v Value, list: &str, id: &str) -> Option<&'v Value> {
    view[list].as_array().unwrap().iter().find(|c| c["id"] == id)
}

/// The form of a claim as the page would fill it.
fn edit(claim: &Value) -> Value {
    let span = |s: &Value| json!({"start": s["start"], "end": s["end"]});
    let all = |name: &str, f: &dyn Fn(&Value) -> Value| -> Value {
        claim[name].as_array().unwrap().iter().map(f).collect::<Vec<_>>().into()
    };
    let with = |s: &Value, fields: &[&str]| {
        let mut out = span(s);
        for f in fields {
            out[*f] = s[*f].clone();
        }
        out
    };
    json!({
        "type": claim["type"], "status": claim["status"], "background": claim["background"],
        "trigger": span(&claim["trigger"]),
        "actor": all("actor", &|p| with(p, &["entity"])),
        "target": all("target", &|p| with(p, &["entity"])),
        "place": all("place", &|p| {
            let mut out = span(p);
            if p["lat"].is_number() {
                out["place"] = json!({"name": p["name"], "lat": p["lat"], "lon": p["lon"], "gazetteer_id": p["gazetteer_id"],
                    "precision": p["precision"], "radius_km": p["radius_km"]});
            }
            out
        }),
        "time": all("time", &|t| with(t, &["from", "to", "precision"])),
        "figures": all("figures", &|f| with(f, &["what", "min", "max", "of", "part_of", "scope"])),
        "says": all("says", &|l| with(l, &["kind", "entity"])),
        "cue": if claim["cue"].is_null() { Value::Null } else { span(&claim["cue"]) },
    })
}

#[test]
fn a_claim_is_accepted_rejected_and_taken_back() {
    let g = given();
    let (key, view) = case(&g);
    let id = view["claims"][0]["id"].as_str().unwrap();
    let waiting = g.get("/api/queue")["total"].as_u64().unwrap();
    let done = g.decide(json!({"kind": "accept", "report": key, "claim": id}));
    let d = &done["decision"];
    assert_eq!((&d["kind"], &d["holds"], &d["user"]), (&json!("accept"), &json!(true), &json!("مراجعة")));
    assert_eq!(d["about"]["report_key"], key);
    assert_eq!(d["anchor"]["quotation"], view["claims"][0]["trigger"]["text"]);
    assert_eq!(report(&g, key)["claims"][0]["review"]["state"], "accepted");
    assert_eq!(g.get("/api/queue")["total"].as_u64().unwrap(), waiting - 1);

    let rejected = g.decide(
        json!({"kind": "reject", "report": key, "claim": id, "reason": "يروي غيره", "user": "ر. ك."}),
    );
    assert_eq!(rejected["decision"]["user"], "ر. ك.");
    let now = report(&g, key);
    assert!(claim(&now, "claims", id).is_none());
    assert_eq!(claim(&now, "rejected", id).unwrap()["review"]["reason"], "يروي غيره");

    let undone = g.decide(json!({"kind": "undo", "decision": rejected["decision"]["id"]}));
    let now = report(&g, key);
    assert_eq!(claim(&now, "claims", id).unwrap()["review"]["state"], "accepted");
    let log = g.get("/api/decisions");
    assert_eq!(log["total"], 3);
    assert_eq!(log["items"][0]["id"], undone["decision"]["id"]);
    assert_eq!(log["items"][1]["undone_by"], undone["decision"]["id"]);
    assert_eq!(log["items"][1]["holds"], false);
    assert_eq!(log["items"][0]["about"]["report_key"], key, "an undo is about what it undoes");
    assert_eq!(g.get("/api/decisions?limit=1&offset=2")["items"][0]["kind"], "accept");
    // Twice is once too often.
    let again = g.post("/api/decisions", &json!({"kind": "undo", "decision": rejected["decision"]["id"]}));
    assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "decided_meanwhile".to_owned()));
    // An undo may itself be undone.
    g.decide(json!({"kind": "undo", "decision": undone["decision"]["id"]}));
    assert!(claim(&report(&g, key), "claims", id).is_none());
}

#[test]
fn a_claim_is_corrected_and_a_missed_one_added() {
    let g = given();
    let (key, view) = case(&g);
    let was = view["claims"]
        .as_array()
        .unwrap()
        .iter()
        // Harm founds incidents: a correction of it makes its incident anew.
        .find(|c| !c["place"].as_array().unwrap().is_empty() && HARM.iter().any(|k| c["type"] == *k))
        .unwrap();
    let mut value = edit(was);
    value["place"][0]["place"] = json!({"name": "مكان آخر", "lat": 12.5, "lon": 63.5, "gazetteer_id": null, "precision": "exact", "radius_km": 2.0});
    let done =
        g.decide(json!({"kind": "correct", "report": key, "claim": was["id"], "value": value, "seen": null}));
    assert!(
        !done["incidents"].as_array().unwrap().is_empty() || view["incidents"].as_array().unwrap().is_empty()
    );
    let now = report(&g, key);
    let c = claim(&now, "claims", was["id"].as_str().unwrap()).unwrap();
    assert_eq!(
        (c["place"][0]["name"].as_str(), c["review"]["state"].as_str()),
        (Some("مكان آخر"), Some("corrected"))
    );
    assert_eq!(c["read"]["place"][0]["name"], was["place"][0]["name"]);

    // Someone who saw it before that is told.
    let late =
        g.post("/api/decisions", &json!({"kind": "accept", "report": key, "claim": was["id"], "seen": null}));
    assert_eq!((late.status, late.code()), (StatusCode::CONFLICT, "decided_meanwhile".to_owned()));
    assert_eq!(late.json()["decision"]["id"], done["decision"]["id"]);
    g.decide(json!({"kind": "accept", "report": key, "claim": was["id"], "seen": done["decision"]["id"]}));

    // Words of the body that no claim stands on.
    let body = view["blocks"].as_array().unwrap().iter().find(|b| b["kind"] == "body").unwrap();
    let start = body["start"].as_u64().unwrap();
    let add = json!({"kind": "add", "report": key, "value": {"type": "disease", "status": "actual", "trigger": {"start": start, "end": start + 3}}});
    let added = g.decide(add.clone());
    let now = report(&g, key);
    let new = now["claims"].as_array().unwrap().iter().find(|c| c["review"]["state"] == "added").unwrap();
    assert_eq!(new["review"]["decision"], added["decision"]["id"]);
    assert_eq!(new["type"], "disease");
    let twice = g.post("/api/decisions", &add);
    assert_eq!(
        (twice.status, twice.json()["field"].clone()),
        (StatusCode::UNPROCESSABLE_ENTITY, json!("trigger"))
    );
    assert_eq!(twice.json()["reason"], "claim_there");
    let mut wrong = edit(was);
    wrong["trigger"] = json!({"start": 5, "end": 2});
    let answer = g.post(
        "/api/decisions",
        &json!({"kind": "correct", "report": key, "claim": was["id"], "value": wrong}),
    );
    assert_eq!(
        (answer.status, answer.json()["field"].clone()),
        (StatusCode::UNPROCESSABLE_ENTITY, json!("trigger.start"))
    );
    // Why it does not hold comes as a stable word, with the number of its sentence.
    assert_eq!((&answer.json()["reason"], answer.json().get("n")), (&json!("span_turned"), None));
    let long = now["text"].as_str().unwrap().chars().count();
    wrong["trigger"] = json!({"start": 5, "end": long + 1});
    let answer = g.post(
        "/api/decisions",
        &json!({"kind": "correct", "report": key, "claim": was["id"], "value": wrong}),
    );
    let body = answer.json();
    assert_eq!((&body["reason"], &body["n"]), (&json!("span_past_end"), &json!(long)));
    assert_eq!(body["message"], format!("the text has {long} characters"));
}

#[test]
fn incidents_are_merged_split_moved_and_all_is_taken_back() {
    let g = given();
    let list = g.get("/api/incidents?sort=-sources");
    let (a, b) = (list["items"][0]["id"].as_str().unwrap(), list["items"][1]["id"].as_str().unwrap());
    let total = list["total"].as_u64().unwrap();
    let merged = g.decide(json!({"kind": "merge", "incidents": [a, b], "reason": "واقعة واحدة"}));
    let ended = &merged["ended"][0];
    assert_eq!(g.get("/api/incidents")["total"].as_u64().unwrap(), total - 1);
    let view = g.get(&format!("/api/incidents/{}", ended["id"].as_str().unwrap()));
    assert_eq!(view["incident"]["id"], ended["to"]);
    assert_eq!(view["redirected_from"], ended["id"]);
    assert_eq!(view["decisions"].as_array().unwrap().len(), 1);
    assert_eq!(view["decisions"][0]["about"]["incident"], ended["to"]);
    // An export that names the incident which went gets the one that it went into, once.
    let ids = format!("&id={}&id={}", ended["id"].as_str().unwrap(), ended["to"].as_str().unwrap());
    let file = String::from_utf8(g.ask(&format!("/api/export?what=incidents&as=jsonl{ids}")).bytes).unwrap();
    assert_eq!(file.lines().count(), 1);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&file).unwrap()["id"], ended["to"]);
    let same = g.post("/api/decisions", &json!({"kind": "merge", "incidents": [a, b]}));
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Who saw the incident before the merge is told.
    let late = g.post(
        "/api/decisions",
        &json!({"kind": "standing", "incident": a, "standing": "Discounted", "reason": "خطأ", "seen": null}),
    );
    assert_eq!(late.status, StatusCode::CONFLICT);
    g.decide(json!({"kind": "undo", "decision": merged["decision"]["id"]}));
    assert_eq!(g.get("/api/incidents")["total"].as_u64().unwrap(), total);

    // What was split off again may bear another id.
    let list = g.get("/api/incidents?sort=-sources");
    let (a, b) = (list["items"][0]["id"].as_str().unwrap(), list["items"][1]["id"].as_str().unwrap());
    let view = g.get(&format!("/api/incidents/{a}"));
    let members = view["incident"]["members"].as_array().unwrap();
    let item = members.iter().find(|m| !m["claims"].as_array().unwrap().is_empty()).unwrap()["item"].clone();
    let split = g.decide(json!({"kind": "split", "incident": a, "items": [item]}));
    assert!(split["incidents"].as_array().unwrap().len() >= 2, "{split}");
    let everything: Vec<Value> = members.iter().map(|m| m["item"].clone()).collect();
    let answer = g.post("/api/decisions", &json!({"kind": "split", "incident": b, "items": everything}));
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    g.decide(json!({"kind": "undo", "decision": split["decision"]["id"]}));
    assert_eq!(g.get("/api/incidents")["total"].as_u64().unwrap(), total);

    let list = g.get("/api/incidents?sort=-sources");
    let (a, b) = (list["items"][0]["id"].as_str().unwrap(), list["items"][1]["id"].as_str().unwrap());
    let view = g.get(&format!("/api/incidents/{a}"));
    let item = view["incident"]["members"][0]["item"].as_str().unwrap();
    let key = view["report_keys"][item].as_i64().unwrap();
    g.decide(json!({"kind": "move", "report": key, "to": b}));
    let now = report(&g, key);
    assert!(now["incidents"].as_array().unwrap().iter().any(|i| i["id"] == b), "{}", now["incidents"]);
    let gone = g.post("/api/decisions", &json!({"kind": "move", "report": key, "to": "i99999"}));
    assert_eq!((gone.status, gone.json()["field"].clone()), (StatusCode::NOT_FOUND, json!("to")));
}

#[test]
fn a_standing_needs_a_reason_and_comments_change_nothing() {
    let g = given();
    let id = g.get("/api/incidents?limit=1")["items"][0]["id"].clone();
    let bare =
        g.post("/api/decisions", &json!({"kind": "standing", "incident": id, "standing": "Discounted"}));
    assert_eq!(
        (bare.status, bare.json()["field"].clone()),
        (StatusCode::UNPROCESSABLE_ENTITY, json!("reason"))
    );
    let done = g.decide(
        json!({"kind": "standing", "incident": id, "standing": "Discounted", "reason": "تبيّن أنها لم تقع"}),
    );
    assert_eq!(done["incidents"], json!([id]));
    let shown = g.get("/api/incidents?standing=Discounted");
    assert_eq!((shown["total"].clone(), shown["items"][0]["id"].clone()), (json!(1), id.clone()));

    let note = g.decide(json!({"kind": "comment", "incident": id, "text": "يُسأل المصدر"}));
    assert!(note["incidents"].as_array().unwrap().is_empty());
    let (key, view) = case(&g);
    let claim_id = &view["claims"][0]["id"];
    g.decide(json!({"kind": "comment", "report": key, "claim": claim_id, "text": "هل هو اليوم نفسه؟"}));
    assert_eq!(report(&g, key)["claims"][0]["review"]["comments"][0]["text"], "هل هو اليوم نفسه؟");
    let incident = g.get(&format!("/api/incidents/{}", id.as_str().unwrap()));
    assert!(incident["decisions"].as_array().unwrap().iter().any(|d| d["kind"] == "comment"));
    for wrong in [
        json!({"kind": "comment", "incident": id, "text": "  "}),
        json!({"kind": "comment", "incident": id, "text": "x".repeat(5001)}),
        json!({"kind": "comment", "incident": id, "text": "a\u{0}b"}),
    ] {
        assert_eq!(g.post("/api/decisions", &wrong).status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    for wrong in [
        json!({}),
        json!({"kind": "comment", "text": "بلا موضع"}),
        json!({"kind": "poem"}),
        json!([1]),
        json!({"kind": "accept", "report": "x", "claim": "y"}),
    ] {
        assert_eq!(g.post("/api/decisions", &wrong).status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    for wrong in [
        json!({"kind": "accept", "report": 99999, "claim": "y"}),
        json!({"kind": "accept", "report": key, "claim": "y"}),
        json!({"kind": "undo", "decision": "none"}),
        json!({"kind": "merge", "incidents": ["i1", "i99999"]}),
    ] {
        assert_eq!(g.post("/api/decisions", &wrong).status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[test]
fn decisions_outlive_the_desk_and_come_out_as_an_export() {
    let g = given();
    let (key, view) = case(&g);
    g.decide(json!({"kind": "accept", "report": key, "claim": view["claims"][0]["id"]}));
    let file = g.ask("/api/export?what=decisions&as=jsonl");
    assert_eq!(String::from_utf8_lossy(&file.bytes).lines().count(), 1);
    let copy = g.path.with_extension("copy.db");
    SqliteArchive::open_read_only(&g.path).unwrap().backup(&copy).unwrap();
    let again = support::open(Some(&copy), None);
    assert_eq!(again.get("/api/decisions")["total"], 1);
    assert_eq!(report(&again, key)["claims"][0]["review"]["state"], "accepted");
}
