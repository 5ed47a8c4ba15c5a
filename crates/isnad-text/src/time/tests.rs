use super::*;

fn all(text: &str, reference: &str) -> Vec<(String, String, TimeKind)> {
    let a = Analysis::new(text);
    find(&a, reference.parse().ok())
        .into_iter()
        .map(|e| {
            let day = |d: Option<Date>| d.map_or("-".to_owned(), |d| d.to_string());
            let value = if e.value.from == e.value.to {
                day(e.value.from)
            } else {
                format!("{}..{}", day(e.value.from), day(e.value.to))
            };
            (e.span.of(text).to_owned(), value, e.kind)
        })
        .collect()
}

#[track_caller]
fn one(text: &str, span: &str, value: &str) {
    // A text that is nothing but a time is read ahead: a word of news stands before it.
    let news = format!("وقع {text}");
    let got = all(&news, "2021-11-28");
    assert_eq!(got.len(), 1, "{text}: {got:?}");
    assert_eq!((got[0].0.as_str(), got[0].1.as_str()), (span, value), "{text}");
}

#[test]
fn a_weekday_beside_a_hijri_date_makes_it_exact() {
    for (span, value) in [
        ("السبت الرابع من صفر 1448 هـ", "2026-07-18"),
        ("السبت 4 صفر 1448", "2026-07-18"),
        ("الأحد 22 ربيع الآخر 1443 هـ", "2021-11-28"),
        // Three days off is a slip, and stays.
        ("الخميس 4 صفر 1448", "2026-07-20"),
        ("الرابع من صفر 1448 هـ", "2026-07-20"),
    ] {
        one(span, span, value);
    }
    // Whoever names the year needs no day of publication.
    let text = "وقع السبت 4 صفر 1448";
    let found = find(&Analysis::new(text), None);
    assert_eq!(found[0].value.from, "2026-07-18".parse().ok());
}

#[test]
fn dates_of_all_month_names() {
    for (span, value) in [
        ("27 ديسمبر الماضي", "2020-12-27"),
        ("الثلاثاء 2 تشرين الثاني/نوفمبر", "2021-11-02"),
        ("الثلاثاء، 2 تشرين الثاني (نوفمبر) 2021", "2021-11-02"),
        ("28/11/2021", "2021-11-28"),
        ("2021-11-28", "2021-11-28"),
        ("28.11.2021", "2021-11-28"),
        ("٢٨ نوفمبر ٢٠٢١", "2021-11-28"),
        ("28 من تشرين الثاني", "2021-11-28"),
        ("الثامن والعشرين من شباط", "2021-02-28"),
        ("3 كانون الثاني 2015", "2015-01-03"),
        ("3 جانفي 2015", "2015-01-03"),
        ("15 غشت", "2021-08-15"),
        ("5 آب من العام الماضي", "2020-08-05"),
        ("أيلول 2015", "2015-09-01..2015-09-30"),
        ("شهر حزيران الماضي", "2021-06-01..2021-06-30"),
        ("عام 2003", "2003-01-01..2003-12-31"),
        ("عام ألفين واثني عشر", "2012-01-01..2012-12-31"),
        ("5-7 أيار", "2021-05-05..2021-05-07"),
        ("22 ربيع الثاني 1443 هـ", "2021-11-28"),
    ] {
        one(span, span, value);
    }
}

#[test]
fn times_against_the_reference() {
    // 28 November 2021 is a Sunday.
    for (span, value) in [
        ("أمس", "2021-11-27"),
        ("اليوم", "2021-11-28"),
        ("أول أمس", "2021-11-26"),
        ("أول من أمس", "2021-11-26"),
        ("غدا", "2021-11-29"),
        ("الليلة الماضية", "2021-11-27"),
        ("قبل يومين", "2021-11-26"),
        ("منذ ثلاثة أسابيع", "2021-11-07"),
        ("الأسبوع الماضي", "2021-11-15..2021-11-21"),
        ("العام الماضي", "2020-01-01..2020-12-31"),
        ("الساعات ال24 الماضية", "2021-11-27..2021-11-28"),
        ("الأيام الثلاثة الماضية", "2021-11-25..2021-11-28"),
        ("صباح اليوم", "2021-11-28"),
        ("فجر الثلاثاء", "2021-11-23"),
        ("مساء أمس", "2021-11-27"),
        ("يوم الجمعة الماضي", "2021-11-26"),
        ("الأحد", "2021-11-28"),
        ("الأحد الماضي", "2021-11-21"),
        ("الخميس المقبل", "2021-12-02"),
        ("مطلع الشهر الجاري", "2021-11-01..2021-11-15"),
        ("منتصف آذار", "2021-03-15"),
        ("هذا العام", "2021-01-01..2021-12-31"),
    ] {
        one(span, span, value);
    }
    one("خلال الساعات ال24 الماضية", "خلال الساعات ال24 الماضية", "2021-11-27..2021-11-28");
    one("منذ 2003", "منذ 2003", "2003-01-01..2003-12-31");
    one("لليوم الثاني على التوالي", "لليوم الثاني على التوالي".strip_prefix('ل').unwrap(), "2021-11-28");
    one("وقال أمس إنه", "أمس", "2021-11-27");
}

#[test]
fn what_stays_open_or_is_no_time() {
    for text in ["في اليوم التالي", "بعد يومين من الهجوم", "لمدة ثلاثة أيام"]
    {
        assert!(all(text, "2021-11-28").iter().all(|t| t.1 == "-"), "{text}");
    }
    for text in ["أب لثلاثة أطفال", "القرار 2254", "نصف السكان", "شعبان أحمد", "5 قتلى", "باب المدينة"]
    {
        assert_eq!(all(text, "2021-11-28"), [], "{text}");
    }
    assert_eq!(all("أمس", "")[0].1, "-");
}

#[test]
fn parts_of_the_day_and_clock_times() {
    let get = |text: &str| {
        let text = &format!("حدث {text}");
        let a = Analysis::new(text);
        let e = find(&a, "2021-11-28".parse().ok()).remove(0);
        (
            e.span.of(text).to_owned(),
            e.value.from.map(|d| d.to_string()),
            e.value.precision,
            e.value.time_of_day.map(|t| (t.from_hour, t.to_hour)),
        )
    };
    let day = Some("2021-11-23".to_owned());
    assert_eq!(
        get("فجر الثلاثاء"),
        ("فجر الثلاثاء".into(), day.clone(), TimePrecision::PartOfDay, Some((3, 6)))
    );
    let text = "الساعة 5 من مساء الثلاثاء";
    assert_eq!(get(text), (text.into(), day.clone(), TimePrecision::Instant, Some((17, 17))));
    let text = "الثلاثاء عند الساعة الخامسة والنصف صباحا";
    assert_eq!(get(text), (text.into(), day.clone(), TimePrecision::Instant, Some((5, 5))));
    let text = "الثلاثاء صباحا";
    assert_eq!(get(text), (text.into(), day, TimePrecision::PartOfDay, Some((6, 12))));
}

#[test]
fn dates_of_feeds() {
    let get = |text: &str| {
        parse_date(text).map(|d| (d.date.to_string(), d.time.map(|t| t.to_string()), d.offset_minutes))
    };
    let want = |d: &str, t: Option<&str>, o: Option<i32>| Some((d.to_owned(), t.map(str::to_owned), o));
    assert_eq!(get("الأحد، 28 تشرين الثاني 2021 - 17:53"), want("2021-11-28", Some("17:53:00"), None));
    assert_eq!(get("٢٨ نوفمبر ٢٠٢١"), want("2021-11-28", None, None));
    assert_eq!(get("28 نوفمبر 2021 05:30 م"), want("2021-11-28", Some("17:30:00"), None));
    assert_eq!(get("2021-11-28T17:53:00+03:00"), want("2021-11-28", Some("17:53:00"), Some(180)));
    assert_eq!(get("2021-11-28T17:53:00.123Z"), want("2021-11-28", Some("17:53:00"), Some(0)));
    assert_eq!(get("Sun, 28 Nov 2021 17:53:00 GMT"), want("2021-11-28", Some("17:53:00"), Some(0)));
    assert_eq!(
        get("آخر تحديث: 28/11/2021 الساعة 9:05 صباحا بتوقيت غرينتش"),
        want("2021-11-28", Some("09:05:00"), Some(0))
    );
    assert_eq!(get("الأحد"), None);
    assert_eq!(get("نوفمبر 2021"), None);
}

#[test]
fn a_text_that_is_only_a_time_is_read_ahead() {
    for (text, value) in [("الثلاثاء", "2021-11-30"), ("في الاول من مارس", "2022-03-01"), ("أمس", "2021-11-27")]
    {
        assert_eq!(all(text, "2021-11-28")[0].1, value, "{text}");
    }
}

#[test]
fn what_lies_ahead() {
    for (text, span, value) in [
        ("سيعودون في اليوم التالي", "اليوم التالي", "2021-11-29"),
        ("ستعقد الجلسة الشهر التالي", "الشهر التالي", "2021-12-01..2021-12-31"),
        ("ولد وهو من مواليد ألفين", "ألفين", "2000-01-01..2000-12-31"),
        ("ستبدأ المفاوضات الأسبوع بعد المقبل", "الأسبوع بعد المقبل", "2021-12-06..2021-12-12"),
        ("سيغادر في 30", "30", "2021-11-30"),
        ("سيلتقيان 4/12", "4/12", "2021-12-04"),
        ("تغلق المدارس بقية الأسبوع", "بقية الأسبوع", "2021-11-28"),
        ("تجري في عطلة نهاية الأسبوع المقبل", "عطلة نهاية الأسبوع المقبل", "2021-12-04..2021-12-05"),
        ("سيبقى بعد سنتين و3 أشهر من الآن", "بعد سنتين و3 أشهر من الآن", "2024-02-28"),
        ("عقد في آخر يوم من شهر آذار 2020", "آخر يوم من شهر آذار 2020", "2020-03-31"),
        ("ثالث يوم من شهر أيار الماضي", "ثالث يوم من شهر أيار الماضي", "2021-05-03"),
        ("بلغ إنتاج 2014-2018 ذروته", "2014-2018", "2014-01-01..2018-12-31"),
    ] {
        let got = all(text, "2021-11-28");
        assert!(got.iter().any(|g| g.0 == span && g.1 == value), "{text}: {got:?}");
    }
}

#[test]
fn today_is_the_day_of_writing_whatever_lies_ahead() {
    // 28 November 2021 is a Sunday. The agency's name begins like a verb of the future.
    for text in
        ["نقلت وكالة (سانا) اليوم الأحد عن مصدر", "نقلت سانا يوم الأحد عن مصدر", "ستعلن الوزارة اليوم الأحد"]
    {
        let got = all(text, "2021-11-28");
        assert!(got.iter().all(|g| g.1 == "2021-11-28"), "{text}: {got:?}");
    }
    assert_eq!(all("ستعقد الجلسة الأحد", "2021-11-28")[0].1, "2021-12-05");
}
