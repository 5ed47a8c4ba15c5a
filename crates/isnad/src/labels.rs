//! The interface's words, in Arabic and English: one table, so that the terminal and the page say the same.

use isnad_model::{
    Basis, BlockKind, ClaimType, ConflictKind, FigureOf, FigureWhat, LinkKind, ReasonCode, Standing, Status,
    WordingKind,
};

/// Language of the interface (never of the report).
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// Arabic
    Ar,
    /// English
    En,
}

impl Lang {
    /// Picks one of the two.
    pub fn pick<T>(self, ar: T, en: T) -> T {
        match self {
            Lang::Ar => ar,
            Lang::En => en,
        }
    }
}

/// The type of a claim: (Arabic, English).
pub fn claim_type(kind: ClaimType) -> (&'static str, &'static str) {
    use ClaimType::*;
    match kind {
        Clash => ("اشتباك", "clash"),
        Attack => ("هجوم", "attack"),
        Airstrike => ("غارة جوية", "airstrike"),
        Shelling => ("قصف", "shelling"),
        Bombing => ("تفجير", "bombing"),
        SuicideBombing => ("تفجير انتحاري", "suicide bombing"),
        ChemicalAttack => ("هجوم كيميائي", "chemical attack"),
        Killing => ("قتل", "killing"),
        Abduction => ("خطف", "abduction"),
        Torture => ("تعذيب", "torture"),
        SexualViolence => ("عنف جنسي", "sexual violence"),
        PropertyDestruction => ("تدمير ممتلكات", "property destruction"),
        WeaponsInterception => ("اعتراض أسلحة", "weapons interception"),
        Casualty => ("ضحايا", "casualties"),
        CaptureTerritory => ("سيطرة على أرض", "territory captured"),
        Withdrawal => ("انسحاب", "withdrawal"),
        Deployment => ("انتشار قوات", "deployment"),
        Siege => ("حصار أو إغلاق", "siege or closure"),
        AirActivity => ("تحليق", "air activity"),
        Arrest => ("اعتقال", "arrest"),
        Raid => ("مداهمة", "raid"),
        Holding => ("احتجاز", "holding"),
        Release => ("إفراج", "release"),
        Escape => ("فرار", "escape"),
        PrisonUnrest => ("عصيان في سجن", "prison unrest"),
        Trial => ("محاكمة", "trial"),
        Transfer => ("تسليم", "transfer"),
        Protest => ("احتجاج", "protest"),
        Riot => ("شغب", "riot"),
        Strike => ("إضراب", "strike"),
        Crackdown => ("قمع محتجين", "crackdown"),
        Displacement => ("نزوح", "displacement"),
        Return => ("عودة", "return"),
        Meet => ("لقاء", "meeting"),
        Agree => ("اتفاق", "agreement"),
        ViolateAgreement => ("خرق اتفاق", "agreement violated"),
        Support => ("دعم", "support"),
        Cooperate => ("تعاون", "cooperation"),
        Aid => ("مساعدات", "aid"),
        Concede => ("تنازل", "concession"),
        Demand => ("مطالبة", "demand"),
        Accuse => ("اتهام", "accusation"),
        Reject => ("رفض", "rejection"),
        Threaten => ("تهديد", "threat"),
        Sanction => ("عقوبات", "sanction"),
        PoliticalChange => ("تغيير سياسي", "political change"),
        Control => ("سيطرة", "control"),
        Accident => ("حادث", "accident"),
        Disaster => ("كارثة", "disaster"),
        Disease => ("مرض", "disease"),
        Other => ("غير ذلك", "other"),
    }
}

/// How surely: (Arabic, English).
pub fn status(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Actual => ("واقع", "actual"),
        Status::Negated => ("منفي", "negated"),
        Status::Future => ("مرتقب", "future"),
        Status::Possible => ("محتمل", "possible"),
    }
}

/// Kind of a link of the chain: (Arabic, English).
pub fn link(kind: LinkKind) -> (&'static str, &'static str) {
    match kind {
        LinkKind::NamedPerson => ("شخص مسمى", "named person"),
        LinkKind::NamedOrg => ("جهة مسماة", "named organisation"),
        LinkKind::OfficialUnnamed => ("مسؤول غير مسمى", "unnamed official"),
        LinkKind::Witness => ("شهود أو ناشطون", "witnesses or activists"),
        LinkKind::Unnamed => ("مصادر غير مسماة", "unnamed sources"),
        LinkKind::Media => ("وسيلة إعلام", "media"),
        LinkKind::Document => ("وثيقة أو بيان", "document"),
    }
}

/// What a figure counts: (Arabic, English).
pub fn figure(what: FigureWhat) -> (&'static str, &'static str) {
    match what {
        FigureWhat::Killed => ("قتلى", "killed"),
        FigureWhat::Injured => ("جرحى", "injured"),
        FigureWhat::Detained => ("محتجزون", "detained"),
        FigureWhat::Escaped => ("فارون", "escaped"),
        FigureWhat::Released => ("مفرج عنهم", "released"),
        FigureWhat::Abducted => ("مخطوفون", "abducted"),
        FigureWhat::Displaced => ("نازحون", "displaced"),
        FigureWhat::Participants => ("مشاركون", "participants"),
        FigureWhat::Fighters => ("مقاتلون", "fighters"),
        FigureWhat::Weapons => ("أسلحة", "weapons"),
        FigureWhat::Other => ("عدد", "count"),
    }
}

/// Of whom a figure is: (Arabic, English).
pub fn figure_of(of: FigureOf) -> (&'static str, &'static str) {
    match of {
        FigureOf::Civilian => ("مدنيون", "civilians"),
        FigureOf::Fighter => ("مقاتلون", "fighters"),
        FigureOf::Child => ("أطفال", "children"),
        FigureOf::Woman => ("نساء", "women"),
        FigureOf::Mixed => ("فئات مختلفة", "mixed"),
        FigureOf::Unknown => ("", ""),
    }
}

/// What a value rests on: (Arabic, English).
pub fn basis(basis: Basis) -> (&'static str, &'static str) {
    match basis {
        Basis::Stated => ("مذكور في النص", "stated"),
        Basis::Metadata => ("من بيانات الصفحة", "page metadata"),
        Basis::Url => ("من رابط الصفحة", "page address"),
        Basis::Dateline => ("من سطر التاريخ", "dateline"),
        Basis::Carried => ("محمول من موضع آخر", "carried over"),
        Basis::Borrowed => ("مستعار من تقرير آخر", "borrowed"),
    }
}

/// Kind of a block: (Arabic, English).
pub fn block(kind: BlockKind) -> (&'static str, &'static str) {
    match kind {
        BlockKind::Headline => ("عنوان", "headline"),
        BlockKind::Dek => ("عنوان فرعي", "dek"),
        BlockKind::Byline => ("كاتب", "byline"),
        BlockKind::Dateline => ("تاريخ ومكان", "dateline"),
        BlockKind::Body => ("متن", "body"),
        BlockKind::Caption => ("شرح صورة", "caption"),
        BlockKind::SourceCredit => ("مصدر", "source credit"),
        BlockKind::Related => ("مواد أخرى", "related"),
        BlockKind::Tags => ("وسوم", "tags"),
        BlockKind::Share => ("مشاركة", "share"),
        BlockKind::Menu => ("قائمة", "menu"),
        BlockKind::Comment => ("تعليق", "comment"),
        BlockKind::CookieNotice => ("إشعار ملفات الارتباط", "cookie notice"),
        BlockKind::Ticker => ("شريط عاجل", "ticker"),
        BlockKind::LoginWall => ("طلب تسجيل دخول", "login wall"),
        BlockKind::Promo => ("ترويج", "promo"),
        BlockKind::Footer => ("تذييل", "footer"),
        BlockKind::Other => ("غير ذلك", "other"),
    }
}

/// Kind of wording: (Arabic, English).
pub fn wording(kind: WordingKind) -> (&'static str, &'static str) {
    match kind {
        WordingKind::Label => ("وصف", "label"),
        WordingKind::Pejorative => ("لفظ تحقير", "pejorative"),
        WordingKind::Honorific => ("لفظ تكريم", "honorific"),
        WordingKind::Euphemism => ("لفظ ملطف", "euphemism"),
        WordingKind::Figurative => ("مجاز", "figurative"),
    }
}

/// How an incident stands: (Arabic, English).
pub fn standing(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Confirmed => ("مؤكدة", "confirmed"),
        Standing::Fair => ("سندها كاف", "fair"),
        Standing::Weak => ("سندها ضعيف", "weak"),
        Standing::Contested => ("متنازع فيها", "contested"),
        Standing::Discounted => ("مستبعدة", "discounted"),
    }
}

/// Why it stands so: (Arabic, English), after a number where it counts something.
pub fn reason(code: ReasonCode) -> (&'static str, &'static str) {
    match code {
        ReasonCode::Independent => ("مصدر مستقل", "independent sources"),
        ReasonCode::Copies => ("نسخة", "copies"),
        ReasonCode::SharedSource => ("ممن يستندون إلى مصدر غيرهم", "leaning on the source of others"),
        ReasonCode::Culprits => ("خلاف في الفاعل", "conflicts about who did it"),
        ReasonCode::Denials => ("نفي", "denials"),
        ReasonCode::Figures => ("خلاف في الأعداد", "conflicts about figures"),
        ReasonCode::Accepted => ("الفاعل يقر بها", "accepted by who did it"),
        ReasonCode::NoDay => ("لا رواية تذكر يومها", "no claim states the day"),
        ReasonCode::NoPlace => ("لا يعرف مكانها بأدق من المنطقة", "no place finer than a district"),
        ReasonCode::Ruled => ("قرار مراجع", "ruled by a person"),
    }
}

/// Whether a reason's number counts something.
pub fn counted(code: ReasonCode) -> bool {
    !matches!(code, ReasonCode::Accepted | ReasonCode::NoDay | ReasonCode::NoPlace | ReasonCode::Ruled)
}

/// In what two sides differ: (Arabic, English).
pub fn conflict(kind: ConflictKind) -> (&'static str, &'static str) {
    match kind {
        ConflictKind::Figure => ("العدد", "figure"),
        ConflictKind::Culprit => ("الفاعل", "who did it"),
        ConflictKind::Denial => ("النفي", "denial"),
        ConflictKind::Place => ("المكان", "place"),
        ConflictKind::Day => ("اليوم", "day"),
    }
}

/// A noun's forms for counting in Arabic and English.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    one: &'static str,
    two: &'static str,
    /// 3 to 10.
    few: &'static str,
    /// 11 to 99.
    many: &'static str,
    /// 100, 200, 1000 …
    hundred: &'static str,
    none: &'static str,
    en: (&'static str, &'static str),
}

/// Claims.
pub const CLAIMS: Counted = Counted {
    none: "لا روايات",
    one: "رواية واحدة",
    two: "روايتان",
    few: "روايات",
    many: "رواية",
    hundred: "رواية",
    en: ("claim", "claims"),
};
/// Reports.
pub const REPORTS: Counted = Counted {
    none: "لا تقارير",
    one: "تقرير واحد",
    two: "تقريران",
    few: "تقارير",
    many: "تقريرا",
    hundred: "تقرير",
    en: ("report", "reports"),
};
/// Incidents.
pub const INCIDENTS: Counted = Counted {
    none: "لا وقائع",
    one: "واقعة واحدة",
    two: "واقعتان",
    few: "وقائع",
    many: "واقعة",
    hundred: "واقعة",
    en: ("incident", "incidents"),
};
/// Independent sources.
pub const SOURCES: Counted = Counted {
    none: "بلا مصادر",
    one: "مصدر واحد",
    two: "مصدران",
    few: "مصادر",
    many: "مصدرا",
    hundred: "مصدر",
    en: ("source", "sources"),
};
/// Conflicts.
pub const CONFLICTS: Counted = Counted {
    none: "بلا خلاف",
    one: "خلاف واحد",
    two: "خلافان",
    few: "خلافات",
    many: "خلافا",
    hundred: "خلاف",
    en: ("conflict", "conflicts"),
};
impl Counted {
    /// The noun with its number, in the agreement that Arabic asks for (CLDR's plural categories).
    pub fn count(&self, n: usize, lang: Lang) -> String {
        if lang == Lang::En {
            return format!("{n} {}", if n == 1 { self.en.0 } else { self.en.1 });
        }
        match (n, n % 100) {
            (0, _) => self.none.to_owned(),
            (1, _) => self.one.to_owned(),
            (2, _) => self.two.to_owned(),
            (_, 3..=10) => format!("{n} {}", self.few),
            (_, 11..=99) => format!("{n} {}", self.many),
            _ => format!("{n} {}", self.hundred),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_nouns_agree() {
        for (n, ar) in [
            (0, "لا تقارير"),
            (1, "تقرير واحد"),
            (2, "تقريران"),
            (3, "3 تقارير"),
            (10, "10 تقارير"),
            (11, "11 تقريرا"),
            (99, "99 تقريرا"),
            (100, "100 تقرير"),
            (102, "102 تقرير"),
            (103, "103 تقارير"),
            (111, "111 تقريرا"),
            (1000, "1000 تقرير"),
        ] {
            assert_eq!(REPORTS.count(n, Lang::Ar), ar);
        }
        assert_eq!(CLAIMS.count(1, Lang::En), "1 claim");
        assert_eq!(CLAIMS.count(2, Lang::En), "2 claims");
    }
}
