//! Every address that is read, over the demo's invented reports.

mod support;

use axum::http::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;
use support::given;

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_archive_is_described() {
    let meta = given().get("/api/meta");
    assert_eq!(meta["archive"]["name"], "desk.db");
    assert_eq!(meta["user"], "مراجعة");
    assert_eq!(meta["behind"], 0);
    assert!(meta["counts"]["reports"].as_u64().unwrap() >= 18);
    assert!(
        meta["types"].as_array().unwrap().iter().any(|t| t["id"] == "airstrike" && t["plover"] == "ASSAULT")
    );
    assert!(meta["exports"]["incidents"].as_array().unwrap().iter().any(|f| f == "acled"));
    assert_eq!(meta["lists"]["standing"][0], "Confirmed");
}

#[test]
fn incidents_are_listed_filtered_sorted_and_counted() {
    let g = given();
    let all = g.get("/api/incidents");
    let total = all["total"].as_u64().unwrap() as usize;
    assert!(total >= 3 && ids(&all).len() == total);
    assert!(all["took_ms"].as_f64().is_some());
    let known = all["items"].as_array().unwrap().iter().flat_map(|i| i["actors"].as_array().unwrap());
    assert!(known.clone().any(|a| a["label"]["en"].is_string()), "registered actors have their names");
    let first = ids(&g.get("/api/incidents?sort=-sources&limit=1"));
    let second = ids(&g.get("/api/incidents?sort=-sources&limit=1&offset=1"));
    assert!(first.len() == 1 && second.len() == 1 && first != second);
    assert!(ids(&g.get("/api/incidents?offset=1000")).is_empty());

    let market = g.get("/api/incidents?q=%D8%B3%D9%88%D9%82");
    let found = market["total"].as_u64().unwrap() as usize;
    assert!(found > 0 && found < total);
    assert_eq!(g.get("/api/incidents?q=xyzzy")["total"], 0);
    let facets = g.get("/api/incidents/facets");
    assert_eq!(facets["total"], all["total"]);
    for (name, query) in
        [("type", "type"), ("standing", "standing"), ("outlet", "outlet"), ("actor", "actor")]
    {
        for value in facets[name].as_array().unwrap().iter().take(5) {
            let wanted: String =
                url::form_urlencoded::byte_serialize(value["value"].as_str().unwrap().as_bytes()).collect();
            let n = g.get(&format!("/api/incidents?{query}={wanted}"))["total"].as_u64().unwrap();
            // Words of an actor find all whose names hold them.
            assert!(n == value["n"].as_u64().unwrap() || (name == "actor" && n > 0), "{name} {value}");
        }
    }
    let conflicts = g.get("/api/incidents?conflicts=true")["total"].clone();
    assert_eq!(conflicts, facets["conflicts"]);
    assert_eq!(g.get("/api/incidents?review=todo")["total"], facets["to_review"]);
    let drawn = g.get("/api/incidents?area=60,10;70,10;70,16;60,16");
    let map = g.get("/api/incidents/map?zoom=0");
    assert_eq!(drawn["total"].as_u64().unwrap() + map["without_place"].as_u64().unwrap(), total as u64);
    assert_eq!(g.get("/api/incidents?area=0,0;1,0;1,1")["total"], 0);
}

#[test]
fn the_map_gathers_and_the_time_line_bins() {
    let g = given();
    let total = g.get("/api/incidents")["total"].as_u64().unwrap();
    let far = g.get("/api/incidents/map?zoom=0");
    let near = g.get("/api/incidents/map?zoom=18");
    let sum =
        |m: &Value| m["points"].as_array().unwrap().iter().map(|p| p["n"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum(&far) + far["without_place"].as_u64().unwrap(), total);
    assert_eq!(sum(&far), sum(&near));
    assert_eq!(far["points"].as_array().unwrap().len(), 1, "an invented country is one point from afar");
    assert!(near["points"].as_array().unwrap().len() >= 2);
    assert_eq!(sum(&g.get("/api/incidents/map?bbox=0,0,1,1")), 0);
    let time = g.get("/api/incidents/timeline");
    let binned = time["bins"].as_array().unwrap().iter().map(|b| b["n"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(binned + time["undated"].as_u64().unwrap(), total);
    assert!(["day", "week", "month", "year"].contains(&time["unit"].as_str().unwrap()));
}

#[test]
fn one_incident_is_told_whole() {
    let g = given();
    let id = ids(&g.get("/api/incidents?sort=-sources&limit=1")).remove(0);
    let view = g.get(&format!("/api/incidents/{id}"));
    let incident = &view["incident"];
    assert_eq!(incident["id"], id.as_str());
    assert!(view["redirected_from"].is_null());
    assert_eq!(view["line"]["id"], id.as_str());
    let members = incident["members"].as_array().unwrap();
    assert!(members.len() > 2);
    for member in members {
        let key = view["report_keys"][member["item"].as_str().unwrap()].as_i64().unwrap();
        for claim in member["claims"].as_array().unwrap() {
            let claim_id = claim["id"].as_str().unwrap();
            let sentence = &view["sentences"][claim_id];
            assert!(
                sentence["text"].as_str().unwrap().contains(claim["trigger"]["text"].as_str().unwrap()),
                "{sentence}"
            );
            assert_eq!(view["claims"][claim_id]["review"]["state"], "unreviewed");
            assert!(sentence["report_key"] == key || members.len() > 1);
        }
    }
    let nodes = view["cites"]["nodes"].as_array().unwrap();
    let node_ids: Vec<&Value> = nodes.iter().map(|n| &n["id"]).collect();
    assert!(nodes.iter().any(|n| n["kind"] == "outlet"));
    for edge in view["cites"]["edges"].as_array().unwrap() {
        assert!(node_ids.contains(&&edge["from"]) && node_ids.contains(&&edge["to"]), "{edge}");
        assert!(!edge["claims"].as_array().unwrap().is_empty() || edge["kind"] == "copies");
    }
    assert_eq!(g.ask("/api/incidents/i999999").status, StatusCode::NOT_FOUND);
    assert_eq!(g.ask("/api/incidents/nothing").code(), "not_found");
}

#[test]
fn reports_are_listed_found_and_told_whole() {
    let g = given();
    let all = g.get("/api/reports?limit=200");
    assert_eq!(all["total"].as_u64().unwrap() as usize, all["items"].as_array().unwrap().len());
    let found = g.get("/api/reports?q=%D8%B3%D9%88%D9%82");
    assert!(found["total"].as_u64().unwrap() > 0 && found["total"].as_u64() < all["total"].as_u64());
    assert!(found["items"][0]["excerpt"]["highlights"].as_array().is_some_and(|h| !h.is_empty()));
    assert_eq!(g.get("/api/reports?language=en")["total"], 1);
    assert_eq!(g.get("/api/reports?from=2999-01-01")["total"], 0);
    let item = all["items"].as_array().unwrap().iter().max_by_key(|i| i["claims"].as_u64()).unwrap();
    assert_eq!(item["reviewed"], 0);
    let view = g.get(&format!("/api/reports/{}", item["key"]));
    let text: Vec<char> = view["text"].as_str().unwrap().chars().collect();
    let claims = view["claims"].as_array().unwrap();
    assert_eq!(claims.len() as u64, item["claims"].as_u64().unwrap());
    for claim in claims {
        let t = &claim["trigger"];
        let words = &text[t["start"].as_u64().unwrap() as usize..t["end"].as_u64().unwrap() as usize];
        assert_eq!(words.iter().collect::<String>(), t["text"].as_str().unwrap());
    }
    assert!(view["blocks"].as_array().is_some_and(|b| !b.is_empty()));
    assert!(view["sightings"][0]["file"].is_string());
    for path in ["/api/reports/0", "/api/reports/999999", "/api/reports/x", "/api/reports/-1"] {
        assert_eq!(g.ask(path).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn the_queue_goes_by_doubt_and_importance() {
    let g = given();
    let queue = g.get("/api/queue?limit=200");
    let items = queue["items"].as_array().unwrap();
    assert_eq!((queue["total"].as_u64().unwrap() as usize).min(200), items.len());
    let rank: Vec<f64> =
        items.iter().map(|i| i["doubt"].as_f64().unwrap() * i["importance"].as_f64().unwrap()).collect();
    assert!(rank.windows(2).all(|w| w[0] >= w[1] - 1e-4), "{rank:?}");
    for i in items {
        assert!(
            i["sentence"]["text"].as_str().unwrap().contains(i["claim"]["trigger"]["text"].as_str().unwrap())
        );
    }
    let kind = items[0]["claim"]["type"].as_str().unwrap();
    let of_type = g.get(&format!("/api/queue?type={kind}&limit=200"));
    assert!(of_type["items"].as_array().unwrap().iter().all(|i| i["claim"]["type"] == kind));
    let key = &items[0]["report"]["key"];
    let of_report = g.get(&format!("/api/queue?report={key}"));
    assert!(of_report["items"].as_array().unwrap().iter().all(|i| i["report"]["key"] == *key));
    assert_eq!(g.ask("/api/queue?state=done").code(), "bad_value");
}

#[test]
fn places_and_actors_are_found_by_parts_of_names() {
    let g = given();
    let place = |q: &str| g.get(&format!("/api/places?q={q}"))["items"].clone();
    let zamhan = place("%D8%B2%D9%85%D9%87%D8%A7%D9%86");
    assert!(
        zamhan.as_array().unwrap().iter().any(|p| p["gazetteer_id"].as_str().unwrap().starts_with("demo:"))
    );
    assert!(place("Aleppo").as_array().unwrap().iter().any(|p| p["name"].as_str().unwrap().contains("حلب")));
    assert_eq!(place("").as_array().unwrap().len(), 0);
    assert_eq!(g.get("/api/places?q=%D8%AD&limit=3")["items"].as_array().unwrap().len(), 3);
    let near = g.get("/api/places?q=%D8%AA%D9%84&near=36.5,40.7&limit=5");
    assert!(near["items"][0]["lat"].is_number());
    let actors = g.get("/api/actors?q=sdf");
    assert_eq!(actors["items"][0]["id"], "sdf");
    assert_eq!(g.get("/api/actors?q=")["items"].as_array().unwrap().len(), 0);
    assert_eq!(g.ask("/api/places?q=x&near=1").code(), "bad_value");
    assert_eq!(g.ask("/api/places?q=x&limit=1000").json()["field"], "limit");
}

#[test]
fn exports_are_those_of_the_program_over_the_filter() {
    let g = given();
    let total = g.get("/api/incidents")["total"].as_u64().unwrap() as usize;
    let answer = g.ask("/api/export?what=incidents&as=jsonl");
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"incidents.jsonl"));
    assert_eq!(String::from_utf8_lossy(&answer.bytes).lines().count(), total);
    let some = g.ask("/api/export?what=incidents&as=jsonl&conflicts=true");
    let conflicts = g.get("/api/incidents/facets")["conflicts"].as_u64().unwrap() as usize;
    assert_eq!(String::from_utf8_lossy(&some.bytes).lines().count(), conflicts);
    let all = g.ask("/api/export?what=claims&as=csv").bytes.len();
    let fewer = g.ask("/api/export?what=claims&as=csv&conflicts=true").bytes.len();
    assert!(fewer > 0 && fewer < all);
    assert_eq!(g.ask("/api/export?what=reports&as=acled").code(), "no_form");
    for path in ["/api/export", "/api/export?what=incidents&as=poem", "/api/export?what=x&as=csv"] {
        assert_eq!(g.ask(path).status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[test]
fn an_incident_and_a_selection_are_exported_in_every_form() {
    let g = given();
    let all = g.get("/api/incidents?limit=200");
    let ids: Vec<&str> = all["items"].as_array().unwrap().iter().map(|l| l["id"].as_str().unwrap()).collect();
    let of = |path: &str| -> BTreeSet<String> {
        let answer = g.ask(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&answer.bytes));
        let line = |l: &str| serde_json::from_str::<Value>(l).unwrap()["id"].as_str().unwrap().to_owned();
        String::from_utf8(answer.bytes).unwrap().lines().map(line).collect()
    };
    let want = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
    let incidents = "/api/export?what=incidents&as=jsonl";
    assert_eq!(of(&format!("{incidents}&id={}", ids[1])), want(&ids[1..2]));
    assert_eq!(of(&format!("{incidents}&id={}&id={}&id={0}", ids[2], ids[0])), want(&[ids[0], ids[2]]));
    // Both hold: what is named, and what the filter says.
    let contested = of(&format!("{incidents}&standing=Contested"));
    assert!(!contested.is_empty() && contested.len() < ids.len());
    let each: String = ids.iter().map(|id| format!("&id={id}")).collect();
    assert_eq!(of(&format!("{incidents}{each}&standing=Contested")), contested);

    let meta = g.get("/api/meta");
    for (what, forms) in meta["exports"].as_object().unwrap() {
        for form in forms.as_array().unwrap().iter().map(|f| f.as_str().unwrap()) {
            let path = format!("/api/export?what={what}&as={form}");
            let (whole, one) = (g.ask(&path), g.ask(&format!("{path}&id={}", ids[0])));
            if what == "decisions" {
                assert_eq!((one.status, one.json()["field"].as_str()), (StatusCode::BAD_REQUEST, Some("id")));
                continue;
            }
            assert_eq!(one.status, StatusCode::OK, "{path}");
            assert!(one.header("content-disposition").contains(&format!("filename=\"{}.", ids[0])), "{path}");
            assert!(!one.bytes.is_empty() && one.bytes.len() < whole.bytes.len(), "{path}");
        }
    }
    for wrong in ["i999999", "x", "i1%00"] {
        let answer = g.ask(&format!("{incidents}&id={}&id={wrong}", ids[0]));
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::NOT_FOUND, "not_found"),
            "{wrong:?}"
        );
        assert_eq!(answer.json()["field"], "id");
    }
    let many: String = (0..1001).map(|_| format!("&id={}", ids[0])).collect();
    assert_eq!(g.ask(&format!("{incidents}{many}")).status, StatusCode::BAD_REQUEST);
}

#[test]
fn wrong_parameters_name_themselves() {
    let g = given();
    for (path, field) in [
        ("/api/incidents?from=yesterday", "from"),
        ("/api/incidents?sort=fame", "sort"),
        ("/api/incidents?limit=201", "limit"),
        ("/api/incidents/map?zoom=23", "zoom"),
        ("/api/incidents/map?zoom=NaN", "zoom"),
        ("/api/incidents/map?bbox=1", "bbox"),
        ("/api/incidents/facets?type=war", "type"),
        ("/api/reports?review=maybe", "review"),
        ("/api/queue?incident=x", "incident"),
        ("/api/decisions?offset=-1", "offset"),
    ] {
        let answer = g.ask(path);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.json()["field"], field, "{path}");
    }
    assert_eq!(g.ask("/api/nothing").status, StatusCode::NOT_FOUND);
    assert_eq!(g.ask("/api/nothing").code(), "not_found");
}

#[test]
fn the_document_is_as_it_was_agreed() {
    let g = given();
    let served = g.get("/api/openapi.json");
    assert_eq!(served["openapi"], "3.1.0");
    assert_eq!(served, isnad_desk::document());
    // Whatever is referred to is there.
    let text = served.to_string();
    let schemas = &served["components"]["schemas"];
    for name in text.split("#/components/schemas/").skip(1).map(|r| r.split('"').next().unwrap()) {
        assert!(schemas[name].is_object(), "{name}");
    }
    // Every error has its form, and every write says which header it needs.
    for (path, item) in served["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(
                operation["responses"]["500"]["content"]["application/json"]["schema"].is_object(),
                "{method} {path}"
            );
            if method == "post" {
                let header =
                    operation["parameters"].as_array().unwrap().iter().any(|p| p["name"] == "X-Isnad");
                assert!(header, "{path}");
            }
        }
    }
    insta::assert_json_snapshot!("openapi", served);
}
