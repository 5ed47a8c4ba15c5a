//! Which language a text is in.

use crate::letter;
use whatlang::{Detector, Lang};

/// How many characters are looked at.
const SAMPLE: usize = 6000;

/// BCP 47 code of the main language; `None` where there is too little text to tell.
///
/// In Arabic script, letters decide first: Persian, Urdu and Kurdish have letters that Arabic lacks and use them in every
/// other word. Only then is a model asked, since it takes short Arabic for Persian.
pub fn language(text: &str) -> Option<String> {
    let (mut arabic, mut latin, mut other) = (0usize, 0usize, 0usize);
    let (mut persian, mut urdu, mut kurdish, mut own) = (0usize, 0usize, 0usize, 0usize);
    let mut sample = String::new();
    for c in text.chars().filter(|&c| letter::alphabetic(c) || c.is_whitespace()).take(SAMPLE) {
        sample.push(c);
        match c {
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => {
                arabic += 1;
                match c {
                    'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' => persian += 1,
                    'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' | 'ھ' => urdu += 1,
                    'ێ' | 'ۆ' | 'ە' | 'ڕ' | 'ڵ' | 'ڤ' => kurdish += 1,
                    // Letters that Arabic uses all the time and the others hardly ever.
                    'ة' | 'ي' | 'ى' | 'أ' | 'إ' => own += 1,
                    _ => {}
                }
            }
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => latin += 1,
            c if letter::alphabetic(c) => other += 1,
            _ => {}
        }
    }
    if arabic + latin + other < 2 {
        return None;
    }
    // A page of Arabic has Latin shells and names around it: half of the letters are enough.
    if arabic * 2 >= latin + other {
        let part = |n: usize| n as f64 / arabic as f64;
        // Numbers of letters that other keyboards leave in Arabic text («ی» for «ي») stay below these shares.
        return Some(
            if part(kurdish) > 0.04 {
                "ckb"
            } else if part(urdu) > 0.04 && urdu > own {
                "ur"
            } else if part(persian) > 0.04 && persian > own {
                "fa"
            } else {
                "ar"
            }
            .to_owned(),
        );
    }
    if sample.chars().filter(|&c| letter::alphabetic(c)).count() < 20 {
        return None;
    }
    let info = Detector::new().detect(&sample)?;
    Some(code(info.lang()).to_owned())
}

/// Two-letter code where there is one.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Heb => "he",
        Lang::Ell => "el",
        Lang::Hye => "hy",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Bul => "bg",
        Lang::Hin => "hi",
        Lang::Aze => "az",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_arabic_script_are_told_by_their_letters() {
        for (text, want) in [
            ("وصل الوفد", Some("ar")),
            ("قتيل واحد في غارة", Some("ar")),
            ("قصف علی القریة فجر الیوم أدى إلى أضرار مادية في المدرسة والسوق", Some("ar")),
            ("گزارش‌ها می‌گویند که نیروها به روستا رسیدند و پلیس راه را بست", Some("fa")),
            ("پولیس نے بتایا کہ گاؤں میں دھماکے سے کوئی زخمی نہیں ہوا ہے", Some("ur")),
            ("هێزەکان گەیشتنە گوندەکە و ڕێگاکەیان داخست لە بەیانیدا", Some("ckb")),
            ("The delegation reached the village in the morning and met the council.", Some("en")),
            ("Les forces sont arrivées au village dans la matinée, selon la mairie.", Some("fr")),
            ("12 / 3", None),
            ("", None),
        ] {
            assert_eq!(language(text).as_deref(), want, "{text}");
        }
    }
}
