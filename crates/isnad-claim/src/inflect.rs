//! The written forms of a lemma.
//!
//! *Comes in*: a verb («perfect imperfect», third person masculine singular), a masdar, noun or participle in
//! ordinary spelling. *Goes out*: every form, folded for matching, without proclitics and pronouns.
//! *Does not*: know what a word means, or promise that each form is in use: a form that nobody writes costs nothing.
//!
//! Before a pronoun some endings change («قتلوا» but «قتلوه», «محاصرة» but «محاصرتهم»); those shortened forms are
//! given too.

use isnad_text::fold_text;

/// What kind of form a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// Finite verb, perfect.
    Perfect,
    /// Finite verb, perfect, that can only be passive («أصيب», «اغتيل»).
    Passive,
    /// Finite verb, imperfect.
    Imperfect,
    /// Masdar or other noun.
    Noun,
    /// Participle.
    Participle,
}

impl Form {
    /// Whether it is a finite verb.
    pub const fn is_verb(self) -> bool {
        matches!(self, Form::Perfect | Form::Passive | Form::Imperfect)
    }
}

fn drop_last(s: &str, n: usize) -> String {
    let keep = s.chars().count().saturating_sub(n);
    s.chars().take(keep).collect()
}

fn with_letter(letters: &[char], at: usize, c: char) -> String {
    letters.iter().enumerate().map(|(i, &l)| if i == at { c } else { l }).collect()
}

/// All forms of a verb.
pub(crate) fn verb(perfect: &str, imperfect: &str, out: &mut Vec<(String, Form)>) {
    perfect_of(perfect, Form::Perfect, out);
    for passive in passives(perfect) {
        perfect_of(&passive, Form::Passive, out);
    }
    imperfect_of(imperfect, out);
    let (p, i): (Vec<char>, Vec<char>) = (perfect.chars().collect(), imperfect.chars().collect());
    // Hollow verbs: «يصيب» is «يصاب» in the passive.
    if p.len() >= 3 && i.len() >= 4 && p[p.len() - 2] == 'ا' && matches!(i[i.len() - 2], 'ي' | 'و') {
        imperfect_of(&with_letter(&i, i.len() - 2, 'ا'), out);
    }
}

/// Perfect passives that are written otherwise than the active: hollow verbs («أصيب») and the third form («حوصر»).
fn passives(perfect: &str) -> Vec<String> {
    let l: Vec<char> = perfect.chars().collect();
    let mut out = Vec::new();
    if l.len() >= 3 && l[l.len() - 2] == 'ا' {
        out.push(with_letter(&l, l.len() - 2, 'ي'));
    }
    if l.len() == 4 && l[1] == 'ا' && l[0] != 'ا' {
        out.push(with_letter(&l, 1, 'و'));
    }
    out
}

fn perfect_of(base: &str, form: Form, out: &mut Vec<(String, Form)>) {
    let mut put = |s: String| out.push((fold_text(&s), form));
    let last = base.chars().last();
    put(base.to_owned());
    if base.chars().count() >= 3 && matches!(last, Some('ى' | 'ا')) {
        let stem = drop_last(base, 1);
        for end in ["ت", "وا", "و", "يا", "تا", "ا", "ينا", "يت", "ين"] {
            put(format!("{stem}{end}"));
        }
        return;
    }
    for end in ["ت", "وا", "و", "ا", "تا", "ن", "نا"] {
        put(format!("{base}{end}"));
    }
}

fn imperfect_of(base: &str, out: &mut Vec<(String, Form)>) {
    let rest: String = base.chars().skip(1).collect();
    let weak = matches!(rest.chars().last(), Some('ي' | 'و' | 'ى'));
    let short = if weak { drop_last(&rest, 1) } else { rest.clone() };
    let mut put = |s: String| out.push((fold_text(&s), Form::Imperfect));
    for person in ["ي", "ت"] {
        put(format!("{person}{rest}"));
        for end in ["ون", "وا", "و"] {
            put(format!("{person}{short}{end}"));
        }
        for end in ["ان", "ن"] {
            put(format!("{person}{rest}{end}"));
        }
        if weak {
            put(format!("{person}{rest}ا"));
            // Jussive: «لم يؤد».
            if short.chars().count() >= 3 {
                put(format!("{person}{short}"));
            }
            if rest.ends_with('ى') {
                put(format!("{person}{short}ا"));
            }
        }
    }
    put(format!("ن{rest}"));
}

/// All forms of a masdar or noun: article-less singular, accusative, duals, sound feminine plural, and what stands
/// before a pronoun.
pub(crate) fn noun(base: &str, out: &mut Vec<(String, Form)>) {
    nominal(base, Form::Noun, out);
}

/// All forms of a participle: those of a noun and the sound masculine plural.
pub(crate) fn participle(base: &str, out: &mut Vec<(String, Form)>) {
    nominal(base, Form::Participle, out);
    for end in ["ون", "ين", "و", "ي", "ة", "تان", "تين"] {
        out.push((fold_text(&format!("{base}{end}")), Form::Participle));
    }
}

fn nominal(base: &str, form: Form, out: &mut Vec<(String, Form)>) {
    let mut put = |s: String| out.push((fold_text(&s), form));
    put(base.to_owned());
    match base.chars().last() {
        Some('ة') => {
            let stem = drop_last(base, 1);
            for end in ["ت", "ات", "تان", "تين", "تا", "تي"] {
                put(format!("{stem}{end}"));
            }
        }
        Some('ء') => {
            let stem = drop_last(base, 1);
            for end in ["ئ", "ؤ", "ءات", "ءان", "ءين", "ئين", "ءا"] {
                put(format!("{stem}{end}"));
            }
        }
        Some('ى') => put(format!("{}ا", drop_last(base, 1))),
        Some('ا') => put(format!("{base}ت")),
        Some('ي') => {
            put(drop_last(base, 1));
            put(format!("{base}ات"));
            put(format!("{base}ا"));
        }
        _ => {
            for end in ["ا", "ات", "ان", "ين"] {
                put(format!("{base}{end}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verb_forms(perfect: &str, imperfect: &str) -> Vec<String> {
        let mut out = Vec::new();
        verb(perfect, imperfect, &mut out);
        out.into_iter().map(|(s, _)| s).collect()
    }

    #[test]
    fn verbs_are_inflected() {
        for (perfect, imperfect, forms) in [
            ("قصف", "يقصف", &["قصفت", "قصفوا", "تقصف", "يقصفون"][..]),
            ("أصاب", "يصيب", &["اصيب", "اصيبت", "اصيبوا", "يصاب", "تصيب"]),
            ("اعتدى", "يعتدي", &["اعتدي", "اعتدت", "اعتدوا", "يعتدون", "تعتدي"]),
            ("حاصر", "يحاصر", &["حوصر", "حوصرت", "حاصروا", "يحاصرون"]),
            ("دعا", "يدعو", &["دعا", "دعت", "دعوا", "يدعون", "تدعو"]),
            ("اغتال", "يغتال", &["اغتيل", "اغتالت", "يغتال"]),
            ("لجأ", "يلجأ", &["لجا", "لجات", "لجاوا"]),
        ] {
            let have = verb_forms(perfect, imperfect);
            for form in forms {
                assert!(have.iter().any(|f| f == form), "{perfect}: {form} is missing of {have:?}");
            }
        }
    }

    #[test]
    fn nouns_are_inflected() {
        for (base, forms) in [
            ("هجوم", &["هجوما", "هجومين", "هجومان"][..]),
            ("غارة", &["غاره", "غارات", "غارتين", "غارت"]),
            ("اعتداء", &["اعتداء", "اعتداءات", "اعتداي", "اعتداو"]),
        ] {
            let mut have = Vec::new();
            noun(base, &mut have);
            for form in forms {
                assert!(have.iter().any(|(f, _)| f == form), "{base}: {form} is missing of {have:?}");
            }
        }
    }
}
