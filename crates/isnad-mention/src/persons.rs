//! Persons by title and by lists of names.
//!
//! *Comes in*: the words of a report. *Goes out*: runs of words that name a person, without their title. *Does not*:
//! know who a person is, or find a name that stands without title and is in no list.

use crate::key::{Key, key};
use crate::scan::{Gap, Scan};
use crate::words::Words;
use isnad_text::{Pos, fold_text};
use rustc_hash::FxHashSet;

/// Longest run of words taken as one name.
const LONGEST_NAME: usize = 6;

/// Words that stand before a name.
const TITLES: &str = "الرئيس رئيس الرئيسة وزير الوزير وزيرة الوزيرة نائب النائب الشيخ السيد السيدة الدكتور الدكتورة د المهندس الأستاذ \
    العقيد المقدم الرائد النقيب الملازم اللواء العميد الفريق المشير الجنرال الكولونيل العقيد القائد القيادي الناشط الناشطة الصحفي الصحفية \
    الصحافي الإعلامي الأمير الأميرة الملك الملكة السلطان السفير السفيرة المبعوث المتحدث متحدث الناطق ناطق المستشار المستشارة المحامي القاضي \
    الإمام البابا الأب المطران البطريرك آية الله الأمين أمين مدير المدير المدرب اللاعب الكاتب الباحث المحلل الزعيم زعيم العاهل السيناتور \
    الحاج المرشد المفوض المفوضة المنسق حجة الفنان الفنانة الممثل المخرج الشاعر الشاب الطفل الطفلة الأسير المعتقل المواطن الراحل الجندي السجين";
/// Words that may stand between a title and the name.
const BETWEEN: &str = "الوزراء الخارجية الداخلية الدفاع الحكومة الجمهورية الأركان النواب البرلمان الأمن العام العامة السابق السابقة الحالي \
    الجديد الأول الثاني الأعلى المركزي المؤقت الركن الطيار باسم الرسمي العسكري السياسي الإعلامي الميداني البارز المنتخب الدولي الخاص الأممي \
    العدل المالية النفط الصحة الإعلام التعليم الاقتصاد الثقافة الله المتحدة السامي التنفيذي الإقليمي وزراء هيئة حزب حركة مجلس المجلس";
/// Words inside a name after which another word of it comes.
const LINKS: &str = "بن ابن بنت آل أبو أم عبد ذو بو دي فان فون دو دا ديل ماك سان";
/// Words that end a part of a name.
const TAILS: &str = "الدين الله";

/// Titles and the words around them.
#[derive(Debug, Clone)]
pub(crate) struct Titles {
    titles: FxHashSet<Key>,
    between: FxHashSet<Key>,
    links: FxHashSet<Key>,
    tails: FxHashSet<Key>,
}

/// A run of words that names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PersonHit {
    pub from: usize,
    pub to: usize,
    pub letters: u8,
}

impl Titles {
    pub fn new() -> Self {
        let set = |words: &str| words.split_whitespace().map(|w| key(&fold_text(w))).collect();
        Titles { titles: set(TITLES), between: set(BETWEEN), links: set(LINKS), tails: set(TAILS) }
    }

    /// Whether any reading of word `i` is a title.
    pub fn is_title(&self, scan: &Scan<'_, '_>, i: usize) -> bool {
        scan.words[i].readings.iter().any(|r| self.titles.contains(&r.key))
    }

    /// Whether this word has another word of its name after it.
    pub fn is_link(&self, key: Key) -> bool {
        self.links.contains(&key)
    }

    /// Whether this word is a title.
    pub fn is_name_title(&self, key: Key) -> bool {
        self.titles.contains(&key)
    }

    /// Whether word `i` may stand between a title and its name.
    pub fn is_between(&self, key: Key) -> bool {
        self.between.contains(&key) || self.titles.contains(&key)
    }

    /// The name that begins at word `i`. `after_title` lets words pass that no list holds.
    pub fn name_at(
        &self,
        scan: &Scan<'_, '_>,
        words: &Words,
        i: usize,
        after_title: bool,
    ) -> Option<PersonHit> {
        let first = &scan.words[i];
        if !first.arabic || !(after_title || first.knows.name) {
            return None;
        }
        // The first reading that some list of names holds; a foreign name after a title may be in none.
        let reading = first
            .readings
            .iter()
            .find(|r| {
                let f = words.flags(r.key);
                // «على» folds to «علي».
                (f.given() || (after_title && f.surname()))
                    && (f.person() || (after_title && !f.common()))
                    && !r.article
                    && !(r.letters == 0 && scan.analysis.word(first.token as usize).ends_with('ى'))
            })
            .or_else(|| self.links.contains(&first.key()).then(|| &first.readings[0]))
            .or_else(|| {
                let plain = &first.readings[0];
                (after_title && ((first.flags.surname() && !first.flags.common()) || self.plausible(scan, i)))
                    .then_some(plain)
            })?;
        let mut strong = usize::from(words.flags(reading.key).person());
        let mut to = i + 1;
        while to < scan.words.len() && to - i < LONGEST_NAME {
            let w = &scan.words[to];
            if w.gap != Gap::None || !w.arabic {
                break;
            }
            let link = self.links.contains(&w.key()) || self.tails.contains(&w.key());
            // «نظيره» is rarely the name «نظيرة».
            let pronoun =
                scan.norm(to).chars().count() >= 5 && scan.analysis.word(w.token as usize).ends_with('ه');
            let listed = w.flags.name() && (w.flags.person() || !w.flags.common()) && !pronoun;
            let after_link = self.links.contains(&scan.words[to - 1].key()) && !w.flags.unknown();
            if link || listed || after_link {
                strong += usize::from(w.flags.person());
            } else if self.plausible(scan, to)
                && !verbal(scan.norm(to))
                && (to - i < if after_title { 4 } else { 2 })
            {
                // «جاك» + a name that no list holds.
                strong += usize::from(to == i + 1);
            } else {
                break;
            }
            to += 1;
        }
        // A link cannot end a name, except as «… الدين», «… الله».
        while to > i + 1 && self.links.contains(&scan.words[to - 1].key()) && !scan.whole(to - 1).article {
            to -= 1;
        }
        let listed = words.flags(reading.key).name();
        let enough = if after_title {
            (listed && reading.letters == 0) || to >= i + 2
        } else {
            to >= i + 2 && strong >= 2
        };
        enough.then_some(PersonHit { from: i, to, letters: reading.letters })
    }

    /// Whether a word that no list holds may be a foreign name.
    fn plausible(&self, scan: &Scan<'_, '_>, i: usize) -> bool {
        let w = &scan.words[i];
        let token = &scan.analysis.tokens[w.token as usize];
        w.arabic
            && w.flags.unknown()
            && !scan.whole(i).article
            && scan.norm(i).chars().count() >= 3
            && !matches!(token.pos, Pos::Verb | Pos::Particle | Pos::Number)
            && !token.clitics.enclitic
            // «نظيره» after a name is no part of it.
            && !["ه", "ها", "هم"].iter().any(|e| scan.analysis.word(w.token as usize).ends_with(e))
            && token.clitics.conjunction.is_none()
            && token.clitics.preposition.is_none()
            && !self.is_between(w.key())
    }
}

/// Whether a word that no list holds looks rather like a verb after the name («… يعلن», «… أكدت»).
fn verbal(norm: &str) -> bool {
    norm.starts_with('ي') || norm.starts_with("است") || norm.ends_with('ت')
}
